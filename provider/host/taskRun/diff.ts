import * as E from "fp-ts/Either";
import type { Client } from "../../api/transport/http";
import {
  childrenNow,
  type FailedItem,
  failedItems,
  type RunSnapshot,
  statusOf,
} from "../../model/run/runSnapshot";
import { priceOf } from "../../model/run/runState";
import { runHiddenOf, type StoredRun } from "../../model/run/runStored";
import { type DeclaredRun, decodeRun, runArgNames } from "../../model/run/taskRun";
import { rerunTag } from "../../model/tags/attemptTag";
import { idOf } from "../../model/tags/resourceId";
import { hasSameSecrets } from "../../model/task/secretArgs";
import { priceFrom } from "../../model/task/taskState";
import { compact } from "../../model/values/fromApi";
import type { HostError } from "../../shared/errors";
import { pendingIn } from "../../shared/pending";
import { type Attempt, type Note, notedPrice, type Remark, type Seen } from "../../shared/printedLine";
import { resourceNameIn } from "../../shared/resourceName";
import { formatPrice, joinWithAnd, roundAmount } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import { findRun, readWholeRun, withoutWaiting } from "../apply/findRun";
import { lazily, rightOrThrow } from "../failure";
import { type Located, type Look, refreshBeforeReplace } from "../guards/refreshBeforeReplace";
import { shouldRefuse } from "../guards/replaceFinishedGuard";
import { argsIn, isHeldBack, type Properties } from "../properties";
import { attemptOwners, missedAttempts } from "../recovery/taggedAttempts";
import type { Differences } from "../results";
import { inSeconds, preflightCall } from "../session/callPolicies";
import { isReportedByCheck } from "../session/checked";
import { clientFor } from "../session/connections";
import type { ReplacedTask } from "../session/ownership";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { outcome, planRun, type RunPlan } from "./plan";
import { storedRunFrom } from "./properties";
import { readAllAttempts } from "./runWorkflow";

const argNamesOf = (plan: Extract<RunPlan, { _tag: "Replace" }>): readonly string[] =>
  plan.changes.map(({ part }) => part);

/** What a further attempt runs, and what that had cost: it will cost about as much again. */
const attemptOf = (
  number: number,
  { maxAttempts }: DeclaredRun,
  { children, price }: Pick<StoredRun, "children" | "price">,
): { readonly text: string; readonly attempt: Attempt } => {
  const bad = children.filter(({ status }) => status !== "COMPLETED");
  const prices = bad.flatMap((child) => child.price ?? []);
  const amount = roundAmount(prices.reduce((sum, it) => sum + (it.amount ?? 0), 0));
  const cost = bad.length === 0 ? price : prices.length === 0 ? undefined : { ...prices[0], amount };
  const what =
    bad.length === 0 ? "it" : bad.length === 1 ? "its failed child" : `its ${bad.length} failed children`;
  const noted = notedPrice(cost).price;
  return {
    text: `attempt ${number} of ${isUnknown(maxAttempts) ? "some" : maxAttempts} will run ${what} again, which had cost${formatPrice(cost).slice(1) || " nothing"}`,
    attempt: { tells: "Attempt", number, failed: bad.length, ...compact({ cost: noted }) },
  };
};

