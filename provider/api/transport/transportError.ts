import { errorCode } from "../../shared/text";
import { isSilent, proxyFailure } from "./proxy";

/** Of a fetch that has failed. */
export interface TransportFailure {
  /** Its cause, by its code alone. */
  readonly reason: string;
  /** Whether the request may have reached the API. */
  readonly sent: boolean;
}

const beforeConnecting = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"];

/** A network that goes away says the same of a connection over which something was sent already. */
const whileConnecting = ["EHOSTUNREACH", "ENETUNREACH"];

/** Never with the proxy's address: it may hold a user and a password. */
const proxyReason = (failure: string, variable: string): string => {
  const proxy = `the proxy in ${variable}`;
  if (failure === "407") return `${proxy} wants a user and a password, 407`;
  if (/^\d+$/.test(failure)) return `${proxy} answered ${failure}`;
  if (failure === isSilent) return `${proxy} gave ${isSilent}`;
  return failure.startsWith("HPE_")
    ? `${proxy} answered with something other than HTTP`
    : `${proxy} cannot be reached, ${failure}`;
};

/** A setting is wrong, and nothing was asked. */
export const wrongProxy = (variable: string): string =>
  `${variable} must be the address of a proxy, like http://proxy.example.org:3128`;

const isConnecting = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "erroredSysCall" in error &&
  error.erroredSysCall === "connect";

/** The reason where our own clock has ended a call. */
export const noAnswerInTime = "no answer in time";

/** `variable` names the proxy, if there is one. */
export const transportError = (error: unknown, variable = "HTTPS_PROXY"): TransportFailure => {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  if (name === "AbortError" || name === "TimeoutError") return { reason: noAnswerInTime, sent: true };
  const reason = errorCode(error) ?? "unknown error";
  const failure = proxyFailure(reason);
  if (failure !== undefined) return { reason: proxyReason(failure, variable), sent: false };
  const never =
    beforeConnecting.includes(reason) || (whileConnecting.includes(reason) && isConnecting(error));
  return { reason, sent: !never };
};
