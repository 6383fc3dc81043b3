import { type ApiError, type Asked, isMaintenance } from "../../shared/errors";
import type { Client } from "./client";
import { retryAfter, secondsUntilReset } from "./headers";
import { quietBelowMs, type RateLimiter } from "./rateLimiter";
import { abortedError, type Outcome, placeOf, type SentOn, sendRequest } from "./request";
import { classifyFailure, type Effect, type FailureClass, retryDelay } from "./retry";

export interface Request extends Asked {
  readonly body: unknown;
  readonly effect: Effect;
}

/** How far a call has come that meets trouble: trouble of one kind does not use up the patience with another. */
interface Progress {
  /** How often it was made in all. */
  readonly times: number;
  /** When it was made first. */
  readonly began: number;
  readonly trouble: FailureClass | undefined;
  /** How often it has met this kind of trouble, one after the other, and since when. */
  readonly attempt: number;
  readonly since: number;
}

const initialProgress: Progress = { times: 0, began: 0, trouble: undefined, attempt: 0, since: 0 };

/** `at` is when the call was made that met it: what it waited for before that is not its trouble. */
const meetFailure = (before: Progress, trouble: FailureClass | undefined, at: number): Progress => ({
  times: before.times + 1,
  began: before.times === 0 ? at : before.began,
  trouble,
  ...(before.trouble === trouble && before.times > 0
    ? { attempt: before.attempt + 1, since: before.since }
    : { attempt: 1, since: at }),
});

const reasonFor = (error: ApiError): string => {
  if (error._tag === "Unreachable") return `no answer (${error.reason})`;
  if (error._tag === "Unreadable") return `an unreadable answer (${error.reason})`;
  if (error.status === 429) return "the rate limit is used up (429)";
  return isMaintenance(error)
    ? "the platform is under maintenance (503, code 0)"
    : `trouble on the platform (${error.status})`;
};

/** Said once, however many wait for the same. */
const logRetry = (client: Client, { method, path }: Asked, error: ApiError, delay: number): void => {
  if (delay <= quietBelowMs) return;
  const reason = reasonFor(error);
  client
    .limiterOf(client.connection)
    .logOnce(
      classifyFailure(error) === "limited" ? "limit" : reason,
      Date.now() + delay,
      `${method} ${path.split("?")[0]} waits ${Math.round(delay / 1000)} s: ${reason}`,
      client.say,
    );
};

const trySend = (error: ApiError, { times, began }: Progress): ApiError =>
  times === 1 ? error : { ...error, tried: { times, span: Date.now() - began } };

const giveUp = (asked: Asked): Outcome => ({
  error: { _tag: "Unreachable", asked, reason: abortedError, sent: false },
});

/** One attempt, in its turn, and when it was made. However it ends, it is not under way any more before the next one begins. */
const attempt = async (
  client: Client,
  limiter: RateLimiter,
  asked: Asked,
  body: unknown,
  place = placeOf(client, asked),
): Promise<{ readonly at: number; readonly outcome: Outcome }> => {
  const answered = await limiter.acquire(client.say, client.signal);
  let at: number;
  let outcome: Outcome | SentOn;
  try {
    if (asked.method !== "GET") await client.beforeWrite();
    at = Date.now();
    outcome = client.signal?.aborted ? giveUp(asked) : await sendRequest(client, asked, body, place);
  } finally {
    answered();
  }
  // Each address that a GET is sent to counts against the rate limit (API digest, section 12).
  return "sentOn" in outcome ? attempt(client, limiter, asked, body, outcome.sentOn) : { at, outcome };
};

/** A call, made until it is answered properly, or until that is not to be expected. */
export const sendWithRetries = async (
  given: Client,
  request: Request,
  before = initialProgress,
): Promise<Outcome> => {
  const { body, effect, ...asked } = request;
  const client = { ...given, connection: given.current(given.connection) };
  const limiter = client.limiterOf(client.connection);
  const { at, outcome } = await attempt(client, limiter, asked, body);
  if (!("error" in outcome)) return outcome;
  const { error, response } = outcome;
  if (error._tag === "Refused" && error.status === 401) {
    // A call without a valid token has had no effect, so any method may be repeated with another one.
    const instead = client.fallbackFor(client.connection);
    return instead === undefined
      ? outcome
      : sendWithRetries({ ...client, connection: instead }, request, before);
  }
  const progress = meetFailure(before, classifyFailure(error), at);
  const now = Date.now();
  const told = response && { untilReset: secondsUntilReset(response), retryAfter: retryAfter(response) };
  const delay = retryDelay(client.policy, {
    error,
    effect,
    attempt: progress.attempt,
    spent: now - progress.since,
    inAll: now - progress.began,
    hadResponse: limiter.hadResponse(),
    jitter: Math.random(),
    untilReset: told?.untilReset,
    retryAfter: told?.retryAfter,
  });
  if (delay === undefined || client.signal?.aborted) return { error: trySend(error, progress) };
  if (progress.trouble === "limited" && told !== undefined)
    limiter.pauseUntil(Math.max(told.untilReset ?? 0, told.retryAfter ?? 0), client.say);
  logRetry(client, asked, error, delay);
  await client.sleep(delay, client.signal);
  return sendWithRetries(client, request, progress);
};
