import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { getTask, patchTask, wholeOf } from "../../api/tasks";
import { type Task, updatedBy } from "../../api/wire";
import { type ApiError, explain, type HostError, isGone } from "../../errors";
import { labelled } from "../../model/ownerLine";
import { encodeRecord, encodeRestated, type Hidden } from "../../model/taskState";
import { type Editable, type KnownTask, patchBody } from "../../model/toApi";
import { refuseEditedDraft } from "../guards/editedTask";
import type { Host } from "../host";
import { findTask, sayDeleted } from "../live";
import { type Change, isDraft, isOursAlone, isRenamable, namesOf } from "../plan";
import { isStored, type Properties } from "../properties";
import type { Result } from "../results";
import { started } from "../start";
import { ownerNamed } from "./claim";
import { defaultsFor } from "./defaults";
import { type Done, finish, unfinished } from "./outcome";
import type { Planned } from "./planned";

const isEditable = (part: Change["part"]): part is Editable =>
  !["project", "app", "run", "triggers", "endpoint", "import", "connection"].includes(part);

/** One PATCH with what changed, and with the owner's line, which names the whole; where nothing is to be sent, the task as it is. */
const synced = (
  host: Host,
  client: Client,
  { id, before: was, now, hidden, changes, relabel = false }: Edit,
): TE.TaskEither<ApiError, Task> => {
  const changed = [...new Set(changes.map(({ part }) => part))].filter(isEditable);
  const ports = changes.flatMap(({ port }) => (port === undefined ? [] : [port]));
  if (changed.length === 0 && !relabel) return getTask(client, id);
  const owner = ownerNamed(host, hidden);
  const parts: readonly Editable[] =
    owner === undefined ? changed : [...new Set<Editable>([...changed, "description"])];
  return pipe(
    defaultsFor(host, client, now, parts),
    TE.flatMap((defaults) => {
      const body = patchBody(was, labelled(now, owner), parts, ports, defaults);
      return Object.keys(body).length === 0
        ? getTask(client, id)
        : pipe(
            patchTask(client, id, body),
            TE.flatMap((answer) => wholeOf(client, answer)),
          );
    }),
  );
};

/** The edit is made: if the start fails now, the state must hold the edit, or it would be taken for a difference. */
const startedIfAsked = (
  host: Host,
  client: Client,
  { task, declared, hidden }: Done,
): TE.TaskEither<HostError, Task> =>
  declared.run === true && isDraft(task.status) && (task.errors ?? []).length === 0
    ? pipe(
        refuseEditedDraft(host, client, task, declared, hidden),
        TE.tapIO(() => () => host.draftsOfState.delete(task.id)),
        TE.flatMap(() => started(client, task, {}, hidden)),
        TE.mapLeft((error) => unfinished(client, { task, declared, hidden }, undefined, [explain(error)])),
      )
    : TE.right(task);

/** A draft takes every edit, in one PATCH, and is then started if that is asked for. */
const editDraft = (host: Host, client: Client, edit: Edit): TE.TaskEither<HostError, Result> => {
  const { id, now, hidden } = edit;
  return pipe(
    synced(host, client, edit),
    TE.mapLeft((error): HostError => (isGone(error) ? vanished(id) : error)),
    TE.flatMap((edited) => startedIfAsked(host, client, { task: edited, declared: now, hidden })),
    TE.flatMap((task) => finish(host, client, { task, declared: now, hidden })),
  );
};

const renamed = (
  client: Client,
  task: Task,
  name: string,
  foreseen: string,
): TE.TaskEither<ApiError, Task> => {
  const kept = `the platform does not rename task ${task.id}, which is ${task.status}: the new name is kept in the state only`;
  const refused = TE.fromIO<Task, ApiError>(() => {
    // The diff has said so already where it saw the same status.
    if (task.status !== foreseen) client.say(kept);
    return task;
  });
  if (!isRenamable(task.status)) return refused;
  return pipe(
    patchTask(client, task.id, { name }),
    TE.map((answer) => updatedBy(task, answer)),
    TE.orElse((error) => (error._tag === "Refused" && error.status === 400 ? refused : TE.left(error))),
  );
};

/** The record of a run that the platform no longer has follows the program. */
const recorded = (
  client: Client,
  id: string,
  olds: Properties,
  now: KnownTask,
  hidden: Hidden,
): TE.TaskEither<HostError, Result> => {
  // A task that is being imported has no record yet.
  if (!isStored(olds)) return TE.left(vanished(id));
  sayDeleted(client, id, String(olds.status));
  return TE.right({ id, outs: encodeRecord(olds, now, hidden) });
};

/** A started task takes a new name at most; the state takes what the program says, for the next attempt. */
const followStarted = (
  host: Host,
  client: Client,
  { id, now, hidden, changes, olds, foreseen }: Edit,
): TE.TaskEither<HostError, Result> =>
  pipe(
    findTask(client, id),
    TE.flatMap((task): TE.TaskEither<HostError, Result> => {
      if (task === undefined) return recorded(client, id, olds, now, hidden);
      const named = changes.some(({ part }) => part === "name");
      return pipe(
        named ? renamed(client, task, now.name, foreseen) : TE.right(task),
        TE.flatMap((live) => finish(host, client, { task: live, declared: now, hidden })),
      );
    }),
  );

const vanished = (id: string): HostError => ({
  _tag: "Declined",
  reason: `task ${id} does not exist any more: run pulumi refresh, then pulumi up to have a new draft made`,
});

/** What the preview saw has changed since: nothing may be stored that the task never had. */
const overtaken = (id: string, { status, plan }: Planned): HostError =>
  status === "GONE"
    ? vanished(id)
    : {
        _tag: "Declined",
        reason: `task ${id} is ${status} by now, and cannot take the new ${plan._tag === "Replace" ? namesOf(plan.changes) : "values"} any more: run pulumi up again`,
      };

interface Edit {
  readonly id: string;
  readonly olds: Properties;
  readonly before: KnownTask;
  readonly now: KnownTask;
  readonly hidden: Hidden;
  readonly changes: readonly Change[];
  /** The draft bears no line of this owner's for what it is, and is to have one. */
  readonly relabel?: boolean;
  /** The status that the plan was made for. */
  readonly foreseen: string;
}

/** Carries a plan out on a task that exists. */
export const carriedOut = (
  host: Host,
  client: Client,
  edit: Omit<Edit, "changes" | "foreseen">,
  found: Planned,
): TE.TaskEither<HostError, Result> => {
  if (found.plan._tag === "Replace") return TE.left(overtaken(edit.id, found));
  const changes = found.plan._tag === "Update" ? found.plan.changes : [];
  const { id, olds, now, hidden, relabel = false } = edit;
  const mended = found.plan._tag === "Update" && found.plan.resume;
  if (isStored(olds) && changes.length > 0 && changes.every(isOursAlone) && !relabel && !mended)
    return TE.right({ id, outs: encodeRestated(olds, now, hidden) });
  const carryOut = isDraft(found.status) ? editDraft : followStarted;
  return carryOut(host, client, { ...edit, changes, foreseen: found.status });
};
