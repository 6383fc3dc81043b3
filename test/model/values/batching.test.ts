import { decodeDeclared, encodeDeclared } from "../../../provider/model/task/draftTask";
import { batchBy, batchInput, byItem, byMetadata } from "../../../provider/model/values/batching";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../../support/assert";
import { type Args, argsOf, declared, unknown } from "../../support/builders";

const by = arg("batchBy", batchBy);
const port = arg("batchInput", batchInput);
const task = { decode: decodeDeclared, encode: encodeDeclared };

describe("batchBy", () => {
  test("decodes one child per item", () => assertDecodes(by, { type: "ITEM" }, byItem));

  test("decodes criteria in the order given", () =>
    assertDecodes(
      by,
      { type: "CRITERIA", criteria: ["metadata.sample_id", "metadata.library_id"] },
      byMetadata("sample_id", "library_id"),
    ));

  test("decodes its type in any case", () => {
    assertDecodes(by, { type: "item" }, byItem);
    assertDecodes(by, { type: "Criteria", criteria: ["metadata.a"] }, byMetadata("a"));
  });

  test.each(["Sample ID", "a.b", "Étage n°2", " padded ", "metadata", "x/y", "line\nbreak"])(
    "takes any name of a field: %j",
    (name) =>
      assertDecodes(
        by,
        { type: "CRITERIA", criteria: [`metadata.${name}`] },
        { type: "CRITERIA", criteria: [`metadata.${name}`] },
      ),
  );

  test("decodes undefined criteria of ITEM as none", () =>
    assertDecodes(by, { type: "ITEM", criteria: undefined }, byItem));

  test("encodes as it is", () =>
    assertEncodes(by, byMetadata("metadata.sample_id"), {
      type: "CRITERIA",
      criteria: ["metadata.sample_id"],
    }));

  const each = 'must be { type: "ITEM" } or { type: "CRITERIA", criteria: ["metadata.…"] }';
  const field = "must be metadata.<field> (like metadata.sample_id)";
  test.each<[string, unknown, string[]]>([
    ["a string", "ITEM", [`batchBy ${each}, not a string`]],
    ["null", null, [`batchBy ${each}, not null`]],
    [
      "an unknown type",
      { type: "SAMPLE" },
      ['batchBy.type must be "ITEM" or "CRITERIA", not another string'],
    ],
    ["no type", { criteria: ["metadata.a"] }, ['batchBy.type must be "ITEM" or "CRITERIA", not missing']],
    [
      "criteria without a list",
      { type: "CRITERIA" },
      ["batchBy.criteria must be a list of at least one metadata field, not missing"],
    ],
    [
      "empty criteria",
      { type: "CRITERIA", criteria: [] },
      ["batchBy.criteria must be a list of at least one metadata field, not an empty list"],
    ],
    [
      "criteria of another form or kind",
      { type: "CRITERIA", criteria: ["metadata.a", "sample_id", "metadata.", 5, "my metadata.a"] },
      [
        `batchBy.criteria[1] ${field}, not a string of another form`,
        `batchBy.criteria[2] ${field}, not a string of another form`,
        `batchBy.criteria[3] ${field}, not a number`,
        `batchBy.criteria[4] ${field}, not a string of another form`,
      ],
    ],
    [
      "criteria with ITEM, and a property of no type",
      { type: "item", criteria: ["metadata.a"], order: "asc" },
      ["batchBy.criteria does not go with type ITEM", "batchBy.order does not go with type ITEM"],
    ],
    [
      "a property of no type beside criteria",
      { type: "CRITERIA", criteria: ["metadata.a"], order: "asc" },
      ["batchBy.order does not go with type CRITERIA"],
    ],
  ])("rejects %s", (_, given, sentences) => assertRejects(by, given, ...sentences));

  test("is what it decodes to, and nothing else", () => {
    const yes = [byItem, byMetadata("a"), byMetadata("a", "b")];
    const no = [
      null,
      "ITEM",
      {},
      { type: "item" },
      { type: "SAMPLE", criteria: ["metadata.a"] },
      { type: "CRITERIA" },
      { type: "CRITERIA", criteria: [] },
      { type: "CRITERIA", criteria: "metadata.a" },
      { type: "CRITERIA", criteria: { length: 1 } },
      { type: "CRITERIA", criteria: ["metadata.a", "b"] },
      { type: "CRITERIA", criteria: [5] },
    ];
    expect([...yes, ...no].filter(batchBy.is)).toStrictEqual(yes);
  });
});

