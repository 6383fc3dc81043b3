import { createHash } from "node:crypto";
import { isRecord } from "./codec";
import { splitDescription, withLineBehind } from "./descriptionLine";
import { createBody, type KnownTask } from "./toApi";

/** The line of a `DraftTask`: by it, `create` finds what a process has made that died before it could store it. */
export interface OwnerLine {
  /** Whose: the resource's URN with the organization, after the salt if one is set. */
  readonly owner: string;
  /** What the task was made from: the first 8 hexadecimal digits of its canonical body's SHA-256. */
  readonly hash: string;
}

export const ownerLineIn = (description: string | null | undefined): OwnerLine | undefined => {
  const { line } = splitDescription(description);
  return line !== undefined && /^[0-9a-f]{8}$/i.test(line.what)
    ? { owner: line.owner, hash: line.what.toLowerCase() }
    : undefined;
};

const sorted = (_: string, item: unknown): unknown =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item;

/** The first 8 digits of a hash in which the order of keys makes no difference. */
export const shortHash = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value, sorted)).digest("hex").slice(0, 8);

/** Of all that is sent, and of `triggers`, which ask for another task of the same body. */
export const bodyHash = (task: KnownTask): string => shortHash([createBody(task), task.triggers]);

/** The task as it is sent: with its line, where there is an owner to name. */
export const labelled = (task: KnownTask, owner: string | undefined): KnownTask =>
  owner === undefined
    ? task
    : { ...task, description: withLineBehind(task.description, `${owner} ${bodyHash(task)}`) };
