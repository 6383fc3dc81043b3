import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { ChildTask, Task } from "../../api/endpoints/schemas";
import { getTask, getTasks, listRunChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { outputPorts } from "../../cwl/ports";
import {
  inGroupOrder,
  itemsOfNoChild,
  latestWholeAttempt,
  type Retry,
  type RunSnapshot,
} from "../../model/run/runSnapshot";
import type { OutputPort } from "../../model/run/runState";
import type { StoredRetry } from "../../model/run/runStored";
import { hasEnded } from "../../model/task/taskState";
import { type ApiError, explain } from "../../shared/errors";
import { timeIn } from "../../shared/timeIn";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";

/** The tasks of further attempts; one that somebody has deleted counts as never made. */
const retriesNow = (
  client: Client,
  retries: readonly StoredRetry[],
): TE.TaskEither<ApiError, readonly Retry[]> =>
  pipe(
    getTasks(
      client,
      retries.map(({ id }) => id),
    ),
    TE.map((tasks) =>
      retries.flatMap(({ of, number }, index) => {
        const task = tasks[index];
        return task === undefined ? [] : [{ of, number, task }];
      }),
    ),
  );

/** How many children the batch itself counts: API digest, 3.2. */
const countChildren = ({ execution_status: counts }: Task): number =>
  ["queued", "running", "completed", "failed", "aborted"].reduce((sum, key) => {
    const count = counts?.[key];
    return sum + (typeof count === "number" ? count : 0);
  }, 0);

/** A sample that is not listed would be missing downstream. */
const tooFewChildren = (client: Client, batch: Task, listed: number): ApiError => ({
  _tag: "Unreadable",
  asked: { method: "GET", path: `/tasks?parent=${batch.id}`, endpoint: client.connection.endpoint },
  status: 200,
  reason: `${listed} of the ${countChildren(batch)} children that the batch counts`,
  isShort: true,
});

/** How long children of a batch that has ended are looked for that its list does not show, in intervals of the host. */
const patience = 120;
const longestInterval = 20_000;

/** How to look for them: a preview does not wait. */
export interface ReadRun {
  readonly waiter: Pick<Session["waiter"], "pollInterval">;
  readonly log?: Pick<Session["log"], "said">;
}
export const withoutWaiting: ReadRun = { waiter: { pollInterval: 0 } };

interface Look {
  readonly interval: number;
  readonly waited: number;
}

/** Whether a batch is COMPLETED before its last child is listed is not established (API digest, 12): its items tell. */
const isLacking = (batch: Task, children: readonly ChildTask[]): boolean =>
  hasEnded(batch.status) &&
  (children.length < countChildren(batch) ||
    (batch.status !== "ABORTED" && itemsOfNoChild(batch, children) > 0));

const sayLacking = ({ log }: ReadRun, client: Client, batch: Task, children: readonly ChildTask[]): void => {
  const line = `warning: batch ${batch.id} is ${batch.status} with ${children.length === 1 ? "1 child" : `${children.length} children`}, and none has ${itemsOfNoChild(batch, children)} of the items on inputs.${batch.batch_input}: look at its page before you use the results`;
  if (log === undefined || log.said.has(line)) return;
  log.said.add(line);
  client.say(line);
};

/** What has not come some minutes after the end does not come any more. */
const hasJustEnded = ({ end_time: end }: Task): boolean => !(Date.now() - timeIn(end) > 600_000);

/** All children of a batch; where it has ended and lacks some, after more looks. */
const listWhole = (
  looking: ReadRun,
  client: Client,
  batch: Task,
  { interval, waited }: Look,
): TE.TaskEither<ApiError, readonly ChildTask[]> =>
  pipe(
    listRunChildren(client, batch.id),
    TE.flatMap((children): TE.TaskEither<ApiError, readonly ChildTask[]> => {
      if (!isLacking(batch, children)) return TE.right(children);
      if (waited < patience * looking.waiter.pollInterval && hasJustEnded(batch))
        return pipe(
          TE.fromTask<void, ApiError>(() => sleep(interval)),
          TE.flatMap(() => getTask(client, batch.id)),
          TE.flatMap((now) =>
            listWhole(looking, client, now, {
              waited: waited + interval,
              interval: Math.min(interval * 1.5, longestInterval),
            }),
          ),
        );
      if (children.length < countChildren(batch))
        return TE.left(tooFewChildren(client, batch, children.length));
      sayLacking(looking, client, batch, children);
      return TE.right(children);
    }),
  );

/** A batch has no children before it is started, and not all of them while it is CREATING (API digest, 4 and 6). */
const withListedChildren = (
  looking: ReadRun,
  client: Client,
  run: RunSnapshot,
): TE.TaskEither<ApiError, RunSnapshot> => {
  const whole = latestWholeAttempt(run);
  return whole.batch === true && !["DRAFT", "CREATING"].includes(whole.status)
    ? pipe(
        listWhole(looking, client, whole, { interval: looking.waiter.pollInterval, waited: 0 }),
        TE.map((children) => ({ ...run, children: inGroupOrder(whole, children) })),
      )
    : TE.right(run);
};

/** The run on the platform whose first task is known. */
export const readWholeRun = (
  looking: ReadRun,
  client: Client,
  first: Task,
  retries: readonly StoredRetry[],
): TE.TaskEither<ApiError, RunSnapshot> =>
  pipe(
    retriesNow(client, retries),
    TE.flatMap((found) =>
      withListedChildren(looking, client, { first, children: undefined, retries: found }),
    ),
  );

/** The same by the run's id; `undefined` where the platform does not have its task any more. */
export const findRun = (
  looking: ReadRun,
  client: Client,
  id: string,
  retries: readonly StoredRetry[],
): TE.TaskEither<ApiError, RunSnapshot | undefined> =>
  pipe(
    getTaskOrUndefined(client, id),
    TE.flatMap((first) =>
      first === undefined ? TE.right(undefined) : readWholeRun(looking, client, first, retries),
    ),
  );

/** The app's output ports: what a finished task should have. Without them its outputs are taken as they come. */
export const portsOf = (
  session: Session,
  client: Client,
  app: string,
): TE.TaskEither<ApiError, readonly OutputPort[]> =>
  pipe(
    session.cache.app(client, app),
    TE.map(({ raw }): readonly OutputPort[] =>
      outputPorts(raw).map(({ id, optional }) => ({ id, optional })),
    ),
    TE.orElse((error) => {
      // An app that was deleted or taken away stays so; anything else passes, and a value must not be lost to it.
      if (error._tag !== "Refused" || ![403, 404].includes(error.status)) return TE.left(error);
      client.say(`${explain(error)}; outputs that are missing are not noticed without the app's ports`);
      return TE.right<ApiError, readonly OutputPort[]>([]);
    }),
  );
