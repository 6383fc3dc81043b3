import type { Client } from "../../provider/api/transport/http";
import type { StoredRetry } from "../../provider/model/run/runStored";
import { readProjectTasks } from "./platform";
import { chooseStack, stacksIn } from "./stacks";
import type { Lost } from "./subject";
import { runOfResource, tasksOfStack } from "./tags";

/* The tasks of a lost state: their tags tell which resources they belong to. */

/** Where to look. */
export interface Search {
  readonly project: string;
  /** A day: `2026-11-01`. Without one, all tasks of the project. */
  readonly createdFrom: string | undefined;
  /** What `--stack` says: a name, the end of one, or the 8 digits of an id. Needed where there are several stacks. */
  readonly stack: string | undefined;
  /** That of the Pulumi.yaml in the working directory: it completes the name of a stack. */
  readonly pulumiProject: string | undefined;
}

/** The tasks to declare, with what their tags say. */
export interface Found {
  readonly ids: readonly string[];
  /** The further attempts of these tasks: one task, or one with its children. */
  readonly attemptsOf: (ids: readonly string[]) => readonly StoredRetry[];
  /** By a task, and what else may have been run again for it: the ids of its children. */
  readonly lostOf: (ids: readonly string[]) => Lost | undefined;
  /** What the user should know of the search. */
  readonly note: string | undefined;
}

/** Lists a project's tasks, 100 a call, and picks those of one stack. */
export const findLost = async (client: Client, search: Search): Promise<Found> => {
  const { project, createdFrom, stack: wanted, pulumiProject } = search;
  const tasks = await readProjectTasks(client, project, createdFrom);
  const where = `${project}${createdFrom === undefined ? "" : ` created since ${createdFrom}`}`;
  const stacks = stacksIn(tasks);
  if (stacks.length === 0)
    throw new Error(
      `No task of ${where} carries a tag of pulumi-sevenbridges. Check the project${createdFrom === undefined ? " and the platform" : ", the platform and --created-from"}. Declare tasks without a tag by their ids.`,
    );
  const stack = chooseStack(stacks, where, wanted, pulumiProject);
  const its = tasksOfStack(stack, tasks);
  const resources = new Map(its.resources.map((resource) => [resource.task.id, resource]));
  const runOf = (ids: readonly string[]) => {
    const resource = resources.get(ids[0] ?? "");
    return resource === undefined ? undefined : { resource, run: runOfResource(its, resource, ids) };
  };
  return {
    ids: [...resources.keys()],
    attemptsOf: (ids) => runOf(ids)?.run.attempts ?? [],
    lostOf: (ids) => {
      const found = runOf(ids);
      if (found === undefined) return undefined;
      const { resource, run } = found;
      return {
        name: resource.oldName?.name,
        isStackKnown: stack.name !== undefined,
        runName: run.name,
        parents: resource.oldName?.parents ?? [],
        earlier: resource.earlier,
        again: run.again,
        unfound: run.unfound,
      };
    },
    note:
      stack.name === undefined
        ? `The resources are named after their tasks, because the name of stack ${stack.id} is unknown. To find their old names, add --stack organization/project/stack.`
        : undefined,
  };
};
