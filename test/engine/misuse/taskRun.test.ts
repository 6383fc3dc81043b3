import type { Platform } from "../../support/platform";
import { app, base, inputs, project } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, linesOf, preview, uuid, type Wrong } from "./said";

/* Every wrong arg of a `TaskRun`, and every value that a run does not have. */

let platform: Platform;
let stack: Stack;
allOnOneStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const aTask = "task must be a DraftTask or the id of a task (a UUID)";
const anOutput =
  "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";
const aDuration = "timeout must be a duration like 24h, 90m or 1h30m";
const aCount = "maxAttempts must be a whole number of at least 1";

const wrong: Wrong = {
  // The args as a whole, task
  "no-args": ["undefined", "task is required"],
  "no-task": ["{}", "task is required"],
  "an-undefined-task": ["{ task: pulumi.output({}).apply((it) => it.di) }", "task is required"],
  "a-task-by-its-name": ['{ task: "align" }', `${aTask}, not a string of another form`],
  "a-task-that-is-null": ["{ task: null }", `${aTask}, not null`],
  "a-list-of-tasks": ["{ task: [fine] }", `${aTask}, not a list`],
  "a-task-that-is-an-object": [`{ task: { id: "${uuid}" } }`, `${aTask}, not an object`],
  "a-run-of-a-run": ["{ task: ran }", `${aTask}, not an object`],

  // The other args
  "a-misspelt-arg": [
    `{ task: "${uuid}", maxAttempt: 2 }`,
    "maxAttempt is not known: did you mean maxAttempts?",
  ],
  "an-arg-that-there-is-not": [
    `{ task: "${uuid}", memory: 4 }`,
    "memory is not known; known are task, batch, useInterruptibleInstances, wait, timeout, allowFailures, maxAttempts, triggers, connection",
  ],
  "an-option-among-the-args": [
    `{ task: "${uuid}", dependsOn: [] }`,
    "dependsOn is a resource option, not an arg: write it into the third argument, beside the args",
  ],
  "args-of-the-draft": [
    `{ task: "${uuid}", inputs: {}, instanceType: "AUTO" }`,
    "inputs is an arg of DraftTask, not of TaskRun: write inputs where the task is declared",
    "instanceType is an arg of DraftTask, not of TaskRun: write executionSettings.instanceType where the task is declared",
  ],
  "outputs-as-texts": [
    "{ task: String(fine.id), timeout: String(fine.id), triggers: [String(fine.id), new Date()] }",
    `task ${anOutput}`,
    `triggers[0] ${anOutput}`,
    "triggers[1] is a Date, which Pulumi stores as an empty object: write date.toISOString()",
    `timeout ${anOutput}`,
  ],
  "no-attempt": [`{ task: "${uuid}", maxAttempts: 0 }`, `${aCount}, not zero`],
  "fewer-attempts-than-none": [`{ task: "${uuid}", maxAttempts: -1 }`, `${aCount}, not a negative number`],
  "half-an-attempt": [`{ task: "${uuid}", maxAttempts: 1.5 }`, `${aCount}, not a fraction`],
  "attempts-in-words": [`{ task: "${uuid}", maxAttempts: "2" }`, `${aCount}, not a string`],
  forever: [`{ task: "${uuid}", timeout: "forever" }`, `${aDuration}, not a string of another form`],
  "a-timeout-in-words": [
    `{ task: "${uuid}", timeout: "1 hour" }`,
    `${aDuration}, not a string of another form`,
  ],
  "a-timeout-of-nothing": [
    `{ task: "${uuid}", timeout: "0s" }`,
    `${aDuration}, not a string of another form`,
  ],
  "a-timeout-in-seconds": [`{ task: "${uuid}", timeout: 3600 }`, `${aDuration}, not a number`],
  "an-empty-timeout": [`{ task: "${uuid}", timeout: "" }`, `${aDuration}, not an empty string`],
  "every-switch-in-words": [
    `{ task: "${uuid}", wait: "no", allowFailures: "all", batch: "no", useInterruptibleInstances: "spot" }`,
    "batch must be true or false, not a string",
    "useInterruptibleInstances must be true or false, not a string",
    "wait must be true or false, not a string",
    "allowFailures must be true or false, not a string",
  ],
  "a-trigger-without-a-list": [
    `{ task: "${uuid}", triggers: { v: 2 } }`,
    "triggers must be a list, not an object",
  ],
};

