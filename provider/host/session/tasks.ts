import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import { getTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { type OwnerTag, ownerTagIn } from "../../model/tags/ownerTag";
import { type ApiError, isGone, type OtherEndpoint } from "../../shared/errors";
import { isSameEndpoint } from "../../shared/platforms";
import { getUnlessGone } from "./presence";
import type { Session } from "./session";

/** A look at a task: `undefined` where the API says that it does not exist. */
export type FindTask = (client: Client, id: string) => TE.TaskEither<ApiError, Task | undefined>;

export const findTaskBy =
  (get: typeof getTask): FindTask =>
  (client, id) =>
    pipe(
      get(client, id),
      TE.map((task): Task | undefined => task),
      TE.orElse((error) => {
        if (!isGone(error)) return TE.left(error);
        // What is not there for one user may only be hidden from them.
        return client.viaFallback === undefined
          ? TE.right(undefined)
          : TE.left({ ...error, viaFallback: client.viaFallback });
      }),
    );

/** The task as it is now. */
export const getTaskOrUndefined = findTaskBy(getTask);

/** What has become of a draft of the state. */
export type Live =
  | { readonly _tag: "Draft"; readonly tag: OwnerTag | undefined }
  | { readonly _tag: "Started"; readonly task: Task }
  | { readonly _tag: "Gone" };

/** Looks at a draft of the state: somebody may have started or deleted it. */
export const draftStatus = (
  session: Session,
  client: Client,
  project: string,
  id: string,
): TE.TaskEither<ApiError, Live> =>
  pipe(
    // One list answers for all drafts of a project; a preview must not cost a call per task.
    session.cache.drafts(client, project),
    TE.flatMap((drafts) =>
      drafts.has(id)
        ? TE.right<ApiError, Live>({ _tag: "Draft", tag: drafts.get(id) })
        : draftStatusAlone(session, client, project, id),
    ),
  );

const draftStatusAlone = (
  session: Session,
  client: Client,
  project: string,
  id: string,
): TE.TaskEither<ApiError, Live> =>
  pipe(
    getUnlessGone(session, client, id, project),
    TE.map((task): Live => {
      if (task === undefined) return { _tag: "Gone" };
      return task.status === "DRAFT" ? { _tag: "Draft", tag: ownerTagIn(task) } : { _tag: "Started", task };
    }),
  );

/** A run has been paid for: its record is kept where the platform has none any more, and that is said once. */
export const sayDeleted = (client: Client, id: string, status: string): void => {
  if (status !== "DELETED")
    client.say(
      `warning: task ${id} was ${status} and does not exist any more; its record is kept, with status DELETED`,
    );
};

/** On another platform every id looks gone: refuse before anything is concluded from that. */
export const assertSameEndpoint = (
  id: string,
  stored: string,
  client: Client,
  connection: string | undefined,
): TE.TaskEither<OtherEndpoint, Client> =>
  isSameEndpoint(stored, client.connection.endpoint)
    ? TE.right(client)
    : TE.left({
        _tag: "OtherEndpoint",
        id,
        stored,
        configured: client.connection.endpoint,
        ...(connection === undefined ? {} : { connection }),
      });
