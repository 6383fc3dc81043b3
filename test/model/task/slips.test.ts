import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import * as E from "fp-ts/Either";
import { decodeGivenRun } from "../../../provider/model/run/taskRun";
import { decodeDeclared, decodeGiven } from "../../../provider/model/task/draftTask";
import { slipsIn } from "../../../provider/model/task/slips";
import { markOf } from "../../../provider/shared/marks";
import { sentence } from "../../../provider/shared/mistakes";
import { pending } from "../../../provider/shared/pending";
import { argsOf, file, fileId, taskId, unknown } from "../../support/builders";

const output = pulumi.output("x");
/** What the installed SDK makes of an Output; the two texts are the same from 3.216 to 3.276. */
const asText = `${output}`;
const asJson = JSON.stringify({ deep: output });

const ofText =
  "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";
const ofJson =
  "holds an Output that became Pulumi's error text: write pulumi.jsonStringify(…) instead of JSON.stringify(…)";
const ofObject = "holds an object that became a text: name the property that is meant (like task.id)";
const ofPromise =
  "holds a promise that became a text: await it first, or write pulumi.interpolate before the template string";
const ofKey = "has a key that was an Output or an object: use output.apply((key) => ({ [key]: value }))";
const ofFile =
  "must be the file's id (24 hexadecimal characters), not a name or a path: sb.getFile({ project, path }) or sb.getFileOutput({ project, path }) looks it up";
const ofFolder =
  "must be the folder's id (24 hexadecimal characters), not a name or a path: it is in the address of the folder's page";

const found = (args: Readonly<Record<string, unknown>>): readonly string[] =>
  slipsIn(args, true).map(sentence);

test.each<[string, Readonly<Record<string, unknown>>, ...string[]]>([
  ["a name", { name: `align ${asText}` }, `name ${ofText}`],
  ["a project", { project: `${asText}/lab` }, `project ${ofText}`],
  ["an app", { app: `ada/lab/${asText}` }, `app ${ofText}`],
  ["a description", { description: asText }, `description ${ofText}`],
  ["a connection", { connection: asText }, `connection ${ofText}`],
  ["a batch port", { batchInput: asText }, `batchInput ${ofText}`],
  [
    "a criterion",
    { batchBy: { type: "CRITERIA", criteria: [`metadata.${asText}`] } },
    `batchBy.criteria[0] ${ofText}`,
  ],
  [
    "an instance",
    { executionSettings: { instanceType: asText } },
    `executionSettings.instanceType ${ofText}`,
  ],
  [
    "a location",
    { outputLocation: { mainLocation: `/${asText}`, nodesLocation: { bam: { outputLocation: asText } } } },
    `outputLocation.mainLocation ${ofText}`,
    `outputLocation.nodesLocation.bam.outputLocation ${ofText}`,
  ],
  ["a trigger", { triggers: [1, { deep: [asText] }] }, `triggers[1].deep[0] ${ofText}`],
  ["a timeout", { timeout: asText }, `timeout ${ofText}`],
  ["a task", { task: asText }, `task ${ofText}`],
  [
    "an input at any depth",
    { inputs: { note: asText, options: { tag: [asText] }, genome: { class: "File", path: asText } } },
    `inputs.note ${ofText}`,
    `inputs.options.tag[0] ${ofText}`,
    `inputs.genome.path ${ofText}`,
  ],
  ["a port id", { inputs: { [asText]: 1, [`${{}}`]: 2 } }, `inputs ${ofKey}`, `inputs ${ofKey}`],
  ["a key of a record", { inputs: { options: { [asText]: 1 } } }, `inputs.options ${ofKey}`],
  [
    "a node id",
    { outputLocation: { nodesLocation: { [asText]: {} } } },
    `outputLocation.nodesLocation ${ofKey}`,
  ],
  ["JSON", { inputs: { config: asJson } }, `inputs.config ${ofJson}`],
  [
    "a text that was changed since",
    { name: asText.toLowerCase().replace(/[^a-z]+/g, "-") },
    `name ${ofText}`,
  ],
  ["an object in a text", { description: `of ${{}}` }, `description ${ofObject}`],
  ["a promise in a text", { project: `${Promise.resolve()}/lab` }, `project ${ofPromise}`],
  ["a map in a text", { name: `${new Map()}` }, `name ${ofObject}`],
])("an Output or an object that became a text is found in %s", (_, args, ...sentences) => {
  expect(found(args)).toStrictEqual(sentences);
});

