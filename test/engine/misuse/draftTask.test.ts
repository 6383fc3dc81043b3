import type { Platform } from "../../support/platform";
import { app, base, inputs, project, reads } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, linesOf, preview, said, up, type Wrong } from "./said";

/* Every wrong arg of a `DraftTask`, but its `inputs`: one preview names them all. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const aProject = "project must be owner/project (like rfranklin/rnaseq)";
const anApp =
  "app must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4)";
const args =
  "known are project, app, name, description, inputs, batch, batchInput, batchBy, useInterruptibleInstances, executionSettings, outputLocation, run, triggers, connection";
const anInstance =
  'executionSettings.instanceType must be AUTO, an instance type, or "type;disk;GB" (like c4.2xlarge;ebs-gp2;2000)';
const aNumber = "executionSettings.maxParallelInstances must be a whole number of at least 1";
const aPlace = "must be a path of the project or volumes://{volume}/…";
const aField = "must be metadata.<field> (like metadata.sample_id)";

const anOutput =
  "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";

const aConnection =
  "connection must be a connection's name (letters, digits, dashes and underscores, like eu)";

const wrong: Wrong = {
  // connection: the names that there are: see settings.test.ts
  "a-connection-by-its-address": [
    `{ ${base}, connection: "https://eu-api.sbgenomics.com/v2" }`,
    `${aConnection}, not a string of another form`,
  ],
  "an-empty-connection": [`{ ${base}, connection: "" }`, `${aConnection}, not an empty string`],
  "a-connection-that-is-settings": [
    `{ ${base}, connection: { platform: "aws-eu" } }`,
    `${aConnection}, not an object`,
  ],
  "a-connection-where-there-are-none": [
    `{ ${base}, connection: "eu" }`,
    "connection is not known: there is no sevenbridges:connections; run `pulumi config set --path 'sevenbridges:connections.<name>.platform' cgc`",
  ],

  // The args as a whole
  "no-args": ["undefined", "project is required", "app is required"],
  "args-that-are-null": ["null", "project is required", "app is required"],
  "an-arg-that-there-is-not": [`{ ${base}, memory: 4 }`, `memory is not known; ${args}`],
  "an-option-among-the-args": [
    `{ ${base}, dependsOn: [] }`,
    "dependsOn is a resource option, not an arg: write it into the third argument, beside the args",
  ],
  "args-one-level-too-high": [
    `{ ${base}, instanceType: "AUTO", main_location: "results" }`,
    "instanceType is not known here: did you mean executionSettings.instanceType?",
    "main_location is not known here: did you mean outputLocation.mainLocation?",
  ],
  "an-arg-one-level-too-low": [
    `{ ${base}, executionSettings: { useInterruptibleInstances: true } }`,
    "executionSettings.useInterruptibleInstances is not known here: did you mean useInterruptibleInstances beside executionSettings?",
  ],
  "an-arg-of-the-run": [
    `{ ${base}, maxAttempts: 2 }`,
    "maxAttempts is an arg of TaskRun, not of DraftTask: write it where the task is run",
  ],

  // Outputs and objects that became a text
  "outputs-as-texts": [
    '{ project: text + "/lab", app: "ada/lab/" + text, name: "align " + text, description: JSON.stringify({ text }), triggers: [{ deep: String(text) }], executionSettings: { instanceType: String(text) } }',
    `project ${anOutput}`,
    `app ${anOutput}`,
    `name ${anOutput}`,
    "description holds an Output that became Pulumi's error text: write pulumi.jsonStringify(…) instead of JSON.stringify(…)",
    `executionSettings.instanceType ${anOutput}`,
    `triggers[0].deep ${anOutput}`,
  ],
  "an-object-as-a-text": [
    `{ ${base}, name: \`align \${{}}\` }`,
    "name holds an object that became a text: name the property that is meant (like task.id)",
  ],

  // Triggers that would never fire
  "triggers-that-are-no-data": [
    `{ ${base}, triggers: [new Date(), new Map([[1, 2]]), { deep: new Set([1]) }, 8n, 1 / 0] }`,
    "triggers[0] is a Date, which Pulumi stores as an empty object: write date.toISOString()",
    "triggers[1] is a Map, which Pulumi stores as an empty object: write Object.fromEntries(map) or [...map]",
    "triggers[2].deep is a Set, which Pulumi stores as an empty object: write [...set]",
    "triggers[3] is a bigint, which Pulumi stores as an empty object: write Number(n) or String(n)",
    "triggers[4] must be a finite number",
  ],
  "a-misspelt-arg": [`{ ${base}, inptus: {} }`, "inptus is not known: did you mean inputs?"],
  "an-arg-in-another-case": [
    `{ ${base}, batch_input: "reads" }`,
    "batch_input is not known: did you mean batchInput?",
  ],

  // project, app
  "a-project-without-its-owner": [
    `{ project: "lab", app: "${app}/0" }`,
    `${aProject}, not a string of another form`,
  ],
  "a-project-that-is-an-app": [
    `{ project: "${app}", app: "${app}/0" }`,
    `${aProject}, not a string of another form`,
  ],
  "a-project-with-a-blank-at-its-end": [
    `{ project: "ada/lab ", app: "${app}/0" }`,
    `${aProject}, not a string of another form`,
  ],
  "an-empty-project": [`{ project: "", app: "${app}/0" }`, `${aProject}, not an empty string`],
  "a-project-that-is-undefined": [
    `{ project: pulumi.output(undefined), app: "${app}/0" }`,
    "project is required",
  ],
  "an-app-without-its-project": [
    `{ project: "${project}", app: "align" }`,
    `${anApp}, not a string of another form`,
  ],
  "a-revision-in-words": [
    `{ project: "${project}", app: "${app}/latest" }`,
    `${anApp}, not a string of another form`,
  ],
  "a-negative-revision": [
    `{ project: "${project}", app: "${app}/-1" }`,
    `${anApp}, not a string of another form`,
  ],
  "an-app-that-is-a-number": [`{ project: "${project}", app: 4 }`, `${anApp}, not a number`],

  // name, description, triggers and the switches
  "a-blank-name": [`{ ${base}, name: "  " }`, "name must not be blank"],
  "a-name-that-is-null": [`{ ${base}, name: null }`, "name must be a string, not null"],
  "a-description-in-lines": [
    `{ ${base}, description: ["a", "b"] }`,
    "description must be a string, not a list",
  ],
  "a-description-that-is-a-secret-number": [
    `{ ${base}, description: pulumi.secret(4711) }`,
    "description must be a string, not a number",
  ],
  "a-trigger-without-a-list": [`{ ${base}, triggers: "v2" }`, "triggers must be a list, not a string"],
  "a-run-in-words": [`{ ${base}, run: "yes" }`, "run must be true or false, not a string"],
  "a-run-that-is-a-number": [`{ ${base}, run: 0 }`, "run must be true or false, not zero"],
  "spot-in-words": [
    `{ ${base}, useInterruptibleInstances: "spot" }`,
    "useInterruptibleInstances must be true or false, not a string",
  ],

  // batching
  "batch-in-words": [`{ ${base}, batch: "reads" }`, "batch must be true or false, not a string"],
  "half-of-a-batch": [
    `{ ${base}, batchInput: "reads" }`,
    "batchBy is required: batchInput and batchBy go together",
  ],
  "the-other-half": [
    `{ ${base}, batchBy: sb.byItem }`,
    "batchInput is required: batchInput and batchBy go together",
  ],
  "a-batch-and-none": [
    `{ ${base}, batch: false, batchInput: "reads", batchBy: sb.byItem }`,
    "batch cannot be false together with batchInput and batchBy: take these out to switch batching off",
  ],
  "a-batch-port-with-a-hash": [
    `{ ${base}, batchInput: "#reads", batchBy: sb.byItem }`,
    "batchInput must be the id of an input port (without #), not a string of another form",
  ],
  "an-empty-batch-port": [
    `{ ${base}, batchInput: "", batchBy: sb.byItem }`,
    "batchInput must be the id of an input port (without #), not an empty string",
  ],
  "batch-by-a-field-alone": [
    `{ ${base}, batchInput: "reads", batchBy: "sample_id" }`,
    'batchBy must be { type: "ITEM" } or { type: "CRITERIA", criteria: ["metadata.…"] }, not a string',
  ],
  "batch-by-nothing": [
    `{ ${base}, batchInput: "reads", batchBy: {} }`,
    'batchBy.type must be "ITEM" or "CRITERIA", not missing',
  ],
  "an-unknown-way-to-batch": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "ROW" } }`,
    'batchBy.type must be "ITEM" or "CRITERIA", not another string',
  ],
  "criteria-by-item": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "ITEM", criteria: ["metadata.sample_id"] } }`,
    "batchBy.criteria does not go with type ITEM",
  ],
  "no-criteria": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "CRITERIA", criteria: [] } }`,
    "batchBy.criteria must be a list of at least one metadata field, not an empty list",
  ],
  "a-criterion-without-a-list": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "CRITERIA", criteria: "metadata.sample_id" } }`,
    "batchBy.criteria must be a list of at least one metadata field, not a string",
  ],
  "criteria-of-other-forms": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["sample_id", 1] } }`,
    `batchBy.criteria[0] ${aField}, not a string of another form`,
    `batchBy.criteria[1] ${aField}, not a number`,
  ],
  "an-empty-field": [
    `{ ${base}, batchInput: "reads", batchBy: sb.byMetadata("") }`,
    `batchBy.criteria[0] ${aField}, not a string of another form`,
  ],

  // executionSettings
  "settings-that-are-an-instance": [
    `{ ${base}, executionSettings: "AUTO" }`,
    "executionSettings must be an object, not a string",
  ],
  "a-misspelt-setting": [
    `{ ${base}, executionSettings: { instance_type: "AUTO" } }`,
    "executionSettings.instance_type is not known: did you mean instanceType?",
  ],
  "a-setting-that-there-is-not": [
    `{ ${base}, executionSettings: { memory: 4 } }`,
    "executionSettings.memory is not known; known are instanceType, maxParallelInstances, useMemoization, useElasticDisk",
  ],
  "half-of-an-instance": [
    `{ ${base}, executionSettings: { instanceType: "c4.2xlarge;ebs-gp2" } }`,
    `${anInstance}, not a string without the disk's size`,
  ],
  "a-disk-in-words": [
    `{ ${base}, executionSettings: { instanceType: "c4.2xlarge;ebs-gp2;2TB" } }`,
    `${anInstance}, not a string in which GB is not a whole number`,
  ],
  "a-comma-for-a-semicolon": [
    `{ ${base}, executionSettings: { instanceType: "c4.8xlarge,2048" } }`,
    `${anInstance}, with semicolons, not commas`,
  ],
  "no-instances-at-all": [
    `{ ${base}, executionSettings: { maxParallelInstances: 0 } }`,
    `${aNumber}, not zero`,
  ],
  "fewer-instances-than-none": [
    `{ ${base}, executionSettings: { maxParallelInstances: -1 } }`,
    `${aNumber}, not a negative number`,
  ],
  "half-an-instance": [
    `{ ${base}, executionSettings: { maxParallelInstances: 1.5 } }`,
    `${aNumber}, not a fraction`,
  ],
  "every-setting-of-another-kind": [
    `{ ${base}, executionSettings: { instanceType: 4, maxParallelInstances: "2", useMemoization: "no", useElasticDisk: 1 } }`,
    `${anInstance}, not a number`,
    `${aNumber}, not a string`,
    "executionSettings.useMemoization must be true or false, not a string",
    "executionSettings.useElasticDisk must be true or false, not a number",
  ],

  // outputLocation
  "a-location-that-is-a-path": [
    `{ ${base}, outputLocation: "results" }`,
    "outputLocation must be an object, not a string",
  ],
  "an-empty-location": [
    `{ ${base}, outputLocation: { mainLocation: "" } }`,
    `outputLocation.mainLocation ${aPlace}, not an empty string`,
  ],
  "every-location-of-another-kind": [
    `{ ${base}, outputLocation: { mainLocation: 1, mainLocationAlias: {}, nodesOverride: "bam", nodesLocation: ["bam"] } }`,
    `outputLocation.mainLocation ${aPlace}, not a number`,
    `outputLocation.mainLocationAlias ${aPlace}, not an object`,
    "outputLocation.nodesOverride must be true or false, not a string",
    "outputLocation.nodesLocation must be an object with one entry per node, not a list",
  ],
  "locations-of-nodes": [
    `{ ${base}, outputLocation: { nodesLocation: { bam: "results", bai: { outputLocaton: "results" } } } }`,
    "outputLocation.nodesLocation.bai.outputLocaton is not known: did you mean outputLocation?",
    "outputLocation.nodesLocation.bam must be an object, not a string",
  ],
};

const fine = `new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`;
const text = 'const text = pulumi.output("hush");';
const drafts = Object.entries(wrong).map(([name, [it]]) => `new sb.DraftTask("${name}", ${it});`);

test("one preview names every mistake of every draft, by its path and without its value", async () => {
  const found = await failing(stack, preview, fine, text, ...drafts);
  expect(found).toStrictEqual({ Stack: [atItsEnd], ...linesOf(wrong) });
  await expectNoWrites(platform);
});

test("an update that skips the preview is stopped at the first mistake, in the same words", async () => {
  const [name = "", [, ...lines] = [""]] =
    Object.entries(wrong).find(([, [, ...all]]) => all.length > 1) ?? [];
  const found = await failing(stack, (it) => it.tryUp(), ...drafts.filter((it) => it.includes(`"${name}"`)));
  expect(found).toStrictEqual({ [name]: lines });
  await expectNoWrites(platform);
});

test.each(["outputs-as-texts", "triggers-that-are-no-data"])(
  "an update that skips the preview makes no task of %s",
  async (name) => {
    const [, ...lines] = wrong[name] ?? [];
    const found = await failing(stack, up, text, ...drafts.filter((it) => it.includes(`"${name}"`)));
    expect(found).toStrictEqual({ [name]: lines });
    await expectNoWrites(platform);
  },
);

test("an arg among the options is named: Pulumi would ignore it", async () => {
  expect(
    await failing(
      stack,
      preview,
      `new sb.DraftTask("one", { ${base} }, { batchInput: "reads", protect: true });`,
    ),
  ).toStrictEqual({
    Stack: ["DraftTask one: batchInput is an arg, not an option: write it into the second argument"],
  });
});

test("two drafts of one name are Pulumi's own to refuse", async () => {
  expect(await failing(stack, preview, fine, fine)).toStrictEqual({
    fine: [
      "Duplicate resource URN 'urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::fine'; try giving it a unique name",
    ],
  });
});

test("a transformation may still complete the args: these are left to check", async () => {
  stack.program(
    `pulumi.runtime.registerStackTransformation(({ type, props, opts }) => type.includes("DraftTask") ? { props: { ...props, project: "${project}" }, opts } : undefined);`,
    `new sb.DraftTask("fine", { app: "${app}/0", inputs: { reads: sb.files(${JSON.stringify(reads)}) } });`,
  );
  const run = await stack.tryPreview();
  expect([run.code, said(stack, run)]).toStrictEqual([0, {}]);
});
