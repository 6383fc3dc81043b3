import { createHash } from "node:crypto";
import { isRecord } from "./codec";

/**
 * How a further attempt is found again after a crash: `actions/clone` has no idempotency key (API digest, 5.8), so a
 * clone's description ends in a line that says whose it is, and of what.
 */
export interface AttemptLine {
  /** Whose: the URN of the `TaskRun` with its organization. */
  readonly owner: string;
  /** `attempt 2`, or `again 1f0c…` for a run that new `triggers` asked for. */
  readonly which: string;
  /** The id of the task that it runs again. */
  readonly of: string;
}

const pattern = /\s*\[pulumi ([^\r\n]+) (attempt \d+|again [0-9a-f]{8}) of ([0-9a-f-]{36})\]\s*$/i;

export const attempt = (number: number): string => `attempt ${number}`;

/** The number of an attempt; `undefined` for a run that `triggers` asked for. */
export const numberOf = ({ which }: AttemptLine): number | undefined =>
  which.startsWith("attempt ") ? Number(which.slice("attempt ".length)) : undefined;

const sorted = (_: string, item: unknown): unknown =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item;

/** One and the same for triggers in which a diff sees no difference, and another for any in which it does. */
export const again = (triggers: readonly unknown[]): string =>
  `again ${createHash("sha256").update(JSON.stringify(triggers, sorted)).digest("hex").slice(0, 8)}`;

export const lineIn = (description: string | null | undefined): AttemptLine | undefined => {
  const [, owner, which, of] = pattern.exec(description ?? "") ?? [];
  return owner === undefined || which === undefined || of === undefined ? undefined : { owner, which, of };
};

const without = (description: string | null | undefined): string => (description ?? "").replace(pattern, "");

/** The description with this line at its end, in place of another one that a clone has brought along. */
export const withLine = (
  description: string | null | undefined,
  { owner, which, of }: AttemptLine,
): string => {
  const text = without(description);
  return `${text}${text === "" ? "" : "\n\n"}[pulumi ${owner} ${which} of ${of}]`;
};
