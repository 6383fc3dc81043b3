import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import { type Failed, failed, isBatch, moving, type RunNow } from "../../model/run/runSnapshot";
import { encodeLostRun } from "../../model/run/runState";
import { type RunHidden, type StoredRetry, storedPrice } from "../../model/run/runStored";
import type { KnownRun } from "../../model/run/taskRun";
import { idOf } from "../../model/tags/resourceId";
import type { ApiError, HostError } from "../../shared/errors";
import { costOf } from "../../shared/text";
import { runOf } from "../apply/findRun";
import { finish, outputsOf } from "../apply/runResult";
import type { Properties } from "../properties";
import { attemptOwners, type Marked, markedIn, type Owners, startedIn } from "../recovery/taggedAttempts";
import type { Result } from "../results";
import { getUnlessGone } from "../session/presence";
import type { Host } from "../session/session";
import { interrupted, waited } from "../waiting/wait";
import { type Begun, nextAttempts, type Wanted } from "./attempts";

/** A run that has been started, and what the program wants of it. */
export interface Job extends Wanted {
  readonly run: RunNow;
}

const outputsIn = ({ client, run, declared, hidden }: Job): Properties =>
  outputsOf(client, run, declared, hidden);

/** The run exists: whatever goes wrong keeps its id in the state, and the next `up` goes on. */
const unfinished = (job: Job, reasons: readonly string[]): HostError => ({
  _tag: "Unfinished",
  id: job.run.first.id,
  outputs: outputsIn(job),
  reasons,
});

const keeping =
  (job: Job) =>
  (error: ApiError): HostError =>
    unfinished(job, [interrupted(error)]);

/** The run's task is not there any more; what was known of it stays. */
export const lost = (id: string, olds: Properties, declared: KnownRun, hidden: RunHidden): HostError => {
  const cost = costOf(storedPrice(olds));
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
const collected = (job: Job, reasons: readonly string[]): TE.TaskEither<HostError, Result> => {
  const { host, client, run, declared, hidden } = job;
  return pipe(
    getUnlessGone(host, client, run.first.id, run.first.project),
    TE.flatMap((first) =>
      first === undefined ? TE.right(undefined) : runOf(host, client, first, storedRetries(run)),
    ),
    TE.mapLeft(keeping(job)),
    TE.flatMap((now) => {
      if (now === undefined) return TE.left(lost(run.first.id, outputsIn(job), declared, hidden));
      // Not all of it has ended after all: a look between two answers may have been too early.
      return declared.wait && reasons.length === 0 && moving(now).length > 0
        ? carriedOn({ ...job, run: now })
        : finish(host, client, now, declared, hidden, reasons);
    }),
  );
};

/** What has just been read needs no second look, unless it is a batch whose children were not read yet. */
const isRead = (run: RunNow): boolean =>
  !isBatch(run) || run.children !== undefined || moving(run).length > 0;

/** Waits, unless the program does not want that, and collects what has become of it. */
export const carriedOn = (job: Job): TE.TaskEither<HostError, Result> => {
  const { host, client, run, declared, hidden } = job;
  const waits = declared.wait && moving(run).length > 0;
  if (!waits && isRead(run)) return finish(host, client, run, declared, hidden);
  return pipe(
    waited(host, client, run, declared, hidden),
    TE.mapLeft(keeping(job)),
    TE.flatMap((end) => collected(job, end._tag === "GivenUp" ? [end.reason] : [])),
  );
};

/** What the program allows to be run once more. */
const due = (run: RunNow, { maxAttempts }: KnownRun): readonly Failed[] =>
  failed(run).filter(({ tries }) => tries < maxAttempts);

const storedRetries = (run: RunNow): readonly StoredRetry[] =>
  run.retries.map(({ of, number, task }) => ({ of, number, id: task.id }));

/** A run with all of its attempts, and the tasks that are marked as one. */
interface Whole {
  readonly run: RunNow;
  readonly marked: readonly Marked[];
}

/**
 * The run with those attempts that a process has left which died before it could store them. They are found in a list, which
 * says neither what they have made nor what they cost: all is read again. An attempt may itself be a batch with attempts.
 */
export const allOf = (
  host: Host,
  client: Client,
  owners: Owners,
  run: RunNow,
): TE.TaskEither<ApiError, Whole> =>
  pipe(
    markedIn(host, client, owners, run),
    TE.flatMap((marked): TE.TaskEither<ApiError, Whole> => {
      const left = startedIn(marked, run);
      if (left.length === 0) return TE.right({ run, marked });
      return pipe(
        runOf(host, client, run.first, [...storedRetries(run), ...left]),
        TE.flatMap((now) =>
          // What the list names may have been deleted since, and is not found again then.
          now.retries.length > run.retries.length
            ? allOf(host, client, owners, now)
            : TE.right<ApiError, Whole>({ run: now, marked }),
        ),
      );
    }),
  );

/**
 * The next attempt of what has failed, if one is allowed: one per `up`. A process that died in the middle of it has
 * left tasks with a tag of ours: those that were started count, whatever the program allows now.
 */
export const attempted = (job: Job): TE.TaskEither<HostError, Job> => {
  if (failed(job.run).length === 0) return TE.right(job);
  const { host, client, hidden } = job;
  return pipe(
    allOf(host, client, attemptOwners(host, idOf(hidden)), job.run),
    TE.mapLeft(keeping(job)),
    TE.flatMap(({ run, marked }) =>
      TE.fromTask<Begun, HostError>(() => nextAttempts(job, run, due(run, job.declared), marked)),
    ),
    TE.flatMap((begun) => {
      const now = { ...job, run: begun.run };
      return begun.reasons.length > 0 ? TE.left(unfinished(now, begun.reasons)) : TE.right(now);
    }),
  );
};
