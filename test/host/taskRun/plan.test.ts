import { planRun, type RunChange, type RunPlan } from "../../../provider/host/taskRun/plan";
import type { StoredRun } from "../../../provider/model/run/runStored";
import { type Args, endpoint, unknown } from "../../support/builders";
import { declaredRun, uuid as idOf } from "../../support/runBuilders";

type Why = Extract<RunPlan, { _tag: "Update" }>["why"];

const change = (written: string): RunChange => ({
  part: written.replace("?", "") as RunChange["part"], // the tests' own words: a wrong one fails its test
  unsure: written.endsWith("?"),
});

const keep: RunPlan = { _tag: "Keep" };
const update = (why: Why, ...changes: string[]): RunPlan => ({
  _tag: "Update",
  changes: changes.map(change),
  why,
});
const replace = (deleteFirst: boolean, ...changes: string[]): RunPlan => ({
  _tag: "Replace",
  changes: changes.map(change),
  deleteFirst,
});

/** A run that is stored with this status, all that has failed in it having been run once. */
const stored = (status: string, was: Args = {}, given: Partial<StoredRun> = {}): StoredRun => ({
  declared: declaredRun(was),
  status,
  endpoint,
  project: undefined,
  price: undefined,
  children: [],
  lastStatus: status,
  tries: status === "FAILED" || status === "ABORTED" ? 1 : undefined,
  unread: false,
  missing: [],
  retries: [],
  hidden: {},
  ...given,
});

const children = [
  { id: idOf(1), status: "COMPLETED" },
  { id: idOf(2), status: "FAILED" },
];

const planOf = (was: StoredRun, now: Args = {}, to = endpoint): RunPlan => planRun(was, declaredRun(now), to);

const ended = ["COMPLETED", "FAILED", "ABORTED", "DELETED"];
const open = ["DRAFT", "CREATING", "QUEUED", "RUNNING", "ABORTING", "SOME_NEW_STATUS"];

const inPlace: readonly [string, Args, Args, ...string[]][] = [
  ["wait", {}, { wait: false }, "wait"],
  ["wait, as it is by default", { wait: false }, { wait: true }, "wait"],
  ["a timeout", {}, { timeout: "90m" }, "timeout"],
  ["a timeout in other words", { timeout: "1h" }, { timeout: "60m" }, "timeout"],
  ["a timeout taken out", { timeout: "90m" }, {}, "timeout"],
  ["allowFailures", {}, { allowFailures: true }, "allowFailures"],
  ["maxAttempts", {}, { maxAttempts: 3 }, "maxAttempts"],
  ["batch", {}, { batch: false }, "batch"],
  ["spot instances", {}, { useInterruptibleInstances: true }, "useInterruptibleInstances"],
  ["an unknown value", {}, { timeout: unknown }, "timeout?"],
  ["a connection of another name", { connection: "eu" }, { connection: "europe" }, "connection"],
  [
    "several, named in their order",
    {},
    { useInterruptibleInstances: false, maxAttempts: 2, wait: false },
    "wait",
    "maxAttempts",
    "useInterruptibleInstances",
  ],
];

test.each(inPlace)("a run that has completed is kept, whatever the program says of %s", (_, was, now) => {
  expect(planOf(stored("COMPLETED", was), now)).toStrictEqual(keep);
});

test.each(inPlace)("a run that has not ended is updated in place for %s", (_, was, now, ...changes) => {
  expect(planOf(stored("RUNNING", was), now)).toStrictEqual(update("Open", ...changes));
});

test.each<[string, Args, Args]>([
  ["nothing", { triggers: [1] }, { triggers: [1] }],
  [
    "defaults that are written out",
    {},
    { wait: true, allowFailures: false, maxAttempts: 1, triggers: [], batch: undefined },
  ],
  ["the order of keys in a trigger", { triggers: [{ a: 1, b: 2 }] }, { triggers: [{ b: 2, a: 1 }] }],
  ["the provider's own notes", { __owner: "a" }, { __owner: "b", __settings: { description: "x" } }],
])("never a change: %s", (_, was, now) => {
  expect(planOf(stored("COMPLETED", was), now)).toStrictEqual(keep);
  expect(planOf(stored("RUNNING", was), now)).toStrictEqual(update("Open"));
});

describe.each([
  ...ended.map((status) => [status, false] as const),
  ...open.map((status) => [status, true] as const),
])("of a run that is %s, another one (the old one deleted first: %s)", (status, deleteFirst) => {
  test.each<[string, Args, Args, ...string[]]>([
    ["another task", {}, { task: idOf(9) }, "task"],
    ["a task that is not known yet", {}, { task: unknown }, "task?"],
    ["a trigger", {}, { triggers: ["again"] }, "triggers"],
    ["another value of a trigger", { triggers: [{ n: 1 }] }, { triggers: [{ n: 2 }] }, "triggers"],
    ["a trigger taken out", { triggers: [1] }, {}, "triggers"],
    ["a trigger that is not known yet", { triggers: [1] }, { triggers: [unknown] }, "triggers?"],
    ["triggers of which nothing is known", { triggers: [1] }, { triggers: unknown }, "triggers?"],
    [
      "both, and not what holds for the run in place",
      {},
      { task: unknown, triggers: [1], wait: false, maxAttempts: 5 },
      "task?",
      "triggers",
    ],
  ])("is made for %s", (_, was, now, ...changes) => {
    expect(planOf(stored(status, was), now)).toStrictEqual(replace(deleteFirst, ...changes));
  });

  test("is made for another endpoint", () => {
    expect(planOf(stored(status), { triggers: [1] }, "https://api.sbgenomics.com/v2")).toStrictEqual(
      replace(deleteFirst, "endpoint", "triggers"),
    );
  });

  test("is made over a connection to another platform, and may be over one that is not known yet", () => {
    const was = stored(status, { connection: "cgc" });
    expect(planOf(was, { connection: "eu" }, "https://eu-api.sbgenomics.com/v2")).toStrictEqual(
      replace(deleteFirst, "endpoint", "connection"),
    );
    expect(planOf(was, { connection: unknown }, unknown)).toStrictEqual(
      replace(deleteFirst, "endpoint?", "connection?"),
    );
  });
});

