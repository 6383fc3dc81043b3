import { declaredFrom } from "../../../provider/model/task/declaredFrom";
import { byItem, byMetadata } from "../../../provider/model/values/batching";
import {
  batchingFrom,
  compact,
  inputsFrom,
  locationFrom,
  settingsFrom,
  valueFrom,
} from "../../../provider/model/values/fromApi";
import { declared, file, fileId, taskId, type WireParts, wireTask } from "../../support/builders";

test.each<[string, unknown, unknown]>([
  ["scalars as they are", ["a", 235.6, false, null], ["a", 235.6, false, null]],
  [
    "a file by class, id and name",
    { ...file(1, "x.bam"), size: 6632805966, checksum: "…", location: null, secondaryFiles: [file(2)] },
    file(1, "x.bam"),
  ],
  ["a file's basename as its name", { class: "File", path: fileId(1), basename: "x.bam" }, file(1, "x.bam")],
  [
    "a folder under either class",
    [
      { class: "Folder", path: "p", name: "d" },
      { class: "Directory", path: "p" },
    ],
    [
      { class: "Directory", path: "p", name: "d" },
      { class: "Directory", path: "p" },
    ],
  ],
  ["a file without an id as nothing", { class: "File", contents: "literal" }, null],
  ["an empty object as nothing", {}, null],
  [
    "records and lists to their depths",
    { some: { int: 10, files: [[file(1)], []] } },
    { some: { int: 10, files: [[file(1)], []] } },
  ],
])("a value is read: %s", (_, wire, expected) => {
  expect(valueFrom(wire)).toStrictEqual(expected);
});

test("inputs are read without ports that hold nothing", () => {
  expect(inputsFrom({ a: null, b: {}, c: 0, d: "", e: false, f: [] })).toStrictEqual({
    c: 0,
    d: "",
    e: false,
    f: [],
  });
  expect(inputsFrom(null)).toStrictEqual({});
});

test.each<[string, WireParts, unknown]>([
  ["none", { batch: false }, { _tag: "AppDefault", required: false }],
  [
    "none on a child, though it names a group",
    { batch: false, batch_group: { value: "a" } },
    { _tag: "AppDefault", required: false },
  ],
  [
    "by item",
    { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } },
    { _tag: "Override", batchInput: "reads", batchBy: byItem },
  ],
  [
    "by criteria, in any case",
    {
      batch: true,
      batch_input: "reads",
      batch_by: { type: "criteria", criteria: ["metadata.b", "metadata.a"] },
    },
    { _tag: "Override", batchInput: "reads", batchBy: byMetadata("b", "a") },
  ],
  ["that is missing", { batch: true, batch_input: null }, { _tag: "AppDefault", required: true }],
])("batching is read: %s", (_, wire, expected) => {
  expect(batchingFrom(wireTask(wire))).toStrictEqual(expected);
});

test("execution settings are read, an instance type also out of a list", () => {
  expect(
    settingsFrom({ instance_type: "AUTO", max_parallel_instances: null, use_memoization: false }),
  ).toStrictEqual({
    instanceType: "AUTO",
    useMemoization: false,
  });
  expect(settingsFrom({ instance_type: ["c4.2xlarge;ebs-gp2;2000"] })).toStrictEqual({
    instanceType: "c4.2xlarge;ebs-gp2;2000",
  });
  expect(settingsFrom(undefined)).toStrictEqual({});
});

test("an output location is read, node ids as they are", () => {
  expect(
    locationFrom({
      main_location: "/a",
      main_location_alias: null,
      nodes_override: true,
      nodes_location: { B64: { output_location: "/b", output_location_alias: null } },
    }),
  ).toStrictEqual({
    mainLocation: "/a",
    nodesOverride: true,
    nodesLocation: { B64: { outputLocation: "/b" } },
  });
  expect(locationFrom(null)).toStrictEqual({});
});

test("a task is read as a program would declare it", () => {
  const task = wireTask({
    description: "E18",
    inputs: { reads: [file(1, "a")], none: null },
    batch: true,
    batch_input: "reads",
    batch_by: { type: "ITEM" },
    execution_settings: { instance_type: "AUTO" },
    output_location: { main_location: "/a" },
  });
  expect(declaredFrom(task)).toStrictEqual(
    declared({
      description: "E18",
      inputs: { reads: [file(1, "a")] },
      batchInput: "reads",
      batchBy: byItem,
      useInterruptibleInstances: true,
      executionSettings: { instanceType: "AUTO" },
      outputLocation: { mainLocation: "/a" },
    }),
  );
});

test("a task without a name, a text or settings is read without them", () => {
  const bare = { name: null, description: "", use_interruptible_instances: null, execution_settings: {} };
  expect(declaredFrom(wireTask(bare))).toStrictEqual(declared({ name: taskId }));
});

test("compact drops what is absent and keeps what is false, zero or empty", () => {
  expect(compact({ a: undefined, b: null, c: false, d: 0, e: "" })).toStrictEqual({ c: false, d: 0, e: "" });
});