test("one preview names every mistake of every run, by its path and without its value", async () => {
  const text = await failing(
    stack,
    preview,
    `const fine = new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`,
    'const ran = new sb.TaskRun("ran", { task: fine });',
    ...Object.entries(wrong).map(([name, [it]]) => `new sb.TaskRun("${name}", ${it});`),
  );
  // How many runs wait for a slot depends on the machine.
  const ofStack = text.Stack?.filter((line) => !/^warning: \d+ runs will wait/.test(line));
  expect({ ...text, Stack: ofStack }).toStrictEqual({ Stack: [atItsEnd], ...linesOf(wrong) });
  await expectNoWrites(platform);
});

test.each<[string, (id: string) => string, string]>([
  [
    "of nothing",
    () => `{ task: "${uuid}" }, { import: "${uuid}" }`,
    `there is no task ${uuid} at <endpoint> to import: check the id and the platform`,
  ],
  [
    "by a name",
    () => `{ task: "${uuid}" }, { import: "align" }`,
    `\`import\` names task align, but \`task\` is ${uuid}: give the same id to both`,
  ],
  [
    "of another task",
    (id) => `{ task: "${uuid}" }, { import: "${id}" }`,
    `\`import\` names task <id>, but \`task\` is ${uuid}: give the same id to both`,
  ],
  [
    "of a draft",
    (id) => `{ task: "${id}" }, { import: "${id}" }`,
    "task <id> is a draft, and has no run to import: take `import` out of the options of its TaskRun, which then starts it",
  ],
])("a preview ends at once: import of a run %s", async (_, args, sentence) => {
  const { id } = await platform.api("POST", "/tasks", { project, app: `${app}/0`, name: "by hand" });
  expect(await failing(stack, preview, `new sb.TaskRun("ran", ${args(String(id))});`)).toStrictEqual({
    ran: [sentence],
  });
  await expectNoWrites(platform);
});

test("a port that is no string ends the program at once", async () => {
  expect(
    await failing(
      stack,
      preview,
      `const fine = new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`,
      'new sb.TaskRun("ran", { task: fine }).output();',
    ),
  ).toStrictEqual({ Stack: ["the port in output(port) of ran must be a string, not missing"] });
});

test("a draft is none of the args", async () => {
  const draft = `const fine = new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`;
  expect(await failing(stack, preview, draft, 'new sb.TaskRun("ran", fine);')).toStrictEqual({
    Stack: ["TaskRun ran takes an object of args, not a resource in their place"],
  });
});

/** What is asked of the run of a single task (`ran`), of a batch (`both`), of one with two groups of one name (`twins`). */
const asked: readonly (readonly [value: string, text: string])[] = [
  ['ran.output("bma")', "ran has no output port bma: did you mean bam? its app has bam and rate"],
  ['ran.output("variants")', "ran has no output port variants: its app has bam and rate"],
  ['ran.childOutput("bam")', 'ran is not a batch, and has no children: use output("bam")'],
  ['ran.child("a").output("bam")', 'ran is not a batch, and has no children: use output("bam")'],
  [
    'both.output("bam")',
    'both is a batch, whose values are its children\'s: use childOutput("bam"), or child(group).output("bam")',
  ],
  ['both.childOutput("rates")', "both has no output port rates: did you mean rate? its app has bam and rate"],
  ['both.child("c").output("bam")', "both has no child of the group c: did you mean a? it has a and b"],
  ['both.child("NA12878").output("bam")', "both has no child of the group NA12878: it has a and b"],
  ['both.child("a").output("log")', "both has no output port log: its app has bam and rate"],
];

const runs = [
  `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
  'const ran = new sb.TaskRun("ran", { task: one });',
  `const two = new sb.DraftTask("two", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
  'const both = new sb.TaskRun("both", { task: two });',
];

test("ports and groups that a run does not have are refused with those that it has", async () => {
  stack.program(...runs);
  await stack.up();
  await platform.writes();
  const text = await failing(
    stack,
    preview,
    ...runs,
    ...asked.map(([value], index) => `exports.v${index} = ${value};`),
  );
  expect([...(text.Stack ?? [])].sort()).toStrictEqual(asked.map(([, sentence]) => sentence).sort());
  expect(Object.keys(text)).toStrictEqual(["Stack"]);
  await expectNoWrites(platform);
});

test("those that it has are given", async () => {
  stack.program(
    ...runs,
    'exports.one = ran.output("rate");',
    'exports.all = both.childOutput("rate");',
    'exports.b = both.child("b").output("rate");',
  );
  await stack.up();
  expect(await stack.outputs()).toStrictEqual({ one: 0.5, all: [0.5, 0.5], b: 0.5 });
});

test("a connection that is not its DraftTask's", async () => {
  const sentence =
    "connection is another one than that of its DraftTask: take it out, the task brings its own";
  expect(
    await failing(
      stack,
      preview,
      `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
      'new sb.TaskRun("other", { task: one, connection: "eu" });',
    ),
  ).toStrictEqual({ other: [sentence], Stack: [atItsEnd] });
});
