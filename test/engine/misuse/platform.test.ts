import type { Platform } from "../../support/platform";
import { app, base, inputs, otherProject, project, reads } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, linesOf, preview, up, uuid, type Wrong } from "./said";

/* What only the platform can tell: projects, apps, tasks, files and rights that are not as the program thinks. A preview asks it. */

let platform: Platform;
let stack: Stack;
let started: string;
let broken: string;
let byHand: string;
allOnOneStack(
  async (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
    const made = async (name: string, given: object): Promise<string> =>
      String((await platform.api("POST", "/tasks", { project, app, name, inputs: given })).id);
    const one = { reads: [{ class: "File", path: reads[0] }] };
    started = await made("started", one);
    broken = await made("broken", {});
    byHand = await made("by hand", one);
    await platform.api("POST", `/tasks/${started}/actions/run`);
  },
  { taskSeconds: 1 },
);

const noProject =
  "was refused (404, code 3002: Requested project does not exist): check the project's id, and that it is on this platform";
const noApp =
  "was refused (404, code 6002: Requested app or app revision does not exist): check the app's id and revision, and that it is on this platform";
const draftWithErrors = "(task <id> is a draft with errors: fix the program and run pulumi up again)";
const asTold = "change the program accordingly, or report this if the program is right";
const look = "GET /tasks at <endpoint>";
const create = "POST /tasks at <endpoint>";
const noTask = `there is no task ${uuid} at <endpoint>`;

const draft = (name: string, args: string, options = ""): string =>
  `const ${name.replaceAll("-", "_")} = new sb.DraftTask("${name}", ${args}, ${options || "{}"});`;

const wrong = (): Wrong => ({
  // Projects and apps
  "a-project-that-is-not-there": [`{ project: "ada/labs", app: "${app}/0" }`, `${look} ${noProject}`],
  "a-project-of-somebody-else": [
    `{ project: "bob/private", app: "${app}/0", inputs: { ${inputs} } }`,
    `${look} was refused (403, code 3001: Insufficient privileges to access the requested project): the token's user is not allowed to do this: check the project's members and permissions`,
  ],
  "an-app-that-is-not-there": [`{ project: "${project}", app: "ada/lab/algin/0" }`, `${create} ${noApp}`],
  "a-revision-that-is-not-there": [`{ project: "${project}", app: "${app}/99" }`, `${create} ${noApp}`],

  // Values that the app does not take: the drafts are made, and kept until they are fixed
  "no-required-input": [`{ ${base} }`, `* Input reads is required. ${draftWithErrors}`],
  "values-of-other-types": [
    `{ ${base}, inputs: { threads: "many", genmoe: 1, mode: "Advanced", genome: sb.file("5678000000000000000000ff"), reads: "a.fastq" } }`,
    "5 errors occurred:",
    `* The app has no input genmoe. ${draftWithErrors}`,
    `* reads must be a list. ${draftWithErrors}`,
    `* genome: there is no file 5678000000000000000000ff. ${draftWithErrors}`,
    `* threads must be of type int. ${draftWithErrors}`,
    `* mode must be one of None, Basic. ${draftWithErrors}`,
  ],
  "a-batch-of-no-list": [
    `{ ${base}, inputs: { ${inputs}, threads: 1 }, batchInput: "threads", batchBy: sb.byItem }`,
    `* threads must be a list. ${draftWithErrors}`,
  ],
  "an-unknown-batch-port": [
    `{ ${base}, inputs: { ${inputs} }, batchInput: "raeds", batchBy: sb.byItem }`,
    `${create} was refused (400, code 7018: The app has no input raeds to batch by): ${asTold}`,
  ],
  "a-batch-that-the-app-lacks": [
    `{ ${base}, inputs: { ${inputs} }, batch: true }`,
    `${create} was refused (400, code 7019: Missing batch criteria): ${asTold}`,
  ],
});

const splits = "must be a list with something in it, for batchInput splits it";

/** What the checks say of these before anything is made. */
const checked = (): Wrong => {
  const [all, said] = [
    wrong(),
    {
      "an-app-that-is-not-there": [`app: GET /apps/ada/lab/algin/0 at <endpoint> ${noApp}`],
      "a-revision-that-is-not-there": [`app: GET /apps/${app}/99 at <endpoint> ${noApp}`],
      "no-required-input": ["inputs.reads is required (File[])"],
      "values-of-other-types": [
        "inputs.genmoe is not an input of the app: did you mean genome?",
        "inputs.reads must be File[], not a string: sb.getFiles({ project, paths }) looks files up by their paths, sb.files(ids) takes their ids",
        "inputs.threads must be int?, not a string",
        "inputs.mode must be one of None, Basic, not another string",
      ],
      "a-batch-of-no-list": [`inputs.threads ${splits}, not a number`],
      "an-unknown-batch-port": ["batchInput is not an input of the app: did you mean reads?"],
      "a-batch-that-the-app-lacks": [
        "batch is true, but the app does not define batching: give batchInput and batchBy",
      ],
    },
  ];
  return Object.fromEntries(
    Object.entries(said).map(([name, lines]) => [name, [all[name]?.[0] ?? "", ...lines]]),
  );
};

