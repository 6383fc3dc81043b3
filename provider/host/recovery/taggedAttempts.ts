import type { ListedTask, Task } from "../../api/endpoints/schemas";
import { listChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { RunSnapshot } from "../../model/run/runSnapshot";
import type { StoredRetry, StoredRun } from "../../model/run/runStored";
import { type AttemptTag, attemptTagIn, numberOf } from "../../model/tags/attemptTag";
import { idOf } from "../../model/tags/resourceId";
import { hasBegun } from "../../model/task/taskState";
import { orThrow } from "../failure";
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
export const tasksSinceCreation = async (
  session: Session,
  client: Client,
  task: Made,
): Promise<readonly ListedTask[]> => orThrow(session.cache.tasksSince(client, sinceCreation(task)));

/** The same as they are now. */
export const tasksNow = async (client: Client, task: Made): Promise<readonly ListedTask[]> =>
  orThrow(listTasksSince(client, sinceCreation(task)));

/** Every task with a tag since this one was made, the oldest first. */
const taggedTasks = async (
  session: Session,
  client: Client,
  first: Task,
): Promise<readonly TaggedAttempt[]> => {
  const tasks = await tasksSinceCreation(session, client, first);
  const all = new Map(
    [...tasks, ...session.ownership.taggedAttempts.values()].map((task) => [task.id, task]),
  );
  return [...all.values()].flatMap((task) => {
    const tag = attemptTagIn(task);
    return tag === undefined ? [] : [{ tag, task }];
  });
};

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
export const taggedAttemptsOf = async (
  session: Session,
  client: Client,
  owners: Owners,
  first: Task,
  ids: readonly string[],
): Promise<readonly TaggedAttempt[]> => {
  const marked = await taggedTasks(session, client, first);
  return marked.filter(({ tag }) => owners.includes(tag.id) && ids.includes(tag.of));
};

/** The attempts of a run that are marked, beside those that it knows of. */
export const findTaggedAttempts = async (
  session: Session,
  client: Client,
  owners: Owners,
  run: RunSnapshot,
): Promise<readonly TaggedAttempt[]> =>
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
export const missedAttempts = async (
  session: Session,
  client: Client,
  first: Task,
  { children, retries, hidden }: StoredRun,
  owners: Owners = [idOf(hidden)],
): Promise<readonly StoredRetry[]> => {
  if (owners.every((id) => id === undefined)) return [];
  const marked = await taggedAttemptsOf(session, client, owners, first, [
    first.id,
    ...children.map(({ id }) => id),
    ...retries.map(({ of }) => of),
  ]);
  return startedAttempts(marked, { retries: retries.map(({ id }) => ({ task: { id } })) });
};

/** The newest rerun of a task, or of a rerun of it, for the given triggers. */
export const reruns = async (
  session: Session,
  client: Client,
  owners: Owners,
  source: Task,
  which: string,
): Promise<TaggedAttempt | undefined> => {
  const all = await taggedTasks(session, client, source);
  const marked = all.filter(({ tag }) => owners.includes(tag.id));
  const own = new Set([source.id]);
  // Oldest first: a rerun comes before its own rerun.
  for (const { tag, task } of marked) if (own.has(tag.of)) own.add(task.id);
  return marked.findLast(({ tag }) => tag.which === which && own.has(tag.of));
};

/** All that was made to run a task, or a child of it, again: for clearing up, where only the task itself is known. */
export const rerunOf = async (
  session: Session,
  client: Client,
  owners: Owners,
  first: Task,
): Promise<readonly string[]> => {
  const children = first.batch === true ? await orThrow(listChildren(client, first.id)) : [];
  const marked = await taggedAttemptsOf(session, client, owners, first, [
    first.id,
    ...children.map(({ id }) => id),
  ]);
  return marked.map(({ task }) => task.id);
};
