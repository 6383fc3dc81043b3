import { codeOf } from "../words";
import { proxyStatus } from "./proxy";

/** Of a fetch that has failed. */
export interface Unanswered {
  /** Its cause, by its code alone. */
  readonly reason: string;
  /** Whether the request may have reached the API. */
  readonly sent: boolean;
}

const beforeConnecting = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"];

/** A network that goes away says the same of a connection over which something was sent already. */
const whileConnecting = ["EHOSTUNREACH", "ENETUNREACH"];

/** Never with the proxy's address: its user and password may stand in it. */
const refusedByProxy = (status: number): string =>
  status === 407
    ? "the proxy in HTTPS_PROXY wants a user and a password, 407"
    : `the proxy in HTTPS_PROXY answered ${status}`;

const isConnecting = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "erroredSysCall" in error &&
  error.erroredSysCall === "connect";

/** The reason where our own clock has ended a call. */
export const noAnswerInTime = "no answer in time";

export const unanswered = (error: unknown): Unanswered => {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  if (name === "AbortError" || name === "TimeoutError") return { reason: noAnswerInTime, sent: true };
  const reason = codeOf(error) ?? "unknown error";
  const status = proxyStatus(reason);
  if (status !== undefined) return { reason: refusedByProxy(status), sent: false };
  const never =
    beforeConnecting.includes(reason) || (whileConnecting.includes(reason) && isConnecting(error));
  return { reason, sent: !never };
};
