import { byItem, byMetadata } from "../../../provider/model/values/batching";
import { type Args, file, unknown } from "../../support/builders";
import { keep, planOf, replace, update } from "../../support/plans";

const batch = { batchInput: "reads", batchBy: byMetadata("sample_id") };

test.each<[string, Args, Args]>([
  ["nothing", { inputs: { threads: 8 } }, { inputs: { threads: 8 } }],
  ["the order of ports", { inputs: { a: 1, b: 2 } }, { inputs: { b: 2, a: 1 } }],
  [
    "the order of keys in records and settings",
    {
      inputs: { limits: { a: 1, b: { c: 2, d: 3 } } },
      executionSettings: { instanceType: "AUTO", useMemoization: true },
    },
    {
      inputs: { limits: { b: { d: 3, c: 2 }, a: 1 } },
      executionSettings: { useMemoization: true, instanceType: "AUTO" },
    },
  ],
  ["undefined against a missing key", { inputs: {} }, { description: undefined, inputs: { a: undefined } }],
  ["undefined inside a record", { inputs: { r: { a: 1 } } }, { inputs: { r: { a: 1, b: undefined } } }],
  [
    "empty settings against none",
    {},
    { executionSettings: {}, outputLocation: {}, inputs: {}, triggers: [] },
  ],
  ["run: false against none", {}, { run: false }],
  ["1.0 against 1", { inputs: { n: 1, l: [0] } }, { inputs: { n: 1.0, l: [-0] } }],
  [
    "the case of batchBy.type",
    { batchInput: "reads", batchBy: { type: "item" } },
    { batchInput: "reads", batchBy: byItem },
  ],
  ["batch: true beside an override", batch, { ...batch, batch: true }],
  ["a file's name", { inputs: { reads: [file(1, "old.fq")] } }, { inputs: { reads: [file(1, "new.fq")] } }],
  [
    "a file's size and metadata",
    { inputs: { r: file(1) } },
    { inputs: { r: { ...file(1), size: 9, metadata: { a: "b" } } } },
  ],
  [
    "the provider's own notes",
    { __owner: "a", __app: "x" },
    { __owner: "b", __provider: "text", __secret: true },
  ],
])("never a difference, on a draft or once started: %s", (_, was, now) => {
  expect(planOf("DRAFT", was, now)).toStrictEqual(keep);
  expect(planOf("RUNNING", was, now)).toStrictEqual(keep);
});

const edits: readonly [string, Args, Args, ...string[]][] = [
  ["the name", {}, { name: "align-2" }, "name"],
  ["a description", {}, { description: "E18" }, "description"],
  ["a description taken out", { description: "E18" }, {}, "description"],
  ["spot instances", {}, { useInterruptibleInstances: false }, "useInterruptibleInstances"],
  ["an instance type", {}, { executionSettings: { instanceType: "AUTO" } }, "executionSettings"],
  ["settings taken out", { executionSettings: { useElasticDisk: true } }, {}, "executionSettings"],
  ["an output location", {}, { outputLocation: { mainLocation: "/a" } }, "outputLocation"],
  ["another connection to the same platform", {}, { connection: "eu" }, "connection"],
  ["no connection any more", { connection: "eu" }, {}, "connection"],
  ["a new port", {}, { inputs: { threads: 8 } }, "inputs.threads"],
  ["a port taken out", { inputs: { threads: 8 } }, {}, "inputs.threads"],
  ["a value set to null", { inputs: { threads: 8 } }, { inputs: { threads: null } }, "inputs.threads"],
  ["a number in place of its text", { inputs: { n: "8" } }, { inputs: { n: 8 } }, "inputs.n"],
  [
    "a file in place of another of the same name",
    { inputs: { g: file(1, "a") } },
    { inputs: { g: file(2, "a") } },
    "inputs.g",
  ],
  [
    "a folder in place of a file",
    { inputs: { g: file(1) } },
    { inputs: { g: { ...file(1), class: "Directory" } } },
    "inputs.g",
  ],
  [
    "the order of a list",
    { inputs: { r: [file(1), file(2)] } },
    { inputs: { r: [file(2), file(1)] } },
    "inputs.r",
  ],
  [
    "one file in place of a list of one",
    { inputs: { r: [file(1)] } },
    { inputs: { r: file(1) } },
    "inputs.r",
  ],
  ["an empty list in place of nothing", {}, { inputs: { r: [] } }, "inputs.r"],
  [
    "two ports out of three",
    { inputs: { a: 1, b: 2, c: 3 } },
    { inputs: { c: 4, b: 2, a: 0 } },
    "inputs.a",
    "inputs.c",
  ],
  ["a port named like a method", {}, { inputs: { toString: 1 } }, "inputs.toString"],
  ["a batch switched on", {}, batch, "batching"],
  ["a batch taken out", batch, {}, "batching"],
  ["a batch switched off", batch, { batch: false }, "batching"],
  ["the app's own batching demanded", {}, { batch: true }, "batching"],
  ["another batch port", batch, { ...batch, batchInput: "bams" }, "batching"],
  [
    "the order of criteria",
    { ...batch, batchBy: byMetadata("a", "b") },
    { ...batch, batchBy: byMetadata("b", "a") },
    "batching",
  ],
  [
    "several args, named in their order",
    {},
    { inputs: { a: 1 }, ...batch, name: "x", run: true },
    "name",
    "batching",
    "run",
    "inputs.a",
  ],
];

