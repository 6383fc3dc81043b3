import type { Client } from "../../provider/api/http";
import type { Task } from "../../provider/api/wire";
import type { StoredRetry } from "../../provider/model/runStored";
import { listed } from "../../provider/words";
import { UsageError } from "../usage";
import { readProjectTasks } from "./platform";
import type { Lost } from "./subject";
import { type Resource, stacksIn, type Tagged, taggedBy } from "./tags";

/* The tasks of a state that is gone: they say themselves whose they are. */

/** Where to look. */
export interface Search {
  readonly project: string;
  /** A day: `2026-11-01`. Without one, all tasks of the project. */
  readonly createdFrom: string | undefined;
  /** The end of a stack's name: `dev`, `rnaseq/dev`, `acme/rnaseq/dev`. Needed where tags name several. */
  readonly stack: string | undefined;
}

/** The tasks to declare, with what their tags say. */
export interface Found {
  readonly ids: readonly string[];
  readonly attempts: readonly StoredRetry[];
  /** By a task, and what else may have been run again for it: the ids of its children. */
  readonly lost: (task: Task, children: readonly string[]) => Lost | undefined;
}

const counted = (count: number): string => `${count} ${count === 1 ? "resource" : "resources"}`;

/** One stack's resources make one program. */
const stackAmong = (
  stacks: ReadonlyMap<string, number>,
  { project, createdFrom, stack: wanted }: Search,
): string => {
  const since = createdFrom === undefined ? "" : ` created since ${createdFrom}`;
  const names = [...stacks].map(([name, count]) => `${name} (${counted(count)})`);
  if (names.length === 0)
    throw new Error(
      `No task of ${project}${since} carries a tag of pulumi-sevenbridges: check the project${createdFrom === undefined ? ", and the platform" : ", the platform, and --created-from"}. Tasks without a tag are declared by their ids.`,
    );
  const all = [...stacks.keys()];
  const matches = all.filter(
    (name) => wanted === undefined || name === wanted || name.endsWith(`/${wanted}`),
  );
  const [only] = matches;
  if (only === undefined)
    throw new UsageError(
      `No tag of ${project}${since} names the stack ${wanted}; they name ${listed(names)}.`,
    );
  if (matches.length > 1)
    throw new UsageError(
      `The tags of ${project}${since} name ${wanted === undefined ? "several stacks" : `several stacks ${wanted}`}: ${listed(names)}. Choose one with --stack.`,
    );
  return only;
};

const lostOf = (
  { again, runNames }: Tagged,
  { owner: { name, parents }, earlier }: Resource,
  ids: readonly string[],
): Lost => ({
  name,
  runName: ids.flatMap((id) => runNames.get(id) ?? [])[0],
  parents,
  earlier,
  again: ids.flatMap((id) => again.get(id) ?? []),
});

/** Lists a project's tasks, 100 a call, and picks those of one stack. */
export const findLost = async (client: Client, search: Search): Promise<Found> => {
  const tasks = await readProjectTasks(client, search.project, search.createdFrom);
  const tagged = taggedBy(stackAmong(stacksIn(tasks), search), tasks);
  const resources = new Map(tagged.resources.map((resource) => [resource.task.id, resource]));
  return {
    ids: [...resources.keys()],
    attempts: tagged.attempts,
    lost: ({ id }, children) => {
      const resource = resources.get(id);
      return resource === undefined ? undefined : lostOf(tagged, resource, [id, ...children]);
    },
  };
};
