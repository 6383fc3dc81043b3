import { writeFileSync } from "node:fs";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* What would be paid for twice without any diff: a state that forgot, and replacements that the engine is told to make. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const program = (options = ""): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } }, {${options}});`,
    `exports.run = new sb.TaskRun("ran", { task: one }, {${options}}).status;`,
  );

/** A task that has run, and the state before it was created. */
const finished = async (): Promise<{ readonly id: string; readonly before: string }> => {
  stack.program();
  await stack.up();
  const before = await stack.export();
  program();
  await stack.up();
  const { id } = await stack.resource("one");
  await stack.must("config", "set", "sevenbridges:replaceFinished", "refuse");
  await platform.log();
  return { id, before };
};
const refusal = (id: string): string => `Refusing to create another task: task ${id} (COMPLETED, 0.04 USD, `;
const posts = async (): Promise<readonly string[]> =>
  (await platform.writes()).filter((line) => !line.startsWith("PATCH"));

test("with replaceFinished: refuse, a state from a backup pays for nothing again, and import repairs it", async () => {
  const { id, before } = await finished();
  const backup = stack.file("backup.json");
  writeFileSync(backup, before);
  await stack.must("stack", "import", "--file", backup);
  const preview = await stack.tryPreview();
  expect(preview.code).not.toBe(0);
  expect(preview.text).toContain(refusal(id));
  const { code, text } = await stack.tryUp();
  expect(code).not.toBe(0);
  expect(text).toContain(refusal(id));
  expect(await posts()).toStrictEqual([]);
  program(`import: "${id}"`);
  await stack.up();
  expect(await posts()).toStrictEqual([]);
  expect(await stack.outputs()).toStrictEqual({ run: "COMPLETED" });
});

test("with replaceFinished: refuse, --replace of a finished task fails before it costs; without, it says what it costs", async () => {
  const { id } = await finished();
  const replace = ["--replace", (await stack.resource("one")).urn];
  const preview = await stack.tryPreview(...replace);
  expect([preview.code === 0, preview.text.includes(refusal(id))]).toStrictEqual([false, true]);
  const { code, text } = await stack.tryUp(...replace);
  expect([code === 0, text.includes(refusal(id))]).toStrictEqual([false, true]);
  expect(await posts()).toStrictEqual([]);
  expect((await stack.resource("one")).id).toBe(id);
  await stack.must("config", "set", "sevenbridges:replaceFinished", "allow");
  expect(await stack.up(...replace)).toContain(`sb:one: warning: task ${id} (COMPLETED, 0.04 USD, `);
  expect(await posts()).toStrictEqual([
    "POST /tasks",
    expect.stringMatching(/^POST \/tasks\/.*\/actions\/run$/),
  ]);
});
