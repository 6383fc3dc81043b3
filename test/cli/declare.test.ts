import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Built } from "../emulator/built";
import { bySample, draft } from "../host/runs";
import { Platform } from "../support/platform";
import { project } from "../support/seed";

/* What the command says: of tasks and settings that are wrong, and where it writes. */

let platform: Platform;
const built = new Built();
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(async () => {
  built.remove();
  await platform.close();
});

const none = "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11";
const other = "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b12";
const inHelp = "See pulumi-sevenbridges declare --help.";

const declare = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token },
) =>
  new Promise<{ code: unknown; out: string; said: string }>((done) => {
    execFile(
      process.execPath,
      [join(built.folder, "dist/cli/index.js"), "declare", ...args],
      { env: { HOME: built.folder, ...env }, cwd: built.folder },
      (error, out, said) => done({ code: error?.code ?? 0, out, said }),
    );
  });

test.each<[string, () => readonly string[], () => string]>([
  [
    "no task",
    () => [],
    () => `declare needs at least one task: its id, or the address of its page. ${inHelp}`,
  ],
  [
    "a name in place of an id",
    () => ["align"],
    () => "align is neither the id of a task (a UUID) nor the address of its page.",
  ],
  [
    "a connection of another form",
    () => [none, "--connection", "e u"],
    () =>
      `--connection must be a connection's name (letters, digits, dashes and underscores, like eu). ${inHelp}`,
  ],
  ["an option that there is not", () => [none, "--force"], () => `Unknown option '--force'. ${inHelp}`],
  [
    "a task that is not there",
    () => [none],
    () => `There is no task ${none} at ${platform.url}: check the id and the platform.`,
  ],
  [
    "tasks that are not there",
    () => [none, other, none.toUpperCase()],
    () => `There are no tasks ${none} and ${other} at ${platform.url}: check the ids and the platform.`,
  ],
  [
    "a task of another platform",
    () => [`https://cavatica.sbgenomics.com/u/a/b/tasks/${none}`],
    () =>
      `Some of the tasks are at https://cavatica-api.sbgenomics.com/v2, but the settings are for ${platform.url}: declare the tasks of each platform by themselves, with --platform or --endpoint.`,
  ],
  [
    "a folder that is not there",
    () => ["--out", "nowhere/index.ts"],
    () => "nowhere/index.ts cannot be written: ENOENT.",
  ],
])("%s ends the command with one sentence, and prints nothing", async (_, args, sentence) => {
  const tasks = args().includes("--out") ? [await draft(platform)] : [];
  const { code, out, said } = await declare([...tasks, ...args()]);
  expect({ code: code !== 0, out, said }).toStrictEqual({
    code: true,
    out: "",
    said: `${sentence()}\n`,
  });
});

test.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
  [
    "no token",
    ["--platform", "cgc"],
    {},
    /set SB_AUTH_TOKEN, or auth_token in ~\/\.sevenbridges\/credentials\.$/,
  ],
  ["no platform", [], { SB_AUTH_TOKEN: "t0k3n" }, /--platform cgc/],
  ["a platform that there is not", ["--platform", "cgcc"], { SB_AUTH_TOKEN: "t0k3n" }, /--platform .*cgc/],
])("%s: it speaks of its flags, not of a stack", async (_, flags, env, sentence) => {
  const { out, said } = await declare([none, ...flags], env);
  expect(out).toBe("");
  expect(said.trim()).toMatch(sentence);
  expect(said).not.toMatch(/pulumi config|sevenbridges:\w|stack|t0k3n/);
});

test("a new file is written, and one that is there is left as it is", async () => {
  const id = await draft(platform);
  const first = await declare([id, "--out", "made.ts"]);
  expect(first).toStrictEqual({ code: 0, out: "", said: "1 task is declared in made.ts.\n" });
  const program = readFileSync(join(built.folder, "made.ts"), "utf8");
  expect((await declare([id])).out).toBe(program);
  const second = await declare([id, "--out", "made.ts"]);
  expect(second.said).toContain("made.ts exists already: give --out another name, or remove it.");
  expect(readFileSync(join(built.folder, "made.ts"), "utf8")).toBe(program);
});

test("a child that is given beside its batch comes with it; the address of a page is as good as an id", async () => {
  const id = await draft(platform, bySample);
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.advance(2000);
  const { items } = await platform.api("GET", `/tasks?parent=${id}`);
  const [child] = (items as { id: string }[]).map((one) => one.id); // a list's form
  await platform.writes();
  const { origin } = new URL(platform.url);
  const pages = [
    `${platform.url}/tasks/${id}`,
    `${origin}/tasks/${id}`,
    `${origin}/u/${project}/tasks/${id}`,
  ];
  const { out, said } = await declare([...pages, String(child)]);
  expect(said).toBe(`Task ${child} is a child of batch ${id}, and comes with it.\n`);
  expect(out.match(/new sb\.\w+/g)).toStrictEqual(["new sb.DraftTask", "new sb.TaskRun"]);
  expect(await platform.writes()).toStrictEqual([]);
});
