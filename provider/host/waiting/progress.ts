import type { Task } from "../../api/endpoints/schemas";
import { clock } from "../../shared/duration";

/** How far tasks have come, in words that a person likes. Pure. */

type ChildCounts = Pick<Task, "status" | "execution_status" | "batch">;

const countIn = (status: Task["execution_status"], key: string): number => {
  const count = status?.[key];
  return typeof count === "number" ? count : 0;
};

/** `RUNNING 14/96 children, 3 failed`; `RUNNING 2/3 steps`; the status alone where nothing is counted. */
export const progressOf = ({ status, execution_status: counted, batch }: ChildCounts): string => {
  const count = (key: string): number => countIn(counted, key);
  if (batch !== true) {
    const total = count("steps_total");
    return total > 0 ? `${status} ${count("steps_completed")}/${total} steps` : status;
  }
  const [queued, running, completed, failed, aborted] = [
    count("queued"),
    count("running"),
    count("completed"),
    count("failed"),
    count("aborted"),
  ];
  const ended = completed + failed + aborted;
  const total = queued + running + ended;
  if (total === 0) return status;
  return [
    `${status} ${ended}/${total} children`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(aborted > 0 ? [`${aborted} aborted`] : []),
  ].join(", ");
};

const countOf = (tasks: readonly ChildCounts[], is: (status: string) => boolean): number =>
  tasks.filter(({ status }) => is(status)).length;

/** The status of several tasks that run again what had failed: what those do that have not ended. */
export const statusOfSeveral = (
  tasks: readonly ChildCounts[],
  ended: (status: string) => boolean,
): string => {
  const [only] = tasks;
  if (only !== undefined && tasks.length === 1) return only.status;
  const isWaiting = (status: string): boolean => status === "QUEUED" || ended(status);
  return countOf(tasks, isWaiting) === tasks.length ? "QUEUED" : "RUNNING";
};

/** The same tasks as one line. */
export const progressOfSeveral = (
  tasks: readonly ChildCounts[],
  ended: (status: string) => boolean,
): string => {
  const [only] = tasks;
  if (only !== undefined && tasks.length === 1) return progressOf(only);
  const failed = countOf(tasks, (status) => ended(status) && status !== "COMPLETED");
  return `${statusOfSeveral(tasks, ended)} ${countOf(tasks, ended)}/${tasks.length} tasks${failed > 0 ? `, ${failed} failed` : ""}`;
};

const minute = 60_000;

/** Without news, a sign of life. */
const quiet = 10 * minute;

/** What was said last of a task. */
export interface LoggedProgress {
  readonly status: string;
  readonly text: string;
  readonly at: number;
}

/** The line to say now, if any: at once for another status, else at most one a minute, and only if there is news. */
export const lineFor = (
  said: LoggedProgress | undefined,
  status: string,
  text: string,
  now: number,
  since: number,
): { readonly line: string | undefined; readonly said: LoggedProgress | undefined } => {
  const due =
    said === undefined ||
    said.status !== status ||
    (now - said.at >= minute && said.text !== text) ||
    now - said.at >= quiet;
  return due
    ? { line: `${text}, ${clock(now - since)}`, said: { status, text, at: now } }
    : { line: undefined, said };
};
