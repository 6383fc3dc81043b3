import { shortHash } from "../../shared/shortHash";
import { retag, type TaggedTask, tagIn, tagText } from "./tag";

/**
 * How a further attempt is found again after a crash: `actions/clone` has no idempotency key (API digest, 5.8), so a
 * clone's description ends in a tag that names its resource and its source. It holds for that clone only: a clone of it is no attempt.
 */
export interface AttemptTag {
  /** The id of the `TaskRun`: see `resourceId.ts`. */
  readonly id: string;
  /** `attempt 2`, or `again 1f0c…` for a run that new `triggers` asked for. */
  readonly which: string;
  /** The id of the task that it runs again. */
  readonly of: string;
  /** Of a tag of version 0.1.0: the URN in clear. */
  readonly owner?: string;
}

export const attemptTag = (number: number): string => `attempt ${number}`;

/** The number of an attempt; `undefined` for a run that `triggers` asked for. */
export const numberOf = ({ which }: Pick<AttemptTag, "which">): number | undefined =>
  which.startsWith("attempt ") ? Number(which.slice("attempt ".length)) : undefined;

/** One and the same for triggers in which a diff sees no difference, and another for any in which it does. */
export const rerunTag = (triggers: readonly unknown[]): string => `again ${shortHash(triggers)}`;

export const attemptTagIn = (task: TaggedTask): AttemptTag | undefined => {
  const tag = tagIn(task);
  const [, which, of] = /^(.+) of (\S+)$/.exec(tag?.what ?? "") ?? [];
  if (tag === undefined || which === undefined || of === undefined || tag.proof === "Copied")
    return undefined;
  return { id: tag.id, which, of, ...(tag.owner === undefined ? {} : { owner: tag.owner }) };
};

/** The description with this tag at its end, in place of the one that the clone has brought along. */
export const withAttemptTag = (
  description: string | null | undefined,
  { id, which, of }: Pick<AttemptTag, "id" | "which" | "of">,
  taskId: string,
): string =>
  retag(description, tagText(id, `${which} of ${of}`, { proof: "Held", taskId, isWitness: false }));
