import { isObject } from "../json";

/**
 * 1,000 requests per 5 minutes and user, nothing more until the window ends (API digest 9.3). A window begins with its first
 * request (API digest, section 12): to ask for the limits, which does not count, begins none.
 */
const WINDOW = 5 * 60 * 1000;

export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
}

/** What a test may decide: how many requests a window has, and how many are left of the present one. */
export interface RateOrder {
  readonly limit?: number;
  readonly remaining?: number;
}

/** An order, or the sentence that says what is wrong with it. */
export const readRateOrder = (body: unknown, present: number): RateOrder | string => {
  if (!isObject(body) || Object.keys(body).length === 0)
    return "expected an object with limit, remaining or both";
  const { limit, remaining, ...more } = body;
  const [odd] = Object.keys(more);
  if (odd !== undefined) return `${odd} is unknown; known are limit and remaining`;
  if (limit !== undefined && !isCount(limit)) return "limit must be a whole number";
  if (remaining !== undefined && !isCount(remaining)) return "remaining must be a whole number";
  if (remaining !== undefined && remaining > (limit ?? present))
    return "remaining must not be above the limit";
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
  };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export class RateLimit {
  private readonly windows = new Map<string, { until: number; used: number }>();

  private most: number;

  constructor(private readonly atFirst: number) {
    this.most = atFirst;
  }

  reset(): void {
    this.most = this.atFirst;
    this.windows.clear();
  }

  get limit(): number {
    return this.most;
  }

  /** What is left is so for the window that each of the users is in. */
  set({ limit, remaining }: RateOrder, usernames: readonly string[], now: number): void {
    this.most = limit ?? this.most;
    if (remaining === undefined) return;
    for (const username of usernames) this.window(username, now).used = this.most - remaining;
  }

  /** Counts one request; false when the user has none left. */
  take(username: string, now: number): boolean {
    const window = this.window(username, now);
    if (window.used >= this.most) return false;
    window.used += 1;
    return true;
  }

  of(username: string, now: number): Rate {
    const known = this.windows.get(username);
    const { until, used } =
      known !== undefined && now < known.until ? known : { until: now + WINDOW, used: 0 };
    return { limit: this.most, remaining: Math.max(0, this.most - used), reset: Math.ceil(until / 1000) };
  }

  private window(username: string, now: number): { until: number; used: number } {
    const known = this.windows.get(username);
    if (known !== undefined && now < known.until) return known;
    const fresh = { until: now + WINDOW, used: 0 };
    this.windows.set(username, fresh);
    return fresh;
  }
}
