import { setTimeout as sleep } from "node:timers/promises";

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

/** What is known of the limit, and how many calls are under way, which no answer has counted yet. */
export interface Spending {
  readonly known: Limit | undefined;
  readonly underWay: number;
}

/** From this part of the limit on, what remains is spread over the rest of the window. */
const reserve = 0.1;

/** How long the next call has to wait, in milliseconds. Pure. */
export const pauseFor = ({ known, underWay }: Spending, now: number): number => {
  if (known === undefined || known.reset <= now) return 0;
  const left = known.remaining - underWay;
  const span = known.reset - now;
  if (left <= 0) return span;
  return left > known.limit * reserve ? 0 : span / (left + 1);
};

export interface Budget {
  /** Waits until a call may be made, and gives back what to do when it has been answered. Who comes first goes first. */
  readonly take: (say: (line: string) => void) => Promise<() => void>;
  /** What an answer has said of the limit; nothing for a server without one. */
  readonly note: (limit: Limit | undefined) => void;
  /** Says a thing once until a time is over, however many wait for the same. */
  readonly tell: (about: string, until: number, line: string, say: (line: string) => void) => void;
}

/** Waits that are shorter are not worth a line. */
export const silence = 5_000;

export interface BudgetOptions {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const clockTime = (time: number): string => `${new Date(time).toISOString().slice(11, 19)} UTC`;

export const newBudget = ({ now = Date.now, wait = sleep }: BudgetOptions = {}): Budget => {
  const told = new Map<string, number>();
  let known: Limit | undefined;
  let underWay = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const tell: Budget["tell"] = (about, until, line, say) => {
    if ((told.get(about) ?? 0) > now()) return;
    told.set(about, until);
    say(line);
  };

  const pause = async (say: (line: string) => void): Promise<void> => {
    const span = pauseFor({ known, underWay }, now());
    if (span <= 0 || known === undefined) return;
    const usedUp = known.remaining <= underWay;
    const until = clockTime(known.reset);
    if (span > silence)
      tell(
        "limit",
        known.reset,
        usedUp
          ? `the rate limit of ${known.limit} calls is used up: all calls wait ${Math.round(span / 1000)} s, until ${until}`
          : `the rate limit of ${known.limit} calls is almost used up: what is left is spread until ${until}, a call each ${Math.round(span / 1000)} s`,
        say,
      );
    await wait(span);
    // Somebody else may have taken what the new window gave; what has had its part of a spread window goes.
    if (usedUp) await pause(say);
  };

  const taken = async (say: (line: string) => void): Promise<() => void> => {
    await pause(say);
    underWay += 1;
    return () => {
      underWay -= 1;
    };
  };

  return {
    take: (say) => {
      const turn = queue.then(() => taken(say));
      queue = turn;
      return turn;
    },
    note: (limit) => {
      if (limit === undefined) return;
      // The server's clock is read to the second.
      const same = known !== undefined && Math.abs(known.reset - limit.reset) < 2_000;
      // Answers of one window may come out of order: the lowest is the newest.
      if (!same || known === undefined || limit.remaining < known.remaining) known = limit;
    },
    tell,
  };
};
