import { checkAgainstApp, type TaskSays } from "../../provider/cwl/check";
import { defaultBatching, inputPorts } from "../../provider/cwl/ports";
import { type Batching, byItem, byMetadata } from "../../provider/model/values/batching";
import type { TaskInputs, Value } from "../../provider/model/values/value";
import { unknownValue } from "../../provider/shared/unknown";

const noBatch: Batching = { _tag: "AppDefault", required: false };

const mistakes = (
  cwl: unknown,
  inputs: TaskSays["inputs"],
  batching: TaskSays["batching"] = noBatch,
  mayLack?: (port: string) => boolean,
) =>
  checkAgainstApp({ inputs: inputPorts(cwl), batching: defaultBatching(cwl) }, { inputs, batching }, mayLack)
    .mistakes;

const file: Value = { class: "File", path: "567890abc4f3066bc3750174" };

describe("ports", () => {
  const inputs = {
    reads: "File[]",
    threads: { type: "int", default: 4 },
    note: "string?",
    min_length: "int?",
  };
  const reads: TaskInputs = { reads: [file] };
  test.each<[string, TaskInputs, ...string[]]>([
    ["all that is needed", reads],
    ["an app's default counts as given", { ...reads, threads: null }],
    [
      "a misspelt one",
      { ...reads, therads: 8 },
      "inputs.therads is not an input of the app: did you mean threads?",
    ],
    [
      "one of another case",
      { ...reads, minLength: 8 },
      "inputs.minLength is not an input of the app: did you mean min_length?",
    ],
    [
      "one that nothing is like",
      { ...reads, annotation: file },
      "inputs.annotation is not an input of the app: the app has reads, threads, note, min_length",
    ],
    [
      "a misspelt one that is needed, once",
      { raeds: [file] },
      "inputs.raeds is not an input of the app: did you mean reads?",
    ],
    ["none of those that are needed", { threads: 8 }, "inputs.reads is required (File[])"],
    ["null on one that is needed", { reads: null }, "inputs.reads must be File[], not null"],
    [
      "one that is called as every object's own",
      { ...reads, constructor: 1 },
      "inputs.constructor is not an input of the app: the app has reads, threads, note, min_length",
    ],
  ])("%s", (_, given, ...sentences) => {
    expect(mistakes({ class: "Workflow", inputs }, given)).toStrictEqual(sentences);
  });

  test("of an app without any", () => {
    expect(mistakes({ inputs: [] }, { reads: 1 })).toStrictEqual([
      "inputs.reads is not an input of the app: the app has none",
    ]);
  });

  test("of an app with very many are not all listed", () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`port_number_${n}`, "int?"]));
    expect(mistakes({ inputs: many }, { x: 1 })).toStrictEqual([
      `inputs.x is not an input of the app: the app has ${Object.keys(many).slice(0, 12).join(", ")} and 68 more`,
    ]);
  });

  test("what an existing task may have on them is not asked for", () => {
    const cwl = { inputs: { reads: "File[]", genome: "File" } };
    expect(mistakes(cwl, {}, noBatch, (port) => port === "reads")).toStrictEqual([
      "inputs.genome is required (File)",
    ]);
  });
});

describe("a required port's message has what the app suggests", () => {
  test.each<[string, unknown, string]>([
    ["int", 8, "; the app suggests 8"],
    ["string", "hg38", '; the app suggests "hg38"'],
    ["boolean", false, "; the app suggests false"],
    ["File", { class: "File", path: "5678", name: "g.fa" }, ""],
    ["string[]", ["a"], ""],
  ])("%s, %j", (type, suggested, words) => {
    const cwl = { inputs: [{ id: "#port", type, "sbg:suggestedValue": suggested }] };
    expect(mistakes(cwl, {})).toStrictEqual([`inputs.port is required (${type})${words}`]);
    expect(mistakes(cwl, { port: null })).toStrictEqual([`inputs.port must be ${type}, not null${words}`]);
  });
});

describe("each language, and each kind of app", () => {
  const sentences = [
    "inputs.mdoe is not an input of the app: did you mean mode?",
    "inputs.reads[0] must be File, not a number",
    "inputs.genome is required (File)",
  ];
  const given: TaskInputs = { mdoe: "Basic", reads: [1] };
  const mode = { type: "enum", name: "mode", symbols: ["None", "Basic"] };
  const longReads = { type: "array", items: "File" };
  test.each<[string, unknown]>([
    [
      "a tool of sbg:draft-2",
      {
        cwlVersion: "sbg:draft-2",
        class: "CommandLineTool",
        inputs: [
          { id: "#reads", type: [{ ...longReads, name: "reads" }], required: true },
          { id: "#genome", type: ["File"] },
          { id: "#mode", type: ["null", mode] },
        ],
      },
    ],
    [
      "a workflow of sbg:draft-2",
      {
        cwlVersion: "sbg:draft-2",
        class: "Workflow",
        steps: [],
        inputs: [
          { id: "#reads", type: ["null", longReads] },
          { id: "#genome", type: ["File"] },
          { id: "#mode", type: ["null", mode], "sbg:includeInPorts": true },
        ],
      },
    ],
    [
      "a tool of v1.0",
      {
        cwlVersion: "v1.0",
        class: "CommandLineTool",
        inputs: { reads: "File[]", genome: "File", mode: [mode, "null"] },
      },
    ],
    [
      "an expression tool of v1.1",
      {
        cwlVersion: "v1.1",
        class: "ExpressionTool",
        expression: "$(null)",
        inputs: [
          { id: "reads", type: longReads },
          { id: "genome", type: "File" },
          { id: "mode", type: ["null", mode] },
        ],
      },
    ],
    [
      "a packed workflow of v1.2",
      {
        cwlVersion: "v1.2",
        $graph: [
          { id: "#tool.cwl", class: "CommandLineTool", inputs: [{ id: "#tool.cwl/x", type: "int" }] },
          {
            id: "#main",
            class: "Workflow",
            inputs: [
              { id: "#main/reads", type: longReads },
              { id: "#main/genome", type: "File" },
              {
                id: "#main/mode",
                type: ["null", { ...mode, symbols: ["#main/mode/None", "#main/mode/Basic"] }],
              },
            ],
          },
        ],
      },
    ],
  ])("%s", (_, cwl) => {
    expect(mistakes(cwl, given)).toStrictEqual(sentences);
    expect(mistakes(cwl, { mode: "x", reads: [file], genome: file })).toStrictEqual([
      "inputs.mode must be one of None, Basic, not another string",
    ]);
  });
});

