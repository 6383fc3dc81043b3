import { pipe } from "fp-ts/function";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { type RunSnapshot, unfinishedTasks } from "../../model/run/runSnapshot";
import { runHiddenOf } from "../../model/run/runStored";
import { type AttemptTag, rerunTag } from "../../model/tags/attemptTag";
import { idOf } from "../../model/tags/resourceId";
import { hasBegun, hasEnded, isDraft } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { readWholeRun } from "../apply/findRun";
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

const existingRun = ({ session, client, declared }: RunRequest): TE.TaskEither<HostError, RunToResume> => {
  const created = session.ownership.createdDrafts.get(declared.task);
  if (created !== undefined) return TE.right({ task: created, isRead: false });
  return pipe(
    getTaskOrUndefined(client, declared.task),
    TE.flatMap(
      (task): TE.TaskEither<HostError, RunToResume> =>
        task === undefined ? TE.left(noTask(declared.task, client)) : TE.right({ task, isRead: true }),
    ),
  );
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
const resume = (wanted: RunRequest, first: Task, isOwn: boolean): TE.TaskEither<HostError, RunStarted> => {
  return pipe(
    readWholeRun(wanted.session, wanted.client, first, []),
    TE.flatMap((run) => retryFailed({ ...wanted, run })),
    TE.map((job) => {
      const { run } = job;
      if (!hasEnded(first.status) || unfinishedTasks(run).length > 0) return { job };
      const wasLeft = isOwn || run.retries.length > 0;
      return { job, line: wasLeft ? resumedAfterEnd(run) : endedBefore(run) };
    }),
  );
};

const startNew = (first: Task): RunSnapshot => ({ first, children: undefined, retries: [] });

/** New `triggers` want the same task once more: a clone of it, which is found again like any attempt. */
const rerun = (wanted: RunRequest, source: Task, tag: AttemptTag): TE.TaskEither<HostError, Task> =>
  pipe(
    taggedAttemptsOf(wanted.session, wanted.client, [tag.id], source, [tag.of]),
    TE.flatMap((marked) => runAgain(wanted, source, tag, marked)),
  );

/**
 * Where no diff says that this is a rerun (the old one was deleted first and the process died, or a replacement is
 * forced), the clone that these triggers have asked for does.
 */
const findRerun = (
  wanted: RunRequest,
  source: Task,
  isOwn: boolean,
): TE.TaskEither<HostError, RunStarted> => {
  const { session, client, declared, hidden } = wanted;
  if (declared.triggers.length === 0) return resume(wanted, source, isOwn);
  return pipe(
    reruns(session, client, [idOf(hidden)], source, rerunTag(declared.triggers)),
    TE.flatMap(
      (found): TE.TaskEither<HostError, RunStarted> =>
        found === undefined
          ? resume(wanted, source, isOwn)
          : pipe(
              runAgain(wanted, source, found.tag, [found]),
              TE.flatMap((first) => resume(wanted, first, true)),
            ),
    ),
  );
};

/** How a run came upon a task that was started before. */
interface FoundRun {
  readonly isImported: boolean;
  /** The state had it as a draft. */
  readonly wasDraft: boolean;
}

/** Who has started a task of the program, if it was not this stack. */
const startedByOther = (
  { session, client }: RunRequest,
  task: Task,
  { isImported, wasDraft }: FoundRun,
): T.Task<string | undefined> => {
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
const noteStarter = (begun: RunStarted, task: Task, found: FoundRun): T.Task<RunStarted> => {
  const { job } = begun;
  if (job.run.first.id !== task.id) return T.of(begun);
  return pipe(
    startedByOther(job, task, found),
    T.map((by) =>
      by === undefined ? begun : { ...begun, job: { ...job, hidden: { ...job.hidden, __startedBy: by } } },
    ),
  );
};

/** A task that was started before, by this stack or by anyone else. */
const continueRun = (
  wanted: RunRequest,
  task: Task,
  wasLeft: boolean,
): TE.TaskEither<HostError, RunStarted> => {
  const { session, client, hidden } = wanted;
  const asked = session.handoff.pendingReruns.get(hidden.__owner ?? "");
  const unedited = refuseEditedTask(session, client, task, hidden);
  if (asked !== undefined)
    return pipe(
      unedited,
      TE.flatMap(() => rerun(wanted, task, { id: idOfRun(hidden), ...asked })),
      TE.map((first) => ({ job: { ...wanted, run: startNew(first) } })),
    );
  return pipe(
    unedited,
    TE.flatMap(() => findRerun(wanted, task, wasLeft)),
    TE.flatMap((found) => TE.fromTask(noteStarter(found, task, { isImported: false, wasDraft: wasLeft }))),
  );
};

const startOrResume = (
  wanted: RunRequest,
  { task, isRead }: RunToResume,
): TE.TaskEither<HostError, RunStarted> => {
  const { session, client, declared, hidden } = wanted;
  const { batch, useInterruptibleInstances } = declared;
  const { __owner: owner = "" } = hidden;
  // Another run of the same task is not the one that was left behind.
  const wasLeft = session.ownership.draftsInState.delete(task.id);
  if (hasBegun(task.status) || (session.handoff.pendingReruns.has(owner) && !isDraft(task.status)))
    return continueRun(wanted, task, wasLeft);
  return pipe(
    refuseMistakes(session, client, owner, declared, task),
    // What somebody has edited is refused before the tag says that this stack starts it.
    TE.flatMap(() => (isRead ? refuseEditedTask(session, client, task, hidden) : TE.right(undefined))),
    TE.flatMap(() => announceStart(session, client, task, isRead)),
    TE.tapIO(() => () => session.ownership.createdDrafts.delete(task.id)),
    TE.flatMap((now): TE.TaskEither<HostError, RunStarted> => {
      if (hasBegun(now.status)) return continueRun(wanted, now, wasLeft);
      return pipe(
        refuseEditedTask(session, client, now, hidden),
        TE.flatMap(() => startTask(client, now, { batch, useInterruptibleInstances }, hidden)),
        TE.map((first) => ({ job: { ...wanted, run: startNew(first) } })),
      );
    }),
  );
};

/** A run that was started elsewhere: nothing is started, and nothing is run again in this update. */
const importedRun = (wanted: RunRequest, id: string): TE.TaskEither<HostError, RunStarted> =>
  pipe(
    TE.Do,
    TE.bind("first", () => readRunToImport(wanted.client, id, wanted.declared)),
    TE.bindW("run", ({ first }) => readWholeRun(wanted.session, wanted.client, first, [])),
    TE.bindW("job", ({ run }) =>
      retryFailed({ ...wanted, declared: { ...wanted.declared, maxAttempts: 1 }, run }),
    ),
    TE.flatMap(({ first, job }) =>
      TE.fromTask(
        noteStarter({ job: { ...wanted, run: job.run } }, first, { isImported: true, wasDraft: false }),
      ),
    ),
  );

/**
 * Looks before it acts: a draft is started, what has started is waited for, what has ended is collected. With `import`,
 * none is started.
 */
export const create = (session: Session, news: Properties): TE.TaskEither<HostError, Result> => {
  const hidden = runHiddenOf(news);
  return pipe(
    TE.Do,
    TE.bind("declared", () => TE.fromEither(knownRunFrom(news))),
    TE.bindW("client", () => TE.fromEither(clientFor(session, "TaskRun", news))),
    TE.let("wanted", ({ client, declared }): RunRequest => ({ session, client, declared, hidden })),
    TE.flatMap(({ wanted }) =>
      typeof news.adopts === "string"
        ? importedRun(wanted, news.adopts)
        : pipe(
            existingRun(wanted),
            TE.flatMap((seen) => startOrResume(wanted, seen)),
          ),
    ),
    TE.tapIO(
      ({ job: { run } }) =>
        () =>
          session.ownership.runs.set(hidden.__owner ?? run.first.id, run.first.id),
    ),
    TE.flatMap(({ job, line }) => sayEnded(job.client, line)(waitAndCollect(job))),
  );
};
