import { clock } from "./duration";
import { type Mistake, sentence } from "./mistakes";
import type { SettingsProblem } from "./settingsProblem";

/** A call as messages name it. It has no place for headers: the token cannot be printed. */
export interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path and query below the endpoint: `/tasks/…`. */
  readonly path: string;
  readonly endpoint: string;
}

/** How often a call was made in all, and in how many milliseconds, where it was more than once. */
interface Tried {
  readonly tried?: { readonly times: number; readonly span: number };
}

/** No answer. `sent` is false only where the request surely never reached the API. */
export interface Unreachable extends Tried {
  readonly _tag: "Unreachable";
  readonly asked: Asked;
  readonly reason: string;
  readonly sent: boolean;
  /** A setting of this machine is wrong: asking again helps nothing. */
  readonly isFinal?: true;
}

/** The API said no: API digest, section 9.1. `code` is the API's own, finer than the HTTP status. */
export interface Refused extends Tried {
  readonly _tag: "Refused";
  readonly asked: Asked;
  readonly status: number;
  readonly code: number | undefined;
  readonly message: string;
  /** The connection that knows the task and no longer points there: another one was asked. */
  readonly viaFallback?: string;
  /** The project of a task that is not shown, and that is not shown itself. */
  readonly hiddenWith?: string;
}

/** An answer that is not what the API's documents say. */
export interface Unreadable extends Tried {
  readonly _tag: "Unreadable";
  readonly asked: Asked;
  readonly status: number;
  readonly reason: string;
  /** No JSON at all: a page of a proxy, or half an answer. */
  readonly garbled?: true;
  /** Well read, and yet not all that there should be: children of a batch that its list leaves out. */
  readonly isShort?: true;
}

/** What can come back from a call. */
export type ApiError = Unreachable | Refused | Unreadable;

/** Arguments that cannot be sent: wrong, or not known yet. `check` finds these first; this is the last guard. */
export interface Invalid {
  readonly _tag: "Invalid";
  readonly mistakes: readonly Mistake[];
}

/** The state belongs to another platform, where every id looks gone. */
export interface OtherEndpoint {
  readonly _tag: "OtherEndpoint";
  readonly id: string;
  readonly stored: string;
  readonly configured: string;
  /** Where the resource names one of `sevenbridges:connections`. */
  readonly connection?: string;
}

/** The stored outputs are not those of a `DraftTask`. */
export interface BadState {
  readonly _tag: "BadState";
  readonly id: string;
  readonly mistakes: readonly Mistake[];
}

/** A rule of ours says no. The sentence is complete. */
export interface Declined {
  readonly _tag: "Declined";
  readonly reason: string;
}

/** The task exists, but is not what was asked for: becomes Pulumi's partial failure. */
export interface Unfinished {
  readonly _tag: "Unfinished";
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];
}

export type HostError =
  | ApiError
  | SettingsProblem
  | Invalid
  | OtherEndpoint
  | BadState
  | Declined
  | Unfinished;

/** The API's own word that a task does not exist (API digest, 9.2); any other 404, a proxy's say, is not that. */
export const isGone = (error: HostError): error is Refused =>
  error._tag === "Refused" && error.status === 404 && error.code === 7002;

/** The platform's front door says that it is under maintenance (API digest, 9.2): nothing behind it has seen the call. */
export const isMaintenance = (error: HostError): boolean =>
  error._tag === "Refused" && error.status === 503 && error.code === 0;

/** The same call belongs at another address, so that this one has not processed it (RFC 9110, 15.4.8 and 15.4.9). */
const isUnprocessed = ({ status }: Unreadable): boolean => status === 307 || status === 308;

/** Whether the call may have had its effect although there was no proper answer: API digest, 5.1. */
export const isOpen = (error: HostError): boolean =>
  (error._tag === "Unreadable" && !isUnprocessed(error)) ||
  (error._tag === "Unreachable" && error.sent) ||
  (error._tag === "Refused" && error.status >= 500 && !isMaintenance(error));

/**
 * Codes of calls that a task's status does not allow (any more). By the code, not by the status: the vendor's table of
 * codes has 403 for some of them, which is also that of missing permissions.
 */
const movedOnCodes = [7007, 7008, 7009, 7010, 7011, 7026];

const isAnotherStateNow = (code: number | undefined): boolean =>
  code !== undefined && movedOnCodes.includes(code);

