import { type Connection, keyOf } from "../../shared/connection";
import type { Note } from "../../shared/printedLine";
import { type HabitsOf, newHabits } from "./habits";
import { newRateLimiter, type RateLimiter } from "./rateLimiter";
import type { RetryPolicy } from "./retry";
import { sleep } from "./sleep";

/** What all calls go through: one connection, one way to wait, one way to speak. */
export interface Client extends ClientOptions {
  readonly connection: Connection;
  /**
   * The connection that the task was made over, which no longer points there: this is another one to the same endpoint,
   * and maybe another user's.
   */
  readonly viaFallback?: string | undefined;
}

export interface ClientOptions {
  readonly policy: RetryPolicy;
  /** How long one call may take, in milliseconds. A call that takes longer is aborted, not left running. */
  readonly timeout: number;
  /** What the calls over a connection may still spend of the rate limit. */
  readonly limiterOf: (connection: Connection) => RateLimiter;
  /** How the platform of a connection answers. */
  readonly habitsOf: HabitsOf;
  /** Prints a line: why something takes long, or what becomes of the resource. `note` is what the line tells `review`. */
  readonly say: (text: string, note?: Note) => void;
  /** How a wait is waited; tests have no time. */
  readonly sleep: typeof sleep;
  /** Called before each call that may change something. */
  readonly beforeWrite: () => Promise<void>;
  /** Ends what is under way or waits, when nobody wants its answer any more. */
  readonly signal?: AbortSignal;
  /** Takes out of the API's words what must not be shown. */
  readonly clear: (message: string) => string;
  /** The connection to use now: this one, or the fallback if its token was refused before. */
  readonly current: (connection: Connection) => Connection;
  /** Called with each answer, redirects and repetitions among them: `doctor` looks at what the provider does not need. */
  readonly onResponse: (response: Responded) => void;
  /** Another connection to the same endpoint, when the token of this one is refused. */
  readonly fallbackFor: (refused: Connection) => Connection | undefined;
}

/** An answer without its body. */
export interface Responded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export const defaultTimeout = 60_000;

/** Of what the client's connection has become: two users of one platform do not see the same. */
export const seenBy = (client: Client): string => keyOf(client.current(client.connection));

/** One limiter per connection, kept as long as what asks for it. */
export const newRateLimiters = (make: () => RateLimiter = newRateLimiter): ClientOptions["limiterOf"] => {
  const limiters = new Map<string, RateLimiter>();
  return (connection) => {
    const key = keyOf(connection);
    const limiter = limiters.get(key) ?? make();
    limiters.set(key, limiter);
    return limiter;
  };
};

const privateLimiter: Omit<ClientOptions, "policy" | "limiterOf" | "habitsOf"> = {
  timeout: defaultTimeout,
  sleep,
  say: () => undefined,
  beforeWrite: async () => undefined,
  clear: (message) => message,
  current: (connection) => connection,
  onResponse: () => undefined,
  fallbackFor: () => undefined,
};

export const clientOf = (
  connection: Connection,
  options: Pick<ClientOptions, "policy"> & Partial<ClientOptions>,
): Client => ({
  ...privateLimiter,
  limiterOf: newRateLimiters(),
  habitsOf: newHabits(),
  ...options,
  connection,
});
