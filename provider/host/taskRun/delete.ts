import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { deleteTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { StoredRun } from "../../model/run/runStored";
import { idOf } from "../../model/tags/resourceId";
import { hasEnded, isDraft, priceFrom } from "../../model/task/taskState";
import { explain, type HostError, isGone } from "../../shared/errors";
import { formatPrice } from "../../shared/text";
import { attempt, fail, rightOrThrow } from "../failure";
import type { Properties } from "../properties";
import { rerunOf } from "../recovery/taggedAttempts";
import { cleanupClientFor } from "../session/clients";
import { getPresence, sayLeft } from "../session/presence";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { leftRunning } from "../waiting/starter";
import { stopTask } from "../waiting/stop";
import { storedRunFrom } from "./properties";

const joinErrors = (errors: readonly HostError[]): HostError => {
  const [first] = errors;
  return first !== undefined && errors.length === 1
    ? first
    : { _tag: "Declined", reason: errors.map(explain).join("; ") };
};

/** Does all at once, and fails with the errors of all: each names a task that may go on to cost. */
const allAtOnce = async (operations: readonly (() => Promise<void>)[]): Promise<void> => {
  const results = await Promise.all(operations.map((run) => attempt(run)));
  const errors = results.flatMap((result) => (E.isLeft(result) ? [result.left] : []));
  if (errors.length > 0) fail(joinErrors(errors));
};

/** A clone that was never started: a draft that only this run knows of. */
const withoutDraft = async (client: Client, { id }: Task): Promise<void> => {
  const result = await deleteTask(client, id)();
  if (E.isLeft(result) && !isGone(result.left)) fail(result.left);
};

const clearErrors = async (
  session: Session,
  client: Client,
  first: string,
  startedBy: string | undefined,
  task: Task | undefined,
): Promise<void> => {
  if (task === undefined || hasEnded(task.status)) return;
  if (!isDraft(task.status) && startedBy !== undefined && task.id === first) {
    client.say(leftRunning(client, task, startedBy));
    return;
  }
  if (!isDraft(task.status)) return stopTask(session, client, task);
  // The first draft is the DraftTask's.
  if (task.id !== first) await withoutDraft(client, task);
};

/**
 * A process that died in the middle of an attempt, or of a rerun, may have left tasks that the state does not know. What
 * another resource of the program lives on is not this run's any more.
 */
const othersOf = async (
  session: Session,
  client: Client,
  stored: StoredRun,
  first: Task | undefined,
): Promise<readonly string[]> => {
  const alive = new Set(session.ownership.runs.values());
  const reruns =
    first !== undefined && hasEnded(first.status)
      ? await rerunOf(session, client, [idOf(stored.hidden)], first)
      : [];
  const ids = [...new Set([...stored.retries.map(({ id }) => id), ...reruns])];
  return ids.filter((id) => !alive.has(id));
};

/** What still runs is aborted, and its stop is awaited; what has ended is the platform's record. */
export const remove = async (session: Session, id: string, olds: Properties): Promise<void> => {
  // A forced replacement keeps the task: its "old" id is then the new one's.
  if ([...session.ownership.runs.values()].includes(id)) return;
  // Observe.
  const stored = rightOrThrow(storedRunFrom(id, olds));
  const client = await cleanupClientFor(session, id, stored, olds);
  const presence = await getPresence(session, client, id, stored.project);
  if (presence._tag === "Hidden") {
    if (!hasEnded(stored.status)) return fail(presence.error);
    await sayLeft(client, id, stored.status, presence.error);
  }
  const first = presence._tag === "Present" ? presence.task : undefined;
  // Who is shown the first one is shown its whole project.
  const looking = first === undefined ? client : { ...client, viaFallback: undefined };
  const tasks: (Task | undefined)[] = [first];
  for (const other of await othersOf(session, client, stored, first))
    tasks.push(await getTaskOrUndefined(looking, other));
  // Act.
  if (first !== undefined && hasEnded(first.status))
    client.say(
      `the run of task ${id} is ${first.status}${formatPrice(priceFrom(first.price))}: removed from this state only; the platform keeps its record`,
    );
  // One that does not stop must not let the others go on to cost.
  await allAtOnce(
    tasks.map((task) => () => clearErrors(session, client, id, stored.hidden.__startedBy, task)),
  );
};
