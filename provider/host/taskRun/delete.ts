import { pipe } from "fp-ts/function";
import * as RA from "fp-ts/ReadonlyArray";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import { deleteTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { StoredRun } from "../../model/run/runStored";
import { idOf } from "../../model/tags/resourceId";
import { hasEnded, isDraft, priceFrom } from "../../model/task/taskState";
import { type ApiError, explain, type HostError, isGone } from "../../shared/errors";
import { formatPrice } from "../../shared/text";
import type { Properties } from "../properties";
import { rerunOf } from "../recovery/taggedAttempts";
import { cleanupClientFor } from "../session/clients";
import { getPresence, sayLeft } from "../session/presence";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { leftRunning } from "../waiting/starter";
import { stopTask } from "../waiting/stop";
import { storedRunFrom } from "./properties";

const nothingToDo: TE.TaskEither<HostError, void> = TE.right(undefined);

const joinErrors = (errors: readonly HostError[]): HostError => {
  const [first] = errors;
  return first !== undefined && errors.length === 1
    ? first
    : { _tag: "Declined", reason: errors.map(explain).join("; ") };
};

const allErrors = TE.getApplicativeTaskValidation(T.ApplyPar, RA.getSemigroup<HostError>());

/** Does all at once, and fails with the errors of all: each names a task that may go on to cost. */
const allAtOnce = (effects: readonly TE.TaskEither<HostError, void>[]): TE.TaskEither<HostError, void> =>
  pipe(
    effects,
    RA.traverse(allErrors)(TE.mapLeft((error): readonly HostError[] => [error])),
    TE.mapLeft(joinErrors),
    TE.asUnit,
  );

/** A clone that was never started: a draft that only this run knows of. */
const withoutDraft = (client: Client, { id }: Task): TE.TaskEither<HostError, void> =>
  pipe(
    deleteTask(client, id),
    TE.asUnit,
    TE.orElse((error) => (isGone(error) ? nothingToDo : TE.left<HostError, void>(error))),
  );

const clearErrors = (
  session: Session,
  client: Client,
  first: string,
  startedBy: string | undefined,
  task: Task | undefined,
): TE.TaskEither<HostError, void> => {
  if (task === undefined || hasEnded(task.status)) return nothingToDo;
  if (!isDraft(task.status) && startedBy !== undefined && task.id === first)
    return TE.fromIO(() => client.say(leftRunning(client, task, startedBy)));
  if (!isDraft(task.status)) return stopTask(session, client, task);
  // The first draft is the DraftTask's.
  return task.id === first ? nothingToDo : withoutDraft(client, task);
};

/**
 * A process that died in the middle of an attempt, or of a rerun, may have left tasks that the state does not know. What
 * another resource of the program lives on is not this run's any more.
 */
const othersOf = (
  session: Session,
  client: Client,
  stored: StoredRun,
  first: Task | undefined,
): TE.TaskEither<ApiError, readonly string[]> => {
  const alive = new Set(session.ownership.runs.values());
  return pipe(
    first !== undefined && hasEnded(first.status)
      ? rerunOf(session, client, [idOf(stored.hidden)], first)
      : TE.right([]),
    TE.map((made) => [...new Set([...stored.retries.map(({ id }) => id), ...made])]),
    TE.map((ids) => ids.filter((id) => !alive.has(id))),
  );
};

/** What still runs is aborted, and its stop is awaited; what has ended is the platform's record. */
export const remove = (session: Session, id: string, olds: Properties): TE.TaskEither<HostError, void> => {
  // A forced replacement keeps the task: its "old" id is then the new one's.
  if ([...session.ownership.runs.values()].includes(id)) return nothingToDo;
  return pipe(
    TE.Do,
    TE.bind("stored", () => TE.fromEither(storedRunFrom(id, olds))),
    TE.bind("client", ({ stored }) => cleanupClientFor(session, id, stored, olds)),
    TE.bindW("presence", ({ client, stored }) => getPresence(session, client, id, stored.project)),
    TE.tap(({ client, stored: { status }, presence }) => {
      if (presence._tag !== "Hidden") return nothingToDo;
      return hasEnded(status)
        ? sayLeft(client, id, status, presence.error)
        : TE.left<HostError, void>(presence.error);
    }),
    TE.let("first", ({ presence }) => (presence._tag === "Present" ? presence.task : undefined)),
    TE.bindW("others", ({ client, stored, first }) => othersOf(session, client, stored, first)),
    TE.bindW("tasks", ({ client, first, others }) =>
      pipe(
        others,
        // Who is shown the first one is shown its whole project.
        TE.traverseSeqArray((other) =>
          getTaskOrUndefined(first === undefined ? client : { ...client, viaFallback: undefined }, other),
        ),
      ),
    ),
    TE.flatMap(({ client, stored, first, tasks }) => {
      if (first !== undefined && hasEnded(first.status))
        client.say(
          `the run of task ${id} is ${first.status}${formatPrice(priceFrom(first.price))}: removed from this state only; the platform keeps its record`,
        );
      // One that does not stop must not let the others go on to cost.
      return allAtOnce(
        [first, ...tasks].map((task) => clearErrors(session, client, id, stored.hidden.__startedBy, task)),
      );
    }),
  );
};
