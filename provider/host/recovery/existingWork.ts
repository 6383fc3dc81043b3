import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import type { ListedTask, RecentTask, Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { attemptTagIn, numberOf } from "../../model/tags/attemptTag";
import { ownerTagIn } from "../../model/tags/ownerTag";
import { stackIdIn } from "../../model/tags/resourceId";
import { mayCarry } from "../../model/tags/tag";
import { hasHash } from "../../model/task/bodyHash";
import { isDraft, priceFrom } from "../../model/task/taskState";
import type { KnownTask } from "../../model/task/toApi";
import { compact } from "../../model/values/fromApi";
import { type ExistingWork, otherRefusal, otherText, Price, workText } from "../../shared/existingWork";
import { roundAmount } from "../../shared/text";
import { changedSinceStart } from "../drift/drift";
import { attempt, fail, orThrow, rightOrThrow } from "../failure";
import { guardCause } from "../guards/replaceFinishedGuard";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { type Candidate, matchCandidates } from "./matchCandidate";

/*
 * Work that exists for a resource that is about to be created: its state was lost, restored from a backup or cut short, its stack
 * was destroyed, or its replacement is forced. Another task would be paid for again.
 */

/** The tasks among these that run a task again after it failed. */
const attemptsOf = ({ id }: RecentTask, all: readonly RecentTask[]): readonly RecentTask[] =>
  all.filter((task) => {
    const tag = attemptTagIn(task);
    return tag?.of === id && numberOf(tag) !== undefined;
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
  return { amount: roundAmount(amount), currency: first.currency };
};

const workOf = (task: RecentTask, all: readonly RecentTask[], adopted: boolean): ExistingWork => ({
  id: task.id,
  status: task.status,
  adopted,
  ...compact({ price: costOf(task, all), createdTime: task.created_time ?? undefined }),
});

/** What a preview says of it. */
export const existingText = (work: ExistingWork): string => {
  const { id, adopted } = work;
  const task = workText(work);
  return adopted
    ? `${task} was made for this resource from the same args: pulumi up adopts it, and creates no other`
    : `warning: ${task} was made for this resource from the same args: pulumi up creates another task, and a run of that one is paid for again. To keep this one, add the resource option import: ${JSON.stringify(id)} here and to its TaskRun; if another stack has it, such as one that was renamed, leave it there`;
};

/** For whom, and from what. */
type WorkQuery = Pick<Candidate, "id" | "hashes">;

/** Whether a task was started for this resource, from the very args that it is about to be created from. */
const isStartedOwn = ({ id, hashes }: WorkQuery, task: ListedTask): boolean => {
  if (isDraft(task.status) || !mayCarry(task.description)) return false;
  const tag = ownerTagIn(task);
  return tag?.id === id && tag.proof !== "Copied" && hasHash(tag, hashes);
};

const ownWork = (all: readonly RecentTask[], sought: WorkQuery): readonly RecentTask[] =>
  all.filter((task) => isStartedOwn(sought, task) && holdsWork(task, all));

export const hasOwnWork = (all: readonly RecentTask[], sought: WorkQuery): boolean =>
  ownWork(all, sought).length > 0;

/** Work by its tag. A tag that was sent, a clone copies. */
export interface Work {
  readonly work: ExistingWork;
  readonly isCopyable: boolean;
}

/** What `up` makes of a resource's own tasks, what it adopts first: `create` decides by the same claims. */
export const existingWorkAmong = (all: readonly RecentTask[], seeker: Candidate): readonly Work[] => {
  const { Adopt, Patch } = matchCandidates(all, seeker);
  const adoptable = [...Adopt, ...Patch];
  if (adoptable.some(({ status }) => isDraft(status))) return [];
  const ids = new Set(adoptable.map(({ id }) => id));
  const others = ownWork(all, seeker).filter(({ id }) => !ids.has(id) && !seeker.isTaken(id));
  const works = (tasks: readonly RecentTask[], adopted: boolean): readonly Work[] =>
    tasks.map((task) => ({
      work: workOf(task, all, adopted),
      isCopyable: ["Sent", "Old"].includes(ownerTagIn(task)?.proof ?? ""),
    }));
  return [
    ...works(
      all.filter(({ id }) => ids.has(id)),
      true,
    ),
    ...works([...others].reverse(), false),
  ];
};

/**
 * The test of whether a task was started for another resource of the stack, from the args of this one. `declared`: the ids of the
 * program's. Ids that the state keeps tell what stack and project were called before they were renamed: a forced replacement has an
 * id of their present names.
 */
const startedOther = (
  { id, hashes }: WorkQuery,
  declared: ReadonlySet<string>,
): ((task: ListedTask) => boolean) => {
  const stacks = new Set([id, ...declared].map(stackIdIn));
  return (task) => {
    if (isDraft(task.status) || !mayCarry(task.description)) return false;
    const tag = ownerTagIn(task);
    // A tag of version 0.1.0 has a hash of the name, too, which a renamed resource no longer has.
    if (tag === undefined || declared.has(tag.id) || tag.proof === "Copied" || tag.proof === "Old")
      return false;
    return tag.id !== id && stacks.has(stackIdIn(tag.id)) && hasHash(tag, hashes);
  };
};

/**
 * Work that was made from the very args of a new resource, for another resource of the same stack: the new one may be that one,
 * renamed without an alias. Whether the program declares the other one later, only its own process knows.
 */
export const otherWorkAmong = (
  all: readonly RecentTask[],
  sought: WorkQuery,
  name: string,
  declared: ReadonlySet<string>,
): readonly Work[] => {
  const others = all
    .filter(startedOther(sought, declared))
    .filter((task) => holdsWork(task, all))
    .reverse();
  // Of many resources with the same args, one that was moved has kept its task's name.
  return [...others.filter((task) => task.name === name), ...others.filter((task) => task.name !== name)].map(
    (task) => ({ work: workOf(task, all, false), isCopyable: ownerTagIn(task)?.proof === "Sent" }),
  );
};

/** The first one that ran with the program's values: a clone made by hand may have run with others. */
export const firstGenuine = async <L>(
  find: (id: string) => Promise<E.Either<L, Task | undefined>>,
  now: KnownTask,
  works: readonly Work[],
): Promise<E.Either<L, ExistingWork | undefined>> => {
  for (const { work, isCopyable } of works) {
    if (!isCopyable) return E.right(work);
    const found = await find(work.id);
    if (E.isLeft(found)) return found;
    const task = found.right;
    if (task !== undefined && !task.parent && changedSinceStart(now, task).length === 0) return E.right(work);
  }
  return E.right(undefined);
};

const withoutCost = (task: ListedTask): RecentTask => ({
  ...task,
  batch: undefined,
  price: undefined,
  execution_status: undefined,
});

/** Why another one is not paid for, where the settings refuse that. */
export const existingRefusal = (session: Session, work: ExistingWork | undefined): string | undefined => {
  if (work === undefined || work.adopted) return undefined;
  const cause = guardCause(session, work.price);
  return cause === undefined
    ? undefined
    : `Refusing to create another task: ${workText(work)} was made for this resource from the same args, and ${cause}. Options: to keep that task, add the resource option import: ${JSON.stringify(work.id)} here and to its TaskRun; to pay for another one, run pulumi config set sevenbridges:replaceFinished allow`;
};

/** The same list with what its tasks have cost. Without the right to see costs, the tasks are named without them. */
const readCosts = async (
  session: Session,
  client: Client,
  projectAndDay: string,
  listed: readonly ListedTask[],
): Promise<readonly RecentTask[]> => {
  const recent = await orThrow(session.cache.pricedTasksSince(client, projectAndDay));
  return E.isRight(recent) ? recent.right.items : listed.map(withoutCost);
};

/** Of works that may be clones, the first one that the platform shows to be genuine. */
const findGenuine = async (
  client: Client,
  now: KnownTask,
  works: readonly Work[],
): Promise<ExistingWork | undefined> =>
  rightOrThrow(await firstGenuine((id) => attempt(() => getTaskOrUndefined(client, id)), now, works));

const findOwnWork = async (
  session: Session,
  client: Client,
  projectAndDay: string,
  now: KnownTask,
  seeker: Candidate,
): Promise<ExistingWork | undefined> => {
  const listed = await orThrow(session.cache.tasksSince(client, projectAndDay));
  if (!listed.some((task) => isStartedOwn(seeker, task) && !seeker.isTaken(task.id))) return undefined;
  const all = await readCosts(session, client, projectAndDay, listed);
  return findGenuine(client, now, existingWorkAmong(all, seeker));
};

/**
 * The last look before `POST /tasks`: says which work exists already and what it has cost, or refuses. The list is the one that
 * `create` has read to find its own task; only where that shows something, one more call tells the costs.
 */
export const guardExistingWork = async (
  session: Session,
  client: Client,
  projectAndDay: string,
  now: KnownTask,
  seeker: Candidate,
): Promise<void> => {
  const work = await findOwnWork(session, client, projectAndDay, now, seeker);
  if (work === undefined) return guardOtherWork(session, client, projectAndDay, now, seeker);
  const reason = existingRefusal(session, work);
  if (reason !== undefined) return fail({ _tag: "Declined", reason });
  if (!work.adopted) client.say(existingText(work));
};

/** Waits until the program has declared nothing new for a moment: its resources come to `check` one after the other. */
const declaredIds = async (session: Session, looks = 5): Promise<ReadonlySet<string>> => {
  const before = session.ownership.resourceIds.size;
  await sleep(session.waiter.pollInterval / 2);
  return session.ownership.resourceIds.size === before || looks === 0
    ? new Set(session.ownership.resourceIds.values())
    : declaredIds(session, looks - 1);
};

const findOtherWork = async (
  session: Session,
  client: Client,
  projectAndDay: string,
  now: KnownTask,
  seeker: Candidate,
): Promise<ExistingWork | undefined> => {
  const isFound = (declared: ReadonlySet<string>, listed: readonly ListedTask[]): boolean =>
    listed.filter(startedOther(seeker, declared)).some((task) => !seeker.isTaken(task.id));
  const listed = await orThrow(session.cache.tasksSince(client, projectAndDay));
  if (!isFound(new Set(session.ownership.resourceIds.values()), listed)) return undefined;
  const declared = await declaredIds(session);
  if (!isFound(declared, listed)) return undefined;
  const all = await readCosts(session, client, projectAndDay, listed);
  return findGenuine(client, now, otherWorkAmong(all, seeker, now.name, declared));
};

/** The same for work of a resource that the program does not declare any more. What it declares only after a run, it seems not to. */
const guardOtherWork = async (
  session: Session,
  client: Client,
  projectAndDay: string,
  now: KnownTask,
  seeker: Candidate,
): Promise<void> => {
  const work = await findOtherWork(session, client, projectAndDay, now, seeker);
  if (work === undefined) return;
  const cause = guardCause(session, work.price);
  if (cause !== undefined) return fail({ _tag: "Declined", reason: otherRefusal(work, cause) });
  client.say(`warning: ${otherText(work)}`);
};
