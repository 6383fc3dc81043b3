import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { getTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { taskId } from "../../model/codecs/ids";
import { isKeptFrom } from "../../model/tags/keptText";
import { declaredFrom } from "../../model/task/declaredFrom";
import type { DeclaredTask } from "../../model/task/draftTask";
import { argNames } from "../../model/task/fields";
import { type SecretNotes, secretNotesIn } from "../../model/task/secretArgs";
import {
  deletedState,
  hasEnded,
  type InternalInputs,
  internalInputsOf,
  isDraft,
  type StoredTask,
  stateFromPrevious,
} from "../../model/task/taskState";
import { isGone } from "../../shared/errors";
import { shortHash } from "../../shared/shortHash";
import { encodeTaskOutputs, withChildren } from "../apply/taskResult";
import { appDefaults } from "../drift/appDefaults";
import { changedSinceStart, readLiveArgs } from "../drift/drift";
import { isRenamable } from "../drift/plan";
import { fail, rightOrThrow } from "../failure";
import { isStored, type Properties, readStoredTask } from "../properties";
import type { ReadResult } from "../results";
import { requireClientFor } from "../session/clients";
import { clientFor, connectionIn } from "../session/connections";
import { getPresence, type Presence, sayHidden } from "../session/presence";
import type { Session } from "../session/session";
import { sayDeleted } from "../session/tasks";

/** A draft is taken as it is; a started task keeps its args, for they cannot be edited any more. */
const declaredFromLive = async (
  session: Session,
  client: Client,
  stored: StoredTask,
  task: Task,
): Promise<DeclaredTask> => {
  const { declared, hidden } = stored;
  if (isDraft(task.status)) {
    const defaults = await appDefaults(session, client, declared, task);
    const { description } = declared;
    const now = readLiveArgs(declared, task, defaults);
    // Such a platform keeps little of a description: the rest of it is no edit.
    return hidden.__tagLost === true &&
      typeof description === "string" &&
      isKeptFrom(description, task.description, 0)
      ? { ...now, description }
      : now;
  }
  const others = changedSinceStart(declared, task);
  if (others.length > 0)
    client.say(
      `warning: task ${task.id} was started with other values than the program's for ${others.join(", ")}`,
    );
  // The platform has refused the program's name: another try would be refused, too.
  const keepsName = !isRenamable(task.status) || shortHash(task.name ?? "") === hidden.__keptName;
  return keepsName || !task.name ? declared : { ...declared, name: task.name };
};

/** A batch that was known to have ended gets no new children. */
const childrenOf = async (
  session: Session,
  client: Client,
  stored: StoredTask | undefined,
  task: Task,
): Promise<readonly string[] | undefined> => {
  if (
    stored !== undefined &&
    hasEnded(stored.status) &&
    stored.childIds !== undefined &&
    stored.childIds.length >= (stored.hidden.expectedChildren?.count ?? 0)
  )
    return stored.childIds;
  const [, ids] = await withChildren(session, client, task, 0);
  return ids;
};

const argsOf = (outputs: Properties): Properties =>
  Object.fromEntries(Object.entries(outputs).filter(([key]) => argNames.some((name) => name === key)));

const toTaskReadResult = async (
  session: Session,
  client: Client,
  task: Task,
  stored: StoredTask | undefined,
  declared: DeclaredTask,
  hidden: InternalInputs,
): Promise<ReadResult> => {
  const childIds = await childrenOf(session, client, stored, task);
  const props = encodeTaskOutputs({ task, declared, hidden }, client, childIds);
  return { id: task.id, props, inputs: { ...hidden, ...argsOf(props) } };
};

/** What remains of a task that the platform does not show: a draft that is gone is forgotten, everything else is kept. */
const absentResult = (
  client: Client,
  id: string,
  stored: StoredTask,
  olds: Properties,
  presence: Exclude<Presence, { _tag: "Present" }>,
): ReadResult => {
  const { declared, hidden, status } = stored;
  if (presence._tag === "Gone" && isDraft(status)) return {};
  if (presence._tag === "Gone") sayDeleted(client, id, status);
  else sayHidden(client, id, status, presence.error);
  const encode = presence._tag === "Gone" ? deletedState : stateFromPrevious;
  const props = encode(olds, declared, hidden);
  return { id, props, inputs: { ...hidden, ...argsOf(props) } };
};

/** What `create` has noted for the program's process is no drift. */
const withNote = ({ __created: note }: Properties, read: ReadResult): ReadResult =>
  note === undefined ? read : { ...read, props: { ...read.props, __created: note } };

const readTaskById = async (
  session: Session,
  client: Client,
  id: string,
  connection: string | undefined,
  notes: SecretNotes,
): Promise<ReadResult> => {
  if (!taskId.is(id))
    return fail({
      _tag: "Declined",
      reason: "the id given to DraftTask.get must be the id of a task (a UUID)",
    });
  const found = await getTask(client, id)();
  if (E.isLeft(found))
    return fail(
      isGone(found.left)
        ? {
            _tag: "Declined",
            reason: `there is no task ${id} at ${client.connection.endpoint}: check the id and the platform`,
          }
        : found.left,
    );
  const task = found.right;
  const declared = { ...declaredFrom(task), ...(connection === undefined ? {} : { connection }) };
  return toTaskReadResult(session, client, task, undefined, declared, notes);
};

/** Tells gone from hidden from broken: a draft is forgotten where its project is there, and the API says that the draft is not. */
export const read = async (session: Session, id: string, olds: Properties): Promise<ReadResult> => {
  const hidden = internalInputsOf(olds);
  if (!isStored(olds)) {
    const client = rightOrThrow(clientFor(session, id, olds));
    return readTaskById(session, client, id, connectionIn(olds), secretNotesIn(hidden));
  }
  const stored = rightOrThrow(readStoredTask(id, olds));
  const client = await requireClientFor(session, id, stored, olds);
  const presence = await getPresence(session, client, id, stored.declared.project);
  if (presence._tag !== "Present") return absentResult(client, id, stored, olds, presence);
  const { task } = presence;
  const declared = await declaredFromLive(session, client, stored, task);
  return withNote(olds, await toTaskReadResult(session, client, task, stored, declared, hidden));
};
