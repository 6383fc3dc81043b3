import { checkAgainstApp, type TaskSays } from "../../provider/cwl/check";
import { defaultBatching, inputPorts } from "../../provider/cwl/ports";
import type { Batching } from "../../provider/model/values/batching";
import type { TaskInputs, Value } from "../../provider/model/values/value";
import { pending } from "../../provider/shared/pending";
import { unknownValue } from "../../provider/shared/unknown";

const mode = { type: "enum", name: "mode", symbols: ["None", "Basic"] };
const limits = {
  type: "record",
  name: "limits",
  fields: [
    { name: "seed", type: "int" },
    { name: "tag", type: "string?" },
    { name: "known", type: ["null", { type: "array", items: "File" }] },
  ],
};

/** Every kind of port, all of them optional. */
const tool = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  inputs: {
    reads: { type: "File[]?", "sbg:fileTypes": "FASTQ, FQ" },
    genome: { type: "File?", "sbg:fileTypes": ".fa, *.fasta, TAR.GZ" },
    folder: "Directory?",
    threads: "int?",
    offset: "long?",
    rate: "float?",
    exact: "double?",
    paired: "boolean?",
    label: "string?",
    names: "string[]?",
    lanes: "string[][]?",
    gaps: { type: ["null", { type: "array", items: ["null", "int"] }] },
    mode: ["null", mode],
    modes: ["null", { type: "array", items: mode }],
    limits: ["null", limits],
    either: ["null", "int", "File"],
    oneOrMany: ["null", "File", { type: "array", items: "File" }],
    recordOrText: ["null", "string", limits],
    numbers: ["null", { type: "array", items: ["int", "float"] }],
    anything: "Any?",
    computed: ["null", { type: "enum", name: "computed", symbols: [] }],
  },
  outputs: [],
};

const file = (name?: string): Value => ({
  class: "File",
  path: "567890abc4f3066bc3750174",
  ...(name === undefined ? {} : { name }),
});
const folder: Value = { class: "Directory", path: "567890abc4f3066bc3750175" };
const files = (count: number, item: (n: number) => Value): Value =>
  Array.from({ length: count }, (_, n) => item(n));

const noBatch: Batching = { _tag: "AppDefault", required: false };

const found = (cwl: unknown, inputs: TaskSays["inputs"], batching: TaskSays["batching"] = noBatch) =>
  checkAgainstApp({ inputs: inputPorts(cwl), batching: defaultBatching(cwl) }, { inputs, batching });

const mistakes = (cwl: unknown, inputs: TaskInputs, batching?: TaskSays["batching"]) =>
  found(cwl, inputs, batching).mistakes;

describe("a value that fits passes", () => {
  test.each<[string, Value]>([
    ["reads", [file("a.fastq"), file()]],
    ["reads", []],
    ["genome", file("g.fa")],
    ["genome", null],
    ["folder", folder],
    ["threads", 8],
    ["threads", -1],
    ["threads", "8"],
    ["offset", 2 ** 40],
    ["rate", 0.5],
    ["rate", 1],
    ["rate", "1.5e-3"],
    ["exact", ".5"],
    ["paired", false],
    ["paired", "True"],
    ["label", ""],
    ["names", ["a", "b"]],
    ["lanes", [["a"], []]],
    ["gaps", [1, null]],
    ["mode", "Basic"],
    ["modes", ["Basic", "None"]],
    ["limits", { seed: 1, tag: null, known: [file()] }],
    ["either", 1],
    ["either", file()],
    ["oneOrMany", file()],
    ["oneOrMany", [file(), file()]],
    ["recordOrText", "text"],
    ["recordOrText", { seed: 1 }],
    ["numbers", [1, 0.5]],
    ["anything", { a: [file(), 1, null] }],
    ["computed", "whatever"],
  ])("%s: %j", (port, value) => {
    expect(found(tool, { [port]: value })).toStrictEqual({ mistakes: [], warnings: [] });
  });
});

