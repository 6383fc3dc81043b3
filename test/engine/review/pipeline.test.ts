import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { command, reviewed } from "../../review/reviewed";
import { drawnIn, firstLine, rowsOf, sectionOf } from "../../support/comment";
import type { Platform } from "../../support/platform";
import { base, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";

/* A pipeline that has run, and what may be done to it. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 0.1 },
);

const align = (threads: string): string =>
  `const align = new sb.DraftTask("align", { ${base}, inputs: { reads: [sb.file("${reads[0]}")], ${threads} } });
   const aligned = new sb.TaskRun("aligned", { task: align });`;
const count = (name: string, run: string, options = "{}", runOptions = "{}"): string =>
  `const count = new sb.DraftTask("${name}", { ${base}, inputs: { reads: [aligned.output("bam")] } }, ${options});
   new sb.TaskRun("${run}", { task: count }, ${runOptions});`;
const hidden = (text: string): string =>
  `new sb.DraftTask("hidden", { ${base}, description: pulumi.secret("${text} of all"), inputs: { reads: [sb.file("${reads[0]}")], note: pulumi.secret("${text}") } });`;
const many = `for (let n = 1; n <= 200; n += 1) new sb.DraftTask("sample-" + n, { ${base}, inputs: { reads: [sb.file("${reads[1]}")], threads: n } });`;
const legend = /<sub>Boxes are tasks/;

beforeEach(async () => {
  stack.program(align("threads: 1"), count("count", "counted"), hidden("hush-1"));
  await stack.up();
});

test("a rename is reported, with the options that keep the task; 200 alike are one row and one node; no secret is shown", async () => {
  stack.program(align("threads: 1"), count("tally", "tallied"), hidden("hush-2"), many);
  const { markdown } = await reviewed(stack);
  expect(markdown).not.toContain("hush");
  expect(markdown).toContain(
    [
      "**A rename?** `count` (COMPLETED, 0.04 USD) is deleted and `tally` is new, but both are the same task. To keep it and its results, give the resources these options:",
      "",
      '- DraftTask `tally`: `{ aliases: [{ name: "count" }] }`',
      '- TaskRun `tallied`: `{ aliases: [{ name: "counted" }] }`',
    ].join("\n"),
  );
  expect(firstLine(markdown)).toBe(
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.04 USD, and is paid for a second time.** Nothing that runs is aborted. 1 task that has ended, for 0.04 USD, leaves the stack; the platform keeps its record.",
  );
  expect(rowsOf(markdown, "New")).toStrictEqual([
    "| `sample` × 200<br>`sample-1` … `sample-200` | `align/0` | the app’s default | nothing: stays a draft |",
    "| `tally` | `align/0` | the app’s default | `tallied` |",
  ]);
  expect(rowsOf(markdown, "Changed in place")).toStrictEqual([
    "| `hidden` | `align/0` | what is secret | draft |",
  ]);
  expect(rowsOf(markdown, "Runs")).toStrictEqual([
    "| `counted` | `count` | leaves the stack; the platform keeps the record | `COMPLETED`, **0.04 USD** |",
    "| `tallied` | `tally` | **starts the task** |   |",
  ]);
  expect(drawnIn(markdown)).toStrictEqual([
    'n0["align<br/>align/0"]:::kept',
    'n1["count<br/>align/0"]:::gone',
    'n2["hidden<br/>align/0"]:::changed',
    'n3["sample × 200<br/>align/0"]:::added',
    'n4["tally<br/>align/0"]:::added',
    'n5(["aligned"]):::kept',
    'n6(["counted"]):::gone',
    'n7(["▶ tallied"]):::added',
    'n5 -->|"reads"| n1',
    'n5 -->|"reads"| n4',
    "n0 --> n5",
    "n1 --> n6",
    "n4 --> n7",
  ]);
  const short = await reviewed(stack, ["--max-chars", "3000"]);
  expect(short.markdown.length).toBeLessThanOrEqual(3000);
  expect(firstLine(short.markdown)).toBe(firstLine(markdown));

  const aliased = ['{ aliases: [{ name: "count" }] }', '{ aliases: [{ name: "counted" }] }'] as const;
  stack.program(align("threads: 1"), count("tally", "tallied", ...aliased), hidden("hush-1"));
  expect(await reviewed(stack, ["--fail-on", "start,replace,delete,warning"])).toStrictEqual({
    code: 0,
    complaint: "",
    markdown: [
      "**Nothing changes.** Nothing starts, nothing is aborted.",
      "",
      "Stack `dev` of project `lab`. Tasks and runs: 5 unchanged.",
      "",
      "<!-- pulumi-sevenbridges review: lab/dev -->",
      "",
    ].join("\n"),
  });
});

test("what only may be replaced is listed apart from what is; unchanged ones are counted where the preview does not show them", async () => {
  stack.program(align("threads: 2"), count("count", "counted"), hidden("hush-1"));
  const { markdown, code } = await reviewed(stack, ["--fail-on", "abort"], []);
  expect(code).toBe(0);
  expect(firstLine(markdown)).toBe(
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.04 USD, and is paid for a second time.** Nothing that runs is aborted. 1 more is expected to start, because what it depends on runs again; its earlier run cost 0.04 USD.",
  );
  expect(markdown).toContain(
    "Stack `dev` of project `lab`. Tasks and runs: 2 replaced, 2 may be replaced, 1 unchanged (not in the graph: the preview was made without `--show-sames`).",
  );
  expect(rowsOf(markdown, "Replaced")).toStrictEqual([
    "| `align` | `align/0` | `inputs.threads`: `1` → `2` | `COMPLETED`, **0.04 USD** | the app’s default | `aligned` |",
  ]);
  expect(rowsOf(markdown, "May be replaced")).toStrictEqual([
    "| `count` | `align/0` | **expected**, only if `inputs.reads` really changes; it comes from `aligned`, which is replaced | `COMPLETED`, **0.04 USD** | the app’s default |",
  ]);
  expect(rowsOf(markdown, "Runs")).toStrictEqual([
    "| `aligned` | `align` | **starts the new task** | `COMPLETED`, **0.04 USD** |",
    "| `counted` | `count` | starts the new task, which is expected to come | `COMPLETED`, **0.04 USD** |",
  ]);
  expect(sectionOf(markdown, "The pipeline")).toMatch(legend);
});

test("a preview that fails begins with its errors, and a gate on them is shut", async () => {
  stack.program(align("treads: 2"), count("count", "counted"), hidden("hush-1"));
  const failed = await reviewed(stack, ["--fail-on", "error"]);
  expect([failed.code, failed.complaint, firstLine(failed.markdown)]).toStrictEqual([
    1,
    "The review fails on error.\n",
    "**The preview failed, and so would `pulumi up`.** What follows is incomplete.",
  ]);
  expect(failed.markdown).toContain(
    "#### Errors (2)\n\n`align`:\n\n```text\ninputs.treads is not an input of the app: did you mean threads?\n```",
  );
  expect((await platform.tasks()).toSorted()).toStrictEqual(["align", "count", "hidden"]);
});

const fed = async (input: string, ...flags: readonly string[]): Promise<readonly [unknown, string]> => {
  const running = promisify(execFile)(process.execPath, [command, "review", ...flags]);
  running.child.stdin?.end(input);
  return running.then(
    ({ stdout }) => [0, stdout] as const,
    (error: { code: unknown; stderr: string }) => [error.code, error.stderr] as const,
  );
};

test.each([
  [
    "nothing",
    "",
    [],
    "There is nothing to review: `pulumi preview --json` has printed nothing, and says on stderr why.\n",
  ],
  [
    "text",
    "Previewing update (dev)",
    [],
    "This is not JSON: pipe what `pulumi preview --json` prints on stdout into it, and nothing else.\n",
  ],
  ["other JSON", "[1]", [], "This is JSON, but not what `pulumi preview --json` prints.\n"],
  [
    "a rule that there is not",
    "{}",
    ["--fail-on", "costs"],
    "--fail-on has no rule costs. Rules: error, warning, start, cost-again, abort, replace, replace-of-started, maybe-replace-of-started, delete, delete-of-started.\n",
  ],
  [
    "a limit that is none",
    "{}",
    ["--max-chars", "12"],
    "--max-chars must be a whole number of at least 3000, not 12.\n",
  ],
  ["two files", "{}", ["a", "b"], "One file at a time: see pulumi-sevenbridges review --help.\n"],
] as const)("given %s, it says what is wrong and exits with 2", async (_, input, flags, sentence) =>
  expect(await fed(input, ...flags)).toStrictEqual([2, sentence]),
);
