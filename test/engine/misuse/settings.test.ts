import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Platform } from "../../support/platform";
import { base, inputs, project } from "../../support/seed";
import { Stack } from "../../support/stack";
import { atItsEnd, failing, uuid } from "./said";
import { fullKey, type Settings, type WrongSetting, wrongSettings } from "./wrongSettings";

/* Every wrong setting: a preview fails with one sentence, in a separate run, and asks the platform nothing. */

let platform: Platform;
let stack: Stack;
let configuration: string;
let secretToken: string;
beforeAll(async () => {
  platform = await Platform.start();
  stack = await Stack.make(platform);
  configuration = readFileSync(`${stack.folder}/Pulumi.dev.yaml`, "utf8");
  [secretToken = ""] = / {2}sevenbridges:token:\n.*\n/.exec(configuration) ?? [];
  stack.program(
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
    `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } });`,
  );
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

const credentials = (): string => stack.file(".sevenbridges/credentials");
afterEach(async () => {
  rmSync(credentials(), { recursive: true, force: true });
  expect(await platform.log()).toStrictEqual([]);
});

const previewWith = async ({ config = {}, without = [], env = {}, file }: Settings): Promise<unknown> => {
  const given = { ...(without.includes("endpoint") ? {} : { endpoint: platform.url }), ...config };
  const lines = Object.entries(given).map(([key, value]) => `  ${fullKey(key)}: ${JSON.stringify(value)}\n`);
  const token = without.includes("token") ? "" : secretToken;
  const salt = configuration.split("\n").find((line) => line.startsWith("encryptionsalt:"));
  writeFileSync(`${stack.folder}/Pulumi.dev.yaml`, `${salt}\nconfig:\n${lines.join("")}${token}`);
  if (file !== undefined) writeFileSync(credentials(), file.replaceAll("<endpoint>", platform.url));
  return failing(stack, (it) => it.pulumi(["preview", "--color", "never"], env));
};

test.each<WrongSetting>([...wrongSettings])("%s", async (_, settings, sentence, ends = undefined) => {
  expect(await previewWith(settings)).toStrictEqual({
    Stack: ends === "at once" ? [sentence] : [sentence, atItsEnd],
  });
});

test("a credentials file that cannot be read", async () => {
  // A folder in its place cannot be read by anybody, the superuser included.
  mkdirSync(credentials(), { recursive: true });
  expect(await previewWith({ without: ["token"] })).toStrictEqual({
    Stack: [
      "the credentials file <home>/.sevenbridges/credentials cannot be read (EISDIR): make it a file that you can read, or remove it",
      atItsEnd,
    ],
  });
});

test("connections that a program uses: one that is not known, and one that lacks a token", async () => {
  stack.program(
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, connection: "euu" });`,
    `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} }, connection: "us" });`,
    `new sb.TaskRun("three", { task: "${uuid}", connection: "cavatica" });`,
  );
  const known = "sevenbridges:connections has eu and us";
  expect(
    await previewWith({
      // Without settings: nothing uses them.
      without: ["token", "endpoint"],
      config: { connections: `{ "eu": { "platform": "aws-eu" }, "us": { "endpoint": "${platform.url}" } }` },
      env: { SB_AUTH_TOKEN: "t0k3n" },
    }),
  ).toStrictEqual({
    Stack: [
      "there is no token for the Seven Bridges API at <endpoint>: give connection us one in one of three ways: `pulumi config set --secret --path 'sevenbridges:connections.us.token'`, the environment variable SB_AUTH_TOKEN with SB_API_ENDPOINT=<endpoint>, or auth_token in ~/.sevenbridges/credentials beside this api_endpoint",
      atItsEnd,
    ],
    one: [`connection is not known: did you mean eu? ${known}`],
    three: [`connection is not known: ${known}`],
  });
});

test("a lookup over a connection that is not known", async () => {
  stack.program(`sb.getProjectOutput({ id: "${project}", connection: "euu" });`);
  expect(
    await previewWith({ config: { connections: `{ "eu": { "endpoint": "${platform.url}" } }` } }),
  ).toStrictEqual({
    Stack: [
      `getProject of ${project}: connection is not known: did you mean eu? sevenbridges:connections has eu`,
    ],
  });
});

test("an update does not go past a misspelt key; refresh and destroy are not kept from working", async () => {
  const declares = (name: string): string =>
    `new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs} } });`;
  const own = await Platform.start();
  const its = await Stack.make(own);
  try {
    its.program(declares("one"));
    await its.up();
    await its.must("config", "set", "sevenbridges:replaceFinsihed", "refuse");
    its.program(declares("one"), declares("two"));
    expect(await failing(its, (it) => it.tryUp())).toStrictEqual({
      Stack: [
        "sevenbridges:replaceFinsihed is not known: did you mean replaceFinished? (`pulumi config rm` takes a key out)",
      ],
    });
    await its.refresh();
    expect(Object.keys(await its.resources())).toStrictEqual(["one"]);
    await its.destroy();
    expect(await own.tasks()).toStrictEqual([]);
  } finally {
    its.remove();
    await own.close();
  }
});
