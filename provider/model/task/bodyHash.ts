import { shortHash } from "../../shared/shortHash";
import { type OwnerTag, ownerTagText } from "../tags/ownerTag";
import { type Bound, withTag } from "../tags/tag";
import { createBody, type KnownTask } from "./toApi";

/**
 * Of all that is sent but the name, and of `triggers`, which ask for another task of the same body. Without the name, the work of
 * a renamed resource is recognized.
 */
export const bodyHash = (task: KnownTask): string =>
  shortHash([createBody({ ...task, name: "" }), task.triggers]);

/** The hashes of a task in tags: of this version, and of version 0.1.0, which included the name. */
export interface BodyHashes {
  readonly hash: string;
  readonly oldHash: string;
}

export const bodyHashes = (task: KnownTask): BodyHashes => ({
  hash: bodyHash(task),
  oldHash: shortHash([createBody(task), task.triggers]),
});

/** Whether a task was made from such a body, by its tag. */
export const hasHash = ({ hash, proof }: OwnerTag, hashes: BodyHashes): boolean =>
  hash === (proof === "Old" ? hashes.oldHash : hashes.hash);

/** The task as it is sent: with its tag, where there is an id to name. */
export const withOwnerTag = (
  task: KnownTask,
  id: string | undefined,
  session: string | undefined,
  bound: Bound,
): KnownTask => {
  if (id === undefined) return task;
  const tag = { id, hash: bodyHash(task), ...(session === undefined ? {} : { session }) };
  return { ...task, description: withTag(task.description, ownerTagText(tag, bound)) };
};
