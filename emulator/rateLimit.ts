/** 1,000 requests per 5 minutes and user, nothing more until the window ends (API digest 9.3). */
const WINDOW = 5 * 60 * 1000;

export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
}

export class RateLimit {
  private readonly windows = new Map<string, { until: number; used: number }>();

  constructor(private readonly limit: number) {}

  /** Counts one request; false when the user has none left. */
  take(username: string, now: number): boolean {
    const window = this.window(username, now);
    if (window.used >= this.limit) return false;
    window.used += 1;
    return true;
  }

  of(username: string, now: number): Rate {
    const { until, used } = this.window(username, now);
    return { limit: this.limit, remaining: Math.max(0, this.limit - used), reset: Math.ceil(until / 1000) };
  }

  private window(username: string, now: number): { until: number; used: number } {
    const known = this.windows.get(username);
    if (known !== undefined && now < known.until) return known;
    const fresh = { until: now + WINDOW, used: 0 };
    this.windows.set(username, fresh);
    return fresh;
  }
}
