import { sleep } from "./sleep";

/**
 * The rate limit: so many calls in so many minutes for each user, and nothing is accepted until the window ends (API digest,
 * 9.3). All calls of a process over one connection share one budget, which slows down before the limit is hit. Others of
 * the same user draw on the same limit, so what the headers say is believed over what was counted here.
 */

/** What an answer's headers say. Times are in milliseconds, by our own clock. */
export interface Limit {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
}

/** What is known of the limit, and what was spent of it. */
export interface Spending {
  readonly known: Limit | undefined;
  /** How many calls are under way, which no answer has counted yet. */
  readonly underWay: number;
  /** When the last call began. */
  readonly last: number;
  /** Nothing is accepted before: an answer has said so. */
  readonly held: number;
}

/** From this part of the limit on, what remains is spread over the rest of the window. */
const reserve = 0.1;

/** What is between two calls, while what is left is spread. */
const gapFor = ({ known, underWay }: Spending, now: number): number => {
  if (known === undefined || known.reset <= now) return 0;
  const left = Math.max(0, known.remaining - underWay);
  return left > known.limit * reserve ? 0 : (known.reset - now) / (left + 1);
};

/** How long the next call has to wait, in milliseconds. Pure. */
export const delayFor = (spending: Spending, now: number): number => {
  const { known, underWay, last, held } = spending;
  const holding = Math.max(0, held - now);
  if (known === undefined || known.reset <= now) return holding;
  if (known.remaining <= underWay) return Math.max(holding, known.reset - now);
  // Nobody waits a second time for a call that was made before.
  return Math.max(holding, Math.min(last, now) + gapFor(spending, now) - now);
};

/** What is known after an answer: the lowest of one window is the newest, for answers overtake each other. Pure. */
export const mergeWindow = (known: Limit | undefined, said: Limit): Limit => {
  // The server's clock is read to the second.
  const sameWindow = known !== undefined && Math.abs(known.reset - said.reset) < 2_000;
  return sameWindow && known.remaining <= said.remaining ? known : said;
};

type Say = (line: string) => void;

export interface RateLimiter {
  /** Waits until a call may be made, and gives back what to do when it has been answered. Who comes first goes first. */
  readonly acquire: (say: Say, signal?: AbortSignal) => Promise<() => void>;
  /** There is an answer, and what it says of the limit: nothing for a server without one. */
  readonly update: (limit: Limit | undefined) => void;
  /** Something has answered. */
  readonly hadResponse: () => boolean;
  /** Nothing is accepted for so many milliseconds: everybody waits, instead of each finding out alone. */
  readonly pauseUntil: (milliseconds: number, say: Say) => void;
  /** Says a thing once until a time is over, however many wait for the same. */
  readonly logOnce: (about: string, until: number, line: string, say: Say) => void;
}

/** Waits that are shorter are not worth a line. */
export const quietBelowMs = 5_000;

export interface RateLimiterOptions {
  readonly now?: () => number;
  readonly wait?: typeof sleep;
}

const clockTime = (time: number): string => `${new Date(time).toISOString().slice(11, 19)} UTC`;
const seconds = (span: number): string => `${Math.max(1, Math.round(span / 1000))} s`;

interface Turn {
  readonly say: Say;
  readonly go: () => void;
}

export const newRateLimiter = ({ now = Date.now, wait = sleep }: RateLimiterOptions = {}): RateLimiter => {
  const told = new Map<string, number>();
  const queue: Turn[] = [];
  let heard = false;
  let spending: Spending = { known: undefined, underWay: 0, last: Number.NEGATIVE_INFINITY, held: 0 };
  /** Ends the wait of those in the queue. */
  let waking = new AbortController();

  const tell: RateLimiter["logOnce"] = (about, until, line, say) => {
    if ((told.get(about) ?? 0) > now()) return;
    told.set(about, until);
    say(line);
  };

  const tellPause = (pause: number, say: Say): void => {
    if (pause <= quietBelowMs) return;
    const { known, held } = spending;
    const many = known === undefined ? "" : ` of ${known.limit} calls`;
    const usedUp = held > now() || (known?.remaining ?? 0) <= 0;
    const until = Math.max(held, known?.reset ?? 0);
    tell(
      "limit",
      until,
      usedUp
        ? `the rate limit${many} is used up: all calls wait ${seconds(pause)}, until ${clockTime(until)}`
        : `the rate limit${many} is almost used up: the calls that are left are spread until ${clockTime(until)}, one every ${seconds(gapFor(spending, now()))}`,
      say,
    );
  };

  /** Lets go who may, in the order of the queue; the first who may not is waited for. */
  const proceed = (): void => {
    waking.abort();
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const pause = delayFor(spending, now());
      if (pause > 0) {
        // Who is last waits for all before them.
        tellPause(pause + (queue.length - 1) * gapFor(spending, now()), first.say);
        waking = new AbortController();
        const { signal } = waking;
        void wait(Math.ceil(pause), signal).then(() => {
          if (!signal.aborted) proceed();
        });
        return;
      }
      queue.shift();
      spending = { ...spending, underWay: spending.underWay + 1, last: now() };
      first.go();
    }
  };

  const answered = (): void => {
    spending = { ...spending, underWay: spending.underWay - 1 };
    proceed();
  };

  return {
    acquire: (say, signal) =>
      new Promise((resolve) => {
        const turn: Turn = {
          say,
          go: () => {
            signal?.removeEventListener("abort", leave);
            resolve(answered);
          },
        };
        // Who does not wait any more makes no call: there is nothing to count.
        const leave = (): void => {
          queue.splice(queue.indexOf(turn), 1);
          resolve(() => undefined);
          proceed();
        };
        if (signal?.aborted) return resolve(() => undefined);
        signal?.addEventListener("abort", leave, { once: true });
        queue.push(turn);
        if (queue.length === 1) proceed();
        else tellPause(delayFor(spending, now()) + (queue.length - 1) * gapFor(spending, now()), say);
      }),
    update: (limit) => {
      heard = true;
      if (limit === undefined) return;
      spending = { ...spending, known: mergeWindow(spending.known, limit) };
      if (queue.length > 0) proceed();
    },
    hadResponse: () => heard,
    pauseUntil: (milliseconds, say) => {
      spending = { ...spending, held: Math.max(spending.held, now() + milliseconds) };
      tellPause(milliseconds, say);
      if (queue.length > 0) proceed();
    },
    logOnce: tell,
  };
};
