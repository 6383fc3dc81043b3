import { canonical, taskInputs } from "../../../provider/model/values/value";
import { markOf, undefinedMark } from "../../../provider/shared/marks";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../../support/assert";
import { file, fileId, unknown } from "../../support/builders";

const inputs = arg("inputs", taskInputs);

const lost = "is undefined in the program (a misspelt output, or an optional one)";

describe("inputs decode", () => {
  test.each<[string, Parameters<typeof inputs.encode>[0]]>([
    ["scalars and null", { threads: 8, rate: -0.5, paired: true, mode: "fast", empty: "", none: null }],
    ["a file", { genome: file(1) }],
    ["a file with its name", { genome: file(1, "hg38.fa") }],
    ["a folder", { scratch: { class: "Directory", path: fileId(2), name: "scratch" } }],
    ["lists, nested and empty", { reads: [[file(1), file(2)], [file(3)], []], ids: [1, null, "x"] }],
    ["a record with files inside", { limits: { depth: 5, deeper: { genome: file(1), none: null } } }],
    ["any port id", { "1": 1, "a.b": 2, "#main": 3, Normal_BAM: 4, constructor: 5 }],
    ["nothing at all", {}],
    ["an unknown port", { genome: unknown }],
    ["unknown values at any depth", { reads: [unknown, file(1)], limits: { depth: unknown } }],
    ["a file whose id is unknown", { genome: { class: "File", path: unknown } }],
    ["an object whose class is unknown", { genome: { class: unknown, path: fileId(1) } }],
  ])("as they are: %s", (_, given) => assertDecodes(inputs, given, given));

  test("files keep class, path and name, and drop what else a lookup returns", () =>
    assertDecodes(
      inputs,
      { genome: { ...file(1, "hg38.fa"), size: 5, metadata: { sample_id: "s" }, secondaryFiles: [] } },
      { genome: file(1, "hg38.fa") },
    ));

  test("undefined is the same as a missing key", () =>
    assertDecodes(
      inputs,
      { threads: undefined, limits: { depth: 1, note: undefined } },
      { limits: { depth: 1 } },
    ));

  test("zero has no sign", () => assertDecodes(inputs, { threads: -0 }, { threads: 0 }));

  test("a file's name that is undefined in the program is no name", () =>
    assertDecodes(inputs, { genome: { ...file(1), name: undefinedMark } }, { genome: file(1) }));
});

test("inputs encode as they are", () =>
  assertEncodes(inputs, { reads: [file(1, "a.fq")], none: null }, { reads: [file(1, "a.fq")], none: null }));

describe("inputs are rejected:", () => {
  test.each<[string, unknown, string[]]>([
    ["no object", ["reads"], ["inputs must be an object with one entry per port, not a list"]],
    [
      "a file without path",
      { genome: { class: "File" } },
      ["inputs.genome.path is required: the id of the file"],
    ],
    [
      "a folder without path",
      { dir: { class: "Directory" } },
      ["inputs.dir.path is required: the id of the folder"],
    ],
    [
      "a file with an empty path",
      { genome: { class: "File", path: "" } },
      ["inputs.genome.path must be the id of a file, not an empty string"],
    ],
    [
      "a file with a path of another kind",
      { genome: { class: "File", path: 567890 } },
      ["inputs.genome.path must be the id of a file, not a number"],
    ],
    [
      "a folder with a path of another kind",
      { dir: { class: "Directory", path: null } },
      ["inputs.dir.path must be the id of a folder, not null"],
    ],
    [
      "another class",
      { genome: { class: "Folder", path: fileId(1) } },
      ['inputs.genome.class must be "File" or "Directory", not another string'],
    ],
    [
      "a class of another kind",
      { genome: { class: null, path: fileId(1) } },
      ['inputs.genome.class must be "File" or "Directory", not null'],
    ],
    [
      "a number that JSON does not have",
      { threads: Number.NaN, deep: [Number.POSITIVE_INFINITY] },
      [
        "inputs.threads must be a finite number, not a number that is not finite",
        "inputs.deep[0] must be a finite number, not a number that is not finite",
      ],
    ],
    [
      "what is no value of an app",
      { reads: () => 1, total: 8n },
      [
        "inputs.reads must be a File, a Directory, a list, a record, a string, a number, a boolean or null, not a function",
        "inputs.total must be a File, a Directory, a list, a record, a string, a number, a boolean or null, not a bigint",
      ],
    ],
    [
      "undefined on a port",
      { genome: undefinedMark },
      [`inputs.genome ${lost}; write null to leave a port empty`],
    ],
    [
      "undefined inside a list and a record",
      { reads: [file(1), undefinedMark], limits: { depth: undefinedMark } },
      [
        `inputs.reads[1] ${lost}; write null to leave a port empty`,
        `inputs.limits.depth ${lost}; write null to leave a port empty`,
      ],
    ],
    [
      "an undefined id or class of a file",
      { genome: { class: "File", path: undefinedMark }, reads: [{ class: undefinedMark, path: fileId(1) }] },
      [`inputs.genome.path ${lost}`, `inputs.reads[0].class ${lost}`],
    ],
    [
      "what the engine would store as something else, by its mark",
      {
        genome: { class: "File", path: markOf("is a resource"), name: markOf("is a Date") },
        reads: [markOf("is a resource")],
        threads: markOf("is a Date"),
      },
      ["inputs.genome.path is a resource", "inputs.reads[0] is a resource", "inputs.threads is a Date"],
    ],
    [
      "ports that are called like a place in a list, or like a path",
      { "1": { class: "File" }, "a.b": [[{ class: "File" }]] },
      [
        "inputs.1.path is required: the id of the file",
        "inputs.a.b[0][0].path is required: the id of the file",
      ],
    ],
    [
      "every mistake at once, though others are unknown",
      { a: [unknown, { class: "File" }], b: unknown, c: { d: { class: "file" } } },
      [
        "inputs.a[1].path is required: the id of the file",
        'inputs.c.d.class must be "File" or "Directory", not another string',
      ],
    ],
  ])("%s", (_, given, sentences) => assertRejects(inputs, given, ...sentences));
});

describe("the canonical form", () => {
  test("of a file is its class and id, at any depth", () => {
    expect(canonical([{ deep: [file(1, "a.fq")] }, file(2, "b.fq")])).toStrictEqual([
      { deep: [file(1)] },
      file(2),
    ]);
  });

  test("of everything else is what it was", () => {
    const given = { a: [1, "x", null, true], class: "Other", path: "p", name: "n" };
    expect(canonical(given)).toStrictEqual(given);
  });
});
