import { writeFileSync } from "node:fs";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* What would be paid for twice without any diff: a state that forgot, and replacements that a person asks the engine for. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const program = (options = "", threads = 4): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: ${threads} } }, {${options}});`,
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

test("with replaceFinished not set, what has cost 100 or more is not paid for again, by a change or by a lost state", async () => {
  const { id, before } = await finished();
  await stack.must("config", "rm", "sevenbridges:replaceFinished");
  const cause = "its cost reaches 100 and sevenbridges:replaceFinished is not set";
  // What one task answers, and what the list of the project answers.
  const { items } = await platform.api("GET", "/tasks?fields=_all");
  const price = { amount: 812, currency: "USD" };
  await platform.fault({
    match: { method: "GET", path: "/tasks/" },
    kind: "alter",
    set: { price },
    times: "always",
  });
  await platform.fault({
    match: { method: "GET", path: "/tasks$", query: "price" },
    kind: "alter",
    set: { items: Array.isArray(items) ? items.map((item) => ({ ...item, price })) : [] },
    times: "always",
  });
  program("", 8);
  const change = await stack.tryUp();
  expect(change.code).not.toBe(0);
  expect(change.text).toContain(
    `Refusing to replace task ${id} (COMPLETED, 812 USD): inputs.threads changed`,
  );
  expect(change.text).toContain(cause);

  program();
  const backup = stack.file("backup.json");
  writeFileSync(backup, before);
  await stack.must("stack", "import", "--file", backup);
  for (const { code, text } of [await stack.tryPreview(), await stack.tryUp()]) {
    expect(code).not.toBe(0);
    expect(text).toContain(`Refusing to create another task: task ${id} (COMPLETED, 812 USD, `);
    expect(text).toContain(cause);
  }
  expect(await posts()).toStrictEqual([]);
  await stack.must("config", "set", "sevenbridges:replaceFinished", "allow");
  expect((await stack.tryPreview()).code).toBe(0);
});
