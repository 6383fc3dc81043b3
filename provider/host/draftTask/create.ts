import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { createTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { type ApiError, explain, type HostError } from "../../errors";
import { type Hidden, hiddenOf } from "../../model/taskState";
import { createBody, type KnownTask } from "../../model/toApi";
import { clientFor, type Host, resourceOf } from "../host";
import { clearing } from "../messages";
import type { Plan } from "../plan";
import { type Adoption, adoption } from "./adopt";
import { finish, type Result } from "./outcome";
import { isOpen, knownBefore, knownFrom, type Properties } from "./properties";
import { sendable, started, synced } from "./update";

/** An answer that leaves it open whether the task exists must not be read as "there is none". */
const notMade =
  ({ name, project, inputs }: KnownTask, { __secret }: Hidden) =>
  (error: ApiError): HostError => {
    const clear = clearing(__secret === true, inputs);
    return {
      _tag: "Declined",
      reason: isOpen(error)
        ? `${explain(clear(error))}. The task may have been made all the same: look for a task named ${name} in project ${project}, and delete it or take it up with DraftTask.get before you run pulumi up again`
        : explain(clear(error)),
    };
  };

const posted = (client: Client, task: KnownTask, hidden: Hidden): TE.TaskEither<HostError, Task> =>
  pipe(createTask(client, createBody(task), task.run), TE.mapLeft(notMade(task, hidden)));

/** Takes over the task that the program imports: a draft that differs is patched, nothing is made. */
const takenOver = (
  host: Host,
  client: Client,
  id: string,
  now: KnownTask,
  hidden: Hidden,
): TE.TaskEither<HostError, Task> =>
  pipe(
    TE.Do,
    TE.bind("found", () => adoption(host, client, id, now)),
    TE.bind("was", ({ found }) => TE.fromEither(knownBefore(found.was))),
    TE.bindW("edited", ({ found, was }) =>
      synced(host, client, id, was, now, sendable({ plan: asUpdate(found), status: found.task.status })),
    ),
    TE.flatMap(({ edited }) => started(client, { task: edited, declared: now, hidden })),
  );

const asUpdate = ({ changes }: Adoption): Plan => ({ _tag: "Update", changes, resume: false });

/** One POST, which is never repeated. With `run: true` it starts the task, too. With `import` it makes none. */
export const create = (host: Host, news: Properties): TE.TaskEither<HostError, Result> => {
  const hidden = hiddenOf(news);
  const { adopts } = news;
  return pipe(
    TE.Do,
    TE.bind("declared", () => TE.fromEither(knownFrom(news))),
    TE.bindW("client", () => TE.fromEither(clientFor(host, resourceOf(hidden.__owner, "DraftTask")))),
    TE.bind("task", ({ client, declared }) =>
      typeof adopts === "string"
        ? takenOver(host, client, adopts, declared, hidden)
        : posted(client, declared, hidden),
    ),
    TE.tapIO(
      ({ task }) =>
        () =>
          host.live.set(hidden.__owner ?? task.id, task.id),
    ),
    TE.flatMap(({ client, declared, task }) => finish(host, client, { task, declared, hidden })),
  );
};
