import { batchWithoutOutput } from "../../provider/model/run/runMistakes";
import { type Inline, previewTogether } from "../support/inline";
import type { Platform } from "../support/platform";
import { base, inputs, project } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";

/* Programs that one process runs side by side, as the Automation API does: which errors each of them gets in its preview. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const withToken = (program: string): Inline => ({
  program,
  config: {
    "sevenbridges:endpoint": { value: platform.url },
    "sevenbridges:token": { value: platform.token, secret: true },
  },
});

/** Only a connection of the name `lab` has a token. */
const withConnection = (program: string): Inline => {
  const lab = JSON.stringify({ lab: { endpoint: platform.url, token: platform.token } });
  return {
    program,
    config: {
      "sevenbridges:endpoint": { value: platform.url },
      "sevenbridges:connections": { value: lab, secret: true },
    },
  };
};

const theSdks = "One or more errors occurred. Check logs for more details";
const sorted = (errors: readonly string[]) => ({ isFine: false, errors: [...errors, theSdks].toSorted() });

test("each program fails for its own mistakes, and for no other's", async () => {
  const { right, ...wrong } = await previewTogether(stack, {
    right: withToken(`new sb.DraftTask("right", { ${base}, inputs: { ${inputs} } });`),
    misspelt: withToken(
      `new sb.DraftTask("task", { ${base}, inputs: { ${inputs} }, batchInputs: "reads" });`,
    ),
    port: withToken(`new sb.DraftTask("task", { ${base}, inputs: { ${inputs}, thread: 8 } });`),
    unset: { ...withToken(`new sb.DraftTask("task", { ${base}, inputs: { ${inputs} } });`), config: {} },
  });
  expect(right).toStrictEqual({ isFine: true, errors: [] });
  const said = Object.entries(wrong).map(([name, { errors }]) => [
    name,
    sorted(errors.filter((it) => it !== theSdks)),
  ]);
  expect(Object.fromEntries(said)).toStrictEqual({
    misspelt: sorted(["batchInputs is not known: did you mean batchInput?"]),
    port: sorted(["inputs.thread is not an input of the app: did you mean threads?"]),
    unset: sorted([expect.stringContaining("there is no token for the Seven Bridges API")]),
  });
});

test("a program whose lookups fail fails alone", async () => {
  const nothing = `sb.getFileOutput({ project: "${project}", path: "genme.fa" })`;
  const draft = (file: string) =>
    `new sb.DraftTask("task", { ${base}, inputs: { ${inputs}, genome: ${file} } });`;
  const cannotFind = `getFile of ${project}: cannot find genme.fa (did you mean genome.fa?)`;
  const { right, later, awaited } = await previewTogether(stack, {
    right: withToken(draft(`sb.getFileOutput({ project: "${project}", path: "genome.fa" })`)),
    later: withToken(`const file = ${nothing}; ${draft("file")} pulumi.interpolate\`\${file.id}\`;`),
    awaited: withToken(draft(`await sb.getFile({ project: "${project}", path: "genme.fa" })`)),
  });
  expect(right).toStrictEqual({ isFine: true, errors: [] });
  expect(later).toStrictEqual({ isFine: false, errors: [cannotFind, theSdks] });
  expect(awaited?.errors).toStrictEqual([expect.stringContaining(cannotFind)]);
});

const supplies = (type: string, props: string): string =>
  `(args) => args.type.endsWith(":${type}") ? { props: { ...args.props, ${props} }, opts: args.opts } : undefined`;

const bySample = 'batchInput: "reads", batchBy: sb.byMetadata("sample_id")';

const ofTheStack = (transform: string): string =>
  `pulumi.runtime.registerResourceTransform(async (args) => { await new Promise(setImmediate); return (${transform})(args); });`;

test("a preview takes what transforms supply, and names what they make wrong with all else that is wrong", async () => {
  expect(
    await previewTogether(stack, {
      supplied: withConnection(
        [
          ofTheStack(supplies("DraftTask", 'connection: "lab"')),
          ofTheStack(supplies("TaskRun", 'connection: "lab"')),
          `const parent = new pulumi.ComponentResource("lab:Step", "step", {}, { transforms: [${supplies("DraftTask", 'project: "ada/lab"')}] });`,
          `new sb.DraftTask("draft", { inputs: { ${inputs} } }, { parent, transforms: [${supplies("DraftTask", 'app: "ada/lab/align/0"')}] });`,
          `new sb.TaskRun("run", { task: "eb44dce5-2c12-5be3-97b9-92039de6182b", maxAttempts: "2" }, { parent, transforms: [${supplies("TaskRun", "maxAttempts: 2")}] });`,
          `new sb.DraftTask("old", { ${base}, inputs: { ${inputs} }, run: "no" }, { transformations: [${supplies("DraftTask", "run: false")}] });`,
        ].join("\n"),
      ),
      // What the run's own process knows of the draft was written before the transforms.
      suppliedToDrafts: withConnection(
        [
          ofTheStack(supplies("DraftTask", 'connection: "lab"')),
          `const batch = new sb.DraftTask("batch", { ${base}, inputs: { ${inputs} } }, { transforms: [${supplies("DraftTask", bySample)}] });`,
          'const both = new sb.TaskRun("both", { task: batch });',
          'both.childOutput("bam"); both.child("a").output("rate");',
          `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, ${bySample} }, { transforms: [${supplies("DraftTask", "batchInput: undefined, batchBy: undefined")}] });`,
          'new sb.TaskRun("ran", { task: one, connection: "lab" }).output("bam");',
        ].join("\n"),
      ),
      otherwise: withConnection(
        [
          ofTheStack(supplies("DraftTask", 'connection: "lab"')),
          `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, connection: "lap" });`,
          'new sb.TaskRun("ran", { task: one, connection: "lap" });',
          `const batch = new sb.DraftTask("batch", { ${base}, inputs: { ${inputs} } }, { transforms: [${supplies("DraftTask", bySample)}] });`,
          'new sb.TaskRun("both", { task: batch }).output("bam");',
        ].join("\n"),
      ),
      spoiled: withConnection(
        [
          ofTheStack(supplies("DraftTask", 'connection: args.name === "unknown" ? "lap" : "lab"')),
          `new sb.DraftTask("by-transform", { ${base}, inputs: { ${inputs} } }, { transforms: [${supplies("DraftTask", 'batchInputs: "reads"')}] });`,
          `new sb.DraftTask("by-the-program", { ${base}, inputs: { ${inputs} }, run: "yes" });`,
          `new sb.DraftTask("unknown", { ${base}, inputs: { ${inputs} } });`,
        ].join("\n"),
      ),
    }).then(({ spoiled, otherwise, ...rest }) => ({
      ...rest,
      otherwise: otherwise?.errors.toSorted(),
      spoiled: spoiled?.errors.toSorted(),
    })),
  ).toStrictEqual({
    supplied: { isFine: true, errors: [] },
    suppliedToDrafts: { isFine: true, errors: [] },
    otherwise: [
      theSdks,
      batchWithoutOutput("both", "bam"),
      "connection is another one than that of its DraftTask: take it out, the task brings its own",
    ].toSorted(),
    spoiled: [
      theSdks,
      "batchInputs is not known: did you mean batchInput?",
      "connection is not known: did you mean lab? sevenbridges:connections has lab",
      "run must be true or false, not a string",
    ].toSorted(),
  });
});
