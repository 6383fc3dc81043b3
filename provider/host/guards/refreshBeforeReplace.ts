import * as E from "fp-ts/Either";
import { listChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { hasBegun, hasEnded, type StoredTask } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { isSameEndpoint } from "../../shared/platforms";
import { attempt } from "../failure";
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
export type Look<A> = (client: Client) => Promise<Partial<A> | undefined>;

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
const wayTo = async (session: Session, client: Client, place: Located): Promise<Way> => {
  if (!isLeft(client, place)) return { there: client, asking: normalCall(session, client) };
  const there = await cleanupClientFor(session, place.id, place, place.olds);
  return { there, asking: shortTimeoutCall(session, there) };
};

const needsLook = (session: Session, client: Client, place: Located, { status }: LookResult): boolean => {
  if (hasEnded(status)) return false;
  if (!isLeft(client, place)) return hasBegun(status);
  // All tasks of a program may move at once; what is known as started is asked for one by one.
  return !hasBegun(status) || isEnabled(session);
};

/** What the state says of it, brought up to what the platform says. Where nobody answers, the state has to do. */
export const refreshBeforeReplace = async <A extends LookResult>(
  session: Session,
  client: Client,
  place: Located,
  known: A,
  look: Look<A>,
): Promise<A> => {
  if (!needsLook(session, client, place, known)) return known;
  const way = await attempt(() => wayTo(session, client, place));
  // No connection points there any more.
  if (E.isLeft(way)) return known;
  const { there, asking } = way.right;
  const found = await asking((its) => () => attempt(() => look(its)))();
  return E.isLeft(found) ? fallBackToState(there, known, found.left) : { ...known, ...found.right };
};

/** The statuses of a batch's children, where the settings guard what is finished in a batch of this price. */
export const childrenNow = async (
  session: Session,
  client: Client,
  place: Located,
  { status, price }: LookResult,
): Promise<readonly string[]> => {
  if (guardCause(session, price) === undefined || !hasBegun(status)) return [];
  // What is COMPLETED is guarded itself, and what is DELETED has none.
  if (status === "COMPLETED" || status === "DELETED") return [];
  const way = await attempt(() => wayTo(session, client, place));
  if (E.isLeft(way)) return [];
  const { there, asking } = way.right;
  const children = await asking((its) => listChildren(its, place.id))();
  if (E.isRight(children)) return children.right.map((child) => child.status);
  if (!isReported(children.left))
    there.say(
      `could not check whether children of task ${place.id} have COMPLETED (${whyNot(children.left)})`,
    );
  return [];
};
