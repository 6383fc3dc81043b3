import type { JsonObject } from "../json";
import type { Answer } from "./call";
import type { Refusal } from "./codes";
import { METHOD_NOT_ALLOWED, Refused, UNEXPECTED } from "./refusals";

/** An answer as it goes over the wire. */
export interface Outgoing {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a refusal. */
  readonly code?: number;
  /** A fault's kind. */
  readonly fault?: string;
  /** Without an answer, or in the midst of its body. */
  readonly ending?: "drop" | "reset" | "truncated";
}

/** The error body (API digest 9.1): always a JSON object with all four keys. */
export const errorBody = ({ status, code, message }: Refusal): JsonObject => ({
  status,
  code,
  message,
  more_info: "https://docs.cancergenomicscloud.org/docs/api-status-codes",
});

/** The one place where refusals become answers. Anything else that is thrown is a mistake of the emulator's. */
export const refusedAnswer = (error: unknown): Answer => {
  if (error instanceof Refused) return { status: error.refusal.status, body: errorBody(error.refusal) };
  console.error(error);
  return { status: UNEXPECTED.status, body: errorBody(UNEXPECTED) };
};

/** A path that there is, with a method that it has not. */
export const methodNotAllowed = (allowed: readonly string[]): Answer => ({
  status: METHOD_NOT_ALLOWED.status,
  body: errorBody(METHOD_NOT_ALLOWED),
  headers: { Allow: [...new Set(allowed)].join(", ") },
});
