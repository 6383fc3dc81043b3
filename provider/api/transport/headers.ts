import type { Response } from "node-fetch";
import type { Limit } from "./rateLimiter";

/** What an answer's headers say. Times are in milliseconds, by our own clock. */

const numberIn = (response: Response, header: string): number | undefined => {
  const text = response.headers.get(header)?.trim();
  const number = Number(text);
  return text && Number.isFinite(number) ? number : undefined;
};

/** What the server says that its time is, whether that can be or not. */
const serverTime = (response: Response): number | undefined => {
  const time = Date.parse(response.headers.get("date") ?? "");
  return Number.isFinite(time) ? time : undefined;
};

/** The server's time; our own where it does not say. */
const timeIn = (response: Response): number => serverTime(response) ?? Date.now();

const day = 24 * 60 * 60_000;

/** The server's time; nothing where our own clock is a day or more away from it, for either may be wrong. */
export const agreedTimeIn = (response: Response): number | undefined => {
  const time = serverTime(response);
  return time !== undefined && Math.abs(time - Date.now()) < day ? time : undefined;
};

/** How many items a list has on all its pages: API digest, 2.4. */
export const totalIn = (response: Response): number | undefined => {
  const total = numberIn(response, "x-total-matching-query");
  return total !== undefined && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
};

/** A window of the rate limit is 5 minutes, on some pages an hour (API digest, 9.3): what says more is wrong. */
const longestWindow = 60 * 60_000;

/** Until the rate limit's window ends: `X-RateLimit-Reset` is Unix seconds by the server's clock (API digest, 9.3). */
export const secondsUntilReset = (response: Response): number | undefined => {
  const reset = numberIn(response, "x-ratelimit-reset");
  const span = reset === undefined ? undefined : reset * 1000 - timeIn(response);
  return span === undefined || span > longestWindow ? undefined : span;
};

/** What the headers say of the rate limit, where they say all of it. */
export const limitIn = (response: Response): Limit | undefined => {
  const [limit, remaining] = ["limit", "remaining"].map((name) => numberIn(response, `x-ratelimit-${name}`));
  const span = secondsUntilReset(response);
  return limit === undefined || remaining === undefined || span === undefined
    ? undefined
    : { limit, remaining, reset: Date.now() + span };
};

/** `Retry-After`, in seconds or as a date: only a proxy in front of the API sends it (API digest, 9.4). */
export const retryAfter = (response: Response): number | undefined => {
  const seconds = numberIn(response, "retry-after");
  const span =
    seconds === undefined
      ? Date.parse(response.headers.get("retry-after") ?? "") - timeIn(response)
      : seconds * 1000;
  return span >= 0 ? span : undefined;
};
