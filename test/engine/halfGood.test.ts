import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
allOnOneStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

/** Two tasks for each of three rows, of which the first of the second row fails; and batches, of which a child fails. */
const rows = (maxAttempts: number, lost = true): void =>
  stack.program(
    "const row = (name, more = {}) => {",
    `  const first = new sb.DraftTask(name, { ${base}, inputs: { ${inputs}, ...more } });`,
    `  const run = new sb.TaskRun(name, { task: first, maxAttempts: ${maxAttempts} });`,
    `  const second = new sb.DraftTask(name + "-next", { ${base}, inputs: { ${inputs}, genome: run.output("bam") } });`,
    `  const next = new sb.TaskRun(name + "-next", { task: second });`,
    "  return { run, next };",
    "};",
    `const { good, bad, hushed } = { good: row("good"), bad: row("bad"), hushed: row("hushed", { note: pulumi.secret("hush-7310") }) };`,
    `const wrong = new sb.DraftTask("wrong", { ${base}, inputs: { reads: sb.files(["${lost ? "5678000000000000000000ff" : "5678000000000000000000a1"}"]) } });`,
    `const batch = new sb.DraftTask("batch", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
    `const batched = new sb.TaskRun("batch", { task: batch, maxAttempts: ${maxAttempts} });`,
    `const late = new sb.DraftTask("late", { ${base}, inputs: { reads: batched.childOutput("bam") }, batchInput: "reads", batchBy: sb.byItem });`,
    "exports.results = {",
    '  good: good.run.result("bam"), goodNext: good.next.result("bam"),',
    '  bad: bad.run.result("bam"), badNext: bad.next.result("bam"),',
    '  hushed: hushed.run.result("bam"),',
    '  wrong: new sb.TaskRun("wrong", { task: wrong }).result("bam"),',
    "};",
    'exports.children = batched.childResults("bam");',
    "exports.paid = batched.price;",
    'exports.late = new sb.TaskRun("late", { task: late }).childResults("bam");',
    "exports.plain = { id: bad.run.id, status: bad.run.status, price: bad.run.price, output: bad.run.output('bam'), next: bad.next.output('bam') };",
  );

const drafts = (): void =>
  stack.program(
    `for (const [name, more] of Object.entries({ good: {}, bad: {}, hushed: { note: pulumi.secret("hush-7310") } })) new sb.DraftTask(name, { ${base}, inputs: { ${inputs}, ...more } });`,
    `new sb.DraftTask("batch", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
  );

const price = expect.objectContaining({ amount: 0.04, currency: "USD" });
const file = (name: string) => ({ class: "File", path: expect.any(String), name });
const done = (name: string) => ({ status: "COMPLETED", value: file(`${name}.bam.out`), price });
/** Pulumi's unknown mark. */
const mark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const held = (name: string, by: string) => ({
  status: "SKIPPED",
  reason: `${name} waits for ${by}, which failed in this update`,
});

test("in an update that goes on after errors one export holds what completed, what failed and what was held back", async () => {
  drafts();
  await stack.up();
  const { bad, batch, hushed } = await stack.resources();
  for (const draft of [bad, hushed])
    await platform.control("POST", `/tasks/${draft?.id}`, { outcome: "FAILED" });
  await platform.control("POST", `/tasks/${batch?.id}`, { children: { b: "FAILED" } });
  rows(1);
  expect((await stack.tryPreview()).code).toBe(0);

  const up = await stack.tryUp("--continue-on-error");
  expect([up.code === 0, up.text.includes("unhandled exception")]).toStrictEqual([false, false]);
  const outputs = await stack.outputs();
  expect(outputs).toStrictEqual({
    results: {
      good: done("good"),
      goodNext: done("good-next"),
      bad: {
        status: "FAILED",
        reason: expect.stringMatching(
          `^task ${bad?.id} is FAILED; Execution failed; job Align failed .*its page is `,
        ),
        price,
      },
      badNext: held("bad-next", "bad"),
      hushed: { status: "FAILED", reason: expect.stringMatching(`^task ${hushed?.id} is FAILED`), price },
      wrong: held("wrong", "wrong"),
    },
    children: [
      { group: "a", ...done("a") },
      { group: "b", status: "FAILED", reason: expect.stringMatching(/^child b \(task /), price },
    ],
    paid: expect.objectContaining({ amount: 0.08 }),
    late: [{ group: "", ...held("late", "batch") }],
    plain: {
      id: bad?.id,
      status: "FAILED",
      price,
      output: expect.stringContaining("bad is FAILED, so this has no value"),
      next: expect.stringContaining("bad-next waits for bad"),
    },
  });
  expect(JSON.stringify(outputs)).not.toContain(mark);
  expect(stack.stateText()).not.toMatch(new RegExp(`hush-7310|${mark}`));
  expect((await platform.tasks()).toSorted()).toStrictEqual([
    "bad",
    "batch",
    "good",
    "good-next",
    "hushed",
    "wrong",
  ]);
});

test("without that flag the exports stay those of the last update that came to its end", async () => {
  const before = await stack.outputs();
  rows(1);
  expect((await stack.tryUp()).code).not.toBe(0);
  expect(await stack.outputs()).toStrictEqual(before);
});

test("the next update runs again what failed, makes what was held back, and leaves the rest alone", async () => {
  await platform.log();
  rows(2, false);
  const up = await stack.tryUp("--continue-on-error");
  expect([up.code, up.text]).toStrictEqual([0, up.text]);
  const { results, children, paid, late } = await stack.outputs();
  expect({ results, children, paid, late }).toMatchObject({
    results: {
      good: done("good"),
      goodNext: done("good-next"),
      bad: { status: "COMPLETED", price: { amount: 0.08 } },
      badNext: done("bad-next"),
      hushed: { status: "COMPLETED" },
      wrong: done("wrong"),
    },
    children: [
      { group: "a", price: { amount: 0.04 } },
      { group: "b", status: "COMPLETED", price: { amount: 0.08 } },
    ],
    paid: { amount: 0.12 },
    late: [{ status: "COMPLETED" }, { status: "COMPLETED" }],
  });
  const starts = (await platform.writes()).filter((line) => line.endsWith("/actions/run"));
  expect(starts).toHaveLength(7);
  const { text } = await stack.tryUp("--continue-on-error");
  expect(text).toMatch(/[0-9]+ unchanged/);
  expect(await platform.writes()).toStrictEqual([]);
});
