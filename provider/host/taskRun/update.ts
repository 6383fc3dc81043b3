import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { unfinishedTasks } from "../../model/run/runSnapshot";
import { type RunHidden, runHiddenOf } from "../../model/run/runStored";
import { hasEnded, isDraft } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { readWholeRun } from "../apply/findRun";
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
const firstTask = (
  client: Client,
  id: string,
  project: string | undefined,
  { session, declared, hidden }: RunRequest,
  olds: Properties,
): TE.TaskEither<HostError, Task> =>
  pipe(
    getUnlessGone(session, client, id, project),
    TE.flatMap((task): TE.TaskEither<HostError, Task> => {
      if (task === undefined) return TE.left(lostRun(id, olds, declared, hidden));
      const { batch, useInterruptibleInstances } = declared;
      return pipe(
        isDraft(task.status) ? refuseEditedTask(session, client, task, hidden) : TE.right(undefined),
        TE.flatMap(() => announceStart(session, client, task, true)),
        // What had been started when the state was written was looked at then.
        TE.tap((now) =>
          isDraft(now.status) ? refuseEditedTask(session, client, now, hidden) : TE.right(undefined),
        ),
        TE.flatMap((now) => startTask(client, now, { batch, useInterruptibleInstances }, hidden)),
      );
    }),
  );

/** Looks, runs again what failed if that is allowed, waits, collects. Called at each `up` until the run has ended well. */
export const update = (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): TE.TaskEither<HostError, Result> => {
  return pipe(
    TE.Do,
    TE.bind("declared", () => TE.fromEither(knownRunFrom(news))),
    TE.bind("was", () => TE.fromEither(storedRunFrom(id, olds))),
    TE.let("hidden", ({ was }): RunHidden => {
      const { __startedBy: by } = was.hidden;
      return { ...runHiddenOf(news), ...(by === undefined ? {} : { __startedBy: by }) };
    }),
    TE.bind("client", ({ was }) => requireClientFor(session, id, was, news, olds)),
    TE.let(
      "wanted",
      ({ client, declared, was, hidden }): RunRequest => ({
        session,
        client,
        declared,
        hidden,
        settingsBefore: was.hidden.__settings,
      }),
    ),
    TE.tapIO(
      ({ hidden }) =>
        () =>
          session.ownership.runs.set(hidden.__owner ?? id, id),
    ),
    TE.bind("task", ({ client, was, wanted }) => firstTask(client, id, was.project, wanted, olds)),
    TE.bindW("run", ({ client, was, task }) => readWholeRun(session, client, task, was.retries)),
    TE.bindW("job", ({ wanted, run }) => retryFailed({ ...wanted, run })),
    TE.flatMap(({ job, was, run }) => {
      const isOver = unfinishedTasks(job.run).length === 0;
      // What was started just now is still moving; what has ended was found.
      const hasFound = isOver && job.run.retries.length > run.retries.length;
      const isNews = !hasEnded(was.status) || hasFound;
      const line = isNews ? endedWhileAway(isOver ? job.run : run) : undefined;
      return sayEnded(job.client, line)(waitAndCollect(job));
    }),
  );
};
