import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { type RunSnapshot, unfinishedTasks } from "../../model/run/runSnapshot";
import { runHiddenOf } from "../../model/run/runStored";
import { type AttemptTag, rerunTag } from "../../model/tags/attemptTag";
import { idOf } from "../../model/tags/resourceId";
import { hasBegun, hasEnded, isDraft } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { readWholeRun } from "../apply/findRun";
import { fail, rightOrThrow } from "../failure";
import { announceStart } from "../guards/announceStart";
import { refuseEditedTask } from "../guards/editedTask";
import { readRunToImport } from "../import/importRun";
import type { Properties } from "../properties";
import { reruns, taggedAttemptsOf } from "../recovery/taggedAttempts";
import type { Result } from "../results";
import { clientFor } from "../session/connections";
import { ownerOfTask } from "../session/ownership";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { startTask } from "../waiting/start";
import { otherStarter } from "../waiting/starter";
import { idOfRun, type RunRequest, runAgain } from "./attempts";
import { type EndedLine, endedBefore, resumedAfterEnd, sayEnded } from "./ended";
import { knownRunFrom } from "./properties";
import { refuseMistakes } from "./requests";
import { type RunJob, retryFailed, waitAndCollect } from "./runWorkflow";

/** A task to run, and whether this process has just read it: one that it has created is as its answer was. */
interface RunToResume {
  readonly task: Task;
  readonly isRead: boolean;
}

const existingRun = async ({ session, client, declared }: RunRequest): Promise<RunToResume> => {
  const created = session.ownership.createdDrafts.get(declared.task);
  if (created !== undefined) return { task: created, isRead: false };
  const task = await getTaskOrUndefined(client, declared.task);
  return task === undefined ? fail(noTask(declared.task, client)) : { task, isRead: true };
};

const noTask = (id: string, client: Client): HostError => ({
  _tag: "Declined",
  reason: `there is no task ${id} at ${client.connection.endpoint} to run: check the id and the platform`,
});

/** A run that this update creates, and what is said of one that has ended already. */
interface RunStarted {
  readonly job: RunJob;
  readonly line?: EndedLine | undefined;
}

/**
 * A run whose task was started before: by a process that died, by `run: true`, or by somebody. `isOwn`: it was found by what an
 * interrupted update has left, so nobody has watched its end.
 */
const resume = async (wanted: RunRequest, first: Task, isOwn: boolean): Promise<RunStarted> => {
  const found = await readWholeRun(wanted.session, wanted.client, first, []);
  const job = await retryFailed({ ...wanted, run: found });
  const { run } = job;
  if (!hasEnded(first.status) || unfinishedTasks(run).length > 0) return { job };
  const wasLeft = isOwn || run.retries.length > 0;
  return { job, line: wasLeft ? resumedAfterEnd(run) : endedBefore(run) };
};

const startNew = (first: Task): RunSnapshot => ({ first, children: undefined, retries: [] });

/** New `triggers` want the same task once more: a clone of it, which is found again like any attempt. */
const rerun = async (wanted: RunRequest, source: Task, tag: AttemptTag): Promise<Task> => {
  const { session, client } = wanted;
  const marked = await taggedAttemptsOf(session, client, [tag.id], source, [tag.of]);
  return runAgain(wanted, source, tag, marked);
};

/**
 * Where no diff says that this is a rerun (the old one was deleted first and the process died, or a replacement is
 * forced), the clone that these triggers have asked for does.
 */
const findRerun = async (wanted: RunRequest, source: Task, isOwn: boolean): Promise<RunStarted> => {
  const { session, client, declared, hidden } = wanted;
  if (declared.triggers.length === 0) return resume(wanted, source, isOwn);
  const found = await reruns(session, client, [idOf(hidden)], source, rerunTag(declared.triggers));
  if (found === undefined) return resume(wanted, source, isOwn);
  const first = await runAgain(wanted, source, found.tag, [found]);
  return resume(wanted, first, true);
};

/** How a run came upon a task that was started before. */
interface FoundRun {
  readonly isImported: boolean;
  /** The state had it as a draft. */
  readonly wasDraft: boolean;
}

