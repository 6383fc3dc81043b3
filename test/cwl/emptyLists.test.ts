import * as E from "fp-ts/Either";
import { checkAgainstApp } from "../../provider/cwl/check";
import { defaultBatching, inputPorts } from "../../provider/cwl/ports";
import type { Batching } from "../../provider/model/values/batching";
import { emptyOnPurpose, type TaskInputs, taskInputs } from "../../provider/model/values/value";
import { emptyListMark } from "../../provider/shared/marks";

/* A required list of files that is empty: a lookup has found nothing, and the task would be paid for without its files. */

const sample = {
  type: "record",
  name: "sample",
  fields: [
    { name: "bams", type: "File[]" },
    { name: "logs", type: "File[]?" },
  ],
};
const tool = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  inputs: {
    reads: "File[]",
    folders: "Directory[]",
    either: ["File", { type: "array", items: "File" }],
    mixed: [
      { type: "array", items: "File" },
      { type: "array", items: "string" },
    ],
    lanes: { type: { type: "array", items: { type: "array", items: "File" } } },
    sample: { type: sample },
    samples: { type: { type: "array", items: sample } },
    extra: "File[]?",
    named: { type: "File[]", default: [] },
    texts: "string[]",
    numbers: "int[]",
    anything: "Any",
  },
  outputs: [],
};
const file = { class: "File", path: "567890abc4f3066bc3750174" } as const;

const own = { ...tool, "sbg:batchInput": "one", "sbg:batchBy": { type: "item" }, inputs: { one: "File" } };

const mistakes = (
  cwl: unknown,
  given: Readonly<Record<string, unknown>>,
  batching: Batching = { _tag: "AppDefault", required: false },
): readonly string[] => {
  const inputs = taskInputs.decode(given);
  if (E.isLeft(inputs)) throw new Error("these inputs do not decode");
  const decoded: TaskInputs = inputs.right;
  return checkAgainstApp(
    { inputs: inputPorts(cwl), batching: defaultBatching(cwl) },
    { inputs: decoded, batching, emptyOnPurpose: emptyOnPurpose(given) },
    () => true,
  ).mistakes;
};

const text = (path: string, type: string): string =>
  `inputs.${path} must be ${type} with something in it, not an empty list: a lookup may have found nothing. Where the app takes none, give sb.emptyList`;

test.each<[string, unknown, ...string[]]>([
  ["reads", [], text("reads", "File[]")],
  ["folders", [], text("folders", "Directory[]")],
  ["either", [], text("either", "File | File[]")],
  ["lanes", [], text("lanes", "File[][]")],
  ["lanes", [[file], []], text("lanes[1]", "File[]")],
  ["sample", { bams: [], logs: [] }, text("sample.bams", "File[]")],
  ["samples", [{ bams: [file] }, { bams: [] }], text("samples[1].bams", "File[]")],
])("an empty list of files is refused on %s: %j", (port, value, ...sentences) =>
  expect(mistakes(tool, { [port]: value })).toStrictEqual(sentences),
);

test.each<[string, unknown]>([
  ["reads", [file]],
  ["mixed", []],
  ["samples", []],
  ["extra", []],
  ["extra", null],
  ["named", []],
  ["texts", []],
  ["numbers", []],
  ["anything", []],
  ["reads", emptyListMark],
  ["lanes", [[file], emptyListMark]],
  ["sample", { bams: emptyListMark }],
])("a list passes on %s: %j", (port, value) => expect(mistakes(tool, { [port]: value })).toStrictEqual([]));

test("a list that is empty on purpose is an empty list from there on", () =>
  expect(taskInputs.decode({ reads: emptyListMark, sample: { bams: [emptyListMark] } })).toStrictEqual(
    E.right({ reads: [], sample: { bams: [[]] } }),
  ));

test("the list of a batch is never empty, whether the program or the app batches", () => {
  const override: Batching = { _tag: "Override", batchInput: "reads", batchBy: { type: "ITEM" } };
  const batch =
    "inputs.reads must be a list with something in it, for batchInput splits it, not an empty list";
  expect(mistakes(tool, { reads: [] }, override)).toStrictEqual([batch]);
  expect(mistakes(tool, { reads: emptyListMark }, override)).toStrictEqual([batch]);
  expect(mistakes(own, { one: [] })).toStrictEqual([text("one", "File[]")]);
});