/** Other resources, and what is said of them. */
const others = (): Wrong => ({
  "a-run-of-nothing": [
    `new sb.TaskRun("a-run-of-nothing", { task: "${uuid}" });`,
    `${noTask} to run: check the id and the platform`,
  ],
  "a-run-of-a-draft-with-errors": [
    `new sb.TaskRun("a-run-of-a-draft-with-errors", { task: "${broken}" });`,
    "task <id> has errors and cannot start: Input reads is required: fix the task and run pulumi up again",
  ],
  "a-draft-by-a-name": [
    `sb.DraftTask.get("a-draft-by-a-name", "align");`,
    "the id given to DraftTask.get must be the id of a task (a UUID)",
  ],
  "a-draft-from-nowhere": [
    `sb.DraftTask.get("a-draft-from-nowhere", "${uuid}");`,
    `${noTask}: check the id and the platform`,
  ],
  "a-run-by-a-name": [
    `sb.TaskRun.get("a-run-by-a-name", "align");`,
    "the id given to TaskRun.get must be the id of a task (a UUID)",
  ],
  "a-run-from-nowhere": [
    `sb.TaskRun.get("a-run-from-nowhere", "${uuid}");`,
    `${noTask}: check the id and the platform`,
  ],
});

const drafts = (table: Wrong): readonly string[] =>
  Object.entries(table).map(([name, [args]]) => draft(name, args));

test("one preview names all that the apps do not take, beside the mistakes of other args, and makes nothing", async () => {
  const text = await failing(
    stack,
    preview,
    ...drafts(checked()),
    draft("no-name", `{ ${base}, name: "" }`),
    draft("fine", `{ ${base}, inputs: { ${inputs} } }`),
    'new sb.TaskRun("ran", { task: fine });',
  );
  expect(text).toStrictEqual({
    Stack: [atItsEnd],
    ...linesOf(checked()),
    "no-name": ["name must not be blank"],
  });
  await expectNoWrites(platform);
});

test("an update that skips the preview is stopped by check at the first such draft, in the same words", async () => {
  const name = "values-of-other-types";
  const [args = "", ...lines] = checked()[name] ?? [];
  expect(await failing(stack, up, draft(name, args))).toStrictEqual({ [name]: lines });
  await expectNoWrites(platform);
});

test("without checks an update that goes on has the whole text of every refusal, by resource", async () => {
  await stack.must("config", "set", "sevenbridges:checks", "offline");
  const text = await failing(stack, up, ...drafts(wrong()), ...Object.values(others()).map(([line]) => line));
  expect(text).toStrictEqual({ ...linesOf(wrong()), ...linesOf(others()) });
  // What has errors is in the state and on the platform; what was refused is nowhere.
  const kept = ["a-batch-of-no-list", "no-required-input", "values-of-other-types"];
  expect(Object.keys(await stack.resources()).sort()).toStrictEqual(kept);
  expect([...(await platform.tasks())].sort()).toStrictEqual(
    [...kept, "broken", "by hand", "started"].sort(),
  );
  await stack.destroy();
  await stack.must("config", "rm", "sevenbridges:checks");
});

const differs = (what: string): string =>
  `cannot be imported, because it differs from the program in ${what}: change the program to say what the task is, or take \`import\` out to have a new one made`;

const otherReads = `inputs.reads (a list of 1 there, a list of 3 in the program: +${reads[1]}, +${reads[2]})`;

test.each<[string, () => readonly string[], object]>([
  [
    "import by a name",
    () => [`{ ${base} }`, "align"],
    { one: ["the id to import must be the id of a task (a UUID)"] },
  ],
  [
    "import from nowhere",
    () => [`{ ${base} }`, uuid],
    { one: [`${noTask} to import: check the id and the platform`] },
  ],
  [
    "import of a task that ran otherwise",
    () => [`{ ${base}, name: "started", inputs: { ${inputs} } }`, started],
    { one: [`task <id> (COMPLETED) ${differs(otherReads)}`] },
  ],
  [
    "import from another project",
    () => [`{ project: "${otherProject}", app: "${app}/0", inputs: { ${inputs} } }`, byHand],
    {
      one: [`task <id> (DRAFT) ${differs('project ("ada/lab" there, "ada/other" in the program)')}`],
    },
  ],
  [
    "import of a secret that differs",
    () => [
      `{ ${base}, name: "started", inputs: { ${inputs}, note: pulumi.secret("hush"), threads: 3 } }`,
      started,
    ],
    {
      one: [
        `task <id> (COMPLETED) ${differs(
          "inputs.note (missing there, a string in the program), inputs.reads (a list there, a list in the program) and inputs.threads (missing there, a number in the program)",
        )}`,
      ],
    },
  ],
])("a preview ends at once: %s", async (_, program, text) => {
  const [args = "", imported] = program();
  const options = imported === undefined ? "" : `{ import: "${imported}" }`;
  expect(await failing(stack, preview, draft("one", args, options))).toStrictEqual(text);
});

test("an app that is not there, without its revision, is a mistake like any other", async () => {
  const args = `{ project: "${project}", app: "ada/lab/algin" }`;
  expect(await failing(stack, preview, draft("one", args), draft("two", args))).toStrictEqual({
    Stack: [atItsEnd],
    one: [`app: GET /apps/ada/lab/algin at <endpoint> ${noApp}`],
    two: [`app: GET /apps/ada/lab/algin at <endpoint> ${noApp}`],
  });
});

test.each([
  ["DraftTask", ""],
  ["TaskRun", ', ""'],
])("%s.get without an id ends the program", async (kind, id) => {
  expect(await failing(stack, preview, `sb.${kind}.get("got"${id});`)).toStrictEqual({
    Stack: [`${kind}.get needs the id of a task (a UUID) as its second argument`],
  });
});

test("a replacement with `import` still set is refused", async () => {
  const importing = `{ import: "${byHand}" }`;
  stack.program(draft("one", `{ ${base}, name: "by hand", inputs: { ${inputs} } }`, importing));
  await stack.up();
  const anew = draft("one", `{ ${base}, name: "by hand", inputs: { ${inputs} }, triggers: [1] }`, importing);
  expect(await failing(stack, preview, anew)).toStrictEqual({
    one: [
      "triggers changed, which needs a new task: remove `import` from the resource's options to have one made",
    ],
  });
});
