import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { installNode } from "../../support/nodes";
import { Platform } from "../../support/platform";
import { project } from "../../support/seed";
import { repository, Stack } from "../../support/stack";
import { failing, preview, wrongToken } from "./said";
import { fullKey, wrongSettings } from "./wrongSettings";

/* On every Node that the package works on, a wrong setting ends a program with its sentence. Node 22.23 formats some stacks for ever. */

const folder = mkdtempSync(join(tmpdir(), "sb-nodes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nodes = [
  ["22", () => installNode(folder, "22.23.3")],
  ["24", () => process.execPath],
  ["26", () => installNode(folder, "26")],
] as const;

describe.each(nodes)("Node %s", (major, command) => {
  let node: string;
  let platform: Platform;
  beforeAll(async () => {
    node = command();
    platform = await Platform.start();
  });
  afterAll(() => platform.close());

  test("tells each wrong setting to a lookup, a resource, and both", () => {
    const home = mkdtempSync(join(folder, "home-"));
    const endpoint = platform.url;
    const cases = wrongSettings.map(([name, { config = {}, without = [], env = {}, file }]) => {
      const own = {
        ...(without.includes("endpoint") ? {} : { endpoint }),
        ...(without.includes("token") ? {} : { token: platform.token }),
        ...config,
      };
      const keys = Object.entries(own).map(([key, value]) => [fullKey(key), value]);
      const secrets = without.includes("token") ? [] : ["sevenbridges:token"];
      return [
        name,
        { config: Object.fromEntries(keys), secrets, env, file: file?.replaceAll("<endpoint>", endpoint) },
      ];
    });
    const text = execFileSync(node, [join(repository, "test/support/wrongLookups.cjs")], {
      input: JSON.stringify(cases),
      encoding: "utf8",
      env: { ...process.env, HOME: home, NODE_OPTIONS: "--max-old-space-size=512" },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: 120_000,
    });
    const said: Readonly<Record<string, readonly (readonly string[])[]>> = JSON.parse(text);
    expect(Object.keys(said)).toStrictEqual(wrongSettings.map(([name]) => name));
    // Each once: by a lookup, by a resource, and by the first of both.
    const once = wrongSettings.map(([name, , sentence, ends]) => {
      const whole = sentence.replaceAll("<endpoint>", endpoint).replaceAll("<home>", home);
      const times = said[name]?.map((texts) => texts.filter((text) => text.includes(whole)).length);
      return [
        name,
        {
          times,
          isExpected: isDeepStrictEqual(times, [ends === "resources only" ? 0 : 1, 1, 1]),
          said: said[name],
        },
      ] as const;
    });
    expect(once.filter(([, { isExpected }]) => !isExpected)).toStrictEqual([]);
    expect(text).not.toMatch(/\\n\s+at /);
  });

  test("ends the preview of a lookup with a token in clear", async () => {
    const stack = await Stack.make(platform);
    try {
      const bin = join(stack.folder, "node_modules/.bin");
      mkdirSync(bin, { recursive: true });
      symlinkSync(node, join(bin, "node"));
      await stack.must("config", "set", "--plaintext", "sevenbridges:token", wrongToken);
      stack.program(
        `if (!process.version.startsWith("v${major}.")) throw new Error(process.version);`,
        `sb.getProjectOutput({ id: "${project}" });`,
      );
      expect(await failing(stack, preview)).toStrictEqual({
        Stack: [
          "sevenbridges:token is not marked as a secret, and would be stored in plain text in the stack's file: set it again with `pulumi config set --secret sevenbridges:token`",
        ],
      });
    } finally {
      stack.remove();
    }
  });
});
