import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
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
import { type ApiError, type HostError, isGone } from "../../shared/errors";
import { shortHash } from "../../shared/shortHash";
import { encodeTaskOutputs, withChildren } from "../apply/taskResult";
import { appDefaults } from "../drift/appDefaults";
import { changedSinceStart, readLiveArgs } from "../drift/drift";
import { isRenamable } from "../drift/plan";
import { isStored, type Properties, readStoredTask } from "../properties";
import type { ReadResult } from "../results";
import { requireClientFor } from "../session/clients";
import { clientFor, connectionIn } from "../session/connections";
import { getPresence, type Presence, sayHidden } from "../session/presence";
import type { Session } from "../session/session";
import { sayDeleted } from "../session/tasks";

/** A draft is taken as it is; a started task keeps its args, for they cannot be edited any more. */
const declaredFromLive = (
  session: Session,
  client: Client,
  stored: StoredTask,
  task: Task,
): TE.TaskEither<ApiError, DeclaredTask> => {
  if (isDraft(task.status))
    return pipe(
      appDefaults(session, client, stored.declared, task),
      TE.map((defaults) => {
        const { declared, hidden } = stored;
        const { description } = declared;
        const now = readLiveArgs(declared, task, defaults);
        // Such a platform keeps little of a description: the rest of it is no edit.
        return hidden.__tagLost === true &&
          typeof description === "string" &&
          isKeptFrom(description, task.description, 0)
          ? { ...now, description }
          : now;
      }),
    );
  const others = changedSinceStart(stored.declared, task);
  if (others.length > 0)
    client.say(
      `warning: task ${task.id} was started with other values than the program's for ${others.join(", ")}`,
    );
  // The platform has refused the program's name: another try would be refused, too.
  const keepsName = !isRenamable(task.status) || shortHash(task.name ?? "") === stored.hidden.__keptName;
  return TE.right(keepsName || !task.name ? stored.declared : { ...stored.declared, name: task.name });
};

/** A batch that was known to have ended gets no new children. */
const childrenOf = (
  session: Session,
  client: Client,
  stored: StoredTask | undefined,
  task: Task,
): TE.TaskEither<ApiError, readonly string[] | undefined> =>
  stored !== undefined &&
  hasEnded(stored.status) &&
  stored.childIds !== undefined &&
  stored.childIds.length >= (stored.hidden.expectedChildren?.count ?? 0)
    ? TE.right(stored.childIds)
    : pipe(
        withChildren(session, client, task, 0),
        TE.map(([, ids]) => ids),
      );

const argsOf = (outputs: Properties): Properties =>
  Object.fromEntries(Object.entries(outputs).filter(([key]) => argNames.some((name) => name === key)));

const toTaskReadResult = (
  session: Session,
  client: Client,
  task: Task,
  stored: StoredTask | undefined,
  declared: DeclaredTask,
  hidden: InternalInputs,
): TE.TaskEither<ApiError, ReadResult> =>
  pipe(
    childrenOf(session, client, stored, task),
    TE.map((childIds) => {
      const props = encodeTaskOutputs({ task, declared, hidden }, client, childIds);
      return { id: task.id, props, inputs: { ...hidden, ...argsOf(props) } };
    }),
  );

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
const withNote =
  ({ __created: note }: Properties) =>
  (read: ReadResult): ReadResult =>
    note === undefined ? read : { ...read, props: { ...read.props, __created: note } };

const readTaskById = (
  session: Session,
  client: Client,
  id: string,
  connection: string | undefined,
  notes: SecretNotes,
): TE.TaskEither<HostError, ReadResult> =>
  pipe(
    taskId.is(id)
      ? TE.right(id)
      : TE.left<HostError>({
          _tag: "Declined",
          reason: "the id given to DraftTask.get must be the id of a task (a UUID)",
        }),
    TE.flatMap(() => getTask(client, id)),
    TE.mapLeft(
      (error): HostError =>
        error._tag === "Refused" && isGone(error)
          ? {
              _tag: "Declined",
              reason: `there is no task ${id} at ${client.connection.endpoint}: check the id and the platform`,
            }
          : error,
    ),
    TE.map((task) => ({
      task,
      declared: { ...declaredFrom(task), ...(connection === undefined ? {} : { connection }) },
    })),
    TE.flatMap(({ task, declared }) => toTaskReadResult(session, client, task, undefined, declared, notes)),
  );

/** Tells gone from hidden from broken: a draft is forgotten where its project is there, and the API says that the draft is not. */
export const read = (
  session: Session,
  id: string,
  olds: Properties,
): TE.TaskEither<HostError, ReadResult> => {
  const hidden = internalInputsOf(olds);
  if (!isStored(olds))
    return pipe(
      TE.fromEither(clientFor(session, id, olds)),
      TE.flatMap((here) => readTaskById(session, here, id, connectionIn(olds), secretNotesIn(hidden))),
    );
  return pipe(
    TE.Do,
    TE.bind("stored", () => TE.fromEither(readStoredTask(id, olds))),
    TE.bind("here", ({ stored }) => requireClientFor(session, id, stored, olds)),
    TE.bindW("presence", ({ stored, here }) => getPresence(session, here, id, stored.declared.project)),
    TE.flatMap(({ stored, here, presence }) => {
      if (presence._tag !== "Present") return TE.right(absentResult(here, id, stored, olds, presence));
      const { task } = presence;
      return pipe(
        declaredFromLive(session, here, stored, task),
        TE.flatMap((declared) => toTaskReadResult(session, here, task, stored, declared, hidden)),
        TE.map(withNote(olds)),
      );
    }),
  );
};