/** The task has moved on between a look at it and the call: another look decides. */
export const hasMovedOn = (error: HostError): boolean =>
  error._tag === "Refused" && (error.status === 400 || isAnotherStateNow(error.code));

/** The API may say yes later: the task's status does not allow the call yet, in whichever form it says so (API digest, 9.2 and 12). */
export const isRefusedForNow = (error: HostError): boolean =>
  hasMovedOn(error) || (error._tag === "Refused" && [405, 409, 422].includes(error.status));

/** What came of the call only another look tells: it may have had its effect, or the task had moved on. */
export const isSettledByLook = (error: HostError): boolean => isOpen(error) || hasMovedOn(error);

/** No permission: the documents have 403 for it (API digest, 9.2). Whether a deleted task answers that, too, is not established. */
export const isDenied = (error: HostError): error is Refused =>
  error._tag === "Refused" && error.status === 403 && !isAnotherStateNow(error.code);

const remedy = ({ status, code, viaFallback, hiddenWith }: Refused): string => {
  if (viaFallback !== undefined)
    return `the fallback token used instead of ${viaFallback} may lack access: restore ${viaFallback}, or, if the task is gone, run pulumi state delete`;
  if (hiddenWith !== undefined)
    return `its project ${hiddenWith} is not shown either, so the task may only be hidden from the token's user: check the project's members, or, if the project is gone, run pulumi state delete`;
  if (isAnotherStateNow(code)) return "the task changed in the meantime: run pulumi up again";
  if (status === 401) return "check the token: it may have expired, or belong to another platform";
  if (status === 403)
    return "the token's user is not allowed to do this: check the project's members and permissions";
  if (code === 3002) return "check the project's id, and that it is on this platform";
  if (code === 6002) return "check the app's id and revision, and that it is on this platform";
  if (status === 404) return "check the id, and that it is on this platform";
  if (status === 429) return "the rate limit is used up: try again in some minutes";
  if (code === 0) return "the platform is under maintenance: try again later";
  return status >= 500
    ? "try again later"
    : "change the program accordingly, or report this if the program is right";
};

const callText = ({ method, path, endpoint }: Asked): string =>
  `${method} ${path.split("?")[0]} at ${endpoint}`;

/** `, 5 times in 12s`. */
const timesText = ({ tried }: Tried): string => {
  if (tried === undefined) return "";
  return `, ${tried.times} times${tried.span < 1000 ? "" : ` in ${clock(tried.span)}`}`;
};

/** Where a task is, and where its connection points. */
export const elsewhere = ({ id, stored, configured, connection }: OtherEndpoint): string =>
  `task ${id} is at ${stored}, but ${connection === undefined ? "the stack" : `connection ${connection}`} is configured for ${configured}`;

const keysOf = ({ connection }: OtherEndpoint): string => {
  const prefix = connection === undefined ? "sevenbridges:" : `sevenbridges:connections.${connection}.`;
  return `${prefix}platform or ${prefix}endpoint`;
};

/** The one sentence for an error: what was asked, what came back, what to do. */
export const explain = (error: HostError): string => {
  switch (error._tag) {
    case "SettingsProblem":
    case "Declined":
      return error.reason;
    case "Invalid":
      return error.mistakes.map(sentence).join("; ");
    case "BadState":
      return `the stored state of task ${error.id} cannot be read (${error.mistakes.map(sentence).join("; ")}): restore the state from its history, or take the resource out with pulumi state delete and give its id to the resource option import`;
    case "OtherEndpoint":
      return `${elsewhere(error)}, where it cannot be found: set ${keysOf(error)} back to ${error.stored}`;
    case "Unfinished":
      return error.reasons.join("; ");
    case "Unreachable":
      if (error.isFinal) return `${callText(error.asked)} was not sent: ${error.reason}`;
      return `${callText(error.asked)} got no answer (${error.reason})${timesText(error)}: check the endpoint and the network, then run it again`;
    case "Unreadable":
      return `${callText(error.asked)} answered ${error.status} with something unreadable (${error.reason})${timesText(error)}: check that the endpoint is the API's, and not a proxy or a web page`;
    case "Refused": {
      const code = error.code === undefined ? "" : `, code ${error.code}`;
      return `${callText(error.asked)} was refused (${error.status}${code}: ${error.message.replace(/[.\s]+$/, "")})${timesText(error)}: ${remedy(error)}`;
    }
  }
};
