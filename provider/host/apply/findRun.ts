import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
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
import { attempt, fail, orThrow } from "../failure";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";

/** The tasks of further attempts; one that somebody has deleted counts as never made. */
const retriesNow = async (client: Client, retries: readonly StoredRetry[]): Promise<readonly Retry[]> => {
  const ids = retries.map(({ id }) => id);
  const tasks = await orThrow(getTasks(client, ids));
  return retries.flatMap(({ of, number }, index) => {
    const task = tasks[index];
    return task === undefined ? [] : [{ of, number, task }];
  });
};

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

/** How long children of a batch that has ended are looked for that its list does not show, in poll intervals of the session. */
const patience = 120;
const longestInterval = 20_000;

/** How to look for them: a preview does not wait. */
export interface ReadRun {
  readonly waiter: Pick<Session["waiter"], "pollInterval">;
  readonly log?: Pick<Session["log"], "said">;
}
export const withoutWaiting: ReadRun = { waiter: { pollInterval: 0 } };

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
const listWhole = async (looking: ReadRun, client: Client, batch: Task): Promise<readonly ChildTask[]> => {
  const { pollInterval } = looking.waiter;
  let [now, interval, waited] = [batch, pollInterval, 0];
  for (;;) {
    const children = await orThrow(listRunChildren(client, now.id));
    if (!isLacking(now, children)) return children;
    if (waited >= patience * pollInterval || !hasJustEnded(now)) {
      if (children.length < countChildren(now)) return fail(tooFewChildren(client, now, children.length));
      sayLacking(looking, client, now, children);
      return children;
    }
    await sleep(interval);
    now = await orThrow(getTask(client, now.id));
    waited += interval;
    interval = Math.min(interval * 1.5, longestInterval);
  }
};

/** A batch has no children before it is started, and not all of them while it is CREATING (API digest, 4 and 6). */
const withListedChildren = async (
  looking: ReadRun,
  client: Client,
  run: RunSnapshot,
): Promise<RunSnapshot> => {
  const whole = latestWholeAttempt(run);
  if (whole.batch !== true || ["DRAFT", "CREATING"].includes(whole.status)) return run;
  const children = await listWhole(looking, client, whole);
  return { ...run, children: inGroupOrder(whole, children) };
};

/** The run on the platform whose first task is known. */
export const readWholeRun = async (
  looking: ReadRun,
  client: Client,
  first: Task,
  retries: readonly StoredRetry[],
): Promise<RunSnapshot> => {
  const found = await retriesNow(client, retries);
  return withListedChildren(looking, client, { first, children: undefined, retries: found });
};

/** The same by the run's id; `undefined` where the platform does not have its task any more. */
export const findRun = async (
  looking: ReadRun,
  client: Client,
  id: string,
  retries: readonly StoredRetry[],
): Promise<RunSnapshot | undefined> => {
  const first = await getTaskOrUndefined(client, id);
  return first === undefined ? undefined : readWholeRun(looking, client, first, retries);
};

/** The app's output ports: what a finished task should have. Without them its outputs are taken as they come. */
export const portsOf = async (
  session: Session,
  client: Client,
  app: string,
): Promise<readonly OutputPort[]> => {
  const found = await attempt(() => orThrow(session.cache.app(client, app)));
  if (E.isRight(found)) return outputPorts(found.right.raw).map(({ id, optional }) => ({ id, optional }));
  const error = found.left;
  // An app that was deleted or taken away stays so; anything else passes, and a value must not be lost to it.
  if (error._tag !== "Refused" || ![403, 404].includes(error.status)) return fail(error);
  client.say(`${explain(error)}; outputs that are missing are not noticed without the app's ports`);
  return [];
};
