import type { RecentTask } from "../../provider/api/endpoints/schemas";
import type { StoredRetry } from "../../provider/model/run/runStored";
import { type AttemptTag, attemptTagIn, numberOf } from "../../provider/model/tags/attemptTag";
import { ownerIn, stackIdIn } from "../../provider/model/tags/resourceId";
import { hasBegun } from "../../provider/model/task/taskState";
import { draftTask, taskRun } from "../review/certainty";
import { guessesFrom, matchingGuess, type OldName } from "./oldNames";
import { isChild, type OwnedTask, ownedTasks, type Stack } from "./stacks";

/* The resources that the tags of a stack's tasks tell apart: what a lost state knew. Pure. */

/** What belongs to one `DraftTask` of a lost state. */
export interface Resource {
  /** `undefined` where neither an old tag nor the names of its tasks tell. */
  readonly oldName: OldName | undefined;
  /** Its newest task: the one that the state had. */
  readonly task: RecentTask;
  /** Tasks that it had before, from other args; the oldest first. */
  readonly earlier: readonly RecentTask[];
}

/** A task that runs another one again: because that failed, or because `triggers` changed. */
export interface Rerun {
  readonly task: RecentTask;
  readonly tag: AttemptTag;
}

/** All that the tags of one stack tell. */
export interface StackTasks {
  readonly stack: Stack;
  readonly resources: readonly Resource[];
  /** By what they run again. */
  readonly reruns: ReadonlyMap<string, readonly Rerun[]>;
}

const oldNameIn = (owner: string | undefined): OldName | undefined =>
  owner === undefined ? undefined : ownerIn(owner);

/** The items under each key, in their order. */
const groupBy = <A>(items: readonly A[], keyOf: (item: A) => string): ReadonlyMap<string, readonly A[]> => {
  const groups = new Map<string, A[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** The newest first: a resource may have been renamed, and its tasks with it. */
const taskNames = (tasks: readonly Pick<RecentTask, "name">[]): readonly string[] =>
  tasks.flatMap(({ name }) => name || []).toReversed();

const draftName = (
  { name: stackName }: Stack,
  id: string,
  owned: readonly OwnedTask[],
): OldName | undefined => {
  const old = owned.findLast(({ tag }) => tag.owner !== undefined)?.tag;
  const guesses = taskNames(owned.map(({ task }) => task)).flatMap(guessesFrom);
  return (
    oldNameIn(old?.owner) ??
    matchingGuess(
      stackName,
      draftTask,
      id,
      guesses.map((name) => ({ name, parents: [] })),
    )
  );
};

const resourcesOf = (stack: Stack, tasks: readonly RecentTask[]): readonly Resource[] => {
  const its = ownedTasks(tasks).filter(({ tag }) => stackIdIn(tag.id) === stack.id);
  return [...groupBy(its, ({ tag }) => tag.id)].flatMap(([id, owned]): readonly Resource[] => {
    const all = owned.map(({ task }) => task);
    const task = all.at(-1);
    return task === undefined
      ? []
      : [{ oldName: draftName(stack, id, owned), task, earlier: all.slice(0, -1) }];
  });
};

/** What the tags of one stack tell. The tasks come as the API lists them, the oldest first. */
export const tasksOfStack = (stack: Stack, tasks: readonly RecentTask[]): StackTasks => {
  const reruns = tasks.flatMap((task): readonly Rerun[] => {
    const tag = isChild(task) ? undefined : attemptTagIn(task);
    return tag === undefined || stackIdIn(tag.id) !== stack.id ? [] : [{ task, tag }];
  });
  return { stack, resources: resourcesOf(stack, tasks), reruns: groupBy(reruns, ({ tag }) => tag.of) };
};

/** The `TaskRun` of a resource's task, as far as the tags of what it ran again tell. */
export interface LostRun {
  /** `undefined` where no tag tells. */
  readonly name: string | undefined;
  /** Its further attempts, which `pulumi up` finds under its name. */
  readonly attempts: readonly StoredRetry[];
  /** Its runs that new `triggers` asked for: found in the same way. */
  readonly again: readonly RecentTask[];
  /** What `TaskRun`s of unknown names ran again: `pulumi up` does not find these. */
  readonly unfound: readonly RecentTask[];
}

const runName = ({ name: stackName }: Stack, { oldName, task, earlier }: Resource, { tag }: Rerun) => {
  const names = taskNames([...earlier, task]).flatMap(guessesFrom);
  const guesses = [
    ...(oldName === undefined ? [] : [oldName, { ...oldName, parents: [] }]),
    ...names.map((name) => ({ name, parents: [] })),
  ];
  return oldNameIn(tag.owner) ?? matchingGuess(stackName, taskRun, tag.id, guesses);
};

/**
 * The first `TaskRun` whose name is known is the one that the program declares: two may run one task, and each has its own
 * attempts. `ids`: the task, then its children.
 */
export const runOfResource = (
  { stack, reruns }: StackTasks,
  resource: Resource,
  ids: readonly string[],
): LostRun => {
  const all = ids.flatMap((id) => reruns.get(id) ?? []);
  const [run] = all.flatMap((rerun) => {
    const known = runName(stack, resource, rerun);
    return known === undefined ? [] : [{ id: rerun.tag.id, name: known.name }];
  });
  const own = all.filter(({ tag }) => tag.id === run?.id);
  return {
    name: run?.name,
    attempts: own.flatMap(({ task, tag }) => {
      const number = numberOf(tag);
      return number === undefined || !hasBegun(task.status) ? [] : [{ of: tag.of, number, id: task.id }];
    }),
    again: own.flatMap(({ task, tag }) => (numberOf(tag) === undefined ? [task] : [])),
    unfound: all.flatMap(({ task, tag }) =>
      tag.id === run?.id || (numberOf(tag) !== undefined && !hasBegun(task.status)) ? [] : [task],
    ),
  };
};
