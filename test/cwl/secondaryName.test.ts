import { requiredSecondaryFiles } from "../../provider/cwl/ports";
import { secondaryName } from "../../provider/cwl/secondaryName";

test.each([
  ["a.bam", ".bai", "a.bam.bai"],
  ["a.bam", "^.bai", "a.bai"],
  ["genome.fa.gz", "^^.dict", "genome.dict"],
  ["genome", "^.dict", "genome.dict"],
])("beside %s, the pattern %s means %s", (name, pattern, beside) => {
  expect(secondaryName(name, pattern)).toBe(beside);
});

const tool = (port: object) => ({ class: "CommandLineTool", inputs: [{ id: "bam", type: "File", ...port }] });

test.each<[string, unknown, readonly string[]]>([
  ["a text", tool({ secondaryFiles: ".bai" }), [".bai"]],
  ["texts, each once", tool({ secondaryFiles: [".bai", "^.dict", ".bai"] }), [".bai", "^.dict"]],
  ["objects, of an input by themselves", tool({ secondaryFiles: [{ pattern: ".bai" }] }), [".bai"]],
  ["one object", tool({ secondaryFiles: { pattern: ".bai", required: true } }), [".bai"]],
  ["one that says that it is optional", tool({ secondaryFiles: [{ pattern: ".bai", required: false }] }), []],
  [
    "one that an expression decides on",
    tool({ secondaryFiles: [{ pattern: ".bai", required: "$(true)" }] }),
    [],
  ],
  [
    "one whose pattern ends in a question mark",
    tool({ secondaryFiles: [".bai?", { pattern: "^.dict?" }] }),
    [],
  ],
  ["expressions", tool({ secondaryFiles: ["$(self.basename).bai", { pattern: "${ return 1" }] }), []],
  ["none", tool({}), []],
  ["a binding of draft-2", tool({ id: "#bam", inputBinding: { secondaryFiles: [".bai"] } }), [".bai"]],
  [
    "a port of a map",
    { class: "Workflow", inputs: { bam: { type: "File", secondaryFiles: [".bai"] } } },
    [".bai"],
  ],
  ["something else", tool({ secondaryFiles: [1, null, [".bai"]] }), []],
])("a port is asked for what it requires: %s", (_, cwl, patterns) => {
  expect([...requiredSecondaryFiles(cwl)]).toStrictEqual(patterns.length === 0 ? [] : [["bam", patterns]]);
});

test("what is no app requires nothing", () => {
  for (const cwl of [undefined, null, "x", {}, { inputs: 1 }])
    expect(requiredSecondaryFiles(cwl).size).toBe(0);
});
