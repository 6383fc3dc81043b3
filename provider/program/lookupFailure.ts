import { explain, type HostError } from "../shared/errors";
import { formatCount, joinWithAnd } from "../shared/text";

/** So many resources are named; then how many more there are. */
const mostNamed = 3;

/** A resource whose args wait for a lookup. */
interface Waiter {
  readonly args: Set<string>;
  /** It waits for the lookup itself, and not for another resource that does. */
  readonly isFirst: boolean;
}

/** One reason, and all that has failed because of it. */
export interface Failure {
  readonly reason: string;
  /** What was asked, as messages name it: `getFile of ada/lab`. */
  readonly asked: Set<string>;
  lookups: number;
  /** By the resource: `DraftTask align`. */
  readonly waiters: Map<string, Waiter>;
}

/** What fails all lookups over one connection in the same way; anything else is about what was asked. */
export const causeOf = (asked: string, error: HostError): string => {
  switch (error._tag) {
    case "SettingsProblem":
      return error.reason;
    case "Unreachable":
    case "Unreadable":
      return `${error._tag} ${error.asked.endpoint} ${error.reason}`;
    case "Refused":
      return [401, 429].includes(error.status) || error.status >= 500
        ? `${error.status} ${error.asked.endpoint}`
        : `${asked}: ${explain(error)}`;
    default:
      return `${asked}: ${explain(error)}`;
  }
};

const firstOf = (waiters: Failure["waiters"]): readonly (readonly [string, Waiter])[] => {
  const first = [...waiters].filter(([, { isFirst }]) => isFirst);
  return first.length > 0 ? first : [...waiters];
};

/** The one sentence of a failure: who waits, what was asked, what came of it. */
export const failureText = ({ reason, asked, lookups, waiters }: Failure): string => {
  const [question, ...others] = asked;
  const waiting = firstOf(waiters);
  const [one, ...more] = waiting;
  const text = others.length === 0 ? `${question}: ${reason}` : reason;
  if (one !== undefined && more.length === 0 && others.length === 0)
    return `${one[0]}, ${joinWithAnd([...one[1].args])}: ${text}`;
  const named = waiting.slice(0, mostNamed).map(([resource]) => resource);
  const rest = waiting.length - named.length;
  const notes = [
    ...(others.length === 0 ? [] : [`${formatCount(lookups, "lookup")} failed`]),
    ...(rest > 0
      ? [`needed by ${joinWithAnd([...named, formatCount(rest, "more resource")])}`]
      : named.length > 0
        ? [`needed by ${joinWithAnd(named)}`]
        : []),
  ];
  return notes.length === 0 ? text : `${text} (${notes.join("; ")})`;
};