test.each(edits)("a draft is updated in place for %s", (_, was, now, ...changes) => {
  expect(planOf("DRAFT", was, now)).toStrictEqual(update(...changes));
});

const started = [
  "CREATING",
  "QUEUED",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "ABORTING",
  "ABORTED",
  "DELETED",
  "SOME_NEW_STATUS",
];

const shapesResults = (change: string): boolean => change.startsWith("inputs") || change === "batching";

describe.each(started)("once it is %s,", (status) => {
  test.each(edits)("%s makes a new task only where the results depend on it", (_, was, now, ...changes) => {
    const reasons = changes.filter(shapesResults);
    expect(planOf(status, was, now)).toStrictEqual(
      reasons.length > 0 ? replace(...reasons) : update(...changes),
    );
  });
});

describe.each(["DRAFT", ...started])("whether it is %s or not,", (status) => {
  test.each<[string, Args, Args, ...string[]]>([
    ["another project", {}, { project: "rfranklin/other" }, "project"],
    ["another app", {}, { app: "rfranklin/rnaseq/counts/1" }, "app"],
    ["another revision", {}, { app: "rfranklin/rnaseq/star-align/5" }, "app"],
    ["a trigger", {}, { triggers: ["again"] }, "triggers"],
    ["another value of a trigger", { triggers: [{ n: 1 }] }, { triggers: [{ n: 2 }] }, "triggers"],
    ["a trigger taken out", { triggers: [1] }, {}, "triggers"],
    [
      "all of these, and not what can be edited",
      {},
      { project: "a/b", app: "a/b/c/1", name: "x", triggers: [1] },
      "project",
      "app",
      "triggers",
    ],
  ])("%s makes a new task", (_, was, now, ...changes) => {
    expect(planOf(status, was, now)).toStrictEqual(replace(...changes));
  });

  test("another endpoint makes a new task", () => {
    expect(planOf(status, {}, {}, { to: "https://api.sbgenomics.com/v2" })).toStrictEqual(
      replace("endpoint"),
    );
  });

  test("a connection to another platform does, too, and is named; one that is not known yet may", () => {
    const to = "https://eu-api.sbgenomics.com/v2";
    expect(planOf(status, { connection: "cgc" }, { connection: "eu" }, { to })).toStrictEqual(
      replace("endpoint", "connection"),
    );
    expect(planOf(status, {}, { connection: unknown }, { to: unknown })).toStrictEqual(
      replace("endpoint?", "connection?"),
    );
  });
});

test("what a draft's update would change is no reason of a replacement", () => {
  const now = { project: "a/b", inputs: { threads: 8 }, ...batch };
  expect(planOf("DRAFT", {}, now)).toStrictEqual(replace("project"));
  expect(planOf("RUNNING", {}, now)).toStrictEqual(replace("project", "batching", "inputs.threads"));
});
