import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { getProject } from "../../api/projects";
import { getTask, patchTask, runTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { defaultBatching } from "../../apps/ports";
import { type ApiError, explain, type HostError } from "../../errors";
import { hiddenOf, type StoredTask } from "../../model/taskState";
import { type Defaults, type Editable, type KnownTask, patchBody } from "../../model/toApi";
import { isResolved } from "../../unknown";
import { clientFor, type Host, resourceOf } from "../host";
import { sameHome } from "../live";
import { type Change, isDraft, nameOf } from "../plan";
import { type Planned, planned } from "./diff";
import { type Done, finish, type Result, unfinished } from "./outcome";
import { knownFrom, type Properties, storedFrom } from "./properties";

const isEditable = (part: Change["part"]): part is Editable =>
  !["project", "app", "run", "triggers", "endpoint"].includes(part);

/** A started task can still be renamed in these states: API digest, 5.4 (code 7026). */
const renamable = ["RUNNING", "COMPLETED"];

const sendable = ({ plan, status }: Planned): readonly Change[] => {
  const changes = plan._tag === "Update" ? plan.changes : [];
  if (isDraft(status)) return changes;
  return changes.filter(({ part }) => part === "name" && renamable.includes(status));
};

const noDefaults: Defaults = { batching: undefined, useInterruptibleInstances: undefined };

/** Asks for the defaults only where an arg was taken out of the program and falls back to one. */
const defaultsFor = (
  host: Host,
  client: Client,
  now: KnownTask,
  parts: readonly Editable[],
): TE.TaskEither<ApiError, Defaults> =>
  pipe(
    TE.right<ApiError, Defaults>(noDefaults),
    TE.flatMap((none) =>
      parts.includes("batching") && now.batching._tag === "AppDefault"
        ? pipe(
            host.app(client, now.app),
            TE.map(({ raw }) => ({ ...none, batching: defaultBatching(raw) })),
          )
        : TE.right(none),
    ),
    TE.flatMap((some) =>
      parts.includes("useInterruptibleInstances") && now.useInterruptibleInstances === undefined
        ? pipe(
            getProject(client, now.project),
            TE.map(({ settings }) => ({
              ...some,
              useInterruptibleInstances: settings?.use_interruptible_instances ?? undefined,
            })),
          )
        : TE.right(some),
    ),
  );

/** One PATCH with what changed; where nothing is to be sent, the task as it is. */
const synced = (
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
const started = (client: Client, { task, declared, hidden }: Done): TE.TaskEither<HostError, Task> =>
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

const knownBefore = ({ declared }: StoredTask): E.Either<HostError, KnownTask> =>
  isResolved(declared)
    ? E.right(declared)
    : E.left({ _tag: "Declined", reason: "the stored state holds an unknown value: run pulumi refresh" });

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
    TE.bind("before", ({ was }) => TE.fromEither(knownBefore(was))),
    TE.bindW("client", ({ was }) =>
      pipe(
        TE.fromEither(clientFor(host, resourceOf(hidden.__owner, id))),
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
