import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../support/platform";
import { allOnOneStack, type Begun, repository, type Stack } from "../support/stack";
import { until } from "../support/until";

/**
 * A cohort as a laboratory runs it: 30 pairs in components, of which one fails once and one fails twice; the engine is
 * killed in each attempt, attempts end while nobody watches, and the table is re-ordered. The clock is the test's.
 */
let platform: Platform;
let stack: Stack;
allOnOneStack(
  async (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
    const files = patients.flatMap((patient) => [`${patient}-tumour.bam`, `${patient}-normal.bam`]);
    await platform.control("POST", "/seed", { files: files.map((name) => ({ project, name })) });
    table(patients);
  },
  { seed: join(repository, "examples/seed/seed.yaml"), taskSeconds: 1000 },
);

const project = "rfranklin/wgs";
const patients = Array.from({ length: 30 }, (_, n) => `K${String(n + 1).padStart(2, "0")}`);

const table = (order: readonly string[]): void => {
  writeFileSync(join(stack.folder, "pairs.json"), JSON.stringify(order));
  stack.program(
    "class Pair extends pulumi.ComponentResource {",
    "  constructor(name, inputs) {",
    '    super("lab:index:Pair", name);',
    `    const task = new sb.DraftTask(name, { project: "${project}", app: "${project}/mutect2/0", inputs }, { parent: this });`,
    "    this.run = new sb.TaskRun(name, { task, maxAttempts: 2 }, { parent: this });",
    "    this.registerOutputs({});",
    "  }",
    "}",
    "module.exports = async () => {",
    '  const patients = require("./pairs.json");',
    `  const found = await sb.getFiles({ project: "${project}", names: patients.flatMap((it) => [it + "-tumour.bam", it + "-normal.bam"]) });`,
    "  const file = (name) => found.find((it) => it.name === name);",
    `  const reference = await sb.getFile({ project: "${project}", path: "Homo_sapiens_assembly38.fasta" });`,
    '  const pairs = patients.map((it) => [it, new Pair(it, { tumour: file(it + "-tumour.bam"), normal: file(it + "-normal.bam"), reference })]);',
    '  return { results: Object.fromEntries(pairs.map(([it, { run }]) => [it, run.result("variants")])) };',
    "};",
  );
};

interface Task {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly price: { readonly amount: number } | null;
}

const tasks = async (): Promise<readonly Task[]> =>
  (await platform.api("GET", `/tasks?project=${project}&limit=100&fields=_all`)).items as Task[]; // a list's form

const running = async (): Promise<readonly Task[]> =>
  (await tasks()).filter(({ status }) => status === "QUEUED" || status === "RUNNING");

/** What was started so far. The API itself has a rate limit: a test that waits reads the emulator's journal. */
const started = async (): Promise<readonly string[]> =>
  (await platform.asked()).flatMap(({ path, status }) =>
    status === null ? [] : (/\/tasks\/([^/]+)\/actions\/run$/.exec(path)?.[1] ?? []),
  );

/** Waits for so many more starts. */
const untilStarted = async (more: number): Promise<void> => {
  const before = (await started()).length;
  await until(async () => (await started()).length === before + more);
};

/** The one that runs of a name: an attempt has the name of the task that it runs again. */
const runningOf = async (name: string): Promise<Task> => {
  const found = (await running()).find((task) => task.name === name);
  if (found === undefined) throw new Error(`nothing runs of ${name}`);
  return found;
};

const fail = async (name: string): Promise<unknown> =>
  platform.control("POST", `/tasks/${(await runningOf(name)).id}`, { outcome: "FAILED" });

const up = (slots: number): Begun =>
  stack.begin(["up", "--yes", "--skip-preview", "--continue-on-error", "--color", "never"], {
    PULUMI_PARALLEL: String(slots),
  });

/** More than a task takes. */
const allEnd = (): Promise<unknown> => platform.advance(2000);

type Result = {
  readonly status: string;
  readonly value?: unknown;
  readonly reason?: string;
  readonly price?: { readonly amount: number };
};
const results = async (): Promise<Record<string, Result>> =>
  (await stack.outputs()).results as Record<string, Result>; // of the program above

/** Fails in both attempts, the first of which ends while nobody watches. */
let twice = "";
/** Fails in its first attempt only; the second one ends while nobody watches. */
let once = "";

const completed = (patient: string) => ({
  status: "COMPLETED",
  value: expect.objectContaining({ name: `${patient}.variants.vcf.gz` }),
  price: expect.objectContaining({ amount: expect.any(Number) }),
});

const failed = (reason: RegExp) => ({
  status: "FAILED",
  reason: expect.stringMatching(reason),
  price: expect.objectContaining({ amount: expect.any(Number) }),
});