test.each([
  ["a path", { genome: { class: "File", path: "refs/hg38.fa" } }, `inputs.genome.path ${ofFile}`],
  ["a UUID", { genome: { class: "File", path: taskId } }, `inputs.genome.path ${ofFile}`],
  [
    "a name in a list",
    { reads: [file(1), { class: "File", path: "a.fastq" }] },
    `inputs.reads[1].path ${ofFile}`,
  ],
  [
    "a name in a record",
    { options: { known: { class: "File", path: "a" } } },
    `inputs.options.known.path ${ofFile}`,
  ],
  [
    "a folder's name",
    { scratch: { class: "Directory", path: "scratch" } },
    `inputs.scratch.path ${ofFolder}`,
  ],
])("the error for a file or a folder by %s says how to find its id", (_, inputs, wanted) => {
  expect(found({ inputs })).toStrictEqual([wanted]);
});

test("a mark is a slip outside of inputs, whose codec names it itself", () => {
  expect(found({ triggers: [markOf("is a Date")], inputs: { note: markOf("is a Date") } })).toStrictEqual([
    "triggers[0] is a Date",
  ]);
});

test("what a program can mean passes", () => {
  expect(
    found({
      ...argsOf({ name: "Calling cards", description: "toString, toJSON and [object storage]" }),
      inputs: {
        // The name of a file is the platform's, and for people.
        genome: file(1, `${asText} [object Object].bam`),
        upper: { class: "File", path: fileId(2).toUpperCase() },
        later: { class: "File", path: unknown },
        pending: { class: "File", path: pending("align is RUNNING") },
        empty: { class: "File", path: "" },
        record: { class: unknown, path: "a.fastq" },
        note: "reads.fastq",
      },
      __owner: asText,
    }),
  ).toStrictEqual([]);
});

test("a slip is named once, and the other mistakes beside it", () => {
  const wrong = argsOf({
    project: `${asText}/x`,
    inputs: { [asText]: 1 },
    executionSettings: `${{}}`,
    run: 1,
  });
  expect(
    E.mapLeft((all: readonly { path: string; wanted: string }[]) => all.map(sentence))(
      decodeGiven(wrong, true),
    ),
  ).toStrictEqual(
    E.left([
      `project ${ofText}`,
      `inputs ${ofKey}`,
      `executionSettings ${ofObject}`,
      "run must be true or false, not a number",
    ]),
  );
  expect(E.isLeft(decodeGivenRun({ task: asText }, true))).toBe(true);
});

test("a state that holds a slip from earlier is read as before", () => {
  const stored = argsOf({ description: asText, inputs: { genome: { class: "File", path: "a.fastq" } } });
  expect(E.isRight(decodeDeclared(stored))).toBe(true);
});

test("no slip quotes a value", () => {
  const secret = "hush-1";
  const text = fc.constantFrom(`${secret} ${asText}`, `${secret} [object Object]`, `${asJson} ${secret}`);
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      text,
      fc.record({ class: fc.constantFrom("File", "Directory"), path: fc.oneof(text, fc.constant(secret)) }),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", asText), tie("any"), { maxKeys: 3 }),
    ),
  })).any;
  fc.assert(
    fc.property(fc.constantFrom("name", "inputs", "triggers", "outputLocation"), value, (arg, given) => {
      const sentences = found({ [arg]: given }).join("\n");
      expect(sentences).not.toContain(secret);
      expect(sentences).not.toContain("[toString]");
    }),
  );
});
