import { decodeDeclared, encodeDeclared } from "../../../provider/model/task/draftTask";
import { argNames } from "../../../provider/model/task/fields";
import { byMetadata } from "../../../provider/model/values/batching";
import { assertDecodes, assertEncodes, assertRejects } from "../../support/assert";
import { type Args, argsOf, declared, file, unknown } from "../../support/builders";
import { plainValues } from "../../support/plainValues";

const task = { decode: decodeDeclared, encode: encodeDeclared };

const written: Args = {
  ...argsOf(),
  description: "E18, all lanes",
  inputs: { reads: [file(1, "a.fastq")], threads: 8 },
  batchInput: "reads",
  batchBy: byMetadata("sample_id"),
  useInterruptibleInstances: false,
  executionSettings: { instanceType: "AUTO" },
  outputLocation: { mainLocation: "/Analysis" },
  run: true,
  triggers: ["again", { n: 2 }],
  connection: "eu",
};
const full: Args = {
  ...Object.fromEntries(
    argNames
      .filter((name) => !(name in written) && name !== "batch")
      .map((name) => [name, plainValues(name)[0]]),
  ),
  ...written,
};

describe("a task decodes", () => {
  test("from its smallest form", () =>
    assertDecodes(task, argsOf(), {
      project: "rfranklin/rnaseq",
      app: "rfranklin/rnaseq/star-align/4",
      name: "align",
      inputs: {},
      batching: { _tag: "AppDefault", required: false },
      run: false,
      triggers: [],
    }));

  test("from its fullest form, which names each arg but the flag of a batch", () => {
    const { batchInput, batchBy, ...rest } = full;
    expect(declared(full)).toStrictEqual({ ...rest, batching: { _tag: "Override", batchInput, batchBy } });
    expect(argNames.filter((name) => !(name in full))).toStrictEqual(["batch"]);
  });

  test.each<[string, Args]>([
    ["what is undefined", { description: undefined, inputs: undefined, batch: undefined, run: undefined }],
    ["empty inputs, settings and locations", { inputs: {}, executionSettings: {}, outputLocation: {} }],
    ["settings of which none is defined", { executionSettings: { instanceType: undefined } }],
    ["defaults that are written out", { run: false, triggers: [] }],
    ["the provider's own notes", { __owner: "acme/urn", __provider: "text", __anything: 1 }],
  ])("as if it were not there: %s", (_, given) => assertDecodes(task, argsOf(given), declared()));

  test("without a revision of its app", () => {
    expect(declared({ app: "rfranklin/rnaseq/star-align" }).app).toBe("rfranklin/rnaseq/star-align");
  });

  test("with every arg unknown", () => {
    const args = Object.fromEntries(
      argNames.filter((name) => !name.startsWith("batch")).map((name) => [name, unknown]),
    );
    const flat = { ...args, batch: unknown, batchInput: unknown, batchBy: unknown };
    expect(declared(flat)).toStrictEqual({ ...args, batching: unknown });
  });
});

describe("a task encodes", () => {
  test("in its smallest form, defaults left out", () => assertEncodes(task, declared(), argsOf()));
  test("in its fullest form", () => assertEncodes(task, declared(full), full));

  test("unknown parts as they came", () =>
    assertEncodes(
      task,
      declared({ inputs: unknown, batch: unknown, run: unknown, triggers: unknown }),
      argsOf({ inputs: unknown, batch: unknown, run: unknown, triggers: unknown }),
    ));
});

describe("a task is rejected for", () => {
  test.each<[string, unknown, string[]]>([
    ["no args", {}, ["project is required", "app is required", "name is required"]],
    [
      "an arg of the API",
      argsOf({ batch_input: "reads" }),
      ["batch_input is not known: did you mean batchInput?"],
    ],
    ["a misspelt arg", argsOf({ input: {} }), ["input is not known: did you mean inputs?"]],
    ["a blank name", argsOf({ name: " " }), ["name must not be blank"]],
    ["an empty name", argsOf({ name: "" }), ["name must not be blank"]],
    [
      "a description of another kind",
      argsOf({ description: null }),
      ["description must be a string, not null"],
    ],
    [
      "inputs in a list",
      argsOf({ inputs: [] }),
      ["inputs must be an object with one entry per port, not an empty list"],
    ],
    ["a start of another kind", argsOf({ run: 1 }), ["run must be true or false, not a number"]],
    [
      "a platform's name for a connection",
      argsOf({ connection: "https://eu-api.sbgenomics.com/v2" }),
      [
        "connection must be a connection's name (letters, digits, dashes and underscores, like eu), not a string of another form",
      ],
    ],
    ["triggers of another kind", argsOf({ triggers: { a: 1 } }), ["triggers must be a list, not an object"]],
    [
      "a spot setting of another kind",
      argsOf({ useInterruptibleInstances: "true" }),
      ["useInterruptibleInstances must be true or false, not a string"],
    ],
  ])("%s", (_, given, sentences) => assertRejects(task, given, ...sentences));

  test("all its mistakes at once, in the order of the args", () =>
    assertRejects(
      task,
      {
        memory: 4,
        executionSettings: { maxParallelInstances: "2" },
        inputs: { reads: [unknown, { class: "File" }], threads: Number.NaN },
        batchInput: "#reads",
        project: "rnaseq",
        app: "rfranklin/rnaseq/star-align/v4",
        name: unknown,
      },
      "project must be owner/project (like rfranklin/rnaseq), not a string of another form",
      "app must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4), not a string of another form",
      "inputs.reads[1].path is required: the id of the file",
      "inputs.threads must be a finite number, not a number that is not finite",
      "batchInput must be the id of an input port (without #), not a string of another form",
      "executionSettings.maxParallelInstances must be a whole number of at least 1, not a string",
      `memory is not known; known are ${argNames.join(", ")}`,
      "batchBy is required: batchInput and batchBy go together",
    ));
});
