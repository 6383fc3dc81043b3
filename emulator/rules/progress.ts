import type { Task } from "../store/model";
import { queuedUntil, requeueStatus } from "./lifecycle";

/**
 * How far a task has come, and when: our choice, as is all that the clock decides. Only running counts: while it is queued again it makes no progress, and what it lost it
 * makes up until its end. So its end does not depend on the queue, and an order to queue it again, or not to, never
 * takes back what was shown.
 */
interface Course {
  readonly from: number;
  readonly to: number;
  readonly pause: { readonly from: number; readonly until: number; readonly held: number } | undefined;
}

const courseOf = (task: Task): Course | undefined => {
  const { run } = task;
  if (run === undefined) return undefined;
  const [from, to] = [queuedUntil(run), run.at + run.seconds * 1000];
  const pause = requeueStatus(task);
  return { from, to, pause: pause && { ...pause, held: (pause.from - from) / (to - from) } };
};

/** How much of its running is over, from 0 to 1. An abort stops it at once. */
const progress = (task: Task, now: number): number => {
  const course = courseOf(task);
  if (course === undefined) return 0;
  const { from, to, pause } = course;
  const at = reachedPart(task, now);
  if (at <= from) return 0;
  if (at >= to) return 1;
  if (pause === undefined || at <= pause.from) return (at - from) / (to - from);
  if (at <= pause.until) return pause.held;
  return pause.held + ((1 - pause.held) * (at - pause.until)) / (to - pause.until);
};

/** How much of its running a task is being initialized: our choice. */
const INITIALIZING_PART = 0.05;

/** A task that runs, and whose machines are not ready yet: there is nothing to see of it. */
export const isInitializing = (task: Task, now: number): boolean =>
  task.end === undefined && task.abortedAt === undefined && progress(task, now) < INITIALIZING_PART;

const reachedPart = (task: Task, now: number): number => Math.min(task.abortedAt ?? now, task.end?.at ?? now);

/** How long a task was queued and has run so far, in whole milliseconds that add up. */
export const spentSeconds = (
  task: Task,
  now: number,
): { readonly queued: number; readonly running: number } => {
  const course = courseOf(task);
  const { run } = task;
  if (course === undefined || run === undefined) return { queued: 0, running: 0 };
  const at = reachedPart(task, now);
  const { from, pause } = course;
  const within = (begin: number, end: number): number => Math.max(0, Math.min(at, end) - begin);
  const queued = within(run.at, from) + (pause === undefined ? 0 : within(pause.from, pause.until));
  const whole = Math.round(Math.max(0, at - run.at));
  return {
    queued: Math.min(whole, Math.round(queued)),
    running: whole - Math.min(whole, Math.round(queued)),
  };
};

/** The moment at which so much of its running is over: `progress` the other way round. */
const momentOf = ({ from, to, pause }: Course, part: number): number =>
  pause === undefined || part <= pause.held
    ? from + part * (to - from)
    : pause.until + ((part - pause.held) / (1 - pause.held)) * (to - pause.until);

export interface Steps {
  readonly done: number;
  /** Those that are done, and the one that runs or was stopped. */
  readonly begun: number;
}

/** A task that does not complete stops in the step it is in, at the latest in its last one: our choice. */
export const stepsBy = (task: Task, total: number, now: number): Steps => {
  if (task.end?.status === "COMPLETED") return { done: total, begun: total };
  const done = Math.min(total - 1, Math.floor(progress(task, now) * total));
  const started = task.run !== undefined && reachedPart(task, now) >= queuedUntil(task.run);
  return { done, begun: started ? done + 1 : 0 };
};

/** When the step begins; the one after it ends then. The same whenever one asks. */
export const stepBegins = (task: Task, index: number, total: number): number => {
  const course = courseOf(task);
  return course === undefined ? task.createdAt : momentOf(course, index / total);
};
