import { defaultBatching, inputPorts, outputPorts, type PortType } from "../../provider/cwl/ports";

const file: PortType = { _tag: "File" };
const int: PortType = { _tag: "scalar", scalar: "int" };
const string: PortType = { _tag: "scalar", scalar: "string" };
const list = (items: PortType): PortType => ({ _tag: "array", items });
const oneOf = (...choices: readonly PortType[]): PortType => ({ _tag: "union", choices });
const nullable = (items: PortType): PortType => ({ _tag: "array", items, nullable: true });

const typed = (type: unknown) => inputPorts({ inputs: [{ id: "p", type }] })[0];

describe("the type of a port", () => {
  test.each<[unknown, PortType, boolean]>([
    ["File", file, false],
    ["File?", file, true],
    ["File[]", list(file), false],
    ["File[]?", list(file), true],
    ["string[][]", list(list(string)), false],
    ["Directory", { _tag: "Directory" }, false],
    ["stdin", file, false],
    ["stdout", file, false],
    ["Any", { _tag: "any" }, false],
    ["null", { _tag: "any" }, true],
    [["null", "int"], int, true],
    [["int"], int, false],
    [["int", "null"], int, true],
    [["null", "int?"], int, true],
    [["int", "string"], oneOf(int, string), false],
    [["null", "File", { type: "array", items: "File" }], oneOf(file, list(file)), true],
    [["int?", "string"], oneOf(int, string), true],
    [["int", ["string", "File"]], oneOf(int, string, file), false],
    [{ type: "array", items: ["null", "File", "string"] }, nullable(oneOf(file, string)), false],
    [["int", "#named-type"], { _tag: "any" }, false],
    [["null"], { _tag: "any" }, true],
    [[{ type: "array", items: "File", name: "reads" }], list(file), false],
    [{ type: "array", items: { type: "File" } }, list(file), false],
    [{ type: "array", items: ["null", "File"] }, nullable(file), false],
    ["int?[]", nullable(int), false],
    [
      ["null", { type: "enum", name: "mode", symbols: ["a/b", "c"] }],
      { _tag: "enum", symbols: ["a/b", "c"] },
      true,
    ],
    [{ type: "enum", symbols: ["#main/mode/fast"] }, { _tag: "enum", symbols: ["fast"] }, false],
    [
      {
        type: "record",
        fields: [
          { name: "n", type: "int?" },
          { name: "f", type: ["null", "File"] },
        ],
      },
      {
        _tag: "record",
        fields: [
          { name: "n", type: int, optional: true },
          { name: "f", type: file, optional: true },
        ],
      },
      false,
    ],
    [
      {
        type: "record",
        fields: { n: "int", l: { type: "array", items: "string" }, d: { type: "string?", doc: "…" } },
      },
      {
        _tag: "record",
        fields: [
          { name: "n", type: int, optional: false },
          { name: "l", type: list(string), optional: false },
          { name: "d", type: string, optional: true },
        ],
      },
      false,
    ],
    ["#named-type", { _tag: "any" }, false],
    [undefined, { _tag: "any" }, false],
    [7, { _tag: "any" }, false],
  ])("%j is %j, optional %j", (type, expected, optional) => {
    expect(typed(type)).toEqual({ id: "p", type: expected, optional });
  });
});

describe("a port", () => {
  test("of v1.x has default, file types, label, doc and suggested value", () => {
    const declared = {
      id: "genome",
      type: "File",
      default: { class: "File", path: "x" },
      label: "Genome",
      doc: ["One.", "Two."],
      secondaryFiles: [".fai", { pattern: "^.dict?" }, "$(self.basename)"],
      "sbg:fileTypes": "FASTA, FA ,",
      "sbg:suggestedValue": { class: "File", path: "y" },
    };
    expect(inputPorts({ cwlVersion: "v1.2", inputs: [declared] })).toEqual([
      {
        id: "genome",
        type: file,
        optional: false,
        default: { class: "File", path: "x" },
        fileTypes: ["FASTA", "FA"],
        label: "Genome",
        doc: "One.\nTwo.",
        suggestedValue: { class: "File", path: "y" },
        secondaryFiles: [".fai", "^.dict"],
      },
    ]);
  });

  test("of draft-2 loses its #, and may say required: false", () => {
    const reads = { id: "#reads", type: [{ type: "array", items: "File" }], description: "Reads." };
    const threads = { id: "#threads", type: ["int"], required: false };
    const bam = {
      id: "#bam",
      type: ["null", "File"],
      outputBinding: { glob: "*.bam", secondaryFiles: [".bai"] },
    };
    const cwl = { cwlVersion: "sbg:draft-2", inputs: [reads, threads], outputs: [bam] };
    expect(inputPorts(cwl)).toEqual([
      { id: "reads", type: list(file), optional: false, doc: "Reads." },
      { id: "threads", type: int, optional: true },
    ]);
    expect(outputPorts(cwl)).toEqual([{ id: "bam", type: file, optional: true, secondaryFiles: [".bai"] }]);
  });

  test("may be declared in a map, in short or in long", () => {
    const inputs = { a: "File[]", b: ["null", "int"], c: { type: "string", default: "x" } };
    expect(inputPorts({ class: "Workflow", inputs })).toEqual([
      { id: "a", type: list(file), optional: false },
      { id: "b", type: int, optional: true },
      { id: "c", type: string, optional: false, default: "x" },
    ]);
  });

  test("of a packed document is that of #main", () => {
    const main = {
      id: "#main",
      class: "Workflow",
      inputs: [{ id: "#main/reads", type: "File" }],
      outputs: [],
    };
    const step = { id: "#step.cwl", class: "CommandLineTool", inputs: [{ id: "#step.cwl/x", type: "int" }] };
    expect(inputPorts({ cwlVersion: "v1.2", $graph: [step, main] })).toEqual([
      { id: "reads", type: file, optional: false },
    ]);
  });
});

test.each([
  undefined,
  null,
  "text",
  5,
  [],
  {},
  { inputs: 5 },
  { inputs: [null, { type: "int" }] },
  { $graph: [] },
])("what is no CWL (%j) has no ports", (cwl) => {
  expect([inputPorts(cwl), outputPorts(cwl), defaultBatching(cwl)]).toEqual([[], [], undefined]);
});

describe("the default batching", () => {
  const criteria = ["metadata.sample_id", "metadata.library_id"];
  test.each([
    [
      "#reads",
      { type: "criteria", criteria },
      { batchInput: "reads", batchBy: { type: "CRITERIA", criteria } },
    ],
    ["reads", { type: "ITEM" }, { batchInput: "reads", batchBy: { type: "ITEM" } }],
    ["reads", { type: "criteria", criteria: [] }, undefined],
    ["reads", { type: "other" }, undefined],
    ["reads", undefined, undefined],
    ["", { type: "item" }, undefined],
    [undefined, { type: "item" }, undefined],
  ])("of %j by %j is %j", (input, by, expected) => {
    expect(defaultBatching({ "sbg:batchInput": input, "sbg:batchBy": by })).toEqual(expected);
  });
});
