import type { Platform } from "../../support/platform";
import { base, cwl, inputs, project, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { existing } from "../../support/tags";
import { atItsEnd, failing, preview, said } from "../misuse/said";

/* What a program takes from a run that has not ended, and that the run will not have. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const single = `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`;
const batch = `const two = new sb.DraftTask("two", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`;
const runs = [
  single,
  'const ran = new sb.TaskRun("ran", { task: one });',
  batch,
  'const both = new sb.TaskRun("both", { task: two });',
];
const own = [
  `const three = new sb.DraftTask("three", { project: "${project}", app: "${project}/own", inputs: { ${inputs} } });`,
  'const own = new sb.TaskRun("own", { task: three });',
  'const off = new sb.TaskRun("off", { task: three, batch: false });',
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const batchText = (run: string, port: string): string =>
  `${run} is a batch, whose values are its children's: use childOutput("${port}"), or child(group).output("${port}")`;

/** Of a single task, of a batch, of an app that batches by itself, and of that with batching switched off for the run. */
const asked: Readonly<Record<string, readonly (readonly [value: string, text: string])[]>> = {
  ran: [
    ['ran.output("bma")', "ran has no output port bma: did you mean bam? its app has bam and rate"],
    ['ran.output("variants")', "ran has no output port variants: its app has bam and rate"],
    ['ran.childOutput("bam")', 'ran is not a batch, and has no children: use output("bam")'],
    ['ran.child("a").output("rate")', 'ran is not a batch, and has no children: use output("rate")'],
  ],
  both: [
    ['both.output("bam")', batchText("both", "bam")],
    [
      'both.childOutput("rates")',
      "both has no output port rates: did you mean rate? its app has bam and rate",
    ],
    ['both.child("c").output("bam")', "both has no child of the group c: did you mean a? it has a and b"],
    ['both.child("a").output("log")', "both has no output port log: its app has bam and rate"],
  ],
  own: [
    ['own.output("bam")', batchText("own", "bam")],
    [
      'own.child("a_1").output("bam")',
      "own has no child of the group a_1: it has a_1.fastq, a_2.fastq and b_1.fastq",
    ],
  ],
  off: [['off.childOutput("bam")', 'off is not a batch, and has no children: use output("bam")']],
};
const right = [
  'ran.output("bam")',
  'both.childOutput("rate")',
  'both.child("b").output("rate")',
  'off.output("bam")',
];

const told = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(asked).map(([run, rows]) => [run, rows.map(([, text]) => text)]));
const takes = (values: readonly string[]): readonly string[] =>
  values.map((value, index) => `exports.v${index} = ${value};`);
const all = (): readonly string[] => [
  ...Object.values(asked)
    .flat()
    .map(([value]) => value),
  ...right,
];

beforeEach(() =>
  platform.control("POST", "/seed", {
    apps: [
      {
        id: `${project}/own`,
        cwl: { ...cwl, "sbg:batchInput": "reads", "sbg:batchBy": { type: "item" } },
      },
    ],
  }),
);

test("the first preview names every port, group and kind of run that is not there, also what is taken late", async () => {
  const text = await failing(stack, preview, ...runs, ...own, ...takes(all()));
  expect(text).toStrictEqual({ ...told(), Stack: [atItsEnd] });
  expect((await platform.log()).toSorted()).toStrictEqual([
    `GET /apps/${project}/align/0`,
    `GET /apps/${project}/own`,
    `GET /projects/${project}`,
    existing(),
    "POST /bulk/files/get?fields=id,name,type,project,parent,metadata",
  ]);

  const late = await failing(
    stack,
    preview,
    "module.exports = async () => {",
    ...runs,
    ...own,
    `  await sb.getProject({ id: "${project}" });`,
    ...all().map((value) => `  ${value};`),
    "};",
  );
  expect(late).toStrictEqual({ ...told(), Stack: [atItsEnd] });
  expect(await platform.writes()).toStrictEqual([]);
});

test("a run of a draft that is there is looked at in the same way, and a right program previews and runs", async () => {
  stack.program(single, batch, own[0] ?? "");
  await stack.up();
  await platform.writes();
  const text = await failing(stack, preview, ...runs, ...own, ...takes(all()));
  expect(text).toStrictEqual({ ...told(), Stack: [atItsEnd] });
  expect(await platform.writes()).toStrictEqual([]);

  stack.program(...runs, ...takes(right.slice(0, 3)));
  expect(said(stack, await preview(stack))).toStrictEqual({});
});

test("an update without a preview starts no task of which something is taken that it will not have", async () => {
  stack.program(
    single,
    batch,
    `const four = new sb.DraftTask("four", { ${base}, inputs: { reads: [sb.file("${reads[0]}")] } });`,
    'const ran = new sb.TaskRun("ran", { task: one, wait: false });',
    'const both = new sb.TaskRun("both", { task: two, wait: false });',
    'const byId = new sb.TaskRun("by-id", { task: two.id, wait: false });',
    'const fine = new sb.TaskRun("fine", { task: four, wait: false });',
    'ran.output("bma");',
    'both.output("bam");',
    'both.child("c").output("bam");',
    'byId.output("rate");',
    'fine.output("bam");',
  );
  const { code, text } = await stack.tryUp("--continue-on-error");
  expect(code).not.toBe(0);
  for (const lines of [
    ["ran has no output port bma: did you mean bam? its app has bam and rate"],
    [batchText("both", "bam"), "both has no child of the group c: did you mean a? it has a and b"],
    [batchText("by-id", "rate")],
  ])
    expect(text).toMatch(new RegExp(`${lines.map(escaped).join("; ")}; task \\S+ was not started`));
  const { items } = await platform.api("GET", "/tasks?fields=name,status");
  expect(items).toHaveLength(3);
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: "one", status: "DRAFT" }),
      expect.objectContaining({ name: "two", status: "DRAFT" }),
      expect.objectContaining({ name: "four", status: "QUEUED" }),
    ]),
  );
});

test("nothing is stored of it, and a preview without changes makes no call", async () => {
  stack.program(
    single,
    'const ran = new sb.TaskRun("ran", { task: one });',
    'exports.bam = ran.output("bam");',
  );
  const begun = stack.beginUp();
  const clock = setInterval(() => void platform.advance(500), 500);
  try {
    expect((await begun.run).code).toBe(0);
  } finally {
    clearInterval(clock);
  }
  const { inputs: stored, outputs } = await stack.resource("ran");
  const names = [...Object.keys(stored), ...Object.keys(outputs)];
  expect(names.filter((name) => ["__uses", "__shape"].includes(name))).toStrictEqual([]);
  await platform.log();
  expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
  expect(await platform.log()).toStrictEqual([]);
});
