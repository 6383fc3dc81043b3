import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { ListedTask, Task } from "../../api/endpoints/schemas";
import { listChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { RunSnapshot } from "../../model/run/runSnapshot";
import type { StoredRetry, StoredRun } from "../../model/run/runStored";
import { type AttemptTag, attemptTagIn, numberOf } from "../../model/tags/attemptTag";
import { idOf } from "../../model/tags/resourceId";
import { hasBegun } from "../../model/task/taskState";
import type { ApiError } from "../../shared/errors";
import { listTasksSince, sinceDay } from "../session/cache";
import type { Session } from "../session/session";

/** A task with the tag of an attempt, out of a list: what it has made or cost, only a fetch tells. */
export interface TaggedAttempt {
  readonly tag: AttemptTag;
  readonly task: ListedTask;
}

/** What tells since when to list: of a child, only when it was started. */
type Made = Pick<Task, "project" | "start_time"> & Partial<Pick<Task, "created_time">>;

const sinceCreation = (task: Made): string => sinceDay(task.project, task.created_time ?? task.start_time);

/** The tasks of its project since this one was made, the oldest first, as this process knows them. */
export const tasksSinceCreation = (
  session: Session,
  client: Client,
  task: Made,
): TE.TaskEither<ApiError, readonly ListedTask[]> => session.cache.tasksSince(client, sinceCreation(task));

/** The same as they are now. */
export const tasksNow = (client: Client, task: Made): TE.TaskEither<ApiError, readonly ListedTask[]> =>
  listTasksSince(client, sinceCreation(task));

/** Every task with a tag since this one was made, the oldest first. */
const taggedTasks = (
  session: Session,
  client: Client,
  first: Task,
): TE.TaskEither<ApiError, readonly TaggedAttempt[]> =>
  pipe(
    tasksSinceCreation(session, client, first),
    TE.map((tasks) => {
      const all = new Map(
        [...tasks, ...session.ownership.taggedAttempts.values()].map((task) => [task.id, task]),
      );
      return [...all.values()].flatMap((task) => {
        const tag = attemptTagIn(task);
        return tag === undefined ? [] : [{ tag, task }];
      });
    }),
  );

/** Whose tags count, by their ids. */
export type Owners = readonly (string | undefined)[];

/** Whose attempts count for a run: its own, and those of other runs of the program, for two may run one task. */
export const attemptOwners = ({ ownership: { resourceIds: ids } }: Session, ...own: Owners): Owners => [
  ...new Set([...own.filter((id) => id !== undefined), ...ids.values()]),
];

/**
 * The tasks that run one of these again, by their tags: what a process made that died before it could store it. One
 * list per process, project and day, and what this process itself has marked since.
 */
export const taggedAttemptsOf = (
  session: Session,
  client: Client,
  owners: Owners,
  first: Task,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly TaggedAttempt[]> =>
  pipe(
    taggedTasks(session, client, first),
    TE.map((marked) => marked.filter(({ tag }) => owners.includes(tag.id) && ids.includes(tag.of))),
  );

/** The attempts of a run that are marked, beside those that it knows of. */
export const findTaggedAttempts = (
  session: Session,
  client: Client,
  owners: Owners,
  run: RunSnapshot,
): TE.TaskEither<ApiError, readonly TaggedAttempt[]> =>
  taggedAttemptsOf(session, client, owners, run.first, [
    run.first.id,
    ...(run.children ?? []).map(({ id }) => id),
  ]);

/** The attempts among them that have been started and that the run does not know of: they are paid for, and so they count. */
export const startedAttempts = (
  marked: readonly TaggedAttempt[],
  run: { readonly retries: readonly { readonly task: Pick<Task, "id"> }[] },
): readonly StoredRetry[] => {
  const known = new Set(run.retries.map(({ task }) => task.id));
  return marked.flatMap(({ tag, task }) => {
    const number = numberOf(tag);
    // Of a status that is not known here, a look at the task itself tells.
    return number === undefined || !hasBegun(task.status) || known.has(task.id)
      ? []
      : [{ of: tag.of, number, id: task.id }];
  });
};

/**
 * The attempts of a failed run that its state does not know of: those of an update that was interrupted before it could store
 * them. One list per process, project and day.
 */
export const missedAttempts = (
  session: Session,
  client: Client,
  first: Task,
  { children, retries, hidden }: StoredRun,
  owners: Owners = [idOf(hidden)],
): TE.TaskEither<ApiError, readonly StoredRetry[]> =>
  owners.every((id) => id === undefined)
    ? TE.right([])
    : pipe(
        taggedAttemptsOf(session, client, owners, first, [
          first.id,
          ...children.map(({ id }) => id),
          ...retries.map(({ of }) => of),
        ]),
        TE.map((marked) => startedAttempts(marked, { retries: retries.map(({ id }) => ({ task: { id } })) })),
      );

/** The newest rerun of a task, or of a rerun of it, for the given triggers. */
export const reruns = (
  session: Session,
  client: Client,
  owners: Owners,
  source: Task,
  which: string,
): TE.TaskEither<ApiError, TaggedAttempt | undefined> =>
  pipe(
    taggedTasks(session, client, source),
    TE.map((all) => {
      const marked = all.filter(({ tag }) => owners.includes(tag.id));
      const own = new Set([source.id]);
      // Oldest first: a rerun comes before its own rerun.
      for (const { tag, task } of marked) if (own.has(tag.of)) own.add(task.id);
      return marked.findLast(({ tag }) => tag.which === which && own.has(tag.of));
    }),
  );

/** All that was made to run a task, or a child of it, again: for clearing up, where only the task itself is known. */
export const rerunOf = (
  session: Session,
  client: Client,
  owners: Owners,
  first: Task,
): TE.TaskEither<ApiError, readonly string[]> =>
  pipe(
    first.batch === true ? listChildren(client, first.id) : TE.right([]),
    TE.flatMap((children) =>
      taggedAttemptsOf(session, client, owners, first, [first.id, ...children.map(({ id }) => id)]),
    ),
    TE.map((marked) => marked.map(({ task }) => task.id)),
  );
