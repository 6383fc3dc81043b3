import {
  type AppDefaults,
  changedSinceStart,
  needsDefaults,
  readLiveArgs,
} from "../../../provider/host/drift/drift";
import { byItem, byMetadata } from "../../../provider/model/values/batching";
import { type Args, declared, file, type WireParts, wireTask } from "../../support/builders";

/** What a refresh calls drift: the args as they are now, against those that were stored. */

const none: AppDefaults = { inputs: {}, batching: undefined };
const see = (was: Args, live: WireParts, defaults: AppDefaults = none) =>
  readLiveArgs(declared(was), wireTask(live), defaults);

const batch = { batchInput: "reads", batchBy: byMetadata("sample_id") };
const liveBatch = {
  batch: true,
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};
const ofApp = { _tag: "Override", ...batch } as const;

describe("no drift is", () => {
  test.each<[string, Args, WireParts, AppDefaults?]>([
    ["a draft as it was made", { inputs: { threads: 8 } }, { inputs: { threads: 8 } }],
    ["null on a port that was never set", {}, { inputs: { threads: null, logs: {} } }],
    ["null on a port that was set to null", { inputs: { threads: null } }, { inputs: { threads: null } }],
    ["a missing key for a port that was set to null", { inputs: { threads: null } }, { inputs: {} }],
    ["nothing for an empty record", { inputs: { limits: {} } }, { inputs: { limits: {} } }],
    [
      "the app's default on a port that was never set",
      {},
      { inputs: { paired: true, genome: { ...file(1, "hg38.fa"), size: 5 } } },
      { ...none, inputs: { paired: true, genome: file(1) } },
    ],
    ["a number that comes back as text", { inputs: { n: 8, b: true } }, { inputs: { n: "8", b: "true" } }],
    ["a text that comes back as a number", { inputs: { n: ["8"] } }, { inputs: { n: [8] } }],
    [
      "what the API adds to a file",
      { inputs: { reads: [file(1, "mine.fq")] } },
      { inputs: { reads: [{ ...file(1, "theirs.fq"), size: 9, metadata: {}, secondaryFiles: [] }] } },
    ],
    ["an empty description", {}, { description: "" }],
    ["an empty description that was set", { description: "" }, { description: null }],
    ["the project's spot setting", {}, { use_interruptible_instances: true }],
    [
      "settings that were never set",
      {},
      { execution_settings: { instance_type: "AUTO", use_memoization: false } },
    ],
    [
      "a setting beside those that were set",
      { executionSettings: { instanceType: "AUTO" } },
      { execution_settings: { instance_type: "AUTO", max_parallel_instances: 4 } },
    ],
    ["a location that was never set", {}, { output_location: { main_location: "/Analysis" } }],
    ["a batch as it was declared", batch, liveBatch],
    ["the case of its type", { ...batch, batchBy: byItem }, { ...liveBatch, batch_by: { type: "item" } }],
    ["the app's own batching", {}, liveBatch, { ...none, batching: ofApp }],
    [
      "the app's own batching where it was demanded",
      { batch: true },
      liveBatch,
      { ...none, batching: ofApp },
    ],
    ["no batch where it was switched off", { batch: false }, { batch: false }],
    ["what says nothing of batching, where it was demanded", { batch: true }, { batch: null }],
    ["a start, and triggers", { run: true, triggers: [1] }, {}],
  ])("%s", (_, was, live, defaults = none) => {
    expect(see(was, live, defaults)).toStrictEqual(declared(was));
  });
});

