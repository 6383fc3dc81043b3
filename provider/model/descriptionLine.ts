import { createHash } from "node:crypto";

/**
 * The last line of a task's description says whose it is. `POST /tasks` and `actions/clone` have no idempotency key (API
 * digest, 5.1 and 5.8): what a process has made that died before it could store it is found again by this line. Users
 * never see it: it is taken off wherever a description is read.
 */

/** Both kinds of lines: a draft's (its hash), and a further attempt's (`attemptLine.ts`). An owner may hold any character of a name. */
const anyLine = /\[pulumi (.+) ([0-9a-f]{8}|(?:attempt \d+|again [0-9a-f]{8}) of [0-9a-f-]{36})\]$/i;

/** The same over several lines, as earlier versions wrote it for names with line breaks. A URN tells it from a person's text. */
const brokenLine = new RegExp(
  `^${anyLine.source.replace("(.+)", "([^\\[\\]]*/urn:pulumi:[^]+)")}`,
  anyLine.flags,
);

const start = "[pulumi ";

// biome-ignore lint/suspicious/noControlCharactersInRegex: a table saved on Windows brings them into names
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * An owner that fits into one line. A name may hold line breaks; platforms trim and split descriptions at these. A hash keeps names
 * apart that differ in them only.
 */
export const inOneLine = (owner: string): string => {
  const line = owner.replace(unprintable, "?");
  if (line === owner) return owner;
  // With a salt or without: the same name has the same hash.
  const bare = owner.replace(/^[A-Za-z0-9._-]{1,64}@/, "");
  return `${line} ~${createHash("sha256").update(bare).digest("hex").slice(0, 8)}`;
};

/** Hidden properties with their owner in one line: states of earlier versions have it as it is named. */
export const withOwnerInOneLine = <H extends { readonly __owner?: string }>(hidden: H): H =>
  hidden.__owner === undefined ? hidden : { ...hidden, __owner: inOneLine(hidden.__owner) };

/** What both forms of an owner begin with: a quick look, before a description is taken apart. */
export const mayName = (description: string | null | undefined, owner: string): boolean =>
  description?.includes(owner.split("?")[0] ?? owner) === true;

interface Found {
  readonly at: number;
  readonly owner: string;
  readonly what: string;
}

const foundIn = (text: string, from: number, form: RegExp): Found | undefined => {
  const found = form.exec(text.slice(from));
  const [, owner, what] = found ?? [];
  return found === null || owner === undefined || what === undefined
    ? undefined
    : { at: from + found.index, owner, what };
};

const lineAtEnd = (text: string): Found | undefined => {
  const lastLine = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
  const found = foundIn(text, lastLine, anyLine);
  if (found !== undefined) return found;
  for (let at = text.lastIndexOf(start); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(start, at - 1)) {
    const broken = foundIn(text, at, brokenLine);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

const gap = "\n\n";

interface Split {
  readonly text: string;
  readonly line: { readonly owner: string; readonly what: string } | undefined;
}

/** The text that people have written, and the line behind it. */
export const splitDescription = (description: string | null | undefined): Split => {
  const whole = description ?? "";
  const kept = whole.trimEnd();
  const found = lineAtEnd(kept);
  if (found === undefined) return { text: whole, line: undefined };
  const before = whole.slice(0, found.at);
  // Somebody may have edited what stands before the line.
  const text = before.endsWith(gap) ? before.slice(0, -gap.length) : before.trimEnd();
  return { text, line: { owner: inOneLine(found.owner), what: found.what } };
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
