import { errorBody, type Outgoing } from "../calls/answers";
import { type Refusal, refusalOf } from "../calls/codes";
import { RATE_LIMIT, UNEXPECTED } from "../calls/refusals";
import { isObject } from "../json";
import type { Met } from "./faults";

/** What a fault makes of an answer. */
export const applyFault = (
  { trouble, until }: Met,
  normal: Outgoing,
  { now, limit }: { readonly now: number; readonly limit: number },
): Outgoing => {
  const { kind } = trouble;
  switch (kind) {
    case "delay":
      return normal;
    case "drop":
    case "reset":
      return { ...normal, ending: kind };
    case "malformed":
      return { ...normal, text: halfBody(normal.text) };
    case "truncated":
      // What has no body can not be cut off in it.
      return normal.text === "" ? { ...normal, ending: "drop" } : { ...normal, ending: "truncated" };
    case "empty":
      return { status: trouble.status, text: "", headers: {} };
    case "contentType":
      return { status: trouble.status, text: html(trouble.status), headers: { "Content-Type": "text/html" } };
    case "alter":
      return { ...normal, text: alterAnswer(normal.text, trouble.set) };
    case "maintenance":
      return refuseByFault(normal, refusalOf(0) ?? UNEXPECTED);
    case "rateLimit":
      return trouble.headers
        ? withRateLimit(refuseByFault(normal, RATE_LIMIT), limit, until ?? now + trouble.seconds * 1000)
        : { ...refuseByFault(normal, RATE_LIMIT), headers: withoutLimits(normal.headers) };
    case "status":
      return trouble.refusal.status === 429
        ? withRateLimit(refuseByFault(normal, trouble.refusal), limit, now + trouble.seconds * 1000)
        : refuseByFault(normal, trouble.refusal);
  }
};

const halfBody = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

const refuseByFault = (normal: Outgoing, refusal: Refusal): Outgoing => ({
  status: refusal.status,
  code: refusal.code,
  text: JSON.stringify(errorBody(refusal)),
  headers: normal.headers,
});

/** Clients read the end of the wait from this header (API digest 9.3). */
const withRateLimit = (outgoing: Outgoing, limit: number, until: number): Outgoing => ({
  ...outgoing,
  headers: {
    ...outgoing.headers,
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(Math.ceil(until / 1000)),
  },
});

const withoutLimits = (headers: Outgoing["headers"]): Outgoing["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("X-RateLimit-")));

/** A list of another kind, or no body at all, stays what it is. */
const alterAnswer = (text: string, set: object): string => {
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return isObject(body) ? JSON.stringify({ ...body, ...set }) : text;
};

const html = (status: number): string =>
  `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