/** What an interrupted update has left of a failed run, and what is still to be run again. */
const leftRemarks = (
  run: string,
  seen: Seen,
  was: StoredRun,
  now: RunSnapshot,
  declared: DeclaredRun,
): readonly Remark[] => {
  const { maxAttempts } = declared;
  const known = new Set(was.retries.map(({ id }) => id));
  const left = now.retries.filter(({ task }) => !known.has(task.id));
  const tasks = left.map(
    ({ task }) => `task ${task.id}: ${task.status}${formatPrice(priceFrom(task.price))}`,
  );
  const numbers = [...new Set(left.map(({ number }) => number))].map(String);
  const due = failedItems(now).filter(({ tries }) => isUnknown(maxAttempts) || tries < maxAttempts);
  const attempts = `${numbers.length === 1 ? "attempt" : "attempts"} ${joinWithAnd(numbers)}`;
  const more = tasks.length > maxNamed ? `; and ${tasks.length - maxNamed} more` : "";
  const found = `${run}: an interrupted update has already started ${attempts} (${tasks.slice(0, maxNamed).join("; ")}${more})`;
  const note: Note = { ...seen, tells: "LeftAttempts" };
  if (due.length === 0) return [{ text: `${found}; nothing is run again`, note }];
  const price = (it: FailedItem) => priceFrom(it.task.price);
  const children =
    (now.children ?? []).length === 0
      ? []
      : due.map((it) => ({ id: it.of, status: it.task.status, ...compact({ price: price(it) }) }));
  const [single] = due.map(price);
  const number = Math.min(...due.map(({ tries }) => tries)) + 1;
  const { text, attempt } = attemptOf(number, declared, { children, price: single });
  return [
    { text: found, note },
    { text: `${run}: ${text}`, note: { ...seen, ...attempt } },
  ];
};

const maxNamed = 5;

/** What is reported of a run before it is paid for again. */
type RunLook = Pick<StoredRun, "status" | "price">;

/** What a reader of the preview must know before they agree. */
const remarksOfRun = (
  id: string,
  was: StoredRun,
  { status, price }: RunLook,
  now: DeclaredRun,
  plan: RunPlan,
  task: ReplacedTask | undefined,
  left: RunSnapshot | undefined,
  sharedWith: string | undefined,
): readonly Remark[] => {
  const run = `run of task ${id} (${status}${formatPrice(price)})`;
  const seen: Seen = { of: "run", id, status, ...notedPrice(price) };
  const withStatus = (text: string): readonly Remark[] => [
    { text: `${run}: ${text}`, note: { ...seen, tells: "Status" } },
  ];
  if (plan._tag === "Keep")
    return was.status === "COMPLETED" || now.allowFailures === true || was.status === "DELETED"
      ? []
      : withStatus("did not succeed; with wait: false, the update does not fail for it");
  if (plan._tag === "Replace") {
    const sure = plan.changes.filter(({ unsure }) => !unsure);
    const burning =
      plan.deleteFirst && was.hidden.__startedBy === undefined
        ? "; it is aborted first if it still goes on"
        : "";
    const replacement = (isSure: boolean, why: string): readonly Remark[] => [
      {
        text: `${run}: will run again${why}${burning}`,
        note: { ...seen, tells: "Replacement", isSure },
      },
    ];
    // The DraftTask's own line says that its task becomes another one: an "only if" would contradict it.
    if (sure.length === 0 && task?.isSure === true)
      return task.isToldWithCost && was.retries.length === 0
        ? []
        : replacement(true, ", because its task will be another one");
    return sure.length > 0
      ? replacement(true, `, because ${joinWithAnd(sure.map(({ part }) => part))} changed`)
      : replacement(false, ` only if ${joinWithAnd(argNamesOf(plan))} really changes`);
  }
  if (plan.why === "Open") return [];
  if (plan.why === "Bad") return withStatus("did not succeed");
  if (sharedWith !== undefined)
    return withStatus(`shares its next attempt with ${sharedWith}, which runs the same task`);
  if (left !== undefined) return leftRemarks(run, seen, was, left, now);
  const { text, attempt } = attemptOf((was.tries ?? 1) + 1, now, was);
  return [{ text: `${run}: ${text}`, note: { ...seen, ...attempt } }];
};

/** Another run of the same task whose next attempt was announced; from now on this one's is, where there is none. */
const announcedBefore = (session: Session, id: string, owner: string, plan: RunPlan): string | undefined => {
  if (plan._tag !== "Update" || plan.why !== "Attempt") return undefined;
  const other = session.handoff.announcedAttempts.get(id);
  if (other !== undefined && other !== owner) return resourceNameIn(other);
  session.handoff.announcedAttempts.set(id, owner);
  return undefined;
};

