import { execFile, execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { existingText } from "../../provider/host/recovery/existingWork";
import { firstLine } from "../support/comment";
import { blocksOf, page } from "../support/docs";
import type { Platform } from "../support/platform";
import { app, genome, project, reads } from "../support/seed";
import { allOnOneStack, repository, type Stack } from "../support/stack";

/* What docs/recovery.md says: a state that was lost, a stack that was destroyed, and the way back. */

let platform: Platform;
let stack: Stack;
allOnOneStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const blocks = (language: string): readonly string[] => blocksOf("docs/recovery.md", language);
const commands = blocks("sh").flatMap((text) => text.trim().split("\n"));
const ran = new Set<string>();

/** Runs a command of the page that begins like this, in the stack's folder; `more` goes behind it. */
const documented = async (start: string, more = ""): Promise<string> => {
  const command = commands.find((line) => line.startsWith(start));
  if (command === undefined) throw new Error(`docs/recovery.md has no command ${start}`);
  ran.add(command);
  const line = `${command} ${more}`
    .replaceAll("npx pulumi-sevenbridges", '"$0" "$1"')
    .replaceAll("rfranklin/rnaseq", project);
  const args = ["-o", "pipefail", "-c", line, process.execPath, join(repository, "dist/cli/index.js")];
  const { stdout } = await promisify(execFile)("bash", args, {
    cwd: stack.folder,
    env: { ...stack.env(), SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token },
  });
  return stdout;
};

const loseState = async (): Promise<void> => {
  await stack.must("stack", "rm", "--force", "--yes", "--preserve-config", "dev");
  await stack.must("stack", "init", "dev");
  await platform.log();
};

const inputs = `inputs: { reads: sb.files(${JSON.stringify(reads)}), genome: sb.file("${genome}") }`;
const bySample = 'batchInput: "reads", batchBy: sb.byMetadata("sample_id")';
const importing = (id: string | undefined): string => (id === undefined ? "{}" : `{ import: "${id}" }`);
/** The whole of a small pipeline; the ids are those of finished tasks to keep. */
const program = (align?: string, joint?: string): void =>
  stack.program(
    `const args = { project: "${project}", app: "${app}/0", ${inputs} };`,
    `const align = new sb.DraftTask("align", { ...args, ${bySample} }, ${importing(align)});`,
    `const aligned = new sb.TaskRun("aligned", { task: align }, ${importing(align)});`,
    `const joint = new sb.DraftTask("joint", { ...args, batch: false, inputs: { ...args.inputs, reads: aligned.childOutput("bam") } }, ${importing(joint)});`,
    `new sb.TaskRun("joint", { task: joint }, ${importing(joint)});`,
    'new sb.DraftTask("started", { ...args, batch: false, run: true });',
    'new sb.DraftTask("draft", { ...args, batch: false });',
    "exports.bams = aligned.childOutput('bam');",
  );

const steps = async (): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> => {
  const { steps: all } = JSON.parse(await stack.must("preview", "--json")) as {
    steps: readonly { urn: string; newState?: { inputs?: Readonly<Record<string, unknown>> } }[];
  }; // the engine's own form
  return Object.fromEntries(
    all.flatMap(({ urn, newState }) => {
      const [type = "", name = ""] = urn.split("::").slice(-2);
      return type.endsWith("DraftTask") ? [[name, newState?.inputs ?? {}]] : [];
    }),
  );
};

/** The program that `declare` prints, in the place of the stack's own. */
const declared = async (more = ""): Promise<string> => {
  rmSync(stack.file("recovered.ts"), { force: true });
  await documented("npx pulumi-sevenbridges declare", more);
  const text = readFileSync(stack.file("recovered.ts"), "utf8");
  const { default: typescript } = await import("typescript");
  const { outputText } = typescript.transpileModule(text, {
    compilerOptions: { module: typescript.ModuleKind.CommonJS },
  });
  writeFileSync(stack.file("index.js"), outputText);
  return text;
};

test("a lost state: the preview names what was paid, review counts it as paid again, and import keeps it", async () => {
  program();
  await stack.up();
  const { align, joint, started, draft: lost } = await stack.resources();
  const bams = (await stack.outputs()).bams;
  await loseState();

  const found = await steps();
  expect([found.align?.__existingWork, found.started?.__existingWork]).toMatchObject([
    { id: align?.id, adopted: false, status: "COMPLETED", price: { amount: 0.08, currency: "USD" } },
    { id: started?.id, adopted: true, status: "COMPLETED" },
  ]);
  // What the next step is made of is not known before the first has been kept.
  expect([found.joint?.__existingWork, found.draft?.__existingWork]).toStrictEqual([undefined, undefined]);
  expect(firstLine(await documented("pulumi preview --json"))).toContain(
    "1 of these has run before, for 0.08 USD, and is paid for a second time.",
  );

  program(align?.id);
  expect((await steps()).joint?.__existingWork).toMatchObject({ id: joint?.id, adopted: false });
  program(align?.id, joint?.id);
  expect((await steps()).joint?.__existingWork).toBeUndefined();
  const text = await stack.up();
  // A draft costs nothing: the lost one is left alone, and named.
  const { draft } = await stack.resources();
  expect(await platform.writes()).toStrictEqual(["POST /tasks", `PATCH /tasks/${draft?.id}`]);
  expect(text).toContain(`draft ${lost?.id} was made for a resource of this name`);
  expect((await stack.outputs()).bams).toStrictEqual(bams);
});

test("declare --project finds all of it by the tags: the program adopts it, and nothing is made or paid again", async () => {
  await loseState();
  await declared();
  const log = await platform.log();
  expect(log.filter((line) => line.startsWith("GET /tasks?project="))).toHaveLength(1);
  expect(log.filter((line) => !/^(GET|POST \/bulk\/\w+\/get)\b/.test(line))).toStrictEqual([]);
  const resources = ["align: create", "align: create", "draft: create", "joint: create", "joint: create"];
  expect(await stack.preview()).toStrictEqual([...resources, "started: create", "started: create"]);
  await stack.up();
  expect(await platform.writes()).toStrictEqual([]);
  for (const line of await stack.preview()) expect(line).toMatch(/: same$/);
  expect(Object.keys(await stack.resources()).toSorted()).toStrictEqual([
    "align",
    "draft",
    "joint",
    "started",
  ]);
});

test("a run whose second attempt completed comes back with that attempt, under its own name", async () => {
  await stack.destroy();
  const flaky = `const flaky = new sb.DraftTask("flaky", { project: "${project}", app: "${app}/0", ${inputs}, batch: false });`;
  const retried = 'new sb.TaskRun("flaky", { task: flaky, maxAttempts: 2 });';
  stack.program(flaky);
  await stack.up();
  const { id } = await stack.resource("flaky");
  await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  stack.program(flaky, retried);
  expect((await stack.tryUp()).code).not.toBe(0);
  await stack.up();
  const before = await stack.resource("flaky");
  expect(before.outputs).toMatchObject({ status: "COMPLETED", price: { amount: 0.08, currency: "USD" } });
  await loseState();
  expect((await steps()).flaky?.__existingWork).toMatchObject({
    id,
    status: "FAILED",
    adopted: false,
    price: { amount: 0.08, currency: "USD" },
  });
  const day = new Date().toISOString().slice(0, 10);
  expect(await declared(`--created-from ${day} --stack lab/dev`)).toContain(
    'new sb.TaskRun("flaky", { task: flaky }',
  );
  await stack.up();
  expect(await platform.writes()).toStrictEqual([]);
  const { status, price, outputs } = (await stack.resource("flaky")).outputs;
  expect([status, price, outputs]).toStrictEqual(["COMPLETED", before.outputs.price, before.outputs.outputs]);
});

test("a preview of destroy says first what is aborted, deleted and kept; after it, the work is found again", async () => {
  const running = 'new sb.TaskRun("draft", { task: two, wait: false });';
  stack.program(
    `const args = { project: "${project}", app: "${app}/0", ${inputs}, batch: false };`,
    'const one = new sb.DraftTask("one", args); new sb.TaskRun("one", { task: one });',
    'new sb.DraftTask("three", args);',
  );
  await stack.up();
  const { one } = await stack.resources();
  await platform.control("POST", "/clock", { advance: 1 });
  stack.program(
    `const args = { project: "${project}", app: "${app}/0", ${inputs}, batch: false };`,
    'const one = new sb.DraftTask("one", args); new sb.TaskRun("one", { task: one });',
    `const two = new sb.DraftTask("two", args); ${running}`,
    'new sb.DraftTask("three", args);',
  );
  await stack.up();
  await platform.log();
  expect(firstLine(await documented("pulumi destroy"))).toBe(
    "**`pulumi destroy` aborts 1 running task.** 1 draft is deleted. 1 task that has ended, for 0.04 USD, leaves the stack; the platform keeps its record. This is as of the last `pulumi up` or `pulumi refresh`.",
  );
  expect(await platform.log()).toStrictEqual([]);
  expect(await stack.destroy()).toContain(`the run of task ${one?.id} is COMPLETED, 0.04 USD`);
  expect((await steps()).one?.__existingWork).toMatchObject({ id: one?.id, adopted: false });
});

test("every command of the page has been run, its program compiles, and its lines are ours", () => {
  for (const line of ["pulumi preview", "pulumi up"]) ran.add(line);
  expect([...ran].toSorted()).toStrictEqual([...new Set(commands)].toSorted());
  blocks("ts").forEach((text, index) => {
    writeFileSync(stack.file(`docs${index}.ts`), text);
  });
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
  execFileSync(
    join(repository, "node_modules/.bin/tsc"),
    [...options, ...blocks("ts").map((_, index) => `docs${index}.ts`)],
    { cwd: stack.folder, stdio: "inherit" },
  );
  const line = existingText({
    id: "eb44dce5-2c12-4be3-97b9-92039de6182b",
    status: "COMPLETED",
    adopted: false,
    price: { amount: 8.12, currency: "USD" },
    createdTime: "2026-11-20T09:30:00Z",
  });
  expect(page("docs/recovery.md").replaceAll(/\s+/g, " ")).toContain(`sb:align: ${line}`);
});
