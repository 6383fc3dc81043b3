import type { Failure } from "./stack";

/** What a person can do, in the words of `explain` and of the sentences that the host adds. */
const remedies: readonly RegExp[] = [
  /check (the|its) (endpoint|token|id|project|network)/,
  /run pulumi (up|refresh)/,
  /try again/,
  /run it again/,
  /change the program/,
  /check that the endpoint is the API's/,
];

const forbidden: readonly RegExp[] = [
  /undefined/,
  /\[object/,
  /\bat .*\.[jt]s:\d+/,
  /TypeError|SyntaxError|ReferenceError/,
  /\n/,
  /NaN/,
];

/** The call that failed; or the task or the project, where an answer was well received and is no good. */
const named = /\b(GET|POST|PATCH|DELETE) \/\S+ at http|\btask [0-9a-f-]{36}\b|\bproject \S+ at http/;

/** What is wrong with the message of a failure; nothing where it is clear. */
export const unclear = ({ message, reasons }: Failure, token: string): string | undefined => {
  for (const text of [message, ...reasons]) {
    if (text === "") return "an empty message";
    if (text.includes(token)) return "the token is in the message";
    const odd = forbidden.find((pattern) => pattern.test(text));
    if (odd !== undefined) return `the message holds ${odd.source}: ${text}`;
  }
  const all = [message, ...reasons].join("; ");
  if (!named.test(all)) return `the message names no call and no task: ${all}`;
  if (!remedies.some((pattern) => pattern.test(all))) return `the message does not say what to do: ${all}`;
  return undefined;
};
