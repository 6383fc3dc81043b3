import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import { abortTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { hasEnded, isDraft, webPageOf } from "../../model/task/taskState";
import { clock } from "../../shared/duration";
import { type ApiError, explain, type HostError, isGone, isOpen, isRefusedForNow } from "../../shared/errors";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";

const longestInterval = 20_000;

/** How long an abort is tried again that the platform refuses until the task runs, in intervals of the session: half an hour. */
const patience = 1800;

/** How long an accepted abort is waited for, in intervals of the session: ten minutes. No document says how long one takes. */
const stopPatience = 600;

/** How often an abort is tried that the platform refuses although the task runs, or does not answer. */
const maxTries = 2;

interface Stop {
  readonly session: Session;
  readonly client: Client;
  readonly task: Task;
  readonly interval: number;
  readonly waited: number;
  /** How often the abort was tried that the task's status allows. */
  readonly tries: number;
}

const retryLater = (stop: Stop): Stop => ({
  ...stop,
  waited: stop.waited + stop.interval,
  // Calls are the scarce thing (API digest, 9.3), and many may be stopping at once.
  interval: Math.min(stop.interval * 1.5, longestInterval),
});

const afterPause = (stop: Stop, next: (stop: Stop) => TE.TaskEither<HostError, void>) =>
  pipe(
    TE.fromTask<void, HostError>(() => sleep(stop.interval)),
    TE.flatMap(() => next(retryLater(stop))),
  );

const pageOf = ({ client, task }: Stop): string => webPageOf(task, client.connection.endpoint);

/** The engine's delete has no time-out: without this error, a task that never stops would hold `destroy` for ever. */
const notStopped = (stop: Stop, { id, status }: Task): HostError => ({
  _tag: "Declined",
  reason: `task ${id} was aborted, is still ${status} after ${clock(stop.waited)}, and may go on to cost; the state keeps it. Run this again to wait again, or look at its page, and ask the platform's support if it never stops: ${pageOf(stop)}`,
});

const untilStopped = (stop: Stop): TE.TaskEither<HostError, void> =>
  pipe(
    getTaskOrUndefined(stop.client, stop.task.id),
    TE.flatMap((task): TE.TaskEither<HostError, void> => {
      if (task === undefined || hasEnded(task.status)) return TE.right(undefined);
      return stop.waited >= stopPatience * stop.session.waiter.pollInterval
        ? TE.left(notStopped(stop, task))
        : afterPause(stop, untilStopped);
    }),
  );

/** An aborted task is ABORTING for a while and still costs money: look until it has stopped. */
const awaitStop = (stop: Stop): TE.TaskEither<HostError, void> =>
  untilStopped({ ...stop, interval: stop.session.waiter.pollInterval, waited: 0 });

const notAborted = (stop: Stop, error: HostError): HostError => ({
  _tag: "Declined",
  reason: `task ${stop.task.id} is ${stop.task.status}, may go on to cost, and could not be aborted: ${explain(error)}. Abort it on its page, or run this again: ${pageOf(stop)}`,
});

/**
 * The abort had no effect that is known. Pages of two clients say that only RUNNING tasks can be aborted (API digest, 12): a task
 * that has not started is tried until it has, or has ended.
 */
const retryAbort = (stop: Stop, error: ApiError): TE.TaskEither<HostError, void> => {
  const { client, task: before, session, waited, tries } = stop;
  return pipe(
    getTaskOrUndefined(client, before.id),
    TE.flatMap((task): TE.TaskEither<HostError, void> => {
      if (task === undefined || hasEnded(task.status)) return TE.right(undefined);
      const now: Stop = { ...stop, task };
      if (task.status === "ABORTING") return awaitStop(now);
      if (isOpen(error))
        return tries < maxTries ? abortAndWait({ ...now, tries: tries + 1 }) : TE.left(error);
      if (task.status === "RUNNING" || isDraft(task.status))
        return tries < maxTries
          ? abortAndWait({ ...now, tries: tries + 1 })
          : TE.left(notAborted(now, error));
      if (waited >= patience * session.waiter.pollInterval) return TE.left(notAborted(now, error));
      if (waited === 0)
        client.say(
          `task ${task.id} is ${task.status}, and the platform does not abort it yet: trying again until it has started or ended: ${pageOf(now)}`,
        );
      return afterPause(now, abortAndWait);
    }),
  );
};

const abortAndWait = (stop: Stop): TE.TaskEither<HostError, void> => {
  const { client, task } = stop;
  return pipe(
    abortTask(client, task.id),
    TE.matchE(
      (error): TE.TaskEither<HostError, void> => {
        if (isGone(error)) return TE.right(undefined);
        return isOpen(error) || isRefusedForNow(error) ? retryAbort(stop, error) : TE.left(error);
      },
      () => {
        client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`);
        return awaitStop(stop);
      },
    ),
  );
};

/** Aborts a task that is CREATING, QUEUED, RUNNING or ABORTING, and waits until it has stopped. */
export const stopTask = (session: Session, client: Client, task: Task): TE.TaskEither<HostError, void> => {
  const stop: Stop = { session, client, task, interval: session.waiter.pollInterval, waited: 0, tries: 1 };
  if (task.status !== "ABORTING") return abortAndWait(stop);
  client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`);
  return awaitStop(stop);
};
