import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Timed } from "../../../api/paging";
import type { RecentTask } from "../../../api/wire";
import type { ApiError } from "../../../errors";
import { lineIn, numberOf } from "../../../model/attemptLine";
import { type ExistingWork, Price } from "../../../model/existingWork";
import { compact } from "../../../model/fromApi";
import { bodyHash, ownerLineIn } from "../../../model/ownerLine";
import { priceFrom } from "../../../model/taskState";
import type { KnownTask } from "../../../model/toApi";
import { isResolved } from "../../../unknown";
import { priced } from "../../../words";
import type { Unasked } from "../../ask";
import { daysBack, daysUpTo } from "../../lookBack";
import { isDraft } from "../../plan";
import { claimsOn, type Seeker, seekerFor } from "../claim";
import { type Checking, type Findings, nothingFound, type Part } from "./part";

/** The tasks among these that run a task again after it failed. */
const attemptsOf = ({ id }: RecentTask, all: readonly RecentTask[]): readonly RecentTask[] =>
  all.filter(({ description }) => {
    const line = lineIn(description);
    return line?.of === id && numberOf(line) !== undefined;
  });

/** A batch counts its children (API digest, 3.2): one that failed may hold the results of most samples. */
const hasGoodChildren = ({ execution_status: counts, batch }: RecentTask): boolean =>
  batch === true && typeof counts?.completed === "number" && counts.completed > 0;

/** Whether a second task would pay for what this one has made, or is making. A status that is not known here may mean that. */
const holdsWork = (task: RecentTask, all: readonly RecentTask[]): boolean =>
  !["FAILED", "ABORTING", "ABORTED", "DELETED"].includes(task.status) ||
  hasGoodChildren(task) ||
  attemptsOf(task, all).some(({ status }) => status === "COMPLETED");

const costOf = (task: RecentTask, all: readonly RecentTask[]): ExistingWork["price"] => {
  const prices = [task, ...attemptsOf(task, all)].map(({ price }) => priceFrom(price)).filter(Price.is);
  const [first] = prices;
  if (first === undefined) return undefined;
  const amount = prices.reduce((sum, price) => sum + price.amount, 0);
  return { amount: Math.round(amount * 1e6) / 1e6, currency: first.currency };
};

const workOf = (task: RecentTask, all: readonly RecentTask[], adopted: boolean): ExistingWork => ({
  id: task.id,
  status: task.status,
  adopted,
  ...compact({ price: costOf(task, all), createdTime: task.created_time ?? undefined }),
});

/** What a preview says of it. */
export const existingText = ({ id, status, price, createdTime, adopted }: ExistingWork): string => {
  const when = createdTime === undefined ? "" : `, created ${createdTime.slice(0, 10)}`;
  const task = `task ${id} (${status}${priced(price)}${when})`;
  return adopted
    ? `${task} was made for this resource from the same args: pulumi up adopts it, and creates no other`
    : `warning: ${task} was made for this resource from the same args, and is not in the state: pulumi up creates another task, and a run of that one is paid for again. To keep this one, add the resource option import: ${JSON.stringify(id)} here and to its TaskRun`;
};

/** What `up` makes of a resource's own tasks: `create` decides by the same claims. */
const judged = (
  own: readonly RecentTask[],
  all: readonly RecentTask[],
  seeker: Seeker,
): ExistingWork | undefined => {
  const { Adopt, Patch } = claimsOn(all, seeker);
  const [first] = [...Adopt, ...Patch];
  const adopted = all.find(({ id }) => id === first?.id);
  if (adopted !== undefined && !isDraft(adopted.status)) return workOf(adopted, all, true);
  const newest = own.findLast(({ id }) => !seeker.isTaken(id));
  return newest === undefined ? undefined : workOf(newest, all, false);
};

/** The task, where it is new to the state, and all of it is known: only then its hash is. */
const newTask = ({ host, olds, now, owner, adopting, preview }: Checking): KnownTask | undefined =>
  preview &&
  !adopting &&
  owner !== undefined &&
  Object.keys(olds).length === 0 &&
  !host.inState.has(owner) &&
  isResolved(now)
    ? now
    : undefined;

/** A second list is asked for only where the time by which the first one was asked for may be wrong. */
const recentTasks = (
  { host, ask }: Checking,
  project: string,
  days: number,
): TE.TaskEither<Unasked | ApiError, readonly RecentTask[]> => {
  const since = (key: string): TE.TaskEither<Unasked | ApiError, Timed<RecentTask>> =>
    pipe(
      ask((asking) => host.recent(asking, key)),
      TE.flatMap(TE.fromEither<Unasked | ApiError, Timed<RecentTask>>),
    );
  return pipe(
    since(daysUpTo(project, Date.now(), days)),
    TE.flatMap((recent) =>
      recent.now !== undefined
        ? TE.right(recent)
        : pipe(
            ask((asking) => daysBack(host, asking, project, days, undefined)),
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
export const existing: Part = {
  what: "finished work of new tasks",
  look: (checking) => {
    const { host, owner, ask } = checking;
    const [task, finding] = [newTask(checking), host.finding()];
    if (task === undefined || owner === undefined || E.isLeft(finding) || !finding.right.on)
      return TE.right(nothingFound);
    const hash = bodyHash(task);
    return pipe(
      recentTasks(checking, task.project, finding.right.days),
      TE.flatMap((all) => {
        const own = all.filter((one) => {
          if (one.description?.includes(owner) !== true || isDraft(one.status)) return false;
          const line = ownerLineIn(one.description);
          return line?.owner === owner && line.hash === hash && holdsWork(one, all);
        });
        if (own.length === 0) return TE.right(nothingFound);
        return pipe(
          ask((asking) => host.user(asking)),
          TE.map(({ username }): Findings => {
            const found = judged(own, all, seekerFor(host, owner, username, task));
            return found === undefined ? nothingFound : { ...nothingFound, existing: found };
          }),
        );
      }),
    );
  },
};
