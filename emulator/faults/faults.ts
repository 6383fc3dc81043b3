import type { Refusal } from "../calls/codes";
import type { JsonObject } from "../json";

/** What becomes of a request's answer. */
export type Trouble =
  | { readonly kind: "status"; readonly refusal: Refusal; readonly seconds: number }
  /** 429 until `seconds` have passed; with or without the headers that say so. */
  | { readonly kind: "rateLimit"; readonly seconds: number; readonly headers: boolean }
  | { readonly kind: "maintenance" }
  /** The connection ends without an answer: closed, or reset (RST). */
  | { readonly kind: "drop" | "reset" }
  /** Half of a body: sent as if it were all of it, or cut off in the midst of it. */
  | { readonly kind: "malformed" | "truncated" }
  /** What something in front of the API answers: a status alone, or with a page. */
  | { readonly kind: "empty" | "contentType"; readonly status: number }
  | { readonly kind: "delay"; readonly seconds: number }
  /** The normal answer with other keys at its top. */
  | { readonly kind: "alter"; readonly set: JsonObject };

/** Trouble to come, ordered through the control routes, for the requests that match. */
export interface Fault {
  readonly method: string | undefined;
  readonly path: RegExp;
  readonly query: RegExp | undefined;
  /** How many requests get it; Infinity for as many as come. */
  readonly times: number;
  /** How long it lasts, in milliseconds of the emulator's clock. */
  readonly lasts: number | undefined;
  /** Whether the trouble comes before the request takes effect, which it then does not, or after. */
  readonly effect: "before" | "after";
  readonly trouble: Trouble;
  /** As it was ordered. */
  readonly order: JsonObject;
}

interface Pending {
  readonly fault: Fault;
  readonly until: number;
  left: number;
}

/** A fault as one request meets it. */
export interface Met {
  readonly effect: Fault["effect"];
  readonly trouble: Trouble;
  /** When it ends, if it lasts for a time. */
  readonly until: number | undefined;
}

export class Faults {
  private list: Pending[] = [];

  add(fault: Fault, now: number): void {
    this.list.push({ fault, left: fault.times, until: now + (fault.lasts ?? Number.POSITIVE_INFINITY) });
  }

  clear(): void {
    this.list = [];
  }

  /** The first fault that fits this request, used up by one. */
  take(method: string, path: string, query: URLSearchParams, now: number): Met | undefined {
    this.trim(now);
    const found = this.list.find(({ fault }) => fits(fault, method, path, query));
    if (found === undefined) return undefined;
    found.left -= 1;
    const { effect, trouble } = found.fault;
    return { effect, trouble, until: Number.isFinite(found.until) ? found.until : undefined };
  }

  /** What is still to come, as it was ordered. */
  pending(now: number): readonly JsonObject[] {
    this.trim(now);
    return this.list.map(({ fault, left, until }) => ({
      ...fault.order,
      times: Number.isFinite(left) ? left : "always",
      ...(Number.isFinite(until) ? { until: new Date(until).toISOString() } : {}),
    }));
  }

  private trim(now: number): void {
    this.list = this.list.filter(({ left, until }) => left > 0 && now < until);
  }
}

const fits = (fault: Fault, method: string, path: string, query: URLSearchParams): boolean =>
  (fault.method ?? method) === method &&
  fault.path.test(path) &&
  // Decoded: clients encode the same query in different ways (API digest 11).
  (fault.query === undefined || fault.query.test([...query].map(([key, it]) => `${key}=${it}`).join("&")));
