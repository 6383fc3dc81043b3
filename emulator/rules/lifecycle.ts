import type { Outcome, Task } from "../store/model";

/**
 * What state a task is in, read off the clock (API digest 4). Ends are not read off here: a task has ended when
 * `settle.ts` has written its end, so that COMPLETED never comes before the outputs.
 */
export type Status = "DRAFT" | "CREATING" | "QUEUED" | "RUNNING" | "ABORTING" | Outcome;

/** How much of a task's time it is queued, a batch is CREATING, an abort takes: our choice. */
const QUEUED_PART = 0.2;
const CREATING_PART = 0.2;
const ABORTING_PART = 0.1;

export const statusOf = (task: Task, children: readonly Task[], now: number): Status => {
  if (task.end !== undefined) return task.end.status;
  if (task.run === undefined) return "DRAFT";
  if (task.abortedAt !== undefined) return "ABORTING";
  if (task.batching === undefined) return now < queuedUntil(task.run) ? "QUEUED" : "RUNNING";
  if (now < createsUntil(task.run)) return "CREATING";
  return children.every((it) => statusOf(it, [], now) === "QUEUED") ? "QUEUED" : "RUNNING";
};

type Run = NonNullable<Task["run"]>;

const queuedUntil = (run: Run): number => run.at + run.seconds * 1000 * QUEUED_PART;

/** When the children of a batch started with this run exist. */
export const createsUntil = (run: Run): number => run.at + run.seconds * 1000 * CREATING_PART;

/** Children are written down when their parent starts, and are there for clients when CREATING is over. */
export const isVisible = (task: Task, now: number): boolean => task.createdAt <= now;

/** When a started task ends, as far as it is up to the task itself: a parent ends after its children. */
export const endsAt = (task: Task): number => {
  if (task.run === undefined) return Number.POSITIVE_INFINITY;
  const span = task.run.seconds * 1000;
  if (task.abortedAt !== undefined) return task.abortedAt + span * ABORTING_PART;
  return task.batching === undefined ? task.run.at + span : createsUntil(task.run);
};

/** Our choice (API digest 4): ABORTED if the parent was aborted, COMPLETED if all children are, else FAILED. */
export const parentOutcome = (task: Task, children: readonly Task[]): Outcome => {
  if (task.abortedAt !== undefined) return "ABORTED";
  return children.every((it) => it.end?.status === "COMPLETED") ? "COMPLETED" : "FAILED";
};

/** How much of its running time is over, from 0 to 1. */
export const progress = (task: Task, now: number): number => {
  if (task.run === undefined) return 0;
  if (task.end?.status === "COMPLETED") return 1;
  const from = queuedUntil(task.run);
  const to = task.run.at + task.run.seconds * 1000;
  const at = Math.min(task.abortedAt ?? now, task.end?.at ?? now);
  return to <= from ? 1 : Math.min(1, Math.max(0, (at - from) / (to - from)));
};