/** Who has started a task of the program, if it was not this stack. */
const startedByOther = async (
  { session, client }: RunRequest,
  task: Task,
  { isImported, wasDraft }: FoundRun,
): Promise<string | undefined> => {
  const owner = ownerOfTask(session.ownership, task.id) ?? "";
  // What the state had as a draft, no `run: true` has started.
  const run = !wasDraft && session.handoff.declaredArgs.get(owner)?.run === true;
  return otherStarter(session, client, task, {
    id: session.ownership.resourceIds.get(owner),
    run,
    isImported,
  });
};

/** Records in the state who started the task. A clone of it that runs it again is this stack's. */
const noteStarter = async (begun: RunStarted, task: Task, found: FoundRun): Promise<RunStarted> => {
  const { job } = begun;
  if (job.run.first.id !== task.id) return begun;
  const by = await startedByOther(job, task, found);
  return by === undefined ? begun : { ...begun, job: { ...job, hidden: { ...job.hidden, __startedBy: by } } };
};

/** A task that was started before, by this stack or by anyone else. */
const continueRun = async (wanted: RunRequest, task: Task, wasLeft: boolean): Promise<RunStarted> => {
  const { session, client, hidden } = wanted;
  const asked = session.handoff.pendingReruns.get(hidden.__owner ?? "");
  await refuseEditedTask(session, client, task, hidden);
  if (asked !== undefined) {
    const first = await rerun(wanted, task, { id: idOfRun(hidden), ...asked });
    return { job: { ...wanted, run: startNew(first) } };
  }
  const found = await findRerun(wanted, task, wasLeft);
  return noteStarter(found, task, { isImported: false, wasDraft: wasLeft });
};

const startOrResume = async (wanted: RunRequest, { task, isRead }: RunToResume): Promise<RunStarted> => {
  const { session, client, declared, hidden } = wanted;
  const { batch, useInterruptibleInstances } = declared;
  const { __owner: owner = "" } = hidden;
  // Another run of the same task is not the one that was left behind.
  const wasLeft = session.ownership.draftsInState.delete(task.id);
  if (hasBegun(task.status) || (session.handoff.pendingReruns.has(owner) && !isDraft(task.status)))
    return continueRun(wanted, task, wasLeft);
  await refuseMistakes(session, client, owner, declared, task);
  // What somebody has edited is refused before the tag says that this stack starts it.
  if (isRead) await refuseEditedTask(session, client, task, hidden);
  const now = await announceStart(session, client, task, isRead);
  session.ownership.createdDrafts.delete(task.id);
  if (hasBegun(now.status)) return continueRun(wanted, now, wasLeft);
  await refuseEditedTask(session, client, now, hidden);
  const first = await startTask(client, now, { batch, useInterruptibleInstances }, hidden);
  return { job: { ...wanted, run: startNew(first) } };
};

/** A run that was started elsewhere: nothing is started, and nothing is run again in this update. */
const importedRun = async (wanted: RunRequest, id: string): Promise<RunStarted> => {
  const { session, client, declared } = wanted;
  const first = await readRunToImport(client, id, declared);
  const run = await readWholeRun(session, client, first, []);
  const job = await retryFailed({ ...wanted, declared: { ...declared, maxAttempts: 1 }, run });
  const begun: RunStarted = { job: { ...wanted, run: job.run } };
  return noteStarter(begun, first, { isImported: true, wasDraft: false });
};

/**
 * Looks before it acts: a draft is started, what has started is waited for, what has ended is collected. With `import`,
 * none is started.
 */
export const create = async (session: Session, news: Properties): Promise<Result> => {
  const hidden = runHiddenOf(news);
  const declared = rightOrThrow(knownRunFrom(news));
  const client = rightOrThrow(clientFor(session, "TaskRun", news));
  const wanted: RunRequest = { session, client, declared, hidden };
  const { job, line } =
    typeof news.adopts === "string"
      ? await importedRun(wanted, news.adopts)
      : await startOrResume(wanted, await existingRun(wanted));
  session.ownership.runs.set(hidden.__owner ?? job.run.first.id, job.run.first.id);
  return sayEnded(job.client, line, () => waitAndCollect(job));
};
