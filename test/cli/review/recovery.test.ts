import { hits } from "../../../cli/review/rules";
import { firstLine } from "../../support/comment";
import { comment, created, deleted, drafted, idOf, ran, reviewed, run, same, task, usd } from "./previews";

/* What `review` says of work that the state has lost, and of what leaves the stack. */

const work = (n: number, more: Readonly<Record<string, unknown>> = {}) => ({
  __existingWork: {
    id: idOf(n),
    status: "COMPLETED",
    adopted: false,
    createdTime: "2026-11-20T10:00:00Z",
    price: usd(0.12),
    ...more,
  },
});

test("new tasks that have run before are listed with the options that keep them, and are paid for again", () => {
  const [one, two] = [task("one", work(1)), task("two", work(2, { status: "FAILED", price: undefined }))];
  const steps = [created(one), created(two), created(run("one", one)), created(task("three"))];
  const text = comment(steps);
  expect(text).toContain("2 new tasks have run before from the same args (0.12 USD)");
  expect(text).toContain(
    `- DraftTask \`one\` and TaskRun \`one\` (\`COMPLETED\`, 0.12 USD, created 2026-11-20): \`{ import: "${idOf(1)}" }\``,
  );
  expect(text).toContain(
    `- DraftTask \`two\` (\`FAILED\`, created 2026-11-20): \`{ import: "${idOf(2)}" }\``,
  );
  expect(hits(reviewed(steps), ["cost-again", "start"])).toStrictEqual(["cost-again", "start"]);
  expect(hits(reviewed([created(one)]), ["cost-again"])).toStrictEqual([]);
});

test("a new task that up adopts is an import: it starts nothing, and its run waits", () => {
  const one = task("one", work(1, { status: "RUNNING", adopted: true }));
  const steps = [created(one), created(run("one", one))];
  const { tasks, runs } = reviewed(steps);
  expect(tasks.map(({ kind, id, existing }) => [kind, id, existing])).toStrictEqual([
    ["adopt", idOf(1), undefined],
  ]);
  expect(runs.map(({ does }) => does)).toStrictEqual([{ _tag: "Waits" }]);
  expect(hits(reviewed(steps), ["cost-again", "start"])).toStrictEqual([]);
  expect(comment(steps)).not.toContain("Paid for already");
});

test("what is only in the comment of a task that exists is no work that was lost", () => {
  expect(reviewed([same(task("one", work(1)), drafted(1))]).tasks[0]?.existing).toBeUndefined();
});

const of = (n: number, status: string, price?: number, draftArgs: Readonly<Record<string, unknown>> = {}) => {
  const draft = task(`t${n}`, draftArgs);
  return [deleted(run(`t${n}`, draft, {}, idOf(n)), ran(n, price, { status })), deleted(draft, drafted(n))];
};

test.each<[string, Parameters<typeof comment>[0], string]>([
  [
    "drafts, running and ended tasks",
    [
      ...of(1, "RUNNING", 0.1),
      ...of(2, "QUEUED"),
      ...of(3, "COMPLETED", 1.5),
      ...of(4, "FAILED", 0.25),
      deleted(task("t5"), drafted(5)),
    ],
    "**`pulumi destroy` aborts 2 running tasks (0.10 USD so far).** 1 draft is deleted. 2 tasks that have ended, for 1.75 USD, leave the stack; the platform keeps their records. This is as of the last `pulumi up` or `pulumi refresh`.",
  ],
  [
    "drafts alone",
    [deleted(task("t1"), drafted(1)), deleted(task("t2"), drafted(2))],
    "**`pulumi destroy` aborts nothing.** 2 drafts are deleted.",
  ],
  [
    "a task that somebody else has started",
    [deleted(task("t1"), { ...drafted(1), status: "RUNNING" })],
    "**`pulumi destroy` aborts nothing.** 1 running task leaves the stack and **goes on running**. This is as of the last `pulumi up` or `pulumi refresh`.",
  ],
])("the first line of a preview of destroy with %s", (_, steps, line) => {
  expect(firstLine(comment(steps, { stackOp: "delete" }))).toBe(line);
});

test("the gates of deleted and aborted tasks hold for destroy", () => {
  const review = reviewed([...of(1, "RUNNING"), ...of(2, "COMPLETED")], { stackOp: "delete" });
  expect(hits(review, ["abort", "delete", "delete-of-started", "start", "cost-again"])).toStrictEqual([
    "abort",
    "delete",
    "delete-of-started",
  ]);
});

test("up says what leaves the stack, too", () => {
  const line = firstLine(comment([...of(1, "COMPLETED", 0.5), deleted(task("t2"), drafted(2))]));
  expect(line).toBe(
    "**`pulumi up` starts nothing.** Nothing that runs is aborted. 1 draft is deleted. 1 task that has ended, for 0.50 USD, leaves the stack; the platform keeps its record.",
  );
});
