import { reviewed } from "../../review/reviewed";
import { firstLine, rowsOf } from "../../support/comment";
import type { Platform } from "../../support/platform";
import { base, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";

/* What becomes of drafts and of tasks that have been started, as a reviewer reads it. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const list = (...ids: readonly string[]): string =>
  `reads: [${ids.map((id) => `sb.file("${id}")`).join(", ")}]`;
const task = (name: string, args = "", ports = list(reads[0]), options = "{}"): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${base}, ${args} inputs: { ${ports} } }, ${options});`;
const run = "run: true,";
const batch = `${run} batchInput: "reads", batchBy: sb.byMetadata("sample_id"),`;

const before = [
  task("plain", "", `${list(reads[0])}, threads: 4`),
  task("draft"),
  task("done", run, `${list(reads[0])}, threads: 1`),
  task("ended", run, list(reads[1])),
  task("grown", batch, list(reads[0], reads[1])),
  task("same"),
];
const after = [
  task("plain", "", `${list(reads[0])}, threads: 8`),
  task("done", run, `${list(reads[0])}, threads: 2`),
  task("same"),
];

test("a preview tells what starts, what is paid for again, what is aborted, and what becomes of each task", async () => {
  stack.program(...before);
  const first = await reviewed(stack, ["--fail-on", "start"]);
  expect([first.code, first.complaint, firstLine(first.markdown)]).toStrictEqual([
    1,
    "The review fails on start.\n",
    "**`pulumi up` starts 2 tasks and 1 batch of 1 child task, on the app’s default machine.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ]);
  expect(rowsOf(first.markdown, "New")).toStrictEqual([
    "| `done …` × 2<br>`done` … `ended` | `align/0` |   | the app’s default | `run: true` |",
    "| `draft …` × 3<br>`draft` … `same` | `align/0` |   | the app’s default | nothing: stays a draft |",
    "| `grown` | `align/0` | 1: `a` | the app’s default | `run: true` |",
  ]);

  await stack.up();
  await platform.advance(10_000);
  await stack.refresh();
  stack.program(...before, task("going", run));
  await stack.up();
  stack.program(...after, task("grown", batch, list(...reads)));
  const rules = ["abort", "replace-of-started", "delete-of-started", "cost-again"];
  const { markdown, code, complaint } = await reviewed(stack, ["--fail-on", rules.join(",")]);
  expect([code, complaint]).toStrictEqual([1, `The review fails on ${rules.join(", ")}.\n`]);
  expect(firstLine(markdown)).toBe(
    "**`pulumi up` starts 1 task and 1 batch of 2 child tasks, on the app’s default machine.** **All 2 have run before, for 0.08 USD, and are paid for a second time.** **1 running task is aborted.** 1 draft is deleted. 1 task that has ended, for 0.04 USD, leaves the stack; the platform keeps its record.",
  );
  expect(markdown).toContain(
    "Stack `dev` of project `lab`. Tasks and runs: 1 changed in place, 2 replaced, 3 deleted, 1 unchanged.",
  );
  expect(rowsOf(markdown, "Replaced")).toStrictEqual([
    "| `done` | `align/0` | `inputs.threads`: `1` → `2` | `COMPLETED`, **0.04 USD** |   | the app’s default | `run: true` |",
    `| \`grown\` | \`align/0\` | \`inputs.reads\`: +1 −0: + \`${reads[2]}\` | \`COMPLETED\`, **0.04 USD** | 2: \`a\`, \`b\` | the app’s default | \`run: true\` |`,
  ]);
  expect(rowsOf(markdown, "Changed in place")).toStrictEqual([
    "| `plain` | `align/0` | `inputs.threads`: `4` → `8` | draft |",
  ]);
  expect(rowsOf(markdown, "Deleted")).toStrictEqual([
    "| `draft` | `align/0` | never started | the draft is deleted |",
    "| `ended` | `align/0` | `COMPLETED`, **0.04 USD** | leaves the stack; the platform keeps the record |",
    "| `going` | `align/0` | `QUEUED`, price not known | **it is aborted**, for it is running |",
  ]);

  // What it proposes for the batch whose list only grew.
  const [, second = ""] = /```ts\n([\s\S]*?)```/.exec(markdown) ?? [];
  stack.program(
    ...after,
    task("grown", batch, list(...reads), '{ ignoreChanges: ["inputs"] }'),
    second,
    task("going", run),
  );
  const advised = await reviewed(stack, [
    "--fail-on",
    "replace-of-started",
    "--fail-on",
    "delete-of-started",
  ]);
  expect(rowsOf(advised.markdown, "New")).toStrictEqual([
    "| `grown-2` | `align/0` | 1: `b` | the app’s default | `run: true` |",
  ]);
  expect(rowsOf(advised.markdown, "Replaced")).toStrictEqual([
    "| `done` | `align/0` | `inputs.threads`: `1` → `2` | `COMPLETED`, **0.04 USD** | the app’s default | `run: true` |",
  ]);
});
