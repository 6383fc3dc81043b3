import type { Change, End, Outcome, Project, Task } from "../store/model";
import { logFile, logFolder, rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { endsAt, parentOutcome } from "./lifecycle";
import { makeOutputs } from "./outputs";
import { cwlOf, portsOf } from "./ports";
import { priceOf, priceOfAll } from "./price";

/**
 * Writes down what has ended by now. Called before each request instead of from timers: between two requests nobody
 * can tell, and a restart finds its tasks where the clock has brought them.
 */
export const settle = (store: Store, now: number): void => {
  const due = store.movingTasks().filter((it) => endsAt(it) <= now);
  if (due.length === 0) return;
  const names = new Map<string, Set<string>>();
  const [parents, singles] = [due.filter((it) => it.batching), due.filter((it) => !it.batching)];
  store.commit(...singles.flatMap((it) => endOfOne(store, it, names)));
  store.commit(...parents.flatMap((it) => endOfParent(store, it)));
};

const endOfOne = (store: Store, task: Task, names: Map<string, Set<string>>): Change[] => {
  const status: Outcome = task.abortedAt === undefined ? (task.outcome ?? "COMPLETED") : "ABORTED";
  const project = store.projects.get(task.project);
  const at = endsAt(task);
  const made =
    status === "COMPLETED" && project !== undefined
      ? makeOutputs({
          task,
          project,
          at,
          ports: portsOf(cwlOf(store, task)).outputs,
          file: (id) => store.files.get(id),
          freeName: freeName(store, project, names),
        })
      : { outputs: {}, files: [] };
  const end: End = {
    at,
    status,
    outputs: { ...made.outputs, ...(status === "COMPLETED" ? task.givenOutputs : {}) },
    price: priceOf(task, cwlOf(store, task)),
  };
  return [
    ["task", task.id, { ...task, end }],
    ...made.files.map((it): Change => ["file", it.id, it]),
    ["file", logFile(task.id), logOf(task, at)],
  ];
};

const endOfParent = (store: Store, parent: Task): Change[] => {
  const children = store.childrenOf(parent.id);
  const ends = children.flatMap((it) => it.end ?? []);
  if (ends.length < children.length) return [];
  const end: End = {
    at: Math.max(endsAt(parent), ...ends.map((it) => it.at)),
    status: parentOutcome(parent, children),
    outputs: {},
    ...priceOfAll(ends),
  };
  return [["task", parent.id, { ...parent, end }]];
};

/** A name that is taken gets `_1_` in front, then `_2_`: our choice. */
const freeName = (store: Store, project: Project, names: Map<string, Set<string>>) => {
  const taken = names.get(project.id) ?? new Set(store.filesIn(rootFolder(project.id)).map((it) => it.name));
  names.set(project.id, taken);
  return (name: string): string => {
    let free = name;
    for (let n = 1; taken.has(free); n += 1) free = `_${n}_${name}`;
    taken.add(free);
    return free;
  };
};

const logOf = (task: Task, at: number) => ({
  id: logFile(task.id),
  name: "stderr.log",
  project: task.project,
  parent: logFolder(task.id),
  type: "file" as const,
  size: 1024,
  createdAt: at,
  modifiedAt: at,
  metadata: {},
  tags: [],
  task: task.id,
});
