import type { Platform } from "../../support/platform";
import { app, project } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { expectNoWrites, failing, preview, wrongToken } from "./said";

/* What a program says of lookups that fail: each reason once, with the resources that wait for it. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});
afterEach(async () => await expectNoWrites(platform));

const getFile = (path: string): string => `sb.getFileOutput({ project: "${project}", path: ${path} })`;
const up = (it: Stack) => it.tryUp();
const both: [string, (it: Stack) => ReturnType<typeof up>][] = [
  ["a preview", preview],
  ["an update", up],
];

/** Rows of a table: a draft with one separate file and one that all share, its run, and what collects the runs. */
const rows = (count: number, genome: string): readonly string[] => [
  `const genome = ${genome};`,
  `const runs = Array.from({ length: ${count} }, (_, n) => {`,
  `  const inputs = { reads: [${getFile('"sample" + n + ".bam"')}], genome };`,
  `  const row = new sb.DraftTask("row" + n, { project: "${project}", app: "${app}/0", inputs });`,
  '  return new sb.TaskRun("row" + n, { task: row });',
  "});",
  `new sb.DraftTask("all", { project: "${project}", app: "${app}/0", inputs: { reads: runs.map((run) => run.output("bam")) } });`,
  `exports.lone = ${getFile('"nothing.txt"')}.id;`,
];
const cannotFind = (name: string): string => `getFile of ${project}: cannot find ${name}`;

describe.each(both)("%s", (_, run) => {
  test("names each lookup's row, what several share once, and what nothing waits for", async () => {
    expect(await failing(stack, run, ...rows(5, getFile('"genme.fa"')))).toStrictEqual({
      Stack: [
        `${cannotFind("genme.fa (did you mean genome.fa?)")} (needed by DraftTask row0, DraftTask row1, DraftTask row2 and 2 more resources)`,
        ...[0, 1, 2, 3, 4].map((n) => `DraftTask row${n}, inputs.reads[0]: ${cannotFind(`sample${n}.bam`)}`),
        cannotFind("nothing.txt"),
      ],
    });
  });

  test("says once that the token is wrong, and how much waits", async () => {
    await stack.must("config", "set", "--secret", "sevenbridges:token", wrongToken);
    try {
      expect(
        await failing(
          stack,
          run,
          ...rows(5, `${getFile('"genome.fa"')}`),
          `sb.getAppOutput({ id: "${app}" });`,
        ),
      ).toStrictEqual({
        Stack: [
          "GET /files at <endpoint> was refused (401, code 90001: Unauthorized): check the token: it may have expired, or belong to another platform (8 lookups failed; needed by DraftTask row0, DraftTask row1, DraftTask row2 and 2 more resources)",
        ],
      });
    } finally {
      await stack.must("config", "set", "--secret", "sevenbridges:token", platform.token);
    }
  });

  test("prints twenty of many alike, and counts the others", async () => {
    const said = await failing(stack, run, ...rows(30, getFile('"genome.fa"')));
    expect(said).toStrictEqual({
      Stack: [
        ...Array.from(
          { length: 20 },
          (_, n) => `DraftTask row${n}, inputs.reads[0]: ${cannotFind(`sample${n}.bam`)}`,
        ),
        `and 11 more errors like this one: ${cannotFind("sample0.bam")}`,
      ],
    });
  });

  test("says it in one sentence where the program waits itself", async () => {
    expect(
      await failing(
        stack,
        run,
        `module.exports = async () => ({ file: await sb.getFile({ project: "${project}", path: "genme.fa" }) });`,
      ),
    ).toStrictEqual({ Stack: [cannotFind("genme.fa (did you mean genome.fa?)")] });
  });
});

test("a program that catches what a lookup fails with goes on", async () => {
  stack.program(
    "module.exports = async () => {",
    `  const file = await sb.getFile({ project: "${project}", path: "genme.fa" }).catch((error) => error.message);`,
    "  return { file };",
    "};",
  );
  await stack.up();
  expect(await stack.outputs()).toStrictEqual({ file: cannotFind("genme.fa (did you mean genome.fa?)") });
});
