import { writeFileSync } from "node:fs";
import type { Platform } from "./platform";
import type { Begun, Run, Stack } from "./stack";
import { until } from "./until";

/* What tests of several states ask: whose tasks there are, and what one `pulumi up` has written. */

/** The ids of the tasks that there are, with their status. */
export const statuses = async (platform: Platform): Promise<Readonly<Record<string, string>>> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
  const tasks = items as readonly { id: string; status: string }[]; // a list's form
  return Object.fromEntries(tasks.map(({ id, status }) => [id, status]));
};

/** The ids that the selected stack's state holds, by the names of the resources. */
export const idsIn = async (stack: Stack): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(Object.entries(await stack.resources()).map(([name, { id }]) => [name, id]));

/** The writes since they were last asked for, in an order that does not depend on what ran at once. */
export const writesOf = async (platform: Platform): Promise<readonly string[]> =>
  (await platform.writes()).toSorted();

export const select = (stack: Stack, name: string): Promise<string> => stack.must("stack", "select", name);

/** A new, empty stack with the settings of another one, selected. */
export const initLike = (stack: Stack, name: string, other: string): Promise<string> =>
  stack.must("stack", "init", name, "--copy-config-from", other);

/** Puts a state in place of the selected stack's. */
export const importState = async (stack: Stack, text: string): Promise<void> => {
  const file = stack.file("import.json");
  writeFileSync(file, text);
  await stack.must("stack", "import", "--file", file);
};

/** The lines of an update that say something of a resource. */
export const said = (text: string, name: string): readonly string[] =>
  [...text.matchAll(/^\s*(sb:\S+: .*)$/gm)]
    .map(([, line = ""]) => line)
    .filter((line) => line.startsWith(`sb:${name}: `));

/** Waits until an update has aborted so many tasks, and lets them stop, which takes a tenth of a run's time. */
export const throughAborts = async (platform: Platform, begun: Begun, count: number): Promise<Run> => {
  await until(
    async () =>
      (await platform.asked()).filter(({ path, status }) => path.endsWith("/actions/abort") && status === 200)
        .length === count,
  );
  await platform.advance(120);
  return begun.run;
};

export const beginDestroy = (stack: Stack): Begun =>
  stack.begin(["destroy", "--yes", "--skip-preview", "--color", "never"]);

/** The state is gone, the settings are kept. */
export const loseState = async (stack: Stack): Promise<void> => {
  await stack.must("stack", "rm", "--force", "--yes", "--preserve-config", "dev");
  await stack.must("stack", "init", "dev");
};
