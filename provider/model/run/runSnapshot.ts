import type { ChildTask, Task } from "../../api/endpoints/schemas";
import { isRecord } from "../../shared/codec";
import type { Unknown } from "../../shared/unknown";
import { hasEnded } from "../task/taskState";
import { valueFrom } from "../values/fromApi";
import { onPort } from "../values/value";

/**
 * A run as it is on the platform: its first attempt, and the tasks that were made to run again what had failed.
 * Pure; everything that a `TaskRun` shows or decides follows from it.
 */
export interface RunSnapshot {
  /** The first attempt's task: its id is the run's. */
  readonly first: Task;
  /** The children that the platform made of `base`, in the order of their groups; undefined where it is no batch, or has none yet. */
  readonly children: readonly ChildTask[] | undefined;
  readonly retries: readonly Retry[];
}

/** A task that runs another one again. */
export interface Retry {
  /** The id of what it runs again: the run's first task, or a child. */
  readonly of: string;
  /** The number of its attempt: 2 for the first repetition. */
  readonly number: number;
  readonly task: Task;
}

/** A task of a run: fetched whole, or a child with what it has made. */
export type TaskOfRun = Task | ChildTask;

/** A child's group with its latest task. */
export interface ChildNow {
  readonly group: ChildTask;
  readonly task: TaskOfRun;
  /** How often it was run so far. */
  readonly tries: number;
}

const lastOf = (retries: readonly Retry[], id: string): Retry | undefined =>
  retries.filter(({ of }) => of === id).sort((a, b) => b.number - a.number)[0];

/** The last attempt that was made of the whole task. */
export const latestWholeAttempt = ({ first, retries }: RunSnapshot): Task =>
  lastOf(retries, first.id)?.task ?? first;

const attemptCount = ({ first, retries }: RunSnapshot, id: string): number =>
  (lastOf(retries, id) ?? lastOf(retries, first.id))?.number ?? 1;

export const childrenNow = (run: RunSnapshot): readonly ChildNow[] =>
  (run.children ?? []).map((child) => ({
    group: child,
    task: lastOf(run.retries, child.id)?.task ?? child,
    tries: attemptCount(run, child.id),
  }));

export const isBatch = (run: RunSnapshot): boolean => latestWholeAttempt(run).batch === true;

const isRepeated = (run: RunSnapshot): boolean => childrenNow(run).some(({ group, task }) => group !== task);

/** Of several tasks: how far they are together. */
export const combinedStatus = (statuses: readonly string[]): string => {
  if (statuses.every((status) => status === "COMPLETED")) return "COMPLETED";
  if (statuses.every(hasEnded)) return statuses.includes("FAILED") ? "FAILED" : "ABORTED";
  return statuses.every((status) => hasEnded(status) || status === "QUEUED") ? "QUEUED" : "RUNNING";
};

/**
 * The status of all of it. A batch of which children were run again is judged by the last task of each child; and one
 * that the platform calls completed, by its children, too: which status a batch gets is not documented (API digest, 4),
 * and a sample must not be lost in silence.
 */
export const statusOf = (run: RunSnapshot): string => {
  const whole = latestWholeAttempt(run).status;
  const byChildren = isRepeated(run) || whole === "COMPLETED";
  if (!hasEnded(whole) || !byChildren || (run.children ?? []).length === 0) return whole;
  const all = combinedStatus(childrenNow(run).map(({ task }) => task.status));
  // Aborted children alone make a batch fail; it is aborted only if somebody has aborted it itself.
  return all === "ABORTED" && whole !== "ABORTED" ? "FAILED" : all;
};

/** Whether it ended well: completed, or, for a batch whose failed children are accepted, ended by itself. */
export const isGood = (run: RunSnapshot, allowFailures: boolean | Unknown): boolean =>
  statusOf(run) === "COMPLETED" || (allowFailures === true && isBatch(run) && statusOf(run) === "FAILED");

/** What ended badly and could be run again: the children that did, or, where there are none, the task itself. */
export interface FailedItem {
  /** Where the attempts are counted from: the run's first task, or a child. */
  readonly of: string;
  /** What ended badly. */
  readonly task: TaskOfRun;
  readonly tries: number;
}

export const failedItems = (run: RunSnapshot): readonly FailedItem[] => {
  const whole = latestWholeAttempt(run);
  const isBad = ({ status }: TaskOfRun): boolean => hasEnded(status) && status !== "COMPLETED";
  if (!hasEnded(whole.status)) return [];
  const children = childrenNow(run);
  if (children.length > 0)
    return children.flatMap(({ group, task, tries }) => (isBad(task) ? [{ of: group.id, task, tries }] : []));
  return isBad(whole) ? [{ of: run.first.id, task: whole, tries: attemptCount(run, run.first.id) }] : [];
};

/** The tasks whose end is still to come. */
export const unfinishedTasks = (run: RunSnapshot): readonly TaskOfRun[] => {
  const whole = latestWholeAttempt(run);
  return hasEnded(whole.status)
    ? childrenNow(run).flatMap(({ task }) => (hasEnded(task.status) ? [] : [task]))
    : [whole];
};

/** All attempts of the whole task, then all of children. */
export const allTasks = ({ first, retries }: RunSnapshot): readonly Task[] => [
  first,
  ...retries.map(({ task }) => task),
];

const keyOf = (item: unknown): string => {
  const value = valueFrom(item);
  return isRecord(value) && typeof value.path === "string" ? value.path : JSON.stringify(value);
};

const itemsOn = (task: Pick<Task, "inputs">, port: string | null | undefined): readonly unknown[] => {
  const value = port ? onPort(task.inputs, port) : undefined;
  return value === undefined || value === null ? [] : [value].flat();
};

/** How many items of a batch's list no child has; 0 where the children do not show theirs. */
export const itemsOfNoChild = (parent: Task, children: readonly ChildTask[]): number => {
  const shown = children.map((child) => itemsOn(child, parent.batch_input));
  if (shown.some((items) => items.length === 0)) return 0;
  const there = new Set(shown.flat().map(keyOf));
  return new Set(
    itemsOn(parent, parent.batch_input)
      .map(keyOf)
      .filter((key) => !there.has(key)),
  ).size;
};

/**
 * Children in the order in which their groups first appear in the batch's list. The API gives them in no promised
 * order (all of a batch are created at the same moment), and an order that moved would be a new input downstream.
 */
export const inGroupOrder = (parent: Task, children: readonly ChildTask[]): readonly ChildTask[] => {
  const places = new Map<string, number>();
  itemsOn(parent, parent.batch_input).forEach((item, index) => {
    if (!places.has(keyOf(item))) places.set(keyOf(item), index);
  });
  const placeOf = (child: ChildTask): number =>
    Math.min(
      Number.POSITIVE_INFINITY,
      ...itemsOn(child, parent.batch_input).map(
        (item) => places.get(keyOf(item)) ?? Number.POSITIVE_INFINITY,
      ),
    );
  const keyed = children.map((child) => ({
    child,
    at: placeOf(child),
    group: child.batch_group?.value ?? "",
  }));
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return keyed
    .sort((a, b) =>
      a.at === b.at ? byText(a.group, b.group) || byText(a.child.id, b.child.id) : a.at - b.at,
    )
    .map(({ child }) => child);
};
