import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { unfinishedTasks } from "../../model/run/runSnapshot";
import { type RunHidden, runHiddenOf } from "../../model/run/runStored";
import { hasEnded, isDraft } from "../../model/task/taskState";
import { readWholeRun } from "../apply/findRun";
import { fail, rightOrThrow } from "../failure";
import { announceStart } from "../guards/announceStart";
import { refuseEditedTask } from "../guards/editedTask";
import type { Properties } from "../properties";
import type { Result } from "../results";
import { requireClientFor } from "../session/clients";
import { getUnlessGone } from "../session/presence";
import type { Session } from "../session/session";
import { startTask } from "../waiting/start";
import type { RunRequest } from "./attempts";
import { endedWhileAway, sayEnded } from "./ended";
import { knownRunFrom, storedRunFrom } from "./properties";
import { lostRun, retryFailed, waitAndCollect } from "./runWorkflow";

/** A start whose answer was lost may have left a draft behind. */
const firstTask = async (
  client: Client,
  id: string,
  project: string | undefined,
  { session, declared, hidden }: RunRequest,
  olds: Properties,
): Promise<Task> => {
  const task = await getUnlessGone(session, client, id, project);
  if (task === undefined) return fail(lostRun(id, olds, declared, hidden));
  const { batch, useInterruptibleInstances } = declared;
  if (isDraft(task.status)) await refuseEditedTask(session, client, task, hidden);
  const now = await announceStart(session, client, task, true);
  // What had been started when the state was written was looked at then.
  if (isDraft(now.status)) await refuseEditedTask(session, client, now, hidden);
  return startTask(client, now, { batch, useInterruptibleInstances }, hidden);
};

/** Looks, runs again what failed if that is allowed, waits, collects. Called at each `up` until the run has ended well. */
export const update = async (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<Result> => {
  // Observe.
  const declared = rightOrThrow(knownRunFrom(news));
  const was = rightOrThrow(storedRunFrom(id, olds));
  const { __startedBy: by, __settings: settingsBefore } = was.hidden;
  const hidden: RunHidden = { ...runHiddenOf(news), ...(by === undefined ? {} : { __startedBy: by }) };
  const client = await requireClientFor(session, id, was, news, olds);
  const wanted: RunRequest = { session, client, declared, hidden, settingsBefore };
  session.ownership.runs.set(hidden.__owner ?? id, id);
  // Act.
  const task = await firstTask(client, id, was.project, wanted, olds);
  const run = await readWholeRun(session, client, task, was.retries);
  const job = await retryFailed({ ...wanted, run });
  // Return.
  const isOver = unfinishedTasks(job.run).length === 0;
  // What was started just now is still moving; what has ended was found.
  const hasFound = isOver && job.run.retries.length > run.retries.length;
  const isNews = !hasEnded(was.status) || hasFound;
  const line = isNews ? endedWhileAway(isOver ? job.run : run) : undefined;
  return sayEnded(job.client, line, () => waitAndCollect(job));
};
