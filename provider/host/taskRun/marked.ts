import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { listChildren } from "../../api/tasks";
import type { Task } from "../../api/wire";
import type { ApiError } from "../../errors";
import { type AttemptLine, lineIn, numberOf } from "../../model/attemptLine";
import type { Retry, RunNow } from "../../model/runNow";
import type { Host } from "../host";

/** A task that bears the line of an attempt. */
export interface Marked {
  readonly line: AttemptLine;
  readonly task: Task;
}

/** To the day, as every form of the API's filter takes it (API digest, 2.5); runs of one day share one list. */
const dayOf = (task: Task): string => (task.created_time ?? task.start_time ?? "1970-01-01").slice(0, 10);

/**
 * The tasks that run one of these again, by their lines: what a process made that died before it could store it. Told by
 * what they run again and not by whose they are: a resource may have been renamed since. One list per process, project
 * and day, and what this process itself has marked since.
 */
export const markedOf = (
  host: Host,
  client: Client,
  first: Task,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly Marked[]> =>
  pipe(
    host.since(client, `${first.project} ${dayOf(first)}`),
    TE.map((tasks) => {
      const all = new Map([...tasks, ...host.marks.values()].map((task) => [task.id, task]));
      return [...all.values()].flatMap((task) => {
        const line = lineIn(task.description);
        return line !== undefined && ids.includes(line.of) ? [{ line, task }] : [];
      });
    }),
  );

/** The attempts of a run that are marked, beside those that it knows of. */
export const markedIn = (
  host: Host,
  client: Client,
  run: RunNow,
): TE.TaskEither<ApiError, readonly Marked[]> =>
  markedOf(host, client, run.first, [run.first.id, ...(run.children ?? []).map(({ id }) => id)]);

/** The attempts among them that have been started: they are paid for, and so they count. */
export const startedIn = (marked: readonly Marked[], run: RunNow): readonly Retry[] => {
  const known = new Set(run.retries.map(({ task }) => task.id));
  return marked.flatMap(({ line, task }) => {
    const number = numberOf(line);
    return number === undefined || task.status === "DRAFT" || known.has(task.id)
      ? []
      : [{ of: line.of, number, task }];
  });
};

/** All that was made to run a task, or a child of it, again: for clearing up, where only the task itself is known. */
export const madeAgainOf = (
  host: Host,
  client: Client,
  first: Task,
): TE.TaskEither<ApiError, readonly string[]> =>
  pipe(
    first.batch === true ? listChildren(client, first.id) : TE.right([]),
    TE.flatMap((children) => markedOf(host, client, first, [first.id, ...children.map(({ id }) => id)])),
    TE.map((marked) => marked.map(({ task }) => task.id)),
  );
