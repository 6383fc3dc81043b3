import * as E from "fp-ts/Either";
import {
  computedFrom,
  decodeStored,
  deletedState,
  encodeState,
  executionStatusFrom,
  groupFrom,
  hasBegun,
  hasEnded,
  internalInputsOf,
  isKnownStatus,
  priceFrom,
  projectOnPage,
  stateFromPrevious,
  webPageOf,
} from "../../../provider/model/task/taskState";
import { explain } from "../../../provider/shared/errors";
import { argsOf, declared, endpoint, file, taskId, wireTask } from "../../support/builders";

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
  expect(internalInputsOf({ ...argsOf(), __owner: "o", __app: "a", __provider: "text" })).toStrictEqual({
    __owner: "o",
    __app: "a",
  });
  expect(internalInputsOf({ __owner: 5 })).toStrictEqual({});
});

describe("of all statuses,", () => {
  const ended = ["COMPLETED", "FAILED", "ABORTED", "DELETED"];
  const goingOn = ["CREATING", "QUEUED", "RUNNING", "ABORTING"];
  const all = ["DRAFT", ...goingOn, ...ended, "NEW", "", "completed"];

  test("those after which nothing will change are ends", () => {
    expect(all.filter(hasEnded)).toStrictEqual(ended);
  });

  test("those of the API, and the one of a record that is gone, are known", () => {
    expect(all.filter(isKnownStatus)).toStrictEqual(["DRAFT", ...goingOn, ...ended]);
  });

  test("those that no draft has are begun: one that is not known may be a draft's", () => {
    expect(all.filter(hasBegun)).toStrictEqual([...goingOn, ...ended]);
  });
});

describe("the page of a task", () => {
  const task = { id: taskId, project: "rfranklin/rnaseq" };

  test.each([
    [endpoint, "https://cgc.sbgenomics.com"],
    ["https://eu-api.sbgenomics.com/v2", "https://eu.sbgenomics.com"],
    ["https://api.sbgenomics.com/v2", "https://igor.sbgenomics.com"],
  ])("of the platform at %s is on %s", (api, web) => {
    const page = `${web}/u/rfranklin/rnaseq/tasks/${taskId}`;
    expect(webPageOf(task, api)).toBe(page);
    expect(projectOnPage(page)).toBe("rfranklin/rnaseq");
  });

  test.each([
    ["https://sb.hospital.example/v2", "https://sb.hospital.example/v2/tasks/"],
    ["not an address", "not an address/tasks/"],
  ])("of an unknown platform at %s is its address in the API, which tells no project", (api, before) => {
    expect(webPageOf(task, api)).toBe(before + taskId);
    expect(projectOnPage(webPageOf(task, api))).toBeUndefined();
  });

  test("tells its project only if it is the page of a task, to the end", () => {
    const page = "https://cgc.sbgenomics.com/u/a/b/tasks/x";
    const pages = [page, `${page}/more`, page.replace("/u/", "/v/"), page.replace("/b/", "/")];
    expect(pages.map(projectOnPage)).toStrictEqual(["a/b", undefined, undefined, undefined]);
  });
});

test("a status tells how far a task is, in words of ours, safe to print, and without durations", () => {
  const counts = { queued: 1, running: 2, completed: 3, failed: 4, aborted: 5 };
  const wire = { ...counts, steps_completed: 6, steps_total: 7, duration: 8, message: "a\nb" };
  expect(executionStatusFrom(wire)).toStrictEqual({
    ...counts,
    stepsCompleted: 6,
    stepsTotal: 7,
    message: "a\\nb",
  });
});

test.each<[Parameters<typeof priceFrom>[0], ReturnType<typeof priceFrom>]>([
  [
    { amount: 0, currency: "USD" },
    { amount: 0, currency: "USD" },
  ],
  [
    { amount: "0.50", breakdown: { storage: "0.1" } },
    { amount: 0.5, breakdown: { storage: "0.1" } },
  ],
  [{ amount: " " }, undefined],
  [{ amount: "much" }, undefined],
  [{ amount: Number.POSITIVE_INFINITY }, undefined],
  [{ currency: "USD" }, undefined],
  [null, undefined],
  [undefined, undefined],
])("a price of %j is %j", (wire, price) => {
  expect(priceFrom(wire)).toStrictEqual(price);
});

test.each<[Parameters<typeof groupFrom>[0], ReturnType<typeof groupFrom>]>([
  [
    { value: "s1", fields: { a: "s1" } },
    { value: "s1", fields: { a: "s1" } },
  ],
  [{ value: "s1" }, { value: "s1", fields: {} }],
  [{ value: null, fields: { a: "s1" } }, undefined],
  [{}, undefined],
  [null, undefined],
  [undefined, undefined],
])("the group %j of a task is %j", (wire, group) => {
  expect(groupFrom(wire)).toStrictEqual(group);
});

describe("a state that is written again without a look at the platform", () => {
  const olds = {
    ...encodeState(
      declared({ name: "old", description: "old", connection: "eu" }),
      { __owner: "old", __tagLost: true },
      computedFrom(wireTask({ status: "RUNNING", outputs: { bam: file(1) } }), endpoint, [taskId]),
    ),
    __provider: "text",
    __schema: 0,
    fromALaterVersion: 5,
  };
  const now = declared({ name: "new" });
  const restated = {
    ...argsOf({ name: "new" }),
    ...encodeState(now, { __owner: "new" }, computedFrom(wireTask(), endpoint, [taskId])),
    status: "RUNNING",
    outputs: { bam: file(1) },
    fromALaterVersion: 5,
  };

  test("has the program's args and notes, and all that was known of the task", () => {
    expect(stateFromPrevious(olds, now, { __owner: "new" })).toStrictEqual(restated);
  });

  test("is that of a record that is gone, with status DELETED", () => {
    expect(deletedState(olds, now, { __owner: "new" })).toStrictEqual({ ...restated, status: "DELETED" });
  });

  test("seals what the task has made where some arg is a secret", () => {
    const { outputs } = stateFromPrevious(olds, now, { __secret: true });
    expect(JSON.stringify(outputs)).toContain("4dabf18193072939515e22adb298388d");
    const { outputs: open } = stateFromPrevious(olds, now, { __secret: false });
    expect(open).toStrictEqual({ bam: file(1) });
  });
});
