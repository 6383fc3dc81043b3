import { genericCode, refusalOf } from "../calls/codes";
import { isObject, isString, type JsonObject } from "../json";
import type { Fault, Trouble } from "./faults";

/** The longest that a timer of Node's takes, 24 days: what is longer would be no delay at all. */
const MAX_SECONDS = 2_147_483;

export const kinds = [
  "status",
  "rateLimit",
  "maintenance",
  "drop",
  "reset",
  "truncated",
  "malformed",
  "empty",
  "contentType",
  "delay",
  "alter",
] as const;

const known = [
  "match",
  "times",
  "effect",
  "kind",
  "status",
  "code",
  "message",
  "seconds",
  "headers",
  "set",
] as const;

/** A fault, or the sentence that says what is wrong with it. */
export const readFault = (body: unknown): Fault | string => {
  if (!isObject(body)) return "a fault is an object with match, effect and kind";
  const odd = Object.keys(body).find((it) => !known.some((key) => key === it));
  if (odd !== undefined) return `${odd} is unknown; known are ${known.join(", ")}`;
  const match = readMatch(body.match ?? {});
  if (isString(match)) return match;
  const { effect = "before" } = body;
  if (effect !== "before" && effect !== "after") return 'effect must be "before" or "after"';
  const trouble = readTrouble(body);
  if (isString(trouble)) return trouble;
  const lasting = trouble.kind === "rateLimit" || trouble.kind === "maintenance";
  const seconds = lasting && typeof body.seconds === "number" ? body.seconds : undefined;
  const { times = seconds === undefined ? 1 : "always" } = body;
  if (times !== "always" && !(isWhole(times) && times >= 1))
    return 'times must be a whole number of at least 1, or "always"';
  return {
    ...match,
    times: times === "always" ? Number.POSITIVE_INFINITY : times,
    lasts: seconds === undefined ? undefined : seconds * 1000,
    effect,
    trouble,
    order: body,
  };
};

const readMatch = (match: unknown): Pick<Fault, "method" | "path" | "query"> | string => {
  if (!isObject(match)) return "match must be an object with method, path and query";
  const { method, path = "", query, ...more } = match;
  const [odd] = Object.keys(more);
  if (odd !== undefined) return `match.${odd} is unknown; known are method, path and query`;
  if (method !== undefined && !isString(method)) return "match.method must be a string";
  const pathPattern = regExp(path);
  if (pathPattern === undefined) return "match.path must be the source of a regular expression";
  const queryPattern = query === undefined ? undefined : regExp(query);
  if (query !== undefined && queryPattern === undefined)
    return "match.query must be the source of a regular expression";
  return { method: method?.toUpperCase(), path: pathPattern, query: queryPattern };
};

const readTrouble = (order: JsonObject): Trouble | string => {
  const kind = kinds.find((it) => it === order.kind);
  const { seconds, headers = true, set } = order;
  if (kind === undefined) return `kind must be one of ${kinds.join(", ")}`;
  if (seconds !== undefined && (typeof seconds !== "number" || !(seconds >= 0 && seconds <= MAX_SECONDS)))
    return `seconds must be a number from 0 to ${MAX_SECONDS}`;
  switch (kind) {
    case "status": {
      const refusal = readRefusal(order);
      return isString(refusal) ? refusal : { kind, refusal, seconds: seconds ?? 0 };
    }
    case "rateLimit":
      if (typeof headers !== "boolean") return "headers must be true or false";
      return { kind, headers, seconds: seconds ?? 0 };
    case "empty":
    case "contentType": {
      // A gateway that has no answer from what is behind it.
      const { status = 502 } = order;
      return isStatus(status) ? { kind, status } : "status must be an HTTP status";
    }
    case "delay":
      return seconds === undefined ? "a delay needs seconds" : { kind, seconds };
    case "alter":
      return isObject(set) ? { kind, set } : "set must be an object";
    default:
      return { kind };
  }
};

/** A code alone brings its status and its sentence along (API digest 9.2), a status alone its generic code. */
const readRefusal = ({ status, code, message }: JsonObject) => {
  if (status !== undefined && !isStatus(status)) return "status must be an HTTP status";
  if (code !== undefined && !isWhole(code)) return "code must be a whole number";
  if (message !== undefined && !isString(message)) return "message must be a string";
  const listed = code === undefined ? undefined : refusalOf(code);
  if (code !== undefined && status === undefined && listed === undefined)
    return `code ${code} is not one of the API's: give its status as well`;
  const answered = status ?? listed?.status ?? 500;
  return {
    status: answered,
    code: code ?? genericCode(answered),
    message: message ?? listed?.message ?? "Ordered by a test.",
  };
};

const isStatus = (value: unknown): value is number => isWhole(value) && value >= 200 && value <= 599;

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const regExp = (source: unknown): RegExp | undefined => {
  if (!isString(source)) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
};
