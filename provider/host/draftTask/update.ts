import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { getTask, patchTask, runTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { type ApiError, explain, type HostError } from "../../errors";
import { hiddenOf } from "../../model/taskState";
import { type Editable, type KnownTask, patchBody } from "../../model/toApi";
import { clientFor, type Host } from "../host";
import { sameHome } from "../live";
import { type Change, isDraft, nameOf } from "../plan";
import { knownBefore, knownFrom, type Properties, storedFrom } from "../properties";
import { defaultsFor } from "./defaults";
import { type Planned, planned } from "./diff";
import { type Done, finish, type Result, unfinished } from "./outcome";

const isEditable = (part: Change["part"]): part is Editable =>
  !["project", "app", "run", "triggers", "endpoint", "import"].includes(part);

/** A started task can still be renamed in these states: API digest, 5.4 (code 7026). */
const renamable = ["RUNNING", "COMPLETED"];

/** What is sent: on a draft everything, on a started task at most the name. */
export const sendable = ({ plan, status }: Planned): readonly Change[] => {
  const changes = plan._tag === "Update" ? plan.changes : [];
  if (isDraft(status)) return changes;
  return changes.filter(({ part }) => part === "name" && renamable.includes(status));
};

/** One PATCH with what changed; where nothing is to be sent, the task as it is. */
export const synced = (
  host: Host,
  client: Client,
  id: string,
  was: KnownTask,
  now: KnownTask,
  changes: readonly Change[],
): TE.TaskEither<ApiError, Task> => {
  const parts = [...new Set(changes.map(({ part }) => part))].filter(isEditable);
  const ports = changes.flatMap(({ port }) => (port === undefined ? [] : [port]));
  if (parts.length === 0) return getTask(client, id);
  return pipe(
    defaultsFor(host, client, now, parts),
    TE.flatMap((defaults) => {
      const body = patchBody(was, now, parts, ports, defaults);
      return Object.keys(body).length > 0 ? patchTask(client, id, body) : getTask(client, id);
    }),
  );
};

/** The edit is made: if the start fails now, the state must hold the edit, or it would be taken for a difference. */
export const started = (client: Client, { task, declared, hidden }: Done): TE.TaskEither<HostError, Task> =>
  declared.run === true && isDraft(task.status) && (task.errors ?? []).length === 0
    ? pipe(
        runTask(client, task.id),
        TE.mapLeft((error) => unfinished(client, { task, declared, hidden }, undefined, [explain(error)])),
      )
    : TE.right(task);

/** A started task keeps what it began with; the state takes what the program says now. */
const noteHeld = (client: Client, { plan, status }: Planned): void => {
  if (isDraft(status) || plan._tag !== "Update") return;
  const name = plan.changes.some(({ part }) => part === "name") && !renamable.includes(status);
  if (name)
    client.say(`the platform cannot rename a task that is ${status}: the new name is kept in the state only`);
  const held = plan.changes.filter(({ part }) => part !== "name" && part !== "run");
  if (held.length > 0)
    client.say(`${held.map(nameOf).join(", ")}: kept for the next attempt, the task is ${status}`);
};

/** Observe what the task is, send what differs in one PATCH, start it if that is asked for, return everything. */
export const update = (
  host: Host,
  id: string,
  olds: Properties,
  news: Properties,
): TE.TaskEither<HostError, Result> => {
  const hidden = hiddenOf(news);
  return pipe(
    TE.Do,
    TE.bind("now", () => TE.fromEither(knownFrom(news))),
    TE.bind("was", () => TE.fromEither(storedFrom(id, olds))),
    TE.bind("before", ({ was }) => TE.fromEither(knownBefore(was.declared))),
    TE.bindW("client", ({ was }) =>
      pipe(
        TE.fromEither(clientFor(host, id, news, olds)),
        TE.flatMap((client) => sameHome(id, was.endpoint, client)),
      ),
    ),
    TE.bindW("found", ({ client, was, now }) => planned(host, client, id, was, now)),
    TE.tapIO(
      ({ client, found }) =>
        () =>
          noteHeld(client, found),
    ),
    TE.bindW("edited", ({ client, before, now, found }) =>
      synced(host, client, id, before, now, sendable(found)),
    ),
    TE.bindW("task", ({ client, edited, now }) => started(client, { task: edited, declared: now, hidden })),
    TE.tapIO(() => () => host.live.set(hidden.__owner ?? id, id)),
    TE.flatMap(({ client, task, now }) => finish(host, client, { task, declared: now, hidden })),
  );
};
