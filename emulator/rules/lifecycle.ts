import type { Outcome, Task } from "../store/model";
import type { Phase } from "../store/taskLists";

/**
 * What state a task is in, read off the clock (API digest 4). Ends are not read off here: a task has ended when
 * `settle.ts` has written its end, so that COMPLETED never comes before the outputs.
 */
export type Status = "DRAFT" | "CREATING" | "QUEUED" | "RUNNING" | "ABORTING" | Outcome;

/** All of them, in the order in which they are of interest. */
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

/** What of a status is written down: those that the clock decides between have one phase. */
export const phaseIn = (status: Status): Phase => {
  switch (status) {
    case "DRAFT":
      return "draft";
    case "COMPLETED":
    case "FAILED":
    case "ABORTED":
      return status;
    default:
      return "moving";
  }
};

/** How much of a task's time it is queued, a batch is CREATING, an abort takes: our choice. */
const QUEUED_PART = 0.2;
const CREATING_PART = 0.2;
const ABORTING_PART = 0.1;

/** When, and for how much of its time, a task that runs is queued again: our choice. */
const REQUEUED_FROM = 0.55;
const REQUEUED_PART = 0.1;

export const statusOf = (task: Task, children: readonly Task[], now: number): Status => {
  if (task.end !== undefined) return task.end.status;
  if (task.run === undefined) return "DRAFT";
  if (task.abortedAt !== undefined) return "ABORTING";
  if (task.batching !== undefined) {
    if (now < createsUntil(task.run)) return "CREATING";
    // Not by the children's states of now: one that is queued again does not stop the batch.
    return children.some((it) => hasBegun(it, now)) ? "RUNNING" : "QUEUED";
  }
  // As through the abort call: an ordered end passes ABORTING too.
  if (task.outcome === "ABORTED" && now >= endsAt(task) - spanOf(task.run) * ABORTING_PART) return "ABORTING";
  const pause = requeueStatus(task);
  const waits = now < queuedUntil(task.run) || (pause && now >= pause.from && now < pause.until);
  return waits ? "QUEUED" : "RUNNING";
};

type Run = NonNullable<Task["run"]>;

const spanOf = (run: Run): number => run.seconds * 1000;

export const queuedUntil = (run: Run): number => run.at + spanOf(run) * QUEUED_PART;

/** Whether it has left the first queue, for machines or for an abort. */
const hasBegun = (task: Task, now: number): boolean =>
  task.end !== undefined ||
  task.abortedAt !== undefined ||
  (task.run !== undefined && now >= queuedUntil(task.run));

/**
 * A task that runs may be queued again, when a limit of instances is reached (API digest 4). Here it is one task in
 * eight, chosen by its id, so that a restart finds the same; a control route can change it.
 */
export const requeueStatus = (task: Task): { readonly from: number; readonly until: number } | undefined => {
  const { run, requeue = "08".includes(task.id.charAt(0)) } = task;
  if (run === undefined || task.batching !== undefined || !requeue || run.seconds <= 0) return undefined;
  const from = task.requeuedAt ?? run.at + spanOf(run) * REQUEUED_FROM;
  // It runs once more before it ends.
  const until = from + Math.min(spanOf(run) * REQUEUED_PART, (run.at + spanOf(run) - from) / 2);
  return { from, until };
};

/** When the children of a batch started with this run exist. */
export const createsUntil = (run: Run): number => run.at + spanOf(run) * CREATING_PART;

/** Children are written down when their parent starts, and are there for clients when CREATING is over. */
export const isVisible = (task: Task, now: number): boolean => task.createdAt <= now;

/** When a started task ends, as far as it is up to the task itself: a parent ends after its children. */
export const endsAt = (task: Task): number => {
  if (task.run === undefined) return Number.POSITIVE_INFINITY;
  if (task.abortedAt !== undefined) return task.abortedAt + spanOf(task.run) * ABORTING_PART;
  return task.batching === undefined ? task.run.at + spanOf(task.run) : createsUntil(task.run);
};

/**
 * Our choice (API digest 4): ABORTED if the parent was aborted, COMPLETED if all children are, else FAILED: a child that
 * was aborted alone counts like one that failed. A control route may have decided otherwise.
 */
export const parentOutcome = (task: Task, children: readonly Task[]): Outcome => {
  if (task.abortedAt !== undefined) return "ABORTED";
  if (task.outcome !== undefined) return task.outcome;
  return children.every((it) => it.end?.status === "COMPLETED") ? "COMPLETED" : "FAILED";
};
