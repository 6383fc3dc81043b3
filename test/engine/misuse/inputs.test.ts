import type { Platform } from "../../support/platform";
import { base, inputs } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, linesOf, preview, up, type Wrong } from "./said";

/* Every wrong value in the `inputs` of a `DraftTask`: one preview names them all. Values may be secret, and are never quoted. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const undefinedHere = "is undefined in the program (a misspelt output, or an optional one)";
const orNull = `${undefinedHere}; write null to leave a port empty`;
const aResource = "is a DraftTask, not a value: run it with a TaskRun, and give run.output(port)";
const aRun =
  "is a TaskRun, not a value: give what it has made with run.output(port) or run.childOutput(port)";
const aFunction = "is a function: call it, and give what it returns";
const empty = "which Pulumi stores as an empty object";
const anOutput =
  "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";
const anId =
  "must be the file's id (24 hexadecimal characters), not a name or a path: sb.getFile({ project, path }) or sb.getFileOutput({ project, path }) looks it up";
const anObject = "inputs must be an object with one entry per port";
const aClass = 'must be "File" or "Directory"';

const wrong: Wrong = {
  // The inputs as a whole
  "a-list": ["[1]", `${anObject}, not a list`],
  "a-text": ['"reads"', `${anObject}, not a string`],
  "a-secret-number": ["pulumi.secret(4711)", `${anObject}, not a number`],
  nothing: ["null", `${anObject}, not null`],
  "an-output-of-nothing": ["pulumi.output(undefined)", `inputs ${undefinedHere}`],
  "a-draft": ["fine", `inputs ${aResource}`],

  // What is undefined
  "a-misspelt-output": ["{ genome: pulumi.output({}).apply((it) => it.genmoe) }", `inputs.genome ${orNull}`],
  "a-misspelt-property": ["{ note: fine.descriptoin }", `inputs.note ${orNull}`],
  "a-promise-of-nothing": ["{ genome: Promise.resolve() }", `inputs.genome ${orNull}`],
  "nothing-in-a-list": [
    '{ reads: [sb.file("5678000000000000000000a1"), undefined] }',
    `inputs.reads[1] ${orNull}`,
  ],
  "nothing-in-a-record": ["{ options: { seed: undefined } }", `inputs.options.seed ${orNull}`],
  "nothing-in-a-record-without-a-prototype": [
    "{ options: Object.assign(Object.create(null), { seed: undefined }) }",
    `inputs.options.seed ${orNull}`,
  ],
  "a-file-of-nothing": ["{ genome: sb.file(undefined) }", `inputs.genome.path ${undefinedHere}`],
  "files-of-outputs-of-nothing": [
    "{ reads: sb.files([fine.idd, pulumi.output(undefined)]) }",
    `inputs.reads[0].path ${undefinedHere}`,
    `inputs.reads[1].path ${undefinedHere}`,
  ],
  "a-secret-of-nothing": ["{ note: pulumi.secret(undefined) }", `inputs.note ${orNull}`],

  // What is no value
  "a-resource": ["{ genome: fine }", `inputs.genome ${aResource}`],
  "a-file-of-a-resource": ["{ genome: sb.file(fine) }", `inputs.genome.path ${aResource}`],
  "a-resource-in-a-list": ["{ reads: [fine] }", `inputs.reads[0] ${aResource}`],
  "a-run": ["{ genome: ran }", `inputs.genome ${aRun}`],
  "runs-in-a-list": ["{ reads: [ran, fine] }", `inputs.reads[0] ${aRun}`, `inputs.reads[1] ${aResource}`],
  "an-output-of-a-run": ["{ genome: pulumi.output(ran) }", `inputs.genome ${aRun}`],
  "a-child-of-a-run": ['{ genome: ran.child("a") }', `inputs.genome.output ${aFunction}`],
  "another-resource": [
    '{ genome: new pulumi.ComponentResource("a:b:c", "part") }',
    'inputs.genome is a resource, not a value: give what it has made (like run.output("bam"))',
  ],
  "an-asset": [
    '{ genome: new pulumi.asset.StringAsset("ACGT") }',
    "inputs.genome is an asset: upload the file to the platform, and give its id with sb.file(id)",
  ],
  "a-date": ["{ note: new Date() }", `inputs.note is a Date, ${empty}: write date.toISOString()`],
  "a-map": [
    "{ options: new Map([[1, 2]]) }",
    `inputs.options is a Map, ${empty}: write Object.fromEntries(map) or [...map]`,
  ],
  "a-function": ["{ note: () => 1 }", `inputs.note ${aFunction}`],
  "a-method-that-was-not-called": ["{ note: fine.toString }", `inputs.note ${aFunction}`],
  "a-bigint": ["{ threads: 8n }", `inputs.threads is a bigint, ${empty}: write Number(n) or String(n)`],
  "a-symbol": ['{ options: { tag: Symbol("x") } }', "inputs.options.tag is a symbol: write a string"],
  bytes: [
    '{ note: Buffer.from("x") }',
    'inputs.note is binary data: write Buffer.from(bytes).toString("base64")',
  ],
  "a-circle": [
    "{ options: circle }",
    "inputs.options.self refers to itself: write an object without a circle",
  ],

  // What became a text
  "an-output-in-a-text": ['{ note: "of " + fine.id }', `inputs.note ${anOutput}`],
  "an-output-in-an-id": ["{ genome: sb.file(String(fine.id)) }", `inputs.genome.path ${anOutput}`],
  "an-output-in-a-secret-text": ['{ note: pulumi.secret("4711 " + fine.id) }', `inputs.note ${anOutput}`],
  "an-output-as-a-port": [
    "{ [fine.id]: 1 }",
    "inputs has a key that was an Output or an object: use output.apply((key) => ({ [key]: value }))",
  ],

  // Names in the places of ids
  "a-file-by-its-name": ['{ genome: sb.file("genome.fa") }', `inputs.genome.path ${anId}`],
  "files-by-their-names": [
    '{ reads: sb.files(["5678000000000000000000a1", "a_2.fastq"]) }',
    `inputs.reads[1].path ${anId}`,
  ],
  "a-folder-by-its-name": [
    '{ options: { tag: sb.directory("results") } }',
    "inputs.options.tag.path must be the folder's id (24 hexadecimal characters), not a name or a path: it is in the address of the folder's page",
  ],
  "no-number": [
    '{ threads: Number("eight") }',
    "inputs.threads must be a finite number, not a number that is not finite",
  ],
  "a-number-without-an-end": [
    "{ threads: 1 / 0 }",
    "inputs.threads must be a finite number, not a number that is not finite",
  ],

  // Files and folders
  "a-file-without-its-id": [
    '{ genome: { class: "File" } }',
    "inputs.genome.path is required: the id of the file",
  ],
  "a-file-without-its-id-in-a-list": [
    '{ reads: [{ class: "File", name: "a.fastq" }] }',
    "inputs.reads[0].path is required: the id of the file",
  ],
  "a-folder-without-its-id": [
    '{ genome: { class: "Directory" } }',
    "inputs.genome.path is required: the id of the folder",
  ],
  "a-file-with-an-empty-id": [
    '{ genome: sb.file("") }',
    "inputs.genome.path must be the id of a file, not an empty string",
  ],
  "a-file-with-a-number": [
    "{ genome: sb.file(4711) }",
    "inputs.genome.path must be the id of a file, not a number",
  ],
  "a-folder-with-a-list": [
    '{ genome: sb.directory(["4711"]) }',
    "inputs.genome.path must be the id of a folder, not a list",
  ],
  "a-class-in-lower-case": [
    '{ genome: { class: "file", path: "4711" } }',
    `inputs.genome.class ${aClass}, not another string`,
  ],
  "a-class-that-is-a-number": ["{ genome: { class: 4711 } }", `inputs.genome.class ${aClass}, not a number`],
  "a-secret-of-another-class": [
    '{ options: pulumi.secret({ class: "4711", path: "4711" }) }',
    `inputs.options.class ${aClass}, not another string`,
  ],
  "several-at-once": [
    '{ reads: [[{ class: "File" }]], genome: undefined, options: { tag: fine } }',
    `inputs.genome ${orNull}`,
    `inputs.options.tag ${aResource}`,
    "inputs.reads[0][0].path is required: the id of the file",
  ],
};

test("one preview names every wrong value by its path, and quotes none", async () => {
  const text = await failing(
    stack,
    async (it) => {
      const run = await it.tryPreview();
      expect(run.text).not.toContain("4711");
      return run;
    },
    `const fine = new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`,
    'const ran = new sb.TaskRun("ran", { task: fine });',
    "const circle = {};",
    "circle.self = circle;",
    ...Object.entries(wrong).map(
      ([name, [it]]) => `new sb.DraftTask("${name}", { ${base}, inputs: ${it} });`,
    ),
  );
  expect(text).toStrictEqual({ Stack: [atItsEnd], ...linesOf(wrong) });
  await expectNoWrites(platform);
});

test("a promise that fails ends the program with its own words, and Pulumi says where", async () => {
  const text = await failing(
    stack,
    preview,
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, note: Promise.reject(new pulumi.RunError("no note today")) } });`,
  );
  expect(text).toStrictEqual({
    Stack: ['error serializing property "inputs": no note today'],
  });
  await expectNoWrites(platform);
});

const names = (count: number) => Array.from({ length: count }, (_, n) => `sample${n}.bam`);
const notAnId = (n: number) => `inputs.reads[${n}].path ${anId}`;
const firstTwenty = Array.from({ length: 20 }, (_, n) => notAnId(n));
const more = (count: string) => `and ${count} more errors like this one: ${notAnId(0)}`;

test.each([
  ["a preview", preview, { Stack: [more("4,980"), atItsEnd], pool: firstTwenty }],
  ["an update", up, { pool: [...firstTwenty, more("4,980")] }],
] as const)("of 5,000 wrong ids %s names twenty, and counts the others", async (_, run, text) => {
  const draft = `new sb.DraftTask("pool", { ${base}, inputs: { reads: sb.files(${JSON.stringify(names(5000))}) } });`;
  expect(await failing(stack, run, draft)).toStrictEqual(text);
  await expectNoWrites(platform);
});

test("of many wrong rows a preview names twenty, and counts the others", async () => {
  const { Stack: ofStack, ...rows } = await failing(
    stack,
    preview,
    `for (const name of ${JSON.stringify(names(60))})`,
    `  new sb.DraftTask(name, { ${base}, inputs: { reads: [sb.file(name)] } });`,
  );
  expect(ofStack).toStrictEqual([more("40"), atItsEnd]);
  expect(Object.values(rows)).toStrictEqual(Array.from({ length: 20 }, () => [notAnId(0)]));
  await expectNoWrites(platform);
});