test("killed in the first attempt: ten rows have started by then, and end while nobody watches", async () => {
  const first = up(10);
  await untilStarted(10);
  twice = (await running())[0]?.name ?? "";
  await fail(twice);
  await first.kill();
  await allEnd();
  const ended = (await tasks()).filter(({ status }) => status !== "DRAFT").map(({ status }) => status);
  expect(ended.toSorted()).toStrictEqual([...Array(9).fill("COMPLETED"), "FAILED"]);
});

test("the resumed update collects what has ended, sleeps with its laptop, and exports good and failed rows", async () => {
  const resumed = up(100);
  // The 20 other rows, and the second attempt of the one that failed.
  await untilStarted(21);
  await fail(twice);
  once = (await running()).find(({ name }) => name !== twice)?.name ?? "";
  await fail(once);
  const asleep = resumed.processes();
  for (const { pid } of asleep) process.kill(pid, "SIGSTOP");
  await allEnd();
  for (const { pid } of asleep) process.kill(pid, "SIGCONT");
  const { code, text } = await resumed.run;
  expect([code === 0, text.includes("unhandled exception")]).toStrictEqual([false, false]);
  const good = patients.filter((patient) => patient !== once && patient !== twice);
  expect(await results()).toStrictEqual({
    ...Object.fromEntries(good.map((patient) => [patient, completed(patient)])),
    [twice]: failed(/^task \S+ is FAILED; Execution failed/),
    [once]: failed(/^task \S+ is FAILED; Execution failed/),
  });
});

test("killed in the second attempt, which completes while nobody watches: the next update collects its results", async () => {
  const before = await results();
  const second = up(100);
  await untilStarted(1);
  expect((await running()).map(({ name }) => name)).toStrictEqual([once]);
  await second.kill();
  await allEnd();
  const { code } = await up(100).run;
  expect(code).not.toBe(0);
  expect(await results()).toStrictEqual({ ...before, [once]: completed(once) });
});

test("a re-ordered table changes nothing", async () => {
  const before = [await stack.preview(), await results()];
  table([...patients.slice(13), ...patients.slice(0, 13).reverse()]);
  const previewed = await stack.preview();
  expect([previewed, await results()]).toStrictEqual(before);
  // What has failed in all its attempts always differs: the update fails for it again.
  expect(previewed.filter((line) => !line.endsWith(": same"))).toStrictEqual([`${twice}: update`]);
  const asked = (await platform.asked()).length;
  expect((await up(100).run).code).not.toBe(0);
  expect(await results()).toStrictEqual(before[1]);
  const since = (await platform.asked()).slice(asked);
  expect(since.filter(({ method, path }) => method !== "GET" && !path.includes("/bulk/"))).toStrictEqual([]);
});

test("each task was made once and started once; all are known, and all prices are there", async () => {
  const sent = (await platform.asked()).filter(({ method }) => method === "POST");
  const names = sent.flatMap(({ path, body }) =>
    path.endsWith("/tasks") ? [(body as { name: string }).name] : [],
  ); // what was sent
  expect(names.toSorted()).toStrictEqual(patients);
  expect(sent.filter(({ path }) => path.endsWith("/actions/clone"))).toHaveLength(2);
  const all = await tasks();
  expect((await started()).toSorted()).toStrictEqual(all.map(({ id }) => id).toSorted());
  expect(all.map(({ status }) => status).toSorted()).toStrictEqual([
    ...Array(29).fill("COMPLETED"),
    ...Array(3).fill("FAILED"),
  ]);

  const { deployment } = JSON.parse(await stack.export()) as {
    deployment: { resources: { urn: string; outputs: { attempts: { tasks: { id: string }[] }[] } }[] };
  }; // the engine's own form
  const runs = deployment.resources.filter(({ urn }) => urn.includes("sevenbridges:TaskRun::"));
  const attempts = runs.flatMap(({ outputs }) =>
    outputs.attempts.flatMap((it) => it.tasks.map(({ id }) => id)),
  );
  expect(attempts.toSorted()).toStrictEqual(all.map(({ id }) => id).toSorted());

  const paid = (name: string): number =>
    all.reduce((sum, task) => (task.name === name ? sum + (task.price?.amount ?? 0) : sum), 0);
  const prices = Object.entries(await results()).map(
    ([name, { price }]) => [name, price?.amount ?? 0] as const,
  );
  for (const [name, amount] of prices)
    expect([name, amount]).toStrictEqual([name, expect.closeTo(paid(name))]);
  expect(prices.map(([name]) => name).toSorted()).toStrictEqual(patients);
});

test("destroy leaves nothing behind: no resource, no draft, nothing that runs", async () => {
  await stack.destroy();
  expect(await stack.resources()).toStrictEqual({});
  expect((await tasks()).filter(({ status }) => !/COMPLETED|FAILED/.test(status))).toStrictEqual([]);
});