describe("a batch", () => {
  const cwl = {
    inputs: { reads: "File[]", bam: "File?", n: "int?", any: "Any?", either: ["null", "File", "string[]"] },
  };
  const over = (
    batchInput: string,
    batchBy: (Batching & { _tag: "Override" })["batchBy"] = byItem,
  ): Batching => ({
    _tag: "Override",
    batchInput,
    batchBy,
  });
  const sample = byMetadata("sample_id");
  const reads = [file, file];
  const list = "must be a list with something in it, for batchInput splits it";
  test.each<[string, TaskSays["inputs"], Batching, ...string[]]>([
    ["over a list", { reads }, over("reads", sample)],
    ["over a port that takes one value", { reads, bam: [file, file] }, over("bam", sample)],
    ["over numbers, by item", { reads, n: [1, 2] }, over("n")],
    ["over anything", { reads, any: [1, "x"] }, over("any")],
    ["over a port of several types", { reads, either: [file, file] }, over("either")],
    ["over a list that is not known yet", { reads: unknownValue }, over("reads")],
    ["over items that are not known yet", { reads: [unknownValue] }, over("reads", sample)],
    ["of inputs that are not known yet", unknownValue, over("reads")],
    ["over no port", { reads }, over("raeds"), "batchInput is not an input of the app: did you mean reads?"],
    [
      "over no port, of inputs that are not known yet",
      unknownValue,
      over("raeds"),
      "batchInput is not an input of the app: did you mean reads?",
    ],
    [
      "over a port that nothing is like",
      { reads },
      over("annotation"),
      "batchInput is not an input of the app: the app has reads, bam, n, any, either",
    ],
    ["over one value", { reads, bam: file }, over("bam"), `inputs.bam ${list}, not a File`],
    ["over one number", { reads, n: 1 }, over("n"), `inputs.n ${list}, not a number`],
    ["over an empty list", { reads: [] }, over("reads"), `inputs.reads ${list}, not an empty list`],
    ["over null", { reads: null }, over("reads"), `inputs.reads ${list}, not null`],
    ["over nothing", { reads }, over("bam"), "inputs.bam is required: batchInput splits it"],
    [
      "over nothing where something is needed",
      {},
      over("reads"),
      "inputs.reads is required: batchInput splits it",
    ],
    [
      "over items of another type",
      { reads: [file, 1] },
      over("reads"),
      "inputs.reads[1] must be File, not a number",
    ],
    [
      "by metadata over what has none",
      { reads, any: [file, 1] },
      over("any", sample),
      "inputs.any[1] must be a File, for batchBy groups by metadata, not a number",
    ],
    [
      "beside a list on a port that is not split",
      { reads, bam: [file] },
      over("reads"),
      "inputs.bam must be File?, not a list: give one value, or split the list with batchInput",
    ],
    [
      "that the app does not know how to split",
      { reads },
      { _tag: "AppDefault", required: true },
      "batch is true, but the app does not define batching: give batchInput and batchBy",
    ],
  ])("%s", (_, inputs, batching, ...sentences) => {
    expect(mistakes(cwl, inputs, batching)).toStrictEqual(sentences);
  });

  test("by what is not known yet may split any port", () => {
    expect(mistakes(cwl, { reads, bam: [file], n: [1] }, unknownValue)).toStrictEqual([]);
    expect(mistakes(cwl, { reads, n: ["x"] }, unknownValue)).toStrictEqual([
      "inputs.n must be int?, not a list: give one value, or split the list with batchInput",
    ]);
  });

  const own = { ...cwl, "sbg:batchInput": "#bam", "sbg:batchBy": { type: "item" } };
  test.each<[string, TaskInputs, Batching, ...string[]]>([
    ["may split its port where the program says nothing", { reads, bam: [file, file] }, noBatch],
    ["takes one value as well where the program says nothing", { reads, bam: file }, noBatch],
    [
      "splits its port where the program asks for it",
      { reads, bam: [file] },
      { _tag: "AppDefault", required: true },
    ],
    [
      "takes a list only where the program asks for it",
      { reads, bam: file },
      { _tag: "AppDefault", required: true },
      `inputs.bam ${list}, not a File`,
    ],
    [
      "splits nothing where the program switches it off",
      { reads, bam: [file] },
      { _tag: "Disabled" },
      "inputs.bam must be File?, not a list: give one value, or split the list with batchInput",
    ],
  ])("of the app's own %s", (_, inputs, batching, ...sentences) => {
    expect(mistakes(own, inputs, batching)).toStrictEqual(sentences);
  });
});
