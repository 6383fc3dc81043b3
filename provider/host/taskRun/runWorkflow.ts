import * as E from "fp-ts/Either";
import type { Client } from "../../api/transport/http";
import {
  type FailedItem,
  failedItems,
  isBatch,
  type RunSnapshot,
  unfinishedTasks,
} from "../../model/run/runSnapshot";
import { encodeLostRun } from "../../model/run/runState";
import { type RunHidden, type StoredRetry, storedPrice } from "../../model/run/runStored";
import type { KnownRun } from "../../model/run/taskRun";
import { idOf } from "../../model/tags/resourceId";
import type { HostError } from "../../shared/errors";
import { formatCost } from "../../shared/text";
import { readWholeRun } from "../apply/findRun";
import { encodeRunOutputs, toRunResult } from "../apply/runResult";
import { attempt, fail } from "../failure";
import type { Properties } from "../properties";
import {
  attemptOwners,
  findTaggedAttempts,
  type Owners,
  startedAttempts,
  type TaggedAttempt,
} from "../recovery/taggedAttempts";
import type { Result } from "../results";
import { getUnlessGone } from "../session/presence";
import type { Session } from "../session/session";
import { interruptedText, waitForEnd } from "../waiting/wait";
import { nextAttempts, type RunRequest } from "./attempts";

/** A run that has been started, and what the program wants of it. */
export interface RunJob extends RunRequest {
  readonly run: RunSnapshot;
}

const outputsIn = ({ client, run, declared, hidden }: RunJob): Properties =>
  encodeRunOutputs(client, run, declared, hidden);

/** The run exists: whatever goes wrong keeps its id in the state, and the next `up` goes on. */
const unfinishedRun = (job: RunJob, reasons: readonly string[]): HostError => ({
  _tag: "Unfinished",
  id: job.run.first.id,
  outputs: outputsIn(job),
  reasons,
});

const keepRun = async <A>(job: RunJob, run: () => Promise<A>): Promise<A> => {
  const result = await attempt(run);
  return E.isRight(result) ? result.right : fail(unfinishedRun(job, [interruptedText(result.left)]));
};

/** The run's task is not there any more; what was known of it stays. */
export const lostRun = (id: string, olds: Properties, declared: KnownRun, hidden: RunHidden): HostError => {
  const cost = formatCost(storedPrice(olds));
  return {
    _tag: "Unfinished",
    id,
    outputs: encodeLostRun(olds, declared, hidden),
    reasons: [
      `task ${id} does not exist any more: somebody has deleted it. To run it again, make another task: change \`triggers\` of its DraftTask, or give another \`task\`; the run is paid for again${cost === undefined ? "" : `, and had cost ${cost}`}`,
    ],
  };
};

/** Reads all of it again, children and values included, judges it, and gives it to the state. */
const collect = async (job: RunJob, reasons: readonly string[]): Promise<Result> => {
  const { session, client, run, declared, hidden } = job;
  const now = await keepRun(job, async () => {
    const first = await getUnlessGone(session, client, run.first.id, run.first.project);
    return first === undefined ? undefined : readWholeRun(session, client, first, storedRetries(run));
  });
  if (now === undefined) return fail(lostRun(run.first.id, outputsIn(job), declared, hidden));
  // Not all of it has ended after all: a look between two answers may have been too early.
  return declared.wait && reasons.length === 0 && unfinishedTasks(now).length > 0
    ? waitAndCollect({ ...job, run: now })
    : toRunResult(session, client, now, declared, hidden, reasons);
};

/** What has just been read needs no second look, unless it is a batch whose children were not read yet. */
const isRead = (run: RunSnapshot): boolean =>
  !isBatch(run) || run.children !== undefined || unfinishedTasks(run).length > 0;

/** Waits, unless the program does not want that, and collects what has become of it. */
export const waitAndCollect = async (job: RunJob): Promise<Result> => {
  const { session, client, run, declared, hidden } = job;
  const waits = declared.wait && unfinishedTasks(run).length > 0;
  if (!waits && isRead(run)) return toRunResult(session, client, run, declared, hidden);
  const end = await keepRun(job, () => waitForEnd(session, client, run, declared, hidden));
  return collect(job, end._tag === "GivenUp" ? [end.reason] : []);
};

/** What the program allows to be run once more. */
const dueAttempts = (run: RunSnapshot, { maxAttempts }: KnownRun): readonly FailedItem[] =>
  failedItems(run).filter(({ tries }) => tries < maxAttempts);

const storedRetries = (run: RunSnapshot): readonly StoredRetry[] =>
  run.retries.map(({ of, number, task }) => ({ of, number, id: task.id }));

/** A run with all of its attempts, and the tasks that are marked as one. */
interface WholeRun {
  readonly run: RunSnapshot;
  readonly marked: readonly TaggedAttempt[];
}

/**
 * The run with those attempts that a process has left which died before it could store them. They are found in a list, which
 * says neither what they have made nor what they cost: all is read again. An attempt may itself be a batch with attempts.
 */
export const readAllAttempts = async (
  session: Session,
  client: Client,
  owners: Owners,
  known: RunSnapshot,
): Promise<WholeRun> => {
  let run = known;
  for (;;) {
    const marked = await findTaggedAttempts(session, client, owners, run);
    const left = startedAttempts(marked, run);
    if (left.length === 0) return { run, marked };
    const now = await readWholeRun(session, client, run.first, [...storedRetries(run), ...left]);
    // What the list names may have been deleted since, and is not found again then.
    if (now.retries.length <= run.retries.length) return { run: now, marked };
    run = now;
  }
};

/**
 * The next attempt of what has failed, if one is allowed: one per `up`. A process that died in the middle of it has
 * left tasks with a tag of ours: those that were started count, whatever the program allows now.
 */
export const retryFailed = async (job: RunJob): Promise<RunJob> => {
  if (failedItems(job.run).length === 0) return job;
  const { session, client, hidden } = job;
  const owners = attemptOwners(session, idOf(hidden));
  const { run, marked } = await keepRun(job, () => readAllAttempts(session, client, owners, job.run));
  const begun = await nextAttempts(job, run, dueAttempts(run, job.declared), marked);
  const now = { ...job, run: begun.run };
  return begun.reasons.length > 0 ? fail(unfinishedRun(now, begun.reasons)) : now;
};
