import { endingIn, splitDescription } from "./descriptionLine";
import { shortHash } from "./ownerLine";

/**
 * How a further attempt is found again after a crash: `actions/clone` has no idempotency key (API digest, 5.8), so a
 * clone's description ends in a line that says whose it is, and of what.
 */
export interface AttemptLine {
  /** Whose: the URN of the `TaskRun` with its organization, after the salt if one is set. */
  readonly owner: string;
  /** `attempt 2`, or `again 1f0c…` for a run that new `triggers` asked for. */
  readonly which: string;
  /** The id of the task that it runs again. */
  readonly of: string;
}

export const attempt = (number: number): string => `attempt ${number}`;

/** The number of an attempt; `undefined` for a run that `triggers` asked for. */
export const numberOf = ({ which }: AttemptLine): number | undefined =>
  which.startsWith("attempt ") ? Number(which.slice("attempt ".length)) : undefined;

/** One and the same for triggers in which a diff sees no difference, and another for any in which it does. */
export const again = (triggers: readonly unknown[]): string => `again ${shortHash(triggers)}`;

export const lineIn = (description: string | null | undefined): AttemptLine | undefined => {
  const { line } = splitDescription(description);
  const [, which, of] = /^(.+) of (\S+)$/.exec(line?.what ?? "") ?? [];
  return line === undefined || which === undefined || of === undefined
    ? undefined
    : { owner: line.owner, which, of };
};

/** The description with this line at its end, in place of another one that a clone has brought along. */
export const withLine = (description: string | null | undefined, { owner, which, of }: AttemptLine): string =>
  endingIn(description, `${owner} ${which} of ${of}`);