test.each(open)("a run that is %s always differs, wanted or not", (status) => {
  expect(planOf(stored(status))).toStrictEqual(update("Open"));
  const leftAlone = { wait: false, maxAttempts: 3 };
  expect(planOf(stored(status, leftAlone, { tries: 1 }), leftAlone)).toStrictEqual(update("Open"));
});

type Row = [string, RunPlan, StoredRun, Args?];

test.each<Row>([
  ["a single task that failed", update("Bad"), stored("FAILED")],
  ["one that was aborted", update("Bad"), stored("ABORTED")],
  ["one that failed and is no more waited for", keep, stored("FAILED"), { wait: false }],
  ["one that was aborted and is no more waited for", keep, stored("ABORTED"), { wait: false }],
  [
    "one for which it is open whether it is waited for",
    update("Bad", "wait?"),
    stored("FAILED"),
    { wait: unknown },
  ],
  [
    "a single task whose failure is accepted",
    update("Bad"),
    stored("FAILED", { allowFailures: true }),
    { allowFailures: true },
  ],
  ["a batch that failed", update("Bad"), stored("FAILED", {}, { children })],
  ["a batch whose failures are accepted", keep, stored("FAILED", {}, { children }), { allowFailures: true }],
  [
    "a batch whose failures are accepted no more",
    update("Bad", "allowFailures"),
    stored("FAILED", { allowFailures: true }, { children }),
  ],
  [
    "a batch for which it is open whether failures are accepted",
    update("Bad", "allowFailures?"),
    stored("FAILED", {}, { children }),
    { allowFailures: unknown },
  ],
  [
    "a batch that was aborted, though failures are accepted",
    update("Bad", "allowFailures"),
    stored("ABORTED", {}, { children }),
    { allowFailures: true },
  ],
  [
    "a batch that failed before it had children, though failures are accepted",
    update("Bad", "allowFailures"),
    stored("FAILED"),
    { allowFailures: true },
  ],
])("a run that has ended, judged by what the program says now: %s", (_, plan, was, now = {}) => {
  expect(planOf(was, now)).toStrictEqual(plan);
});

test.each<Row>([
  ["one of two was made", update("Attempt"), stored("FAILED", { maxAttempts: 2 }), { maxAttempts: 2 }],
  ["the program allows more now", update("Attempt", "maxAttempts"), stored("ABORTED"), { maxAttempts: 2 }],
  [
    "it is open how many are allowed",
    update("Attempt", "maxAttempts?"),
    stored("FAILED"),
    { maxAttempts: unknown },
  ],
  [
    "nobody waits",
    update("Attempt", "wait", "maxAttempts"),
    stored("FAILED"),
    { wait: false, maxAttempts: 2 },
  ],
  [
    "failures are accepted",
    update("Attempt", "allowFailures", "maxAttempts"),
    stored("FAILED", {}, { children }),
    { allowFailures: true, maxAttempts: 2 },
  ],
  [
    "none: both were made",
    update("Bad"),
    stored("FAILED", { maxAttempts: 2 }, { tries: 2 }),
    { maxAttempts: 2 },
  ],
  [
    "none: the program allows fewer now",
    update("Bad", "maxAttempts"),
    stored("FAILED", { maxAttempts: 3 }, { tries: 2 }),
  ],
  ["none: nothing has failed", keep, stored("COMPLETED", { maxAttempts: 9 }), { maxAttempts: 9 }],
  [
    "none: the platform has lost the record",
    update("Bad"),
    stored("DELETED", { maxAttempts: 9 }, { lastStatus: "FAILED", tries: 1 }),
    { maxAttempts: 9 },
  ],
])("attempts that are left are a difference: %s", (_, plan, was, now = {}) => {
  expect(planOf(was, now)).toStrictEqual(plan);
});

test.each<Row>([
  ["that had completed is kept", keep, stored("DELETED", {}, { lastStatus: "COMPLETED" })],
  ["that had failed differs", update("Bad"), stored("DELETED", {}, { lastStatus: "FAILED" })],
  ["that had not ended differs", update("Bad"), stored("DELETED", {}, { lastStatus: "RUNNING" })],
  [
    "whose failures are accepted is kept",
    keep,
    stored("DELETED", {}, { lastStatus: "FAILED", children }),
    { allowFailures: true },
  ],
  ["that nobody waits for is kept", keep, stored("DELETED", {}, { lastStatus: "FAILED" }), { wait: false }],
])("a run whose record is gone has the end that it had: one %s", (_, plan, was, now = {}) => {
  expect(planOf(was, now)).toStrictEqual(plan);
});
