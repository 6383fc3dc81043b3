import { allOf, type Rows } from "../calls/rows";
import { isVisible, phaseIn, STATUSES, type Status, statusOf } from "../rules/lifecycle";
import { cwlOf } from "../rules/ports";
import { stepsOf } from "../rules/price";
import { stepsBy } from "../rules/progress";
import type { FileEntry, Task } from "../store/model";
import type { Store } from "../store/store";
import { type Phase, phaseOf } from "../store/taskLists";

/** Tasks by what the clock can do to them: those that do not move are counted without a look at each. */
export interface TaskStanding {
  readonly all: Rows<Task>;
  readonly still: ReadonlyMap<Status, Rows<Task>>;
  readonly moving: Rows<Task>;
}

export type Counts = ReadonlyMap<Status, number>;

/** The statuses that the clock does not change. */
const stillStatuses = STATUSES.filter((it) => phaseIn(it) !== "moving");

/** Newest first. Children are on their parent's page, as in the API's lists. */
export const tasksOf = (store: Store, project?: string): TaskStanding => {
  const newestFirst = (phase?: Phase): Rows<Task> => store.tasksIn({ project, phase, isDescending: true });
  return {
    all: newestFirst(),
    still: new Map(stillStatuses.map((status) => [status, newestFirst(phaseIn(status))])),
    moving: newestFirst("moving"),
  };
};

const childrenOf = (store: Store, task: Task): readonly Task[] =>
  task.batching === undefined ? [] : store.childrenOf(task.id);

/** In the order of their groups. */
export const visibleChildren = (store: Store, task: Task, now: number): TaskStanding => {
  const all = childrenOf(store, task).filter((it) => isVisible(it, now));
  const inPhase = (phase: Phase): readonly Task[] => all.filter((it) => phaseOf(it) === phase);
  return {
    all,
    still: new Map(stillStatuses.map((status) => [status, inPhase(phaseIn(status))])),
    moving: inPhase("moving"),
  };
};

/** Files in a folder, and in those below it. */
export const fileCount = (store: Store, folder: string): number =>
  allOf(store.filesIn(folder)).reduce(
    (sum, it) => sum + (it.type === "folder" ? fileCount(store, it.id) : 1),
    0,
  );

/** Folders first, then files; of each the newest first. */
export const listing = (store: Store, folder: string): readonly FileEntry[] => {
  const entries = allOf(store.filesIn(folder)).toReversed();
  return [...entries.filter((it) => it.type === "folder"), ...entries.filter((it) => it.type === "file")];
};

export const statusNow = (store: Store, task: Task, now: number): Status =>
  statusOf(task, childrenOf(store, task), now);

export const countsOf = (store: Store, { still, moving }: TaskStanding, now: number): Counts => {
  const counts = new Map([...still].map(([status, tasks]) => [status, tasks.length]));
  for (const task of allOf(moving)) {
    const status = statusNow(store, task, now);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return new Map(
    STATUSES.flatMap((it) => {
      const count = counts.get(it) ?? 0;
      return count === 0 ? [] : [[it, count]];
    }),
  );
};

/** Those in a status; all without one. */
export const inStatus = (
  store: Store,
  { all, still, moving }: TaskStanding,
  status: Status | undefined,
  now: number,
): Rows<Task> =>
  status === undefined
    ? all
    : (still.get(status) ?? allOf(moving).filter((it) => statusNow(store, it, now) === status));

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly of: "steps" | "children";
}

/** Undefined while there is nothing to be counted: a draft, a batch without its children. */
export const progressOf = (store: Store, task: Task, now: number): Progress | undefined => {
  if (task.run === undefined) return undefined;
  if (task.batching !== undefined) {
    const children = childrenOf(store, task).filter((it) => isVisible(it, now));
    const done = children.filter((it) => it.end !== undefined).length;
    return children.length === 0 ? undefined : { done, total: children.length, of: "children" };
  }
  const total = stepsOf(cwlOf(store, task)).length;
  return { done: stepsBy(task, total, now).done, total, of: "steps" };
};