describe("what is not known yet passes anywhere", () => {
  const open: readonly Value[] = [unknownValue, pending("align is RUNNING; run pulumi up again")];
  test.each(Object.keys(tool.inputs))("on %s, and inside it", (port) => {
    for (const value of open) expect(mistakes(tool, { [port]: value })).toStrictEqual([]);
  });
  test.each<[string, (open: Value) => Value]>([
    ["reads", (it) => [file(), it]],
    ["limits", (it) => ({ seed: it })],
    ["limits", (it) => ({ seed: 1, known: [it] })],
    ["lanes", (it) => [[it], it]],
    ["genome", () => ({ class: "File", path: unknownValue, name: unknownValue })],
    ["genome", () => ({ class: unknownValue, path: unknownValue })],
    ["recordOrText", (it) => ({ seed: 1, tag: it })],
  ])("in %s", (port, value) => {
    for (const it of open) expect(mistakes(tool, { [port]: value(it) })).toStrictEqual([]);
  });
  test("nor do inputs that are not known at all lack anything", () => {
    expect(found({ inputs: { reads: "File[]" } }, unknownValue)).toStrictEqual({
      mistakes: [],
      warnings: [],
    });
  });
});

describe("a value that does not fit is named by its path, with the type, and not quoted", () => {
  test.each<[string, Value, ...string[]]>([
    ["reads", file(), "inputs.reads must be File[]?, not a File: put it into a list"],
    [
      "reads",
      "s3cret",
      "inputs.reads must be File[]?, not a string: sb.getFiles({ project, paths }) looks files up by their paths, sb.files(ids) takes their ids",
    ],
    ["reads", "567890abc4f3066bc3750174", "inputs.reads must be File[]?, not a string: write sb.files([id])"],
    [
      "reads",
      [file(), "s3cret"],
      "inputs.reads[1] must be File, not a string: sb.getFile({ project, path }) looks a file up by its path, sb.file(id) takes its id",
    ],
    [
      "reads",
      [file(), "567890abc4f3066bc3750174"],
      "inputs.reads[1] must be File, not a string: write sb.file(id)",
    ],
    ["reads", [null], "inputs.reads[0] must be File, not null"],
    ["reads", [[file()]], "inputs.reads[0] must be File, not a list"],
    ["reads", folder, "inputs.reads must be File[]?, not a Directory"],
    [
      "genome",
      [file()],
      "inputs.genome must be File?, not a list: give one value, or split the list with batchInput",
    ],
    ["genome", folder, "inputs.genome must be File?, not a Directory"],
    ["genome", {}, "inputs.genome must be File?, not a record"],
    ["folder", file(), "inputs.folder must be Directory?, not a File"],
    ["threads", "s3cret", "inputs.threads must be int?, not a string"],
    ["threads", "8.0", "inputs.threads must be int?, not a string"],
    ["threads", 1.5, "inputs.threads must be int?, not a fraction"],
    ["threads", true, "inputs.threads must be int?, not a boolean"],
    ["offset", 1.5, "inputs.offset must be long?, not a fraction"],
    ["rate", "", "inputs.rate must be float?, not an empty string"],
    ["exact", file(), "inputs.exact must be double?, not a File"],
    ["paired", 1, "inputs.paired must be boolean?, not a number"],
    ["paired", "yes", "inputs.paired must be boolean?, not a string"],
    [
      "label",
      ["a"],
      "inputs.label must be string?, not a list: give one value, or split the list with batchInput",
    ],
    ["names", "a", "inputs.names must be string[]?, not a string: put it into a list"],
    ["lanes", ["a"], "inputs.lanes[0] must be string[], not a string: put it into a list"],
    ["gaps", [null, "x"], "inputs.gaps[1] must be int?, not a string"],
    ["mode", "s3cret", "inputs.mode must be one of None, Basic, not another string"],
    ["mode", "", "inputs.mode must be one of None, Basic, not an empty string"],
    ["mode", 4, "inputs.mode must be one of None, Basic, not a number"],
    ["modes", ["None", "s3cret"], "inputs.modes[1] must be one of None, Basic, not another string"],
    ["limits", file(), "inputs.limits must be record(seed: int, tag: string?, known: File[]?)?, not a File"],
    ["limits", {}, "inputs.limits.seed is required (int)"],
    ["limits", { seed: null }, "inputs.limits.seed must be int, not null"],
    [
      "limits",
      { seed: "x", tga: "s3cret", known: [file(), 1] },
      "inputs.limits.tga is not known to the app: did you mean tag?",
      "inputs.limits.seed must be int, not a string",
      "inputs.limits.known[1] must be File, not a number",
    ],
    [
      "limits",
      { seed: 1, colour: "s3cret" },
      "inputs.limits.colour is not known to the app; the record has seed, tag, known",
    ],
    ["either", "s3cret", "inputs.either must be (int | File)?, not a string"],
    ["either", 0.5, "inputs.either must be (int | File)?, not a fraction"],
    ["oneOrMany", 1, "inputs.oneOrMany must be (File | File[])?, not a number"],
    ["oneOrMany", [file(), 1], "inputs.oneOrMany[1] must be File, not a number"],
    ["recordOrText", { seed: "x" }, "inputs.recordOrText.seed must be int, not a string"],
    [
      "recordOrText",
      [1],
      "inputs.recordOrText must be (string | record(seed: int, tag: string?, known: File[]?))?, not a list: give one value, or split the list with batchInput",
    ],
    ["numbers", [1, "s3cret"], "inputs.numbers[1] must be int | float, not a string"],
    [
      "reads",
      files(200, () => 1),
      "inputs.reads[0] must be File, not a number",
      "inputs.reads[1] must be File, not a number",
      "inputs.reads has 198 more items that do not fit",
    ],
  ])("%s: %j", (port, value, ...sentences) => {
    expect(mistakes(tool, { [port]: value })).toStrictEqual(sentences);
  });
});

