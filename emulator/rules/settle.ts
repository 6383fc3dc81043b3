import type { Change, End, Outcome, Project, Task } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { endsAt, parentOutcome } from "./lifecycle";
import { makeOutputs } from "./outputs";
import { cwlOf, portsOf } from "./ports";
import { priceOf, priceOfAll, stepsOf } from "./price";
import { stepsBy } from "./progress";

/**
 * Writes down what has ended by now. Called before each request instead of from timers: between two requests nobody
 * can tell, and a restart finds its tasks where the clock has brought them.
 */
export const settle = (store: Store, now: number): void => {
  const due = store.movingTasks().filter((it) => endsAt(it) <= now);
  if (due.length === 0) return;
  const names = new Map<string, Set<string>>();
  const [parents, singles] = [due.filter((it) => it.batching), due.filter((it) => !it.batching)];
  store.commitAll(singles.flatMap((it) => endOfOne(store, it, names)));
  if (parents.length === 0) return;
  const waitedFor = new Set(store.movingTasks().map((it) => it.parent));
  store.commitAll(parents.filter((it) => !waitedFor.has(it.id)).map((it) => endOfParent(store, it)));
};

const endOfOne = (store: Store, task: Task, names: Map<string, Set<string>>): Change[] => {
  const status: Outcome = task.abortedAt === undefined ? (task.outcome ?? "COMPLETED") : "ABORTED";
  const project = store.projects.get(task.project);
  const cwl = cwlOf(store, task);
  const at = endsAt(task);
  const made =
    status === "COMPLETED" && project !== undefined
      ? makeOutputs({
          task,
          project,
          at,
          // For a port that is given there are no files to make up.
          ports: portsOf(cwl).outputs.filter((it) => !Object.hasOwn(task.givenOutputs ?? {}, it.id)),
          file: (id) => store.files.get(id),
          freeName: freeName(store, project, names),
        })
      : { outputs: {}, files: [] };
  const total = stepsOf(cwl).length;
  const steps = status === "COMPLETED" ? total : stepsBy(task, total, at).begun;
  const end: End = {
    at,
    status,
    outputs: { ...made.outputs, ...(status === "COMPLETED" ? task.givenOutputs : {}) },
    // What never ran has no cost, and a task without one shows none (API digest 3.1).
    ...(steps === 0 ? {} : { price: priceOf(task, steps) }),
  };
  return [["task", task.id, { ...task, end }], ...made.files.map((it): Change => ["file", it.id, it])];
};

const endOfParent = (store: Store, parent: Task): Change => {
  const children = store.childrenOf(parent.id);
  const ends = children.flatMap((it) => it.end ?? []);
  const end: End = {
    at: ends.reduce((last, it) => Math.max(last, it.at), endsAt(parent)),
    status: parentOutcome(parent, children),
    outputs: {},
    ...priceOfAll(ends),
  };
  return ["task", parent.id, { ...parent, end }];
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
