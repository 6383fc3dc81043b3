import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Platform } from "../support/platform";
import { base, reads, seed } from "../support/seed";
import { processes, type Run, Stack } from "../support/stack";
import { command } from "./reviewed";
import { copied, examples, stepsOf } from "./workflows";

/* The script of the workflow, as a user's repository has it: run by the workflow's own command, with the real engine. */

let platform: Platform;
let stack: Stack;
beforeAll(async () => {
  platform = await Platform.start();
  stack = await Stack.make(platform);
  // The token comes from the environment, as in the workflow.
  await stack.must("config", "rm", "sevenbridges:token");
  for (const name of copied) copyFileSync(join(examples, name), stack.file(`.github/workflows/${name}`));
  const bin = stack.file("node_modules/.bin/pulumi-sevenbridges");
  writeFileSync(bin, `#!/bin/sh\nexec node "${command}" "$@"\n`);
  chmodSync(bin, 0o755);
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

const preview = stepsOf("review.yml").find(({ name }) => name === "Preview")?.run ?? "";

const script = (env: NodeJS.ProcessEnv): Promise<Run> =>
  new Promise((done) => {
    execFile(
      "bash",
      ["-c", preview],
      { cwd: stack.folder, env: { ...stack.env(), ...env }, encoding: "utf8" },
      (error, stdout, stderr) =>
        done({
          code: error === null ? 0 : typeof error.code === "number" ? error.code : -1,
          text: stdout + stderr,
        }),
    );
  });
const comment = (): string => readFileSync(join(stack.folder, "review/comment.md"), "utf8");
const lines = (): readonly string[] => comment().trimEnd().split("\n");
const firstLine = (): string => lines()[0] ?? "";

const task = (inputs: string, more = ""): string =>
  `new sb.DraftTask("align", { ${base}, ${more} inputs: { reads: [sb.file("${reads[0]}")], ${inputs} } });`;
const starts = (what: string): string =>
  `**\`pulumi up\` starts ${what}.** Nothing is paid for a second time. Nothing that runs is aborted.`;
const oneTask = starts("1 task, on the app’s default machine");
const failed = "**The preview failed, and so would `pulumi up`.** What follows is incomplete.";
const notMade = (stackName: string) => [
  "**The preview could not be made: the log of the job says why.**",
  "",
  `<!-- pulumi-sevenbridges review: lab/${stackName} -->`,
];

describe("with a token", () => {
  const withToken = (env: NodeJS.ProcessEnv = {}): Promise<Run> =>
    script({ STACK: "dev", SB_AUTH_TOKEN: platform.token, ...env });

  test("the comment is written, nothing else, and no secret is in it", async () => {
    stack.program(task('note: pulumi.secret("hidden-note")', "run: true,"));
    await platform.writes();
    expect(await withToken()).toMatchObject({ code: 0 });
    expect([firstLine(), lines().at(-1)]).toStrictEqual([
      oneTask,
      "<!-- pulumi-sevenbridges review: lab/dev -->",
    ]);
    expect(comment()).toContain("`note`: *secret*");
    expect(comment()).not.toContain("hidden-note");
    expect(comment()).not.toContain(platform.token);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a rule that hits fails the job, and the comment names it", async () => {
    stack.program(task("", "run: true,"));
    expect(await withToken({ FAIL_ON: "abort,start" })).toMatchObject({
      code: 1,
      text: expect.stringContaining("The review fails on start.\n"),
    });
    expect(firstLine()).toBe(oneTask);
    expect(comment()).toContain("> - `start`: a task starts, which will cost\n");
    expect(comment()).not.toContain("> - `abort`");
  });

  test("a preview with mistakes fails the job, and the comment lists them", async () => {
    stack.program(task('thread: 2, mode: "Fast"'));
    expect(await withToken()).toMatchObject({ code: 1 });
    expect(firstLine()).toBe(failed);
    expect(lines()).toEqual(
      expect.arrayContaining([
        expect.stringContaining("inputs.thread is not an input of the app: did you mean threads?"),
        expect.stringContaining("inputs.mode must be one of None, Basic"),
      ]),
    );
  });

  test("a preview that cannot be made fails the job, and leaves nothing of an earlier comment", async () => {
    stack.program(task(""));
    expect(await withToken()).toMatchObject({ code: 0 });
    expect(await withToken({ STACK: "lab-group/lab/gone" })).toMatchObject({ code: 1 });
    expect(lines()).toStrictEqual(notMade("gone"));
  });

  test("a finished task is replaced only where that is allowed", async () => {
    stack.program(task("threads: 2", "run: true,"));
    await stack.must("config", "rm", "sevenbridges:replaceFinished");
    expect(
      await stack.pulumi(["up", "--yes", "--skip-preview"], { SB_AUTH_TOKEN: platform.token }),
    ).toMatchObject({
      code: 0,
    });
    await platform.advance(10_000);
    stack.program(task("threads: 4", "run: true,"));
    expect(await withToken()).toMatchObject({ code: 1 });
    expect([firstLine(), comment()]).toStrictEqual([failed, expect.stringContaining("inputs.threads")]);
    expect(await withToken({ REPLACE_FINISHED: "allow" })).toMatchObject({ code: 0 });
    expect(firstLine()).toContain("**It has run before, for ");
  });
});

describe("on the emulator", () => {
  const emulated = (env: NodeJS.ProcessEnv = {}): Promise<Run> => script({ EMULATED: "true", ...env });

  /** What it had said of itself; a run may end before it says anything. */
  const emulator = (): { readonly url?: string; readonly token?: string } =>
    / at (?<url>\S+) with token (?<token>\S+)/.exec(
      readFileSync(join(stack.folder, "review/emulator.log"), "utf8"),
    )?.groups ?? {};

  afterEach(async () => {
    // It is gone, whatever the script came to.
    const { url } = emulator();
    if (url !== undefined) await expect(fetch(url)).rejects.toThrow("fetch failed");
    expect(processes().filter((one) => one.command.includes(`${command} emulator`))).toStrictEqual([]);
  });

  test("a program over the examples' files is previewed without a token, in a separate stack", async () => {
    stack.program(
      'new sb.DraftTask("align", { project: "rfranklin/rnaseq", app: "rfranklin/rnaseq/star-align/1", run: true, inputs: { reads: sb.files(["567890abc8a5639cc6722007"]), genome: sb.file("567890abc4f3066bc3750174") } });',
    );
    const states = readdirSync(join(stack.state, ".pulumi/stacks/lab")).sort();
    await platform.requests();
    expect(await emulated()).toMatchObject({ code: 0 });
    expect(firstLine()).toContain("**`pulumi up` starts 1 task, on ");
    expect(lines().at(-1)).toBe("<!-- pulumi-sevenbridges review: lab/emulated -->");
    expect(emulator()).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v2$/),
      token: expect.stringMatching(/^\w{16,}$/),
    });
    expect(comment()).not.toContain(emulator().token);
    expect(readdirSync(join(stack.state, ".pulumi/stacks/lab")).sort()).toStrictEqual(states);
    expect(await platform.requests()).toStrictEqual([]);
  });

  test("SEED says what is there; FAIL_ON holds; it works a second time", async () => {
    writeFileSync(join(stack.folder, "seed.json"), JSON.stringify(seed));
    stack.program(task("", "run: true,"));
    expect(await emulated({ SEED: "seed.json", FAIL_ON: "start" })).toMatchObject({ code: 1 });
    expect([firstLine(), comment()]).toStrictEqual([oneTask, expect.stringContaining("> - `start`: ")]);
  });

  test("mistakes are listed", async () => {
    stack.program(task("thread: 2"));
    expect(await emulated({ SEED: "seed.json" })).toMatchObject({ code: 1 });
    expect([firstLine(), comment()]).toStrictEqual([
      failed,
      expect.stringContaining("inputs.thread is not an input of the app: did you mean threads?"),
    ]);
  });

  test("where it cannot start, the job's log says why, and the comment that there is no preview", async () => {
    expect(await emulated({ SEED: "gone.json" })).toMatchObject({
      code: 1,
      text: expect.stringContaining("gone.json"),
    });
    expect(lines()).toStrictEqual(notMade("emulated"));
  });
});