/** What this process has said of the task of a run: the engine asks for its DraftTask first. */
const replacedBy = (session: Session, { declared: { task } }: StoredRun): ReplacedTask | undefined =>
  [...session.ownership.replaced.values()].find(({ id }) => id === task);

/**
 * Whether the run surely gets another task, and its DraftTask is not refused itself: a task that failed holds no work, but a further
 * attempt of it may. Without this look, the update would create the new draft and then refuse its run.
 */
const isSurelyAnother = (session: Session, { declared: { task } }: StoredRun): boolean =>
  [...session.ownership.replaced].some(
    ([owner, { id, isSure }]) => id === task && isSure && !session.handoff.refusals.has(owner),
  );

/** New `triggers` alone ask for the same task once more; `create` must know that, for it is given the new args only. */
const remember = (session: Session, owner: string, id: string, now: DeclaredRun, plan: RunPlan): void => {
  session.handoff.pendingReruns.delete(owner);
  if (plan._tag !== "Replace" || isUnknown(now.triggers)) return;
  // After which run: the same triggers may come back later, and then want another run.
  if (plan.changes.every(({ part }) => part === "triggers"))
    session.handoff.pendingReruns.set(owner, { which: rerunTag(now.triggers), of: id });
};

/** Whether the settings refuse it, and the run's status. */
interface GuardedPlan {
  readonly no: boolean;
  readonly told: RunLook;
}

/** A run before it is paid for again. */
interface RunStanding extends RunLook {
  /** The statuses of a batch's children. */
  readonly children: readonly string[];
}

/** All of it: what ended badly may have been run again since. */
const runLookOf =
  (id: string, { retries }: StoredRun): Look<RunStanding> =>
  async (client) => {
    const run = await findRun(withoutWaiting, client, id, retries);
    if (run === undefined) return undefined;
    return {
      status: statusOf(run),
      price: priceOf(run),
      children: childrenNow(run).map(({ task: { status } }) => status),
    };
  };

/** Finished work is not paid for again where the settings refuse it. */
const guardRun = async (
  session: Session,
  client: Client,
  place: Located,
  owner: string,
  was: StoredRun,
  plan: RunPlan,
): Promise<GuardedPlan> => {
  session.handoff.refusals.delete(owner);
  const stored: GuardedPlan = { no: false, told: was };
  if (plan._tag !== "Replace") return stored;
  const changed = plan.changes.flatMap(({ part, unsure }) =>
    unsure && !(part === "task" && isSurelyAnother(session, was)) ? [] : [part],
  );
  if (changed.length === 0) return stored;
  const children = was.children.map(({ status }) => status);
  const known: RunStanding = { status: outcome(was), price: was.price, children };
  const now = await refreshBeforeReplace(session, client, place, known, runLookOf(place.id, was));
  const no = rightOrThrow(
    shouldRefuse(session, owner, {
      ...now,
      what: `the run of task ${place.id}`,
      changed,
      args: runArgNames.filter((name) => changed.some((part) => part === name)),
      second: "a second TaskRun",
    }),
  );
  return { no, told: now === known ? was : now };
};

/**
 * A failed run that the next attempt is for, where an interrupted update has begun that attempt already; `undefined` where it has
 * not, or nobody can tell.
 */
