import type { Platform } from "../support/platform";
import { base, inputs, project } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";

/* Lookups by the hundred, and lookups that follow a run, in real programs. */

const names = Array.from({ length: 1_000 }, (_, n) => `lane${n}_R1_001.fastq.gz`);

let platform: Platform;
let stack: Stack;
allOnOneStack(
  async (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
    await platform.control("POST", "/seed", {
      files: names.map((name, n) => ({ project, name: `run${n % 4}/${name}`, size: 1 })),
    });
  },
  { taskSeconds: 1 },
);

const lists = (log: readonly string[]): readonly string[] =>
  log.filter((line) => line.startsWith("GET /files"));

test("1,000 getFileOutput of one project cost 13 calls; a filter that finds nothing warns", async () => {
  stack.program(
    `const files = Array.from({ length: 1000 }, (_, n) => sb.getFileOutput({ project: "${project}", path: "run" + (n % 4) + "/lane" + n + "_R1_001.fastq.gz" }));`,
    `const stray = sb.getFilesOutput({ project: "${project}", folder: "run1", match: "*.bam" });`,
    `exports.found = pulumi.all([pulumi.all(files), stray]).apply(([all, none]) => [all.length, new Set(all.map(({ path }) => path)).size, none.length]);`,
  );
  await platform.log();
  const text = await stack.up();
  expect(await stack.outputs()).toStrictEqual({ found: [1_000, 1_000, 0] });
  expect(lists(await platform.log())).toHaveLength(13 + 3);
  expect(text).toContain(
    `warning: getFiles of ${project}: nothing is found for match *.bam: of 250 files, none matches *.bam: 250 end in .fastq.gz`,
  );
});

test("a lookup that depends on a run waits for it, is unknown before, and finds what it has made", async () => {
  const found = `{ project: "${project}", origin: "task" }`;
  stack.program(
    `class Step extends pulumi.ComponentResource {`,
    `  constructor(name, opts) {`,
    `    super("lab:Step", name, {}, opts);`,
    `    const task = new sb.DraftTask(name, { ${base}, inputs: { ${inputs} } }, { parent: this });`,
    `    this.run = new sb.TaskRun(name, { task }, { parent: this });`,
    `  }`,
    `}`,
    `const step = new Step("one");`,
    `const sizes = {`,
    `  before: sb.getFilesOutput(${found}),`,
    `  afterRun: sb.getFilesOutput(${found}, { dependsOn: step.run, parent: step }),`,
    `  afterComponent: sb.getFilesOutput(${found}, { dependsOn: [step] }),`,
    `  inApply: step.run.status.apply(() => sb.getFiles(${found})),`,
    `};`,
    `for (const [name, files] of Object.entries(sizes)) exports[name] = files.apply((all) => all.length);`,
    `new sb.DraftTask("two", { ${base}, inputs: { reads: sizes.afterRun } });`,
  );
  await platform.log();
  expect(await stack.preview()).toStrictEqual(["one: create", "one: create", "two: create"]);
  expect(lists(await platform.log())).toHaveLength(1);
  await stack.up();
  expect(await stack.outputs()).toStrictEqual({ before: 0, afterRun: 1, afterComponent: 1, inApply: 1 });
  const { reads } = (await stack.resource("two")).outputs.inputs as { reads: unknown }; // as the program says
  expect(reads).toStrictEqual([{ class: "File", path: expect.any(String), name: expect.any(String) }]);
  await stack.destroy();
});
