import * as E from "fp-ts/Either";
import type { Timed } from "../../api/endpoints/paging";
import type { RecentTask } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { ownerTagIn } from "../../model/tags/ownerTag";
import { bodyHashes } from "../../model/task/bodyHash";
import type { KnownTask } from "../../model/task/toApi";
import type { ApiError, HostError } from "../../shared/errors";
import type { ExistingWork } from "../../shared/existingWork";
import { isResolved } from "../../shared/unknown";
import { lazily } from "../failure";
import {
  existingWorkAmong,
  firstGenuine,
  hasOwnWork,
  otherWorkAmong,
  type Work,
} from "../recovery/existingWork";
import { daysBack, daysUpTo } from "../recovery/lookBack";
import { candidateFor } from "../recovery/matchCandidate";
import type { Skipped } from "../session/bestEffort";
import { findTaskBy } from "../session/tasks";
import { type Check, type CheckContext, nothingFound } from "./check";

/** The task, where it is new to the state, and all of it is known: only then its hash is. */
const newTask = ({ session, olds, now, owner, adopting, preview }: CheckContext): KnownTask | undefined =>
  preview &&
  !adopting &&
  owner !== undefined &&
  Object.keys(olds).length === 0 &&
  !session.ownership.ownersInState.has(owner) &&
  isResolved(now)
    ? now
    : undefined;

/** A second list is asked for only where the time by which the first one was asked for may be wrong. */
const recentTasks = async (
  { session, ask }: CheckContext,
  project: string,
  days: number,
): Promise<E.Either<Skipped | HostError, readonly RecentTask[]>> => {
  const since = async (key: string): Promise<E.Either<Skipped | ApiError, Timed<RecentTask>>> =>
    E.flattenW(await ask((asking) => session.cache.pricedTasksSince(asking, key))());
  const recent = await since(daysUpTo(project, Date.now(), days));
  if (E.isLeft(recent)) return recent;
  if (recent.right.now !== undefined) return E.right(recent.right.items);
  const key = await ask(lazily((asking: Client) => daysBack(session, asking, project, days, undefined)))();
  if (E.isLeft(key)) return key;
  const again = await since(key.right);
  return E.isLeft(again) ? again : E.right(again.right.items);
};

/**
 * Work that exists for a resource that the state does not have. One list per project and preview, and only where
 * something is new; who the token's user is, is asked only where something was found.
 */
export const existing: Check = {
  what: "finished work of new tasks",
  look: async (checking) => {
    const { session, owner = "", ask } = checking;
    const [task, finding, id] = [
      newTask(checking),
      session.options.orphanSearch(),
      session.ownership.resourceIds.get(owner),
    ];
    if (task === undefined || id === undefined || E.isLeft(finding) || !finding.right.on)
      return E.right(nothingFound);
    const recent = await recentTasks(checking, task.project, finding.right.days);
    if (E.isLeft(recent)) return recent;
    const all = recent.right;
    const sought = { id, hashes: bodyHashes(task) };
    const genuine = (
      works: readonly Work[],
    ): Promise<E.Either<Skipped | HostError, ExistingWork | undefined>> =>
      firstGenuine(
        (its) => ask(lazily((asking: Client) => findTaskBy(session.cache.importedTask)(asking, its)))(),
        task,
        works,
      );
    if (!hasOwnWork(all, sought)) {
      const declared = new Set(session.ownership.resourceIds.values());
      const other = await genuine(otherWorkAmong(all, sought, task.name, declared));
      if (E.isLeft(other)) return other;
      const work = other.right;
      const tag = ownerTagIn(all.find((one) => one.id === work?.id) ?? { id: "" });
      return E.right(
        work === undefined || tag === undefined
          ? nothingFound
          : { ...nothingFound, other: { work, resourceId: tag.id } },
      );
    }
    const user = await ask((asking) => session.cache.user(asking))();
    if (E.isLeft(user)) return user;
    const seeker = candidateFor(session, owner, id, user.right.username, task);
    const own = await genuine(existingWorkAmong(all, seeker));
    if (E.isLeft(own)) return own;
    return E.right(own.right === undefined ? nothingFound : { ...nothingFound, existing: own.right });
  },
};
