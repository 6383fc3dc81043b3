import { type ApiError, isMaintenance } from "../errors";

/** How long to go on with a call that meets trouble. All times are in milliseconds. */
export interface RetryPolicy {
  /** Delay of the first repetition; each further one doubles it. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** How often a call is made in all that meets ordinary trouble. */
  readonly attempts: number;
  /** Between two calls to a platform under maintenance: at first, and at most. */
  readonly maintenanceDelay: readonly [first: number, longest: number];
  /** When to give up, counted from the first call: for ordinary trouble, for a rate limit that others use up, and for maintenance. */
  readonly patience: { readonly trouble: number; readonly limited: number; readonly maintenance: number };
}

const minute = 60_000;

/** The official Python client waits 5 minutes between two calls in a maintenance, for ever (API digest, 9.4); a window of the rate limit is as long (9.3). */
export const defaultPolicy: RetryPolicy = {
  firstDelay: 500,
  longestDelay: 30_000,
  attempts: 5,
  maintenanceDelay: [15_000, 5 * minute],
  patience: { trouble: 5 * minute, limited: 30 * minute, maintenance: 60 * minute },
};

/** What a call is, as far as repeating it goes. */
export type Effect =
  /** Made twice it comes to the same: GET, the bulk reads, PATCH, DELETE. */
  | "repeatable"
  /** Made twice it may do its work twice: `POST /tasks`, clone, run, abort (API digest, 5.1). */
  | "once";

/** How things stand when a call has met trouble. */
export interface Met {
  readonly error: ApiError;
  readonly effect: Effect;
  /** How often it has been made, this time included. */
  readonly attempt: number;
  /** Since it was made first. */
  readonly spent: number;
  /** In [0, 1): keeps many callers apart. */
  readonly spread: number;
  /** Until the rate limit's window ends (API digest, 9.3: `X-RateLimit-Reset`). */
  readonly untilReset: number | undefined;
  /** `Retry-After`, where something in front of the API sends it (API digest, 9.4). */
  readonly retryAfter: number | undefined;
}

type Trouble = keyof RetryPolicy["patience"];

const troubleOf = (error: ApiError): Trouble | undefined => {
  if (error._tag === "Unreachable") return "trouble";
  // A page of a proxy, or half an answer. What is JSON of another form stays so.
  if (error._tag === "Unreadable") return error.garbled ? "trouble" : undefined;
  if (error.status === 429) return "limited";
  if (isMaintenance(error)) return "maintenance";
  return [502, 503, 504].includes(error.status) ? "trouble" : undefined;
};

/** Whether the call has surely had no effect, whatever it is: refused at the door, or never sent. */
const isWithoutEffect = (error: ApiError): boolean =>
  (error._tag === "Unreachable" && !error.sent) ||
  (error._tag === "Refused" && error.status === 429) ||
  isMaintenance(error);

const doubled = (first: number, longest: number, attempt: number, spread: number): number =>
  Math.min(longest, first * 2 ** (attempt - 1)) * (0.5 + spread / 2);

const delayFor = (trouble: Trouble, policy: RetryPolicy, met: Met): number => {
  const { attempt, spread, untilReset, retryAfter } = met;
  if (retryAfter !== undefined) return retryAfter + spread * policy.firstDelay;
  if (trouble === "maintenance") return doubled(...policy.maintenanceDelay, attempt, spread);
  if (trouble === "limited" && untilReset !== undefined)
    return Math.max(0, untilReset) + spread * policy.firstDelay;
  return doubled(policy.firstDelay, policy.longestDelay, attempt, spread);
};

/**
 * In how many milliseconds to make the call again; `undefined` to give up. Pure. A call that may do its work twice is only
 * made again where it surely had no effect.
 */
export const retryDelay = (policy: RetryPolicy, met: Met): number | undefined => {
  const trouble = troubleOf(met.error);
  if (trouble === undefined || (met.effect === "once" && !isWithoutEffect(met.error))) return undefined;
  if (trouble === "trouble" && met.attempt >= policy.attempts) return undefined;
  const delay = delayFor(trouble, policy, met);
  return met.spent + delay > policy.patience[trouble] ? undefined : delay;
};
