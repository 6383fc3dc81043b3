import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { abortTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { hasEnded, isDraft, webPageOf } from "../../model/task/taskState";
import { clock } from "../../shared/duration";
import { type ApiError, explain, type HostError, isGone, isOpen, isRefusedForNow } from "../../shared/errors";
import { fail } from "../failure";
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

const pageOf = ({ client, task }: Stop): string => webPageOf(task, client.connection.endpoint);

/** The engine's delete has no time-out: without this error, a task that never stops would hold `destroy` for ever. */
const notStopped = (stop: Stop, { id, status }: Task): HostError => ({
  _tag: "Declined",
  reason: `task ${id} was aborted, is still ${status} after ${clock(stop.waited)}, and may go on to cost; the state keeps it. Run this again to wait again, or look at its page, and ask the platform's support if it never stops: ${pageOf(stop)}`,
});

/** An aborted task is ABORTING for a while and still costs money: look until it has stopped. */
const awaitStop = async (aborted: Stop): Promise<void> => {
  const { pollInterval } = aborted.session.waiter;
  let stop: Stop = { ...aborted, interval: pollInterval, waited: 0 };
  for (;;) {
    const task = await getTaskOrUndefined(stop.client, stop.task.id);
    if (task === undefined || hasEnded(task.status)) return;
    if (stop.waited >= stopPatience * pollInterval) return fail(notStopped(stop, task));
    await sleep(stop.interval);
    stop = retryLater(stop);
  }
};

const notAborted = (stop: Stop, error: HostError): HostError => ({
  _tag: "Declined",
  reason: `task ${stop.task.id} is ${stop.task.status}, may go on to cost, and could not be aborted: ${explain(error)}. Abort it on its page, or run this again: ${pageOf(stop)}`,
});

/**
 * The abort had no effect that is known. Pages of two clients say that only RUNNING tasks can be aborted (API digest, 12): a task
 * that has not started is tried until it has, or has ended. Gives the next try; none where the task has stopped.
 */
const nextTry = async (stop: Stop, error: ApiError): Promise<Stop | undefined> => {
  const { client, task: before, session, waited, tries } = stop;
  const task = await getTaskOrUndefined(client, before.id);
  if (task === undefined || hasEnded(task.status)) return undefined;
  const now: Stop = { ...stop, task };
  if (task.status === "ABORTING") {
    await awaitStop(now);
    return undefined;
  }
  if (isOpen(error) || task.status === "RUNNING" || isDraft(task.status)) {
    if (tries < maxTries) return { ...now, tries: tries + 1 };
    return fail(isOpen(error) ? error : notAborted(now, error));
  }
  if (waited >= patience * session.waiter.pollInterval) return fail(notAborted(now, error));
  if (waited === 0)
    client.say(
      `task ${task.id} is ${task.status}, and the platform does not abort it yet: trying again until it has started or ended: ${pageOf(now)}`,
    );
  await sleep(now.interval);
  return retryLater(now);
};

const abortAndWait = async (first: Stop): Promise<void> => {
  let stop: Stop | undefined = first;
  while (stop !== undefined) {
    const { client, task }: Stop = stop;
    const answer = await abortTask(client, task.id)();
    if (E.isRight(answer)) {
      client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`);
      return awaitStop(stop);
    }
    const error = answer.left;
    if (isGone(error)) return;
    if (!isOpen(error) && !isRefusedForNow(error)) return fail(error);
    stop = await nextTry(stop, error);
  }
};

/** Aborts a task that is CREATING, QUEUED, RUNNING or ABORTING, and waits until it has stopped. */
export const stopTask = async (session: Session, client: Client, task: Task): Promise<void> => {
  const stop: Stop = { session, client, task, interval: session.waiter.pollInterval, waited: 0, tries: 1 };
  if (task.status !== "ABORTING") return abortAndWait(stop);
  client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`);
  return awaitStop(stop);
};
