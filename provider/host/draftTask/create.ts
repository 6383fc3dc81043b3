import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { createTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { type ApiError, explain, type HostError, isOpen } from "../../errors";
import { type Hidden, hiddenOf } from "../../model/taskState";
import { createBody, type KnownTask } from "../../model/toApi";
import { clientFor, type Host } from "../host";
import { knownBefore, knownFrom, type Properties } from "../properties";
import type { Result } from "../results";
import { adoption } from "./adopt";
import { carriedOut } from "./edit";
import { finish } from "./outcome";

/** An answer that leaves it open whether the task exists must not be read as "there is none". */
const notMade =
  ({ name, project }: KnownTask) =>
  (error: ApiError): HostError =>
    isOpen(error)
      ? {
          _tag: "Declined",
          reason: `${explain(error)}. The task may have been made all the same: look for a task named ${name} in project ${project}, and delete it or take it over with the resource option import before you run pulumi up again`,
        }
      : error;

const posted = (client: Client, task: KnownTask): TE.TaskEither<HostError, Task> =>
  pipe(createTask(client, createBody(task), task.run), TE.mapLeft(notMade(task)));

/** Takes over the task that the program imports: a draft that differs is patched, nothing is made. */
const takenOver = (
  host: Host,
  client: Client,
  id: string,
  now: KnownTask,
  hidden: Hidden,
): TE.TaskEither<HostError, Result> =>
  pipe(
    TE.Do,
    TE.bind("found", () => adoption(host, client, id, now)),
    TE.bind("before", ({ found }) => TE.fromEither(knownBefore(found.was))),
    TE.flatMap(({ found, before }) =>
      carriedOut(
        host,
        client,
        { id, olds: {}, before, now, hidden },
        { status: found.task.status, plan: { _tag: "Update", changes: found.changes, resume: false } },
      ),
    ),
  );

const made = (
  host: Host,
  client: Client,
  declared: KnownTask,
  hidden: Hidden,
): TE.TaskEither<HostError, Result> =>
  pipe(
    posted(client, declared),
    TE.tapIO((task) => () => host.live.set(hidden.__owner ?? task.id, task.id)),
    TE.flatMap((task) => finish(host, client, { task, declared, hidden })),
  );

/** One POST, which is never repeated. With `run: true` it starts the task, too. With `import` it makes none. */
export const create = (host: Host, news: Properties): TE.TaskEither<HostError, Result> => {
  const hidden = hiddenOf(news);
  const { adopts } = news;
  return pipe(
    TE.Do,
    TE.bind("declared", () => TE.fromEither(knownFrom(news))),
    TE.bindW("client", () => TE.fromEither(clientFor(host, "DraftTask", news))),
    TE.flatMap(({ client, declared }) => {
      if (typeof adopts !== "string") return made(host, client, declared, hidden);
      host.live.set(hidden.__owner ?? adopts, adopts);
      return takenOver(host, client, adopts, declared, hidden);
    }),
  );
};
