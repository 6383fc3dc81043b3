import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Timed } from "../../api/endpoints/paging";
import type { RecentTask } from "../../api/endpoints/schemas";
import { ownerTagIn } from "../../model/tags/ownerTag";
import { bodyHashes } from "../../model/task/bodyHash";
import type { KnownTask } from "../../model/task/toApi";
import type { ApiError } from "../../shared/errors";
import type { ExistingWork } from "../../shared/existingWork";
import { isResolved } from "../../shared/unknown";
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
import { type Check, type CheckContext, type Findings, nothingFound } from "./check";

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
const recentTasks = (
  { session, ask }: CheckContext,
  project: string,
  days: number,
): TE.TaskEither<Skipped | ApiError, readonly RecentTask[]> => {
  const since = (key: string): TE.TaskEither<Skipped | ApiError, Timed<RecentTask>> =>
    pipe(
      ask((asking) => session.cache.pricedTasksSince(asking, key)),
      TE.flatMap(TE.fromEither<Skipped | ApiError, Timed<RecentTask>>),
    );
  return pipe(
    since(daysUpTo(project, Date.now(), days)),
    TE.flatMap((recent) =>
      recent.now !== undefined
        ? TE.right(recent)
        : pipe(
            ask((asking) => daysBack(session, asking, project, days, undefined)),
            TE.flatMap(since),
          ),
    ),
    TE.map(({ items }) => items),
  );
};

/**
 * Work that exists for a resource that the state does not have. One list per project and preview, and only where
 * something is new; who the token's user is, is asked only where something was found.
 */
export const existing: Check = {
  what: "finished work of new tasks",
  look: (checking) => {
    const { session, owner = "", ask } = checking;
    const [task, finding, id] = [
      newTask(checking),
      session.options.orphanSearch(),
      session.ownership.resourceIds.get(owner),
    ];
    if (task === undefined || id === undefined || E.isLeft(finding) || !finding.right.on)
      return TE.right(nothingFound);
    return pipe(
      recentTasks(checking, task.project, finding.right.days),
      TE.flatMap((all) => {
        const sought = { id, hashes: bodyHashes(task) };
        const genuine = (
          works: readonly Work[],
        ): TE.TaskEither<Skipped | ApiError, ExistingWork | undefined> =>
          firstGenuine(
            (its) => ask((asking) => findTaskBy(session.cache.importedTask)(asking, its)),
            task,
            works,
          );
        if (!hasOwnWork(all, sought))
          return pipe(
            genuine(otherWorkAmong(all, sought, task.name, new Set(session.ownership.resourceIds.values()))),
            TE.map((work): Findings => {
              const tag = ownerTagIn(all.find((one) => one.id === work?.id) ?? { id: "" });
              return work === undefined || tag === undefined
                ? nothingFound
                : { ...nothingFound, other: { work, resourceId: tag.id } };
            }),
          );
        return pipe(
          ask((asking) => session.cache.user(asking)),
          TE.map(({ username }) => existingWorkAmong(all, candidateFor(session, owner, id, username, task))),
          TE.flatMap(genuine),
          TE.map(
            (found): Findings => (found === undefined ? nothingFound : { ...nothingFound, existing: found }),
          ),
        );
      }),
    );
  },
};
