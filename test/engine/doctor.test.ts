import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, repository, type Stack } from "../support/stack";

/* In the folder of a stack: its configuration is the one that counts, and its state says where the tasks are. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const doctor = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly out: string }> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(repository, "dist/cli/index.js"), "doctor", ...args], {
      cwd: stack.folder,
      env: { ...stack.env(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        out += data;
      });
    child.once("error", fail);
    child.once("close", (code) => done({ code, out }));
  });

test("it goes by the stack's configuration, and says where the state's tasks are", async () => {
  stack.program(`new sb.DraftTask("draft", { ${base}, inputs: { ${inputs} } });`);
  await stack.up();
  await platform.writes();
  const { code, out } = await doctor([]);
  expect(code).toBe(0);
  expect(out).toContain(`endpoint: ${platform.url} (from the stack's configuration)`);
  expect(out).toContain("token: not shown (from the stack's configuration)");
  expect(out).toContain(`state: 1 resource at ${platform.url}, schema 1`);
  expect(out).toMatch(
    /^versions: pulumi-sevenbridges \S+, Node.js \S+, @pulumi\/pulumi 3\.\S+, pulumi 3\.\S+$/m,
  );
  expect(out).not.toContain(platform.token);
  expect(await platform.writes()).toStrictEqual([]);
});

test("a connection of the stack is examined by its name", async () => {
  await stack.connect("second", platform.url, "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0");
  const { code, out } = await doctor(["--connection", "second"]);
  expect({ code, isNamed: out.includes("(from sevenbridges:connections.second)") }).toStrictEqual({
    code: 0,
    isNamed: true,
  });
  expect(out).toContain("user: bob");
  expect(out).not.toContain("b0b0b0");
});

test("a key of the configuration that is not known ends it, with the nearest", async () => {
  await stack.must("config", "set", "sevenbridges:replaceFinsihed", "refuse");
  try {
    const { code, out } = await doctor([]);
    expect({ code, out: out.trim() }).toStrictEqual({
      code: 2,
      out: "sevenbridges:replaceFinsihed is not known: did you mean replaceFinished? (`pulumi config rm` takes a key out).",
    });
  } finally {
    await stack.must("config", "rm", "sevenbridges:replaceFinsihed");
  }
});

test("flags take the place of the configuration, which is then not needed", async () => {
  const { out } = await doctor(["--endpoint", platform.url], {
    PULUMI_CONFIG_PASSPHRASE: "wrong",
    SB_API_ENDPOINT: platform.url,
    SB_AUTH_TOKEN: platform.token,
  });
  expect(out).toContain(`endpoint: ${platform.url} (from the flags)`);
  expect(out).toContain("token: not shown (from the environment)");
});

test("a configuration that cannot be read is named, and the environment counts", async () => {
  const { code, out } = await doctor([], {
    PULUMI_CONFIG_PASSPHRASE: "wrong",
    SB_API_ENDPOINT: platform.url,
    SB_AUTH_TOKEN: platform.token,
  });
  expect(code).toBe(0);
  expect(out).toContain("stack's configuration: not looked at (pulumi config --json failed)");
  expect(out).toContain(`endpoint: ${platform.url} (from the environment)`);
});