const leftOf = async (
  session: Session,
  client: Client,
  id: string,
  own: string | undefined,
  was: StoredRun,
  plan: RunPlan,
): Promise<RunSnapshot | undefined> => {
  if (plan._tag !== "Update" || plan.why !== "Attempt") return undefined;
  const owners = attemptOwners(session, own, idOf(was.hidden));
  const asking = session.handoff.mode.preview ? preflightCall(session, client) : inSeconds(session, client);
  const lookForAttempts = async (its: Client): Promise<RunSnapshot | undefined> => {
    const first = await getTaskOrUndefined(its, id);
    if (first === undefined) return undefined;
    const missed = await missedAttempts(session, its, first, was, owners);
    if (missed.length === 0) return undefined;
    const read = await readWholeRun(withoutWaiting, its, first, was.retries);
    const { run } = await readAllAttempts(session, its, owners, read);
    return run.retries.length > was.retries.length ? run : undefined;
  };
  const found = await asking(lazily(lookForAttempts))();
  return E.isLeft(found) ? undefined : found.right;
};

/** What it takes; what waits for the values of another run stays as it is until they are there. */
const planForLive = (was: StoredRun, now: DeclaredRun, client: Client): RunPlan => {
  const missing = pendingIn(now);
  for (const { path, why } of missing) client.say(`${path}: ${why}`);
  return missing.length > 0
    ? { _tag: "Update", changes: [], why: "Open" }
    : planRun(was, now, isUnknown(now.connection) ? now.connection : client.connection.endpoint);
};

/** `import` adopts one run; it neither follows the resource to another one, nor may it start a new one. */
const diffOfRunImport = (id: string, adopts: unknown, found: RunPlan): E.Either<HostError, RunPlan> => {
  if (adopts === undefined) return E.right(found);
  if (adopts !== id)
    return E.right({ _tag: "Replace", changes: [{ part: "import", unsure: false }], deleteFirst: false });
  return found._tag === "Replace"
    ? E.left({
        _tag: "Declined",
        reason: `${joinWithAnd(argNamesOf(found))} changed, which needs another run: remove \`import\` from the resource's options to have one made`,
      })
    : E.right(found);
};

const comparedParts: Readonly<Partial<Record<string, string>>> = { endpoint: "__endpoint", import: "adopts" };

/** Judged from the state alone: no call. What has not ended, or not well, always differs. */
export const diff = async (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<Differences> => {
  const hidden = runHiddenOf(news);
  const { __owner: owner = id } = hidden;
  const own = idOf(hidden);
  if (isHeldBack(news)) {
    if (session.ownership.declaredOwners.has(owner)) session.ownership.runs.set(owner, id);
    return { changes: true };
  }
  const declared = decodeRun(argsIn(news));
  if (E.isLeft(declared) || isReportedByCheck(news)) return { changes: true };
  const now = declared.right;
  // Observe.
  const was = rightOrThrow(storedRunFrom(id, olds));
  const client = rightOrThrow(clientFor(session, id, news, olds));
  // Decide.
  const plan = rightOrThrow(diffOfRunImport(id, news.adopts, planForLive(was, now, client)));
  const place: Located = { id, endpoint: was.endpoint, olds };
  const { no, told } = await guardRun(session, client, place, owner, was, plan);
  const left = await leftOf(session, client, id, own, was, plan);
  // Act.
  if (!no) {
    const sharedWith = announcedBefore(session, id, owner, plan);
    for (const { text, note } of remarksOfRun(
      id,
      was,
      told,
      now,
      plan,
      replacedBy(session, was),
      left,
      sharedWith,
    ))
      client.say(text, note);
  }
  remember(session, owner, id, now, plan);
  // Return.
  if (plan._tag === "Replace") {
    session.ownership.runs.delete(owner);
    const replaces = argNamesOf(plan).map((name) => comparedParts[name] ?? name);
    return { changes: true, replaces, deleteBeforeReplace: plan.deleteFirst };
  }
  // A refresh calls diff, too; what the program does not declare may be deleted later in the same process.
  if (session.ownership.declaredOwners.has(owner)) session.ownership.runs.set(owner, id);
  // The outputs must follow what has become a secret, or is none any more.
  return { changes: plan._tag === "Update" || !hasSameSecrets(was.hidden, hidden) };
};
