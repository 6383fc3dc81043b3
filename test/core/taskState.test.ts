import * as E from "fp-ts/Either";
import { explain } from "../../provider/errors";
import { computedFrom, decodeStored, encodeState, hasEnded, hiddenOf } from "../../provider/model/taskState";
import { argsOf, declared, endpoint, file, taskId, wireTask } from "./builders";

const draft = {
  __endpoint: endpoint,
  __schema: 1,
  href: `${endpoint}/tasks/${taskId}`,
  url: `https://cgc.sbgenomics.com/u/rfranklin/rnaseq/tasks/${taskId}`,
  status: "DRAFT",
  appRevision: 4,
  createdBy: "rfranklin",
  createdTime: "2026-07-03T14:24:10Z",
  startTime: "2026-07-03T14:24:10Z",
  errors: [],
  warnings: [],
  outputs: { bam: null, logs: null },
};

test("the state of a draft is what the platform knows, without what is absent", () => {
  expect(computedFrom(wireTask(), endpoint, undefined)).toStrictEqual(draft);
});

test("the state of a started batch has its progress without durations, its cost and its children", () => {
  const task = wireTask({
    status: "RUNNING",
    executed_by: "rfranklin",
    execution_status: { message: "Running", running: 5, queued: 0, duration: 900, execution_duration: 5 },
    price: { amount: "0.5", currency: "USD", breakdown: { storage: "0.1" } },
    errors: [{ message: "x" }],
    outputs: { bam: { ...file(1, "x.bam"), size: 9 } },
  });
  expect(computedFrom(task, endpoint, [taskId])).toStrictEqual({
    ...draft,
    status: "RUNNING",
    executedBy: "rfranklin",
    executionStatus: { message: "Running", running: 5, queued: 0 },
    price: { amount: 0.5, currency: "USD", breakdown: { storage: "0.1" } },
    childIds: [taskId],
    errors: [{ message: "x" }],
    outputs: { bam: file(1, "x.bam") },
  });
});

test("the state of a child names its batch and its group", () => {
  const task = wireTask({
    parent: taskId,
    batch_group: { value: "s1", fields: { "metadata.sample_id": "s1" } },
  });
  expect(computedFrom(task, endpoint, undefined)).toStrictEqual({
    ...draft,
    parent: taskId,
    batchGroup: { value: "s1", fields: { "metadata.sample_id": "s1" } },
  });
});

test("a task on another platform than the known ones has the API's address for its page", () => {
  const theirs = "https://sb.hospital.example/v2";
  expect(computedFrom(wireTask({ href: null }), theirs, undefined)).toMatchObject({
    url: `${theirs}/tasks/${taskId}`,
  });
});

test.each(["http://127.0.0.1:4000", "http://localhost:4000", "http://[::1]:4000"])(
  "a task on the emulator at %s has the emulator's page, in the form of the platforms'",
  (origin) => {
    const page = `${origin}/u/rfranklin/rnaseq/tasks/${taskId}`;
    for (const href of [`${origin}/v2/tasks/${taskId}`, null])
      expect(computedFrom(wireTask({ href }), `${origin}/v2`, undefined)).toMatchObject({ url: page });
  },
);

test("a task behind a proxy on this machine keeps the address that the API gives it", () => {
  const href = `https://sb.hospital.example/v2/tasks/${taskId}`;
  const proxy = "http://127.0.0.1:4000/v2";
  expect(computedFrom(wireTask({ href }), proxy, undefined)).toMatchObject({ url: href });
});

test("a stored task is read back, its hidden notes apart", () => {
  const task = declared({ inputs: { reads: [file(1, "a")] }, run: true });
  const hidden = { __owner: "acme/urn", __secret: true };
  const state = encodeState(
    task,
    hidden,
    computedFrom(wireTask({ price: { amount: 2 } }), endpoint, [taskId]),
  );
  expect(decodeStored({ ...state, __provider: "text", id: taskId })).toStrictEqual(
    E.right({
      declared: task,
      status: "DRAFT",
      endpoint,
      errors: [],
      price: { amount: 2 },
      childIds: [taskId],
      hidden: { ...hidden, __endpoint: endpoint },
    }),
  );
});

test.each<[string, Record<string, unknown>, string]>([
  ["without a status", argsOf({ __endpoint: endpoint }), "status has a form that is not understood"],
  [
    "without a project",
    { ...argsOf(draft), project: 7, status: "DRAFT", __endpoint: endpoint },
    "project must be a string, not a number",
  ],
])("a stored task %s is no state of ours", (_, outputs, mistake) => {
  const stored = decodeStored(outputs);
  const text = E.isLeft(stored)
    ? explain({ _tag: "BadState", id: taskId, mistakes: stored.left })
    : undefined;
  expect(text).toBe(
    `the stored state of task ${taskId} cannot be read (${mistake}): restore the state from its history, or take the resource out with pulumi state delete and give its id to the resource option import`,
  );
});

test("hidden notes are taken out of all properties, and none where one is of another kind", () => {
  expect(hiddenOf({ ...argsOf(), __owner: "o", __app: "a", __provider: "text" })).toStrictEqual({
    __owner: "o",
    __app: "a",
  });
  expect(hiddenOf({ __owner: 5 })).toStrictEqual({});
});

test("a task has ended when nothing will change any more", () => {
  const all = [
    "DRAFT",
    "CREATING",
    "QUEUED",
    "RUNNING",
    "ABORTING",
    "COMPLETED",
    "FAILED",
    "ABORTED",
    "DELETED",
    "NEW",
  ];
  expect(all.filter(hasEnded)).toStrictEqual(["COMPLETED", "FAILED", "ABORTED", "DELETED"]);
});
