/**
 * The last line of a task's description says whose it is. `POST /tasks` and `actions/clone` have no idempotency key (API
 * digest, 5.1 and 5.8): what a process has made that died before it could store it is found again by this line. Users
 * never see it: it is taken off wherever a description is read.
 */

/** Both kinds of lines: a draft's (its hash), and a further attempt's (`attemptLine.ts`). An owner may hold any character of a name. */
const anyLine = /\[pulumi (.+) ([0-9a-f]{8}|(?:attempt \d+|again [0-9a-f]{8}) of [0-9a-f-]{36})\]$/i;

const gap = "\n\n";

interface Split {
  readonly text: string;
  readonly line: { readonly owner: string; readonly what: string } | undefined;
}

/** The text that people have written, and the line behind it. */
export const splitDescription = (description: string | null | undefined): Split => {
  const whole = description ?? "";
  const kept = whole.trimEnd();
  const start = Math.max(kept.lastIndexOf("\n"), kept.lastIndexOf("\r")) + 1;
  const found = anyLine.exec(kept.slice(start));
  const [, owner, what] = found ?? [];
  if (found === null || owner === undefined || what === undefined) return { text: whole, line: undefined };
  const before = whole.slice(0, start + found.index);
  // Somebody may have edited what stands before the line.
  const text = before.endsWith(gap) ? before.slice(0, -gap.length) : before.trimEnd();
  return { text, line: { owner, what } };
};

/** A description as people know it. */
export const withoutLine = (description: string | null | undefined): string =>
  splitDescription(description).text;

/** A text with a line behind it. */
export const withLineBehind = (text: string | null | undefined, line: string): string =>
  `${text ?? ""}${text ? gap : ""}[pulumi ${line}]`;

/** A description with a line at its end, in place of the one that it may have. */
export const endingIn = (description: string | null | undefined, line: string): string =>
  withLineBehind(withoutLine(description), line);
