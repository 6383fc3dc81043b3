import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import { getTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { type ApiError, explain, isDenied, isGone, type Refused } from "../../shared/errors";
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

const isReadable = (session: Session, client: Client, project: string): TE.TaskEither<ApiError, boolean> =>
  pipe(
    session.cache.project(client, project),
    TE.map(() => true),
    TE.orElse((error) =>
      error._tag === "Refused" && [403, 404].includes(error.status) ? TE.right(false) : TE.left(error),
    ),
  );

/** Looks at a task of the state. Without its project, what the API says of the task has to do. */
export const getPresence = (
  session: Session,
  client: Client,
  id: string,
  project: string | undefined,
): TE.TaskEither<ApiError, Presence> =>
  pipe(
    getTask(client, id),
    TE.map((task): Presence => ({ _tag: "Present", task })),
    TE.orElse((error): TE.TaskEither<ApiError, Presence> => {
      if (!isGone(error) && !isDenied(error)) return TE.left(error);
      // What another token does not show may only be hidden from it.
      if (isGone(error) && client.viaFallback !== undefined)
        return TE.left({ ...error, viaFallback: client.viaFallback });
      if (project === undefined) return isGone(error) ? TE.right({ _tag: "Gone" }) : TE.left(error);
      return pipe(
        isReadable(session, client, project),
        TE.flatMap((readable): TE.TaskEither<ApiError, Presence> => {
          if (isGone(error))
            return TE.right(
              readable ? { _tag: "Gone" } : { _tag: "Hidden", error: { ...error, hiddenWith: project } },
            );
          // The token may do nothing there: that is no news of the task.
          return readable ? TE.right({ _tag: "Hidden", error }) : TE.left(error);
        }),
      );
    }),
  );

/** The same, for what cannot go on without an answer. */
export const getUnlessGone = (
  session: Session,
  client: Client,
  id: string,
  project: string | undefined,
): TE.TaskEither<ApiError, Task | undefined> =>
  pipe(
    getPresence(session, client, id, project),
    TE.flatMap((presence) =>
      presence._tag === "Hidden"
        ? TE.left(presence.error)
        : TE.right(presence._tag === "Present" ? presence.task : undefined),
    ),
  );

/** What a refresh says of a task that it keeps as it was. */
export const sayHidden = (client: Client, id: string, status: string, error: Refused): void =>
  client.say(
    `warning: task ${id} was ${status} and could not be read: ${explain(error)}. The state keeps it as it was; if it is gone, run pulumi state delete`,
  );

/** What a delete says of a task that costs nothing any more, wherever it is. */
export const sayLeft = (
  client: Client,
  id: string,
  status: string,
  error: Refused,
): TE.TaskEither<never, void> =>
  TE.fromIO(() => {
    client.say(
      `warning: task ${id} was ${status} and could not be read: ${explain(error)}. Removed from the state only`,
    );
  });
