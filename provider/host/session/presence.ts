import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { getTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { explain, isDenied, isGone, type Refused } from "../../shared/errors";
import { fail } from "../failure";
import type { Session } from "./session";

/*
 * A task of the state that the platform does not show. Whether a deleted task answers 404 or 403, and what a task answers whose
 * project the token's user may not see, is not established (API digest, 12): the project decides.
 */

export type Presence =
  | { readonly _tag: "Present"; readonly task: Task }
  /** 404 in a project that is readable. */
  | { readonly _tag: "Gone" }
  /** It may be gone, or the token's user may not see it. */
  | { readonly _tag: "Hidden"; readonly error: Refused };

const isReadable = async (session: Session, client: Client, project: string): Promise<boolean> => {
  const found = await session.cache.project(client, project)();
  if (E.isRight(found)) return true;
  const error = found.left;
  return error._tag === "Refused" && [403, 404].includes(error.status) ? false : fail(error);
};

/** Looks at a task of the state. Without its project, what the API says of the task has to do. */
export const getPresence = async (
  session: Session,
  client: Client,
  id: string,
  project: string | undefined,
): Promise<Presence> => {
  const found = await getTask(client, id)();
  if (E.isRight(found)) return { _tag: "Present", task: found.right };
  const error = found.left;
  if (!isGone(error) && !isDenied(error)) return fail(error);
  // What another token does not show may only be hidden from it.
  if (isGone(error) && client.viaFallback !== undefined)
    return fail({ ...error, viaFallback: client.viaFallback });
  if (project === undefined) return isGone(error) ? { _tag: "Gone" } : fail(error);
  const readable = await isReadable(session, client, project);
  if (isGone(error))
    return readable ? { _tag: "Gone" } : { _tag: "Hidden", error: { ...error, hiddenWith: project } };
  // The token may do nothing there: that is no news of the task.
  return readable ? { _tag: "Hidden", error } : fail(error);
};

/** The same, for what cannot go on without an answer. */
export const getUnlessGone = async (
  session: Session,
  client: Client,
  id: string,
  project: string | undefined,
): Promise<Task | undefined> => {
  const presence = await getPresence(session, client, id, project);
  if (presence._tag === "Hidden") return fail(presence.error);
  return presence._tag === "Present" ? presence.task : undefined;
};

/** What a refresh says of a task that it keeps as it was. */
export const sayHidden = (client: Client, id: string, status: string, error: Refused): void =>
  client.say(
    `warning: task ${id} was ${status} and could not be read: ${explain(error)}. The state keeps it as it was; if it is gone, run pulumi state delete`,
  );

/** What a delete says of a task that costs nothing any more, wherever it is. */
export const sayLeft = async (client: Client, id: string, status: string, error: Refused): Promise<void> =>
  client.say(
    `warning: task ${id} was ${status} and could not be read: ${explain(error)}. Removed from the state only`,
  );
