import { isVisible, type Status, statusOf } from "../rules/lifecycle";
import { cwlOf } from "../rules/ports";
import { stepsOf } from "../rules/price";
import { stepsBy } from "../rules/progress";
import type { FileEntry, Task } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { phaseOf } from "../store/taskLists";

/** In the order in which they are of interest. */
export const STATUSES: readonly Status[] = [
  "RUNNING",
  "QUEUED",
  "CREATING",
  "ABORTING",
  "DRAFT",
  "FAILED",
  "ABORTED",
  "COMPLETED",
];

/** Tasks by what the clock can do to them: those that stand still are counted without a look at each. */
export interface Standing {
  readonly all: readonly Task[];
  readonly still: ReadonlyMap<Status, readonly Task[]>;
  readonly moving: readonly Task[];
}

export type Counts = ReadonlyMap<Status, number>;

/** What is the same until the store changes. */
interface Known {
  readonly version: number;
  /** Newest first. Children are on their parent's page, as in the API's lists. */
  readonly tasks: Standing;
  readonly byProject: ReadonlyMap<string, Standing>;
  /** By their parent, in the order of their groups. */
  readonly children: ReadonlyMap<string, readonly Task[]>;
  /** Files that a listing shows, in folders too: logs are in none. */
  readonly files: ReadonlyMap<string, number>;
  /** Filled as folders are looked at. */
  readonly listings: Map<string, readonly FileEntry[]>;
}

const known = new WeakMap<Store, Known>();

/** One walk over the state for each of its versions, however many pages ask. */
const knownOf = (store: Store): Known => {
  const found = known.get(store);
  if (found?.version === store.version) return found;
  const all = [...store.tasks.values()];
  const tops = all.filter((it) => it.parent === undefined).sort((a, b) => b.seq - a.seq);
  const children = grouped(
    all.filter((it) => it.parent !== undefined),
    (it) => it.parent ?? "",
  );
  const byProject = grouped(tops, (it) => it.project);
  const fresh = {
    version: store.version,
    tasks: standing(tops),
    byProject: new Map([...byProject].map(([project, tasks]) => [project, standing(tasks)])),
    children,
    files: fileCounts(store),
    listings: new Map<string, readonly FileEntry[]>(),
  };
  known.set(store, fresh);
  return fresh;
};

const standing = (tasks: readonly Task[]): Standing => {
  const stills = tasks.filter((it) => phaseOf(it) !== "moving");
  return {
    all: tasks,
    still: grouped(stills, (it): Status => it.end?.status ?? "DRAFT"),
    moving: tasks.filter((it) => phaseOf(it) === "moving"),
  };
};

const grouped = <K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

const fileCounts = (store: Store): ReadonlyMap<string, number> => {
  const roots = new Set([...store.projects.keys()].map(rootFolder));
  const counts = new Map<string, number>();
  for (const { type, parent, project } of store.files.values()) {
    if (type === "file" && (roots.has(parent) || store.files.has(parent)))
      counts.set(project, (counts.get(project) ?? 0) + 1);
  }
  return counts;
};

const none = standing([]);

export const tasksOf = (store: Store, project?: string): Standing =>
  project === undefined ? knownOf(store).tasks : (knownOf(store).byProject.get(project) ?? none);

const childrenOf = (store: Store, task: Task): readonly Task[] =>
  task.batching === undefined ? [] : (knownOf(store).children.get(task.id) ?? []);

export const visibleChildren = (store: Store, task: Task, now: number): Standing =>
  standing(childrenOf(store, task).filter((it) => isVisible(it, now)));

export const fileCount = (store: Store, project: string): number => knownOf(store).files.get(project) ?? 0;

/** Folders first, then files; of each the newest first. */
export const listing = (store: Store, folder: string): readonly FileEntry[] => {
  const { listings } = knownOf(store);
  const found = listings.get(folder);
  if (found !== undefined) return found;
  const entries = store.filesIn(folder).reverse();
  const sorted = [
    ...entries.filter((it) => it.type === "folder"),
    ...entries.filter((it) => it.type === "file"),
  ];
  listings.set(folder, sorted);
  return sorted;
};

export const statusNow = (store: Store, task: Task, now: number): Status =>
  statusOf(task, childrenOf(store, task), now);

export const countsOf = (store: Store, { still, moving }: Standing, now: number): Counts => {
  const counts = new Map([...still].map(([status, tasks]) => [status, tasks.length]));
  for (const task of moving) {
    const status = statusNow(store, task, now);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return new Map(STATUSES.flatMap((it) => (counts.has(it) ? [[it, counts.get(it) ?? 0]] : [])));
};

/** Those in a status; all without one. */
export const inStatus = (
  store: Store,
  { all, still, moving }: Standing,
  status: Status | undefined,
  now: number,
): readonly Task[] =>
  status === undefined
    ? all
    : (still.get(status) ?? moving.filter((it) => statusNow(store, it, now) === status));

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