describe("drift is", () => {
  test.each<[string, Args, WireParts, Args]>([
    ["another name", {}, { name: "by hand" }, { name: "by hand" }],
    ["another value", { inputs: { threads: 8 } }, { inputs: { threads: 16 } }, { inputs: { threads: 16 } }],
    [
      "another file of the same name",
      { inputs: { g: file(1, "a") } },
      { inputs: { g: file(2, "a") } },
      { inputs: { g: file(2, "a") } },
    ],
    [
      "a longer list",
      { inputs: { r: [file(1)] } },
      { inputs: { r: [file(1), file(2)] } },
      { inputs: { r: [file(1), file(2)] } },
    ],
    [
      "a value that was taken out",
      { inputs: { a: 1, b: 2 } },
      { inputs: { a: null, b: 2 } },
      { inputs: { b: 2 } },
    ],
    ["a value where null was set", { inputs: { a: null } }, { inputs: { a: 5 } }, { inputs: { a: 5 } }],
    [
      "a value that is not the app's default",
      {},
      { inputs: { paired: false } },
      { inputs: { paired: false } },
    ],
    ["a description", {}, { description: "by hand" }, { description: "by hand" }],
    ["a description taken out", { description: "E18" }, { description: null }, {}],
    [
      "spot instances switched over",
      { useInterruptibleInstances: true },
      { use_interruptible_instances: false },
      { useInterruptibleInstances: false },
    ],
    [
      "a setting that was set",
      { executionSettings: { instanceType: "AUTO", useElasticDisk: true } },
      {
        execution_settings: {
          instance_type: "c4.2xlarge;ebs-gp2;2000",
          use_elastic_disk: true,
          use_memoization: true,
        },
      },
      { executionSettings: { instanceType: "c4.2xlarge;ebs-gp2;2000", useElasticDisk: true } },
    ],
    [
      "a location that was set",
      { outputLocation: { mainLocation: "/a", nodesOverride: true } },
      { output_location: { main_location: "/b" } },
      { outputLocation: { mainLocation: "/b" } },
    ],
    ["another batch port", batch, { ...liveBatch, batch_input: "bams" }, { ...batch, batchInput: "bams" }],
    ["other criteria", batch, { ...liveBatch, batch_by: { type: "ITEM" } }, { ...batch, batchBy: byItem }],
    ["a batch switched off", batch, { batch: false }, { batch: false }],
    ["a batch switched off that was demanded", { batch: true }, { batch: false }, { batch: false }],
    ["a batch switched on", { batch: false }, liveBatch, batch],
    [
      "a batch that is not the app's own",
      {},
      { ...liveBatch, batch_by: { type: "ITEM" } },
      { ...batch, batchBy: byItem },
    ],
  ])("%s", (_, was, live, now) => {
    expect(see(was, live, { ...none, batching: ofApp })).toStrictEqual(declared(now));
  });

  test("every setting that was set and is gone", () => {
    expect(see({ executionSettings: { instanceType: "AUTO" } }, {})).toStrictEqual({
      ...declared(),
      executionSettings: {},
    });
  });
});

test("spot instances stay as stored where the API says nothing of them", () => {
  const was = { useInterruptibleInstances: false };
  expect(see(was, { use_interruptible_instances: null })).toStrictEqual(declared(was));
});

describe("the app is only read where the draft shows what was never set:", () => {
  test.each<[string, boolean, Args, WireParts]>([
    ["not for a draft as it was made", false, { inputs: { a: 1 } }, { inputs: { a: 1, b: null } }],
    ["not for a changed value", false, { inputs: { a: 1 } }, { inputs: { a: 2 } }],
    ["not for a batch that was declared", false, batch, liveBatch],
    ["for a further value", true, { inputs: { a: 1 } }, { inputs: { a: 1, b: 2 } }],
    ["for a batch that was not declared", true, {}, liveBatch],
    ["for a batch that was only demanded", true, { batch: true }, liveBatch],
  ])("%s", (_, needed, was, live) => {
    expect(needsDefaults(declared(was), wireTask(live))).toBe(needed);
  });
});

describe("a started task ran otherwise", () => {
  test.each<[string, string[], Args, WireParts]>([
    [
      "nowhere, if its values are those of the program",
      [],
      { inputs: { a: 1, r: [file(1)] } },
      { inputs: { a: "1", r: [file(1, "x")] } },
    ],
    [
      "on ports whose values differ or are gone",
      ["a", "c"],
      { inputs: { a: 1, b: 2, c: 3 } },
      { inputs: { a: 2, b: 2 } },
    ],
    ["not on ports that the program did not set", [], { inputs: { a: null } }, { inputs: { a: 5, b: 6 } }],
  ])("%s", (_, ports, was, live) => {
    expect(changedSinceStart(declared(was), wireTask(live))).toStrictEqual(ports);
  });
});
