import { pipe } from "fp-ts/function";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/wire";
import type { HostError } from "../../errors";
import { type AttemptLine, again } from "../../model/attemptLine";
import { moving, type RunNow } from "../../model/runNow";
import { runHiddenOf } from "../../model/runStored";
import { hasBegun, hasEnded } from "../../model/taskState";
import { refuseEditedTask } from "../guards/editedTask";
import { clientFor, type Host } from "../host";
import { findTask } from "../live";
import { isDraft } from "../plan";
import type { Properties } from "../properties";
import type { Result } from "../results";
import { started } from "../start";
import { runToImport } from "./adopt";
import { runAgain, type Wanted } from "./attempts";
import { attempted, carriedOn, type Job } from "./carryOn";
import { type EndedLine, endedBefore, resumedAfterEnd, saying } from "./ended";
import { anewOf, markedOf } from "./marked";
import { runOf } from "./observe";
import { knownRunFrom } from "./properties";
import { refuseMistakes } from "./requests";

const existing = ({ client, declared }: Wanted): TE.TaskEither<HostError, Task> =>
  pipe(
    findTask(client, declared.task),
    TE.flatMap(
      (task): TE.TaskEither<HostError, Task> =>
        task === undefined
          ? TE.left({
              _tag: "Declined",
              reason: `there is no task ${declared.task} at ${client.connection.endpoint} to run: check the id and the platform`,
            })
          : TE.right(task),
    ),
  );

/** A run that this update creates, and what is said of one that has ended already. */
interface Begun {
  readonly job: Job;
  readonly line?: EndedLine | undefined;
}

/**
 * A run whose task was started before: by a process that died, by `run: true`, or by somebody. `isOwn`: it was found by what an
 * interrupted update has left, so nobody has watched its end.
 */
const takenUp = (wanted: Wanted, first: Task, isOwn: boolean): TE.TaskEither<HostError, Begun> => {
  return pipe(
    runOf(wanted.client, first, []),
    TE.flatMap((run) => attempted({ ...wanted, run })),
    TE.map((job) => {
      const { run } = job;
      if (!hasEnded(first.status) || moving(run).length > 0) return { job };
      const wasLeft = isOwn || run.retries.length > 0;
      return { job, line: wasLeft ? resumedAfterEnd(run) : endedBefore(run) };
    }),
  );
};

const fresh = (first: Task): RunNow => ({ first, children: undefined, retries: [] });

/** New `triggers` want the same task once more: a clone of it, which is found again like any attempt. */
const anew = (wanted: Wanted, source: Task, line: AttemptLine): TE.TaskEither<HostError, Task> =>
  pipe(
    markedOf(wanted.host, wanted.client, [line.owner], source, [line.of]),
    TE.flatMap((marked) => runAgain(wanted, source, line, marked)),
  );

/**
 * Where no diff says that this is a run anew (the old one was deleted first and the process died, or a replacement is
 * forced), the clone that these triggers have asked for does.
 */
const foundAgain = (wanted: Wanted, source: Task, isOwn: boolean): TE.TaskEither<HostError, Begun> => {
  const { host, client, declared, hidden } = wanted;
  if (declared.triggers.length === 0) return takenUp(wanted, source, isOwn);
  return pipe(
    anewOf(host, client, [hidden.__owner], source, again(declared.triggers)),
    TE.flatMap(
      (found): TE.TaskEither<HostError, Begun> =>
        found === undefined
          ? takenUp(wanted, source, isOwn)
          : pipe(
              runAgain(wanted, source, found.line, [found]),
              TE.flatMap((first) => takenUp(wanted, first, true)),
            ),
    ),
  );
};

/** Who has started a task that this run has found under way, if it was another user. Who cannot be told is nobody else. */
const otherStarter = ({ host, client }: Wanted, task: Task): T.Task<string | undefined> => {
  const { executed_by: by } = task;
  return typeof by !== "string" || hasEnded(task.status)
    ? T.of(undefined)
    : pipe(
        host.user(client),
        TE.match(
          () => undefined,
          ({ username }) => (username === by ? undefined : by),
        ),
      );
};

/** Records in the state who started the task. A clone of it that runs it again is this stack's. */
const noting = (begun: Begun, task: Task): T.Task<Begun> => {
  const { job } = begun;
  if (job.run.first.id !== task.id) return T.of(begun);
  return pipe(
    otherStarter(job, task),
    T.map((by) =>
      by === undefined ? begun : { ...begun, job: { ...job, hidden: { ...job.hidden, __startedBy: by } } },
    ),
  );
};

const begun = (wanted: Wanted, task: Task): TE.TaskEither<HostError, Begun> => {
  const { host, client, declared, hidden } = wanted;
  const { batch, useInterruptibleInstances } = declared;
  const { __owner: owner = "" } = hidden;
  const asked = host.again.get(owner);
  // Another run of the same task is not the one that was left behind.
  const wasLeft = host.draftsOfState.delete(task.id);
  const unedited = refuseEditedTask(host, client, task, hidden);
  if (asked !== undefined && !isDraft(task.status))
    return pipe(
      unedited,
      TE.flatMap(() => anew(wanted, task, { owner, ...asked })),
      TE.map((first) => ({ job: { ...wanted, run: fresh(first) } })),
    );
  if (hasBegun(task.status))
    return pipe(
      unedited,
      TE.flatMap(() => foundAgain(wanted, task, wasLeft)),
      TE.flatMap((found) => TE.fromTask(noting(found, task))),
    );
  return pipe(
    refuseMistakes(host, client, owner, declared, task),
    TE.flatMap(() => unedited),
    TE.flatMap(() => started(client, task, { batch, useInterruptibleInstances }, hidden)),
    TE.map((first) => ({ job: { ...wanted, run: fresh(first) } })),
  );
};

/** A run that was started elsewhere: nothing is started, and nothing is run again in this update. */
const imported = (wanted: Wanted, id: string): TE.TaskEither<HostError, Begun> =>
  pipe(
    TE.Do,
    TE.bind("first", () => runToImport(wanted.client, id, wanted.declared)),
    TE.bindW("run", ({ first }) => runOf(wanted.client, first, [])),
    TE.bindW("job", ({ run }) =>
      attempted({ ...wanted, declared: { ...wanted.declared, maxAttempts: 1 }, run }),
    ),
    TE.flatMap(({ first, job }) => TE.fromTask(noting({ job: { ...wanted, run: job.run } }, first))),
  );

/**
 * Looks before it acts: a draft is started, what has started is waited for, what has ended is collected. With `import`,
 * none is started.
 */
export const create = (host: Host, news: Properties): TE.TaskEither<HostError, Result> => {
  const hidden = runHiddenOf(news);
  return pipe(
    TE.Do,
    TE.bind("declared", () => TE.fromEither(knownRunFrom(news))),
    TE.bindW("client", () => TE.fromEither(clientFor(host, "TaskRun", news))),
    TE.let("wanted", ({ client, declared }): Wanted => ({ host, client, declared, hidden })),
    TE.flatMap(({ wanted }) =>
      typeof news.adopts === "string"
        ? imported(wanted, news.adopts)
        : pipe(
            existing(wanted),
            TE.flatMap((task) => begun(wanted, task)),
          ),
    ),
    TE.tapIO(
      ({ job: { run } }) =>
        () =>
          host.liveRuns.set(hidden.__owner ?? run.first.id, run.first.id),
    ),
    TE.flatMap(({ job, line }) => saying(job.client, line)(carriedOn(job))),
  );
};