describe("what the platform may take all the same is a warning", () => {
  test.each<[string, Value, string]>([
    ["label", 8, "inputs.label should be string?, not a number"],
    ["label", true, "inputs.label should be string?, not a boolean"],
    ["names", ["a", 1], "inputs.names[1] should be string, not a number"],
    ["recordOrText", 1, "inputs.recordOrText should be string?, not a number"],
  ])("%s: %j", (port, value, sentence) => {
    expect(found(tool, { [port]: value })).toStrictEqual({ mistakes: [], warnings: [sentence] });
  });

  test("such as a number for a symbol that is one", () => {
    const lane = { inputs: { lane: { type: { type: "enum", symbols: ["1", "2"] } } } };
    expect(found(lane, { lane: 2 })).toStrictEqual({
      mistakes: [],
      warnings: ["inputs.lane should be enum(1, 2), not a number"],
    });
    expect(mistakes(lane, { lane: 3 })).toStrictEqual(["inputs.lane must be one of 1, 2, not a number"]);
  });
});

describe("a file's extension", () => {
  const other = (what: string, types: string): string => `${what} none of the app's file types: ${types}`;
  const fastq = "FASTQ, FQ";
  const one = "the name ends in none of";
  const more = "the names end in none of";
  test.each<[string, Value, ...string[]]>([
    ["reads", [file("a.FASTQ"), file("b.fq"), file("c.fastq.gz"), file("d.fq.bz2")]],
    ["reads", [file("a.fastq"), file("b.bam")], other("inputs.reads[1] has", `${one} ${fastq}`)],
    [
      "reads",
      [file("fastq"), file("b.fastq.txt")],
      other("inputs.reads[0] and inputs.reads[1] have", `${more} ${fastq}`),
    ],
    [
      "reads",
      files(9, (n) => file(n === 4 ? "x.fq" : "s3cret.bam")),
      other("inputs.reads[0], inputs.reads[1] and 6 more have", `${more} ${fastq}`),
    ],
    ["genome", file("g.fasta")],
    ["genome", file("star.tar.gz")],
    ["genome", file("star.tar"), other("inputs.genome has", `${one} .fa, *.fasta, TAR.GZ`)],
    ["genome", file("fa"), other("inputs.genome has", `${one} .fa, *.fasta, TAR.GZ`)],
    ["genome", file()],
    ["either", file("x.bam")],
    ["genome", { class: "File", path: unknownValue, name: unknownValue }],
  ])("of %s: %j", (port, value, ...sentences) => {
    expect(found(tool, { [port]: value })).toStrictEqual({ mistakes: [], warnings: sentences });
  });
});
