import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { listChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { hasBegun, hasEnded, type StoredTask } from "../../model/task/taskState";
import type { ApiError, HostError } from "../../shared/errors";
import { isSameEndpoint } from "../../shared/platforms";
import type { Properties } from "../properties";
import { isReported, type Skipped, whyNot } from "../session/bestEffort";
import { type CallPolicy, normalCall, shortTimeoutCall } from "../session/callPolicies";
import { cleanupClientFor } from "../session/clients";
import type { Session } from "../session/session";
import { guardCause, isEnabled } from "./replaceFinishedGuard";

/*
 * The status of a task or a run that would be made again. The state knows it as it was after the last update or refresh; what
 * was under way then may have ended since.
 */

/** What is said of it before it is paid for a second time. */
type LookResult = Pick<StoredTask, "status"> & Partial<Pick<StoredTask, "price">>;

/** What the platform says of it; nothing where it is as the state says, or gone. */
export type Look<A> = (client: Client) => TE.TaskEither<ApiError, Partial<A> | undefined>;

/** A task of the state. */
export interface Located {
  readonly id: string;
  readonly endpoint: string;
  /** Its outputs: what it was made over. */
  readonly olds: Properties;
}

const isLeft = (client: Client, { endpoint }: Located): boolean =>
  !isSameEndpoint(client.connection.endpoint, endpoint);

/** Says that it could not be asked. */
export const fallBackToState = <A extends LookResult>(
  client: Client,
  known: A,
  error: Skipped | HostError,
): A => {
  if (!isReported(error))
    client.say(`could not read the task's status (${whyNot(error)}); using the stored one, ${known.status}`);
  return known;
};

interface Way {
  readonly there: Client;
  readonly asking: CallPolicy;
}

/** How to ask where it is: its resource may be leaving that platform, and its successor is made on another one. */
const wayTo = (session: Session, client: Client, place: Located): TE.TaskEither<HostError, Way> =>
  isLeft(client, place)
    ? pipe(
        cleanupClientFor(session, place.id, place, place.olds),
        TE.map((there) => ({ there, asking: shortTimeoutCall(session, there) })),
      )
    : TE.right({ there: client, asking: normalCall(session, client) });

const needsLook = (session: Session, client: Client, place: Located, { status }: LookResult): boolean => {
  if (hasEnded(status)) return false;
  if (!isLeft(client, place)) return hasBegun(status);
  // All tasks of a program may move at once; what is known as started is asked for one by one.
  return !hasBegun(status) || isEnabled(session);
};

/** What the state says of it, brought up to what the platform says. Where nobody answers, the state has to do. */
export const refreshBeforeReplace = <A extends LookResult>(
  session: Session,
  client: Client,
  place: Located,
  known: A,
  look: Look<A>,
): TE.TaskEither<HostError, A> =>
  needsLook(session, client, place, known)
    ? pipe(
        wayTo(session, client, place),
        TE.matchE(
          // No connection points there any more.
          () => TE.of<HostError, A>(known),
          ({ there, asking }) =>
            pipe(
              asking(look),
              TE.match(
                (error) => fallBackToState(there, known, error),
                (found) => ({ ...known, ...found }),
              ),
              TE.fromTask,
            ),
        ),
      )
    : TE.right(known);

/** The statuses of a batch's children, where the settings guard what is finished in a batch of this price. */
export const childrenNow = (
  session: Session,
  client: Client,
  place: Located,
  { status, price }: LookResult,
): TE.TaskEither<HostError, readonly string[]> =>
  // What is COMPLETED is guarded itself, and what is DELETED has none.
  guardCause(session, price) === undefined ||
  !hasBegun(status) ||
  status === "COMPLETED" ||
  status === "DELETED"
    ? TE.right([])
    : pipe(
        wayTo(session, client, place),
        TE.matchE(
          () => TE.of<HostError, readonly string[]>([]),
          ({ there, asking }) =>
            pipe(
              asking((its) => listChildren(its, place.id)),
              TE.match(
                (error): readonly string[] => {
                  if (!isReported(error))
                    there.say(
                      `could not check whether children of task ${place.id} have COMPLETED (${whyNot(error)})`,
                    );
                  return [];
                },
                (children) => children.map((child) => child.status),
              ),
              TE.fromTask,
            ),
        ),
      );
