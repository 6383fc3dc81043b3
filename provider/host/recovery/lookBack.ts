import type { Client } from "../../api/transport/http";
import { orThrow } from "../failure";
import { sinceDay } from "../session/cache";
import type { Session } from "../session/session";

const day = 86_400_000;

/** The list of a project's tasks of so many days, up to a time. */
export const daysUpTo = (project: string, time: number, days: number): string =>
  sinceDay(project, new Date(time - days * day).toISOString());

/**
 * The same up to now. A clock that is ahead would leave tasks out, and they would be made twice. Where the platform and this
 * machine do not agree on the time, the newest task of the project takes its place: it is never later than now.
 */
export const daysBack = async (
  session: Session,
  client: Client,
  project: string,
  days: number,
  now: number | undefined,
): Promise<string> => {
  const newest = now ?? (await orThrow(session.cache.newestTime(client, project)));
  return newest === undefined ? sinceDay(project, undefined) : daysUpTo(project, newest, days);
};
