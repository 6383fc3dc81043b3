import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
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
import type { ApiError, HostError } from "../../shared/errors";
import { formatCost } from "../../shared/text";
import { readWholeRun } from "../apply/findRun";
import { encodeRunOutputs, toRunResult } from "../apply/runResult";
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
import { type AttemptsStarted, nextAttempts, type RunRequest } from "./attempts";

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

const keepRun =
  (job: RunJob) =>
  (error: ApiError): HostError =>
    unfinishedRun(job, [interruptedText(error)]);

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
const collect = (job: RunJob, reasons: readonly string[]): TE.TaskEither<HostError, Result> => {
  const { session, client, run, declared, hidden } = job;
  return pipe(
    getUnlessGone(session, client, run.first.id, run.first.project),
    TE.flatMap((first) =>
      first === undefined ? TE.right(undefined) : readWholeRun(session, client, first, storedRetries(run)),
    ),
    TE.mapLeft(keepRun(job)),
    TE.flatMap((now) => {
      if (now === undefined) return TE.left(lostRun(run.first.id, outputsIn(job), declared, hidden));
      // Not all of it has ended after all: a look between two answers may have been too early.
      return declared.wait && reasons.length === 0 && unfinishedTasks(now).length > 0
        ? waitAndCollect({ ...job, run: now })
        : toRunResult(session, client, now, declared, hidden, reasons);
    }),
  );
};

/** What has just been read needs no second look, unless it is a batch whose children were not read yet. */
const isRead = (run: RunSnapshot): boolean =>
  !isBatch(run) || run.children !== undefined || unfinishedTasks(run).length > 0;

/** Waits, unless the program does not want that, and collects what has become of it. */
export const waitAndCollect = (job: RunJob): TE.TaskEither<HostError, Result> => {
  const { session, client, run, declared, hidden } = job;
  const waits = declared.wait && unfinishedTasks(run).length > 0;
  if (!waits && isRead(run)) return toRunResult(session, client, run, declared, hidden);
  return pipe(
    waitForEnd(session, client, run, declared, hidden),
    TE.mapLeft(keepRun(job)),
    TE.flatMap((end) => collect(job, end._tag === "GivenUp" ? [end.reason] : [])),
  );
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
export const readAllAttempts = (
  session: Session,
  client: Client,
  owners: Owners,
  run: RunSnapshot,
): TE.TaskEither<ApiError, WholeRun> =>
  pipe(
    findTaggedAttempts(session, client, owners, run),
    TE.flatMap((marked): TE.TaskEither<ApiError, WholeRun> => {
      const left = startedAttempts(marked, run);
      if (left.length === 0) return TE.right({ run, marked });
      return pipe(
        readWholeRun(session, client, run.first, [...storedRetries(run), ...left]),
        TE.flatMap((now) =>
          // What the list names may have been deleted since, and is not found again then.
          now.retries.length > run.retries.length
            ? readAllAttempts(session, client, owners, now)
            : TE.right<ApiError, WholeRun>({ run: now, marked }),
        ),
      );
    }),
  );

/**
 * The next attempt of what has failed, if one is allowed: one per `up`. A process that died in the middle of it has
 * left tasks with a tag of ours: those that were started count, whatever the program allows now.
 */
export const retryFailed = (job: RunJob): TE.TaskEither<HostError, RunJob> => {
  if (failedItems(job.run).length === 0) return TE.right(job);
  const { session, client, hidden } = job;
  return pipe(
    readAllAttempts(session, client, attemptOwners(session, idOf(hidden)), job.run),
    TE.mapLeft(keepRun(job)),
    TE.flatMap(({ run, marked }) =>
      TE.fromTask<AttemptsStarted, HostError>(() =>
        nextAttempts(job, run, dueAttempts(run, job.declared), marked),
      ),
    ),
    TE.flatMap((begun) => {
      const now = { ...job, run: begun.run };
      return begun.reasons.length > 0 ? TE.left(unfinishedRun(now, begun.reasons)) : TE.right(now);
    }),
  );
};
