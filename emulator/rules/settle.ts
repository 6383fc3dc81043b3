import type { Change, End, Outcome, Task } from "../store/model";
import type { Store } from "../store/store";
import { filesFor } from "./access";
import { ordersOfApp } from "./appOrders";
import { ReservedNames } from "./arrivals";
import { endsAt, parentOutcome } from "./lifecycle";
import { makeOutputs } from "./outputs";
import { cwlOf, taskPorts } from "./ports";
import { priceOf, priceOfAll, stepsOf } from "./price";
import { stepsBy } from "./progress";

/** How many ends are in memory, and in one transaction. */
const AT_ONCE = 500;

/**
 * Records what has ended. Called before each request instead of from timers: between two requests nobody
 * can tell, and a restart finds its tasks where the clock has brought them. In the order in which they ended, so that
 * the names of what they made do not depend on when requests come.
 */
export const advanceClock = (store: Store, now: number): void => {
  // A parent is due when its last child has ended.
  for (let due = store.due(now, AT_ONCE); due.length > 0; due = store.due(now, AT_ONCE)) {
    const arrivals = new ReservedNames(store);
    store.commitAll(
      due.flatMap((it) =>
        it.batching === undefined ? endOfOne(store, it, arrivals) : endOfParent(store, it),
      ),
    );
  }
};

const endOfOne = (store: Store, task: Task, arrivals: ReservedNames): Change[] => {
  const status: Outcome = task.abortedAt === undefined ? (task.outcome ?? "COMPLETED") : "ABORTED";
  const project = store.projects.get(task.project);
  const at = endsAt(task);
  const made =
    status === "COMPLETED" && project !== undefined
      ? makeOutputs({
          task,
          project,
          at,
          // For a port that is given there are no files to make up.
          ports: (taskPorts(store, task)?.outputs ?? []).filter(
            (it) => !Object.hasOwn(task.givenOutputs ?? {}, it.id),
          ),
          optionalOutputs: ordersOfApp(store, task).optionalOutputs,
          file: filesFor(store, { username: task.run?.by ?? task.createdBy }),
          arrivals,
        })
      : { outputs: {}, files: [] };
  const total = stepsOf(cwlOf(store, task)).length;
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

const endOfParent = (store: Store, parent: Task): Change[] => {
  const children = store.childrenOf(parent.id);
  const ends = children.flatMap((it) => it.end ?? []);
  const end: End = {
    at: ends.reduce((last, it) => Math.max(last, it.at), endsAt(parent)),
    status: parentOutcome(parent, children),
    outputs: {},
    ...priceOfAll(ends),
  };
  return [["task", parent.id, { ...parent, end }]];
};
