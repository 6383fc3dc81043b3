import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { getTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { type OwnerTag, ownerTagIn } from "../../model/tags/ownerTag";
import { isGone, type OtherEndpoint } from "../../shared/errors";
import { isSameEndpoint } from "../../shared/platforms";
import { fail, orThrow } from "../failure";
import { getUnlessGone } from "./presence";
import type { Session } from "./session";

/** A look at a task: `undefined` where the API says that it does not exist. */
export type FindTask = (client: Client, id: string) => Promise<Task | undefined>;

export const findTaskBy =
  (get: typeof getTask): FindTask =>
  async (client, id) => {
    const found = await get(client, id)();
    if (E.isRight(found)) return found.right;
    if (!isGone(found.left)) return fail(found.left);
    // What is not there for one user may only be hidden from them.
    return client.viaFallback === undefined
      ? undefined
      : fail({ ...found.left, viaFallback: client.viaFallback });
  };

/** The task as it is now. */
export const getTaskOrUndefined = findTaskBy(getTask);

/** What has become of a draft of the state. */
export type Live =
  | { readonly _tag: "Draft"; readonly tag: OwnerTag | undefined }
  | { readonly _tag: "Started"; readonly task: Task }
  | { readonly _tag: "Gone" };

/** Looks at a draft of the state: somebody may have started or deleted it. */
export const draftStatus = async (
  session: Session,
  client: Client,
  project: string,
  id: string,
): Promise<Live> => {
  // One list answers for all drafts of a project; a preview must not cost a call per task.
  const drafts = await orThrow(session.cache.drafts(client, project));
  if (drafts.has(id)) return { _tag: "Draft", tag: drafts.get(id) };
  const task = await getUnlessGone(session, client, id, project);
  if (task === undefined) return { _tag: "Gone" };
  return task.status === "DRAFT" ? { _tag: "Draft", tag: ownerTagIn(task) } : { _tag: "Started", task };
};

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
): E.Either<OtherEndpoint, Client> =>
  isSameEndpoint(stored, client.connection.endpoint)
    ? E.right(client)
    : E.left({
        _tag: "OtherEndpoint",
        id,
        stored,
        configured: client.connection.endpoint,
        ...(connection === undefined ? {} : { connection }),
      });