describe("batchInput", () => {
  test("decodes the id of a port", () => assertDecodes(port, "reads.fastq", "reads.fastq"));
  test("encodes as it is", () => assertEncodes(port, "reads", "reads"));

  test.each(["reads", "FastQC-Reads", "my reads", "in.bam", "1", "a#b"])("takes any id of a port: %j", (id) =>
    assertDecodes(port, id, id),
  );
  const wanted = "batchInput must be the id of an input port (without #)";
  test.each<[string, unknown, string]>([
    ["a leading #", "#reads", `${wanted}, not a string of another form`],
    ["an empty string", "", `${wanted}, not an empty string`],
    ["a list", ["reads"], `${wanted}, not a list`],
  ])("rejects %s", (_, given, text) => assertRejects(port, given, text));
});

describe("the three flat args", () => {
  const override = { _tag: "Override", batchInput: "reads", batchBy: byItem } as const;
  test.each<[string, Args, unknown]>([
    ["none of them leaves it to the app", {}, { _tag: "AppDefault", required: false }],
    ["batch: true demands the app's own batching", { batch: true }, { _tag: "AppDefault", required: true }],
    ["batch: false switches it off", { batch: false }, { _tag: "Disabled" }],
    ["both batchInput and batchBy override it", { batchInput: "reads", batchBy: byItem }, override],
    ["batch: true adds nothing to both", { batch: true, batchInput: "reads", batchBy: byItem }, override],
    ["an unknown batch leaves it open", { batch: unknown, batchInput: "reads", batchBy: byItem }, unknown],
    ["an unknown port leaves it open", { batchInput: unknown, batchBy: byItem }, unknown],
    ["an unknown batchBy leaves it open", { batchInput: "reads", batchBy: unknown }, unknown],
    [
      "anything unknown inside batchBy leaves it open",
      { batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["metadata.a", unknown] } },
      unknown,
    ],
  ])("%s", (_, given, batching) => {
    expect(declared(given).batching).toStrictEqual(batching);
  });

  test.each<[string, Args, string]>([
    ["batchInput alone", { batchInput: "reads" }, "batchBy is required: batchInput and batchBy go together"],
    ["batchBy alone", { batchBy: byItem }, "batchInput is required: batchInput and batchBy go together"],
    [
      "an unknown batchInput alone",
      { batchInput: unknown },
      "batchBy is required: batchInput and batchBy go together",
    ],
    [
      "batch: false with both",
      { batch: false, batchInput: "reads", batchBy: byItem },
      "batch cannot be false together with batchInput and batchBy: take these out to switch batching off",
    ],
    [
      "batch: false with batchInput",
      { batch: false, batchInput: "reads" },
      "batchBy is required: batchInput and batchBy go together",
    ],
    [
      "batch: false with batchBy",
      { batch: false, batchBy: byItem },
      "batchInput is required: batchInput and batchBy go together",
    ],
    ["a batch of another kind", { batch: "false" }, "batch must be true or false, not a string"],
  ])("%s is rejected", (_, given, text) => assertRejects(task, argsOf(given), text));

  test.each<[string, Args]>([
    ["the app's default as nothing", {}],
    ["a demand for it", { batch: true }],
    ["none", { batch: false }],
    ["an override without the flag", { batchInput: "reads", batchBy: byMetadata("sample_id") }],
    ["what is unknown, as the flag", { batch: unknown }],
  ])("encode %s", (_, given) => assertEncodes(task, declared(given), argsOf(given)));
});

test("byMetadata adds the prefix where it lacks", () => {
  expect(byMetadata("sample_id", "metadata.library_id")).toStrictEqual({
    type: "CRITERIA",
    criteria: ["metadata.sample_id", "metadata.library_id"],
  });
});

test("byMetadata leaves what is no name of a field to the codec, which says where it is", () => {
  const given: [string, string] = JSON.parse('["a", 5]');
  expect(byMetadata(...given)).toStrictEqual({ type: "CRITERIA", criteria: ["metadata.a", 5] });
});
