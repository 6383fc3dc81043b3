import type { Defaults } from "../../../provider/model/task/fieldRow";
import type { EditablePart } from "../../../provider/model/task/fields";
import { createBody, patchBody } from "../../../provider/model/task/toApi";
import { byItem, byMetadata } from "../../../provider/model/values/batching";
import { type Args, argsOf, file, fileId, known } from "../../support/builders";

const batch = { batchInput: "reads", batchBy: byMetadata("sample_id") };
const wireBatch = {
  batch: true,
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

describe("a task is created", () => {
  test("with nothing that the program does not set", () => {
    expect(createBody(known())).toStrictEqual({ ...argsOf(), inputs: {} });
  });

  test("with everything that it sets, in the API's words, port and node ids as they are", () => {
    const task = known({
      description: "",
      inputs: { Normal_BAM: file(1, "a.bam"), limits: { maxDepth: 5, files: [file(2, "b")] }, none: null },
      ...batch,
      useInterruptibleInstances: false,
      executionSettings: {
        instanceType: "c4.2xlarge;ebs-gp2;2000",
        maxParallelInstances: 2,
        useMemoization: false,
        useElasticDisk: true,
      },
      outputLocation: {
        mainLocation: "/Analysis",
        mainLocationAlias: "/alias",
        nodesOverride: false,
        nodesLocation: { b64Html: { outputLocation: "volumes://v/x", outputLocationAlias: "/y" }, bam: {} },
      },
      run: true,
      triggers: ["never sent"],
    });
    expect(createBody(task)).toStrictEqual({
      ...argsOf(),
      description: "",
      inputs: {
        Normal_BAM: { class: "File", path: fileId(1) },
        limits: { maxDepth: 5, files: [{ class: "File", path: fileId(2) }] },
        none: null,
      },
      ...wireBatch,
      use_interruptible_instances: false,
      execution_settings: {
        instance_type: "c4.2xlarge;ebs-gp2;2000",
        max_parallel_instances: 2,
        use_memoization: false,
        use_elastic_disk: true,
      },
      output_location: {
        main_location: "/Analysis",
        main_location_alias: "/alias",
        nodes_override: false,
        nodes_location: {
          b64Html: { output_location: "volumes://v/x", output_location_alias: "/y" },
          bam: {},
        },
      },
    });
  });

  test.each<[string, Args, Args]>([
    [
      "one child per item",
      { batchInput: "reads", batchBy: byItem },
      { ...wireBatch, batch_by: { type: "ITEM" } },
    ],
    ["the app's batching demanded", { batch: true }, { batch: true }],
    ["batching switched off", { batch: false }, { batch: false }],
  ])("with %s", (_, given, body) => {
    expect(createBody(known(given))).toStrictEqual({ ...argsOf(), inputs: {}, ...body });
  });
});

const none: Defaults = { batching: undefined, useInterruptibleInstances: undefined };
const patch = (was: Args, now: Args, part: EditablePart, ports: string[] = [], defaults = none) =>
  patchBody(known(was), known(now), [part], ports, defaults);

describe("an edit sends", () => {
  test("nothing where nothing changed", () => {
    expect(patchBody(known(), known(), [], [], none)).toStrictEqual({});
  });

  test("the changed fields together, and no other", () => {
    const now = { name: "b", description: "d", useInterruptibleInstances: true, inputs: { a: 1 } };
    expect(patchBody(known(), known(now), ["name", "useInterruptibleInstances"], [], none)).toStrictEqual({
      name: "b",
      use_interruptible_instances: true,
    });
  });

  test("null for a description that was taken out", () => {
    expect(patch({ description: "d" }, {}, "description")).toStrictEqual({ description: null });
    expect(patch({ description: "d" }, { description: "" }, "description")).toStrictEqual({
      description: "",
    });
  });

  test("changed ports only: a new value, null for a port taken out, a changed list whole", () => {
    const was = { inputs: { same: 1, value: 1, out: file(1), cleared: 2, list: [file(1), file(2)] } };
    const now = { inputs: { same: 1, value: 2, cleared: null, list: [file(1), file(3, "x")], added: "a" } };
    const ports = ["value", "out", "cleared", "list", "added", "neither"];
    expect(patch(was, now, "inputs", ports)).toStrictEqual({
      inputs: { value: 2, out: null, cleared: null, list: [file(1), file(3)], added: "a" },
    });
  });

  test("null for each setting that was taken out", () => {
    const was = { executionSettings: { instanceType: "AUTO", useMemoization: true } };
    expect(patch(was, { executionSettings: { useMemoization: false } }, "executionSettings")).toStrictEqual({
      execution_settings: { instance_type: null, use_memoization: false },
    });
    expect(patch(was, {}, "executionSettings")).toStrictEqual({
      execution_settings: { instance_type: null, use_memoization: null },
    });
    expect(patch({}, was, "executionSettings")).toStrictEqual({
      execution_settings: { instance_type: "AUTO", use_memoization: true },
    });
  });

  test("null for each part of a location that was taken out, nodes whole, or null for all of it", () => {
    const was = {
      outputLocation: {
        mainLocation: "/a",
        nodesOverride: true,
        nodesLocation: { a: { outputLocation: "/x" } },
      },
    };
    const now = { outputLocation: { mainLocation: "/b", nodesLocation: { b: { outputLocation: "/y" } } } };
    expect(patch(was, now, "outputLocation")).toStrictEqual({
      output_location: {
        main_location: "/b",
        nodes_override: null,
        nodes_location: { b: { output_location: "/y" } },
      },
    });
    expect(patch(was, {}, "outputLocation")).toStrictEqual({ output_location: null });
  });

  test("the project's spot setting where the program no longer has one, nothing where that is not known", () => {
    const was = { useInterruptibleInstances: true };
    const ofProject = { ...none, useInterruptibleInstances: false };
    expect(patch(was, {}, "useInterruptibleInstances", [], ofProject)).toStrictEqual({
      use_interruptible_instances: false,
    });
    expect(patch(was, {}, "useInterruptibleInstances")).toStrictEqual({});
  });
});

describe("from one way of batching to another:", () => {
  const ofApp = { ...none, batching: { batchInput: "bams", batchBy: byItem } };
  const wireApp = { batch: true, batch_input: "bams", batch_by: { type: "ITEM" } };
  test.each<[string, Args, Args, Defaults, Args]>([
    ["the app's to an override", {}, batch, ofApp, wireBatch],
    ["none to an override", { batch: false }, batch, none, wireBatch],
    ["an override to another", { ...batch, batchBy: byItem }, batch, none, wireBatch],
    ["an override to none", batch, { batch: false }, ofApp, { batch: false }],
    ["the app's to none", {}, { batch: false }, ofApp, { batch: false }],
    ["an override back to the app's", batch, {}, ofApp, wireApp],
    ["an override back to an app that has none", batch, {}, none, { batch: false }],
    ["an override to a demand for the app's", batch, { batch: true }, ofApp, wireApp],
    ["none to a demand for the app's", { batch: false }, { batch: true }, ofApp, wireApp],
    [
      "a demand that the app cannot meet, which the API refuses",
      batch,
      { batch: true },
      none,
      { batch: true },
    ],
    ["none back to the app's", { batch: false }, {}, ofApp, wireApp],
  ])("%s", (_, was, now, defaults, body) => {
    expect(patch(was, now, "batching", [], defaults)).toStrictEqual(body);
  });
});
