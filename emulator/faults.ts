import { isObject, isString } from "./json";
import type { Refusal } from "./refusals";

/** Trouble to come, ordered through the control routes: each of the next `times` requests that match gets it. */
export interface Fault {
  readonly method: string | undefined;
  readonly path: RegExp;
  times: number;
  /** Whether the request takes effect before the trouble, or not at all (a delayed one always does). */
  readonly effect: "before" | "after";
  readonly kind: "status" | "drop" | "delay" | "malformed";
  readonly refusal: Refusal;
  readonly seconds: number | undefined;
}

export class Faults {
  private list: Fault[] = [];

  add(fault: Fault): void {
    this.list.push(fault);
  }

  clear(): void {
    this.list = [];
  }

  /** The first fault that fits this request, used up by one. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.list.find((it) => (it.method ?? method) === method && it.path.test(path));
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.list = this.list.filter((it) => it !== fault);
    return fault;
  }
}

/** The longest that a timer of Node's takes, 24 days: what is longer would be no delay at all. */
const MAX_SECONDS = 2_147_483;

/** A fault, or the sentence that says what is wrong with it. */
export const readFault = (body: unknown): Fault | string => {
  if (!isObject(body)) return "a fault is an object with match, effect and kind";
  const match = body.match ?? {};
  if (!isObject(match)) return "match must be an object with method and path";
  const { method, path = "" } = match;
  if (method !== undefined && !isString(method)) return "match.method must be a string";
  const pattern = isString(path) ? regExp(path) : undefined;
  if (pattern === undefined) return "match.path must be the source of a regular expression";
  const {
    times = 1,
    effect = "before",
    kind,
    seconds,
    status = 500,
    code,
    message = "Ordered by a test.",
  } = body;
  if (!isWhole(times) || times < 1) return "times must be a whole number of at least 1";
  if (effect !== "before" && effect !== "after") return 'effect must be "before" or "after"';
  if (kind !== "status" && kind !== "drop" && kind !== "delay" && kind !== "malformed") {
    return 'kind must be "status", "drop", "delay" or "malformed"';
  }
  if (!isWhole(status) || status < 200 || status > 599) return "status must be an HTTP status";
  if (code !== undefined && !isWhole(code)) return "code must be a whole number";
  if (!isString(message)) return "message must be a string";
  if (seconds !== undefined && (typeof seconds !== "number" || !(seconds >= 0 && seconds <= MAX_SECONDS)))
    return `seconds must be a number from 0 to ${MAX_SECONDS}`;
  if (kind === "delay" && seconds === undefined) return "a delay needs seconds";
  return {
    method: method?.toUpperCase(),
    path: pattern,
    times,
    effect,
    kind,
    refusal: { status, code: code ?? codes[status] ?? 90000, message },
    seconds,
  };
};

/** The generic code of a status, where a fault names none (API digest 9.2). */
const codes: Readonly<Record<number, number>> = {
  401: 90001,
  403: 90002,
  404: 90003,
  409: 90007,
  429: 1000,
  500: 90004,
  503: 90005,
};

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const regExp = (source: string): RegExp | undefined => {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
};
