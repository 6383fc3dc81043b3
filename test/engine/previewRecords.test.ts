import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { outdatedText } from "../../provider/host/preflight/pin";
import type { Platform } from "../support/platform";
import { app, cwl, inputs, project } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* A new revision of an app between the preview and the update, with the real engine. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const program = (app: string): void =>
  stack.program(
    `const args = { project: "${project}", app: ${app}, inputs: { ${inputs} } };`,
    'for (const name of ["one", "two"]) new sb.DraftTask(name, args);',
  );
const unpinned = JSON.stringify(app);
const publish = (): Promise<unknown> => platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
const records = (): readonly string[] => {
  const folder = join(stack.folder, "home", "sevenbridges");
  return existsSync(folder) ? readdirSync(folder) : [];
};
const apps = async (): Promise<readonly unknown[]> => {
  const { items } = await platform.api("GET", "/tasks?fields=app");
  return Array.isArray(items) ? items.map((item) => item.app) : [];
};
const outdated = `sb: ${outdatedText({ app: `${app}/0`, newest: `${app}/1` })}`;

test("an update creates its tasks from the revision that the preview showed, and says once that there is a newer one", async () => {
  program(unpinned);
  expect((await stack.tryPreview("--diff")).text).toContain(`${app}/0`);
  expect(records()).toHaveLength(1);
  await publish();
  // The engine prints each line twice: when it comes, and in its summary.
  const summary = (await stack.up()).split("Diagnostics:")[1] ?? "";
  expect(summary.split(outdated)).toHaveLength(2);
  expect(await apps()).toStrictEqual([`${app}/0`, `${app}/0`]);
  expect(records()).toStrictEqual([]);
  // The state has the pin already.
  expect(await stack.preview()).toStrictEqual(["one: same", "two: same"]);
  expect(await stack.up()).not.toContain(outdated);
  expect(records()).toStrictEqual([]);
  // What the line advises.
  program(JSON.stringify(`${app}/1`));
  await stack.up();
  expect(await apps()).toStrictEqual([`${app}/1`, `${app}/1`]);
});

test("the preview of an update records for that update; without a preview, the newest revision is taken", async () => {
  program(unpinned);
  await stack.must("up", "--yes", "--color", "never");
  expect([await apps(), records()]).toStrictEqual([[`${app}/0`, `${app}/0`], []]);
  await stack.destroy();
  await publish();
  expect(await stack.up()).not.toContain("is now");
  expect(await apps()).toStrictEqual([`${app}/1`, `${app}/1`]);
});

test("a secret app is in no record", async () => {
  program(`pulumi.secret(${unpinned})`);
  expect((await stack.tryPreview()).code).toBe(0);
  expect(records()).toStrictEqual([]);
});

test("an edit that a preview has promised does not become a second task: the update stops, and the next preview shows it", async () => {
  const threads = (count: number): void =>
    stack.program(
      `new sb.DraftTask("one", { project: "${project}", app: "${app}/0", inputs: { ${inputs}, threads: ${count} } });`,
    );
  threads(4);
  await stack.up();
  const { id } = await stack.resource("one");
  threads(8);
  expect(await stack.preview()).toStrictEqual(["one: update"]);
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.log();
  const { code, text } = await stack.tryUp();
  expect(code).not.toBe(0);
  expect(text).toContain(
    `Task ${id} started after the preview (QUEUED); its inputs.threads can no longer change. Run \`pulumi up\` again: its preview shows the new task, and what this one has cost`,
  );
  expect(await platform.writes()).toStrictEqual([]);
  expect(await stack.preview()).toStrictEqual(["one: replace (inputs)"]);
  await stack.up();
  expect((await platform.writes()).filter((line) => line.startsWith("POST"))).toStrictEqual(["POST /tasks"]);
});
