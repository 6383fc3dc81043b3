import type { ApiError } from "../errors";

/** When to ask again, in milliseconds, or `undefined` to give up. Pure. */
export interface RetryPolicy {
  /** Delay of the first repetition; each further one doubles it. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  readonly attempts: number;
}

export const defaultPolicy: RetryPolicy = { firstDelay: 500, longestDelay: 30_000, attempts: 5 };

const isPassing = (error: ApiError): boolean =>
  error._tag === "Unreachable" || (error._tag === "Refused" && [429, 502, 503, 504].includes(error.status));

/**
 * The delay before the next attempt. Only for calls that may be repeated: never `POST /tasks`, which has no
 * idempotency key (API digest, 5.1 and 9.4). `spread` is in [0, 1) and keeps many callers apart;
 * `untilReset` is what the rate limit's headers say, in milliseconds (API digest, 9.3).
 */
export const retryDelay = (
  policy: RetryPolicy,
  attempt: number,
  error: ApiError,
  spread: number,
  untilReset: number | undefined,
): number | undefined => {
  if (!isPassing(error) || attempt >= policy.attempts) return undefined;
  if (error._tag === "Refused" && error.status === 429 && untilReset !== undefined)
    return Math.max(0, untilReset) + spread * policy.firstDelay;
  const doubled = Math.min(policy.longestDelay, policy.firstDelay * 2 ** (attempt - 1));
  return doubled * (0.5 + spread / 2);
};
