import { type ApiError, isMaintenance } from "../../shared/errors";

/** How long to go on with a call that meets trouble. All times are in milliseconds. */
export interface RetryPolicy {
  /** Delay of the first repetition; each further one doubles it. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** How often a call is made in all that meets ordinary trouble and nothing else in between. */
  readonly attempts: number;
  /** Between two calls to a platform under maintenance: at first, and at most. */
  readonly maintenanceDelay: readonly [first: number, longest: number];
  /** How long each kind of trouble is waited out: ordinary trouble, a rate limit that others use up, and maintenance; all of it together is the end. */
  readonly maxElapsed: { readonly trouble: number; readonly limited: number; readonly maintenance: number };
}

const minute = 60_000;

/**
 * What restarts is back within a minute. The official Python client waits 5 minutes between two calls in a maintenance, for
 * ever (API digest, 9.4). A window of the rate limit is 5 minutes, on some pages an hour (API digest, 9.3).
 */
export const defaultPolicy: RetryPolicy = {
  firstDelay: 500,
  longestDelay: 30_000,
  attempts: 8,
  maintenanceDelay: [15_000, 5 * minute],
  maxElapsed: { trouble: 5 * minute, limited: 65 * minute, maintenance: 60 * minute },
};

/** Where nothing has ever answered, the address may be wrong: its user should not wait long to read that. */
const firstContactAttempts = 5;

/** What a call is, as far as repeating it goes. */
export type Effect =
  /** Made twice it comes to the same: GET, the bulk reads, PATCH, DELETE. */
  | "repeatable"
  /** Made twice it may do its work twice: `POST /tasks`, clone, run, abort (API digest, 5.1). */
  | "once";

/** The situation when a call has met trouble. */
export interface RetryContext {
  readonly error: ApiError;
  readonly effect: Effect;
  /** How often it has been made since it met this kind of trouble, this time included. */
  readonly attempt: number;
  /** Since it met this kind of trouble. */
  readonly spent: number;
  /** Since it was made first. */
  readonly inAll: number;
  /** Whether this endpoint has ever answered this process. */
  readonly hadResponse: boolean;
  /** In [0, 1): keeps many callers apart. */
  readonly jitter: number;
  /** Until the rate limit's window ends (API digest, 9.3: `X-RateLimit-Reset`). */
  readonly untilReset: number | undefined;
  /** `Retry-After`, where something in front of the API sends it (API digest, 9.4). */
  readonly retryAfter: number | undefined;
}

export type FailureClass = keyof RetryPolicy["maxElapsed"];

/** The kind of trouble; `undefined` where it will not pass. */
export const classifyFailure = (error: ApiError): FailureClass | undefined => {
  if (error._tag === "Unreachable") return error.isFinal ? undefined : "trouble";
  // A page of a proxy, or half an answer. What is JSON of another form stays so.
  if (error._tag === "Unreadable") return error.garbled ? "trouble" : undefined;
  if (error.status === 429) return "limited";
  if (isMaintenance(error)) return "maintenance";
  // A 500 of the API's is no passing trouble (API digest, 9.4); one without a code is something in front of it.
  return [502, 503, 504].includes(error.status) || (error.status === 500 && error.code === undefined)
    ? "trouble"
    : undefined;
};

/** Whether the call has surely had no effect, whatever it is: refused at the door, or never sent. */
const isWithoutEffect = (error: ApiError): boolean =>
  (error._tag === "Unreachable" && !error.sent) ||
  (error._tag === "Refused" && error.status === 429) ||
  isMaintenance(error);

const doubledDelay = (first: number, longest: number, attempt: number, jitter: number): number =>
  Math.min(longest, first * 2 ** (attempt - 1)) * (0.5 + jitter / 2);

const delayFor = (trouble: FailureClass, policy: RetryPolicy, met: RetryContext): number => {
  const { attempt, jitter, untilReset = 0, retryAfter = 0 } = met;
  const [first, longest] =
    trouble === "maintenance" ? policy.maintenanceDelay : [policy.firstDelay, policy.longestDelay];
  const own = doubledDelay(first, longest, attempt, jitter);
  const told = Math.max(retryAfter, trouble === "limited" ? untilReset : 0);
  // A time that is over, or that others use up again at once, must not be asked for without a pause.
  return told <= 0 ? own : Math.max(own, told + jitter * policy.firstDelay);
};

/**
 * In how many milliseconds to make the call again; `undefined` to give up. Pure. A call that may do its work twice is only
 * made again where it surely had no effect.
 */
export const retryDelay = (policy: RetryPolicy, met: RetryContext): number | undefined => {
  const { error, effect, attempt, spent, inAll, hadResponse } = met;
  const trouble = classifyFailure(error);
  if (trouble === undefined || (effect === "once" && !isWithoutEffect(error))) return undefined;
  const attempts = hadResponse ? policy.attempts : Math.min(policy.attempts, firstContactAttempts);
  if (trouble === "trouble" && attempt >= attempts) return undefined;
  const delay = delayFor(trouble, policy, met);
  const { maxElapsed } = policy;
  const longest = maxElapsed.trouble + maxElapsed.limited + maxElapsed.maintenance;
  return spent + delay > maxElapsed[trouble] || inAll + delay > longest ? undefined : delay;
};
