import { createHash } from "node:crypto";
import { isRecord } from "../../shared/codec";
import { createBody, type KnownTask } from "../task/toApi";
import { type Bound, type Tag, type TaggedTask, tagIn, tagText, withTag } from "./tag";

/** The tag of a `DraftTask`'s task: by it, `create` finds a task whose process died before the state held it. */
export interface OwnerTag extends Omit<Tag, "what"> {
  /** What the task was made from: the first 8 hexadecimal digits of its canonical body's SHA-256. */
  readonly hash: string;
  /** The tasks that were registered together with it: 8 hexadecimal digits. A tag of version 0.1.0 has none. */
  readonly session?: string;
}

export const ownerTagIn = (task: TaggedTask): OwnerTag | undefined => {
  const tag = tagIn(task);
  const [, hash, session] = /^([0-9a-f]{8})(?: ([0-9a-f]{8}))?$/i.exec(tag?.what ?? "") ?? [];
  if (tag === undefined || hash === undefined) return undefined;
  const { what: _, ...rest } = tag;
  return {
    ...rest,
    hash: hash.toLowerCase(),
    ...(session === undefined ? {} : { session: session.toLowerCase() }),
  };
};

const sortKeys = (_: string, item: unknown): unknown =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item;

/** The first 8 digits of a hash in which the order of keys makes no difference. */
export const shortHash = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value, sortKeys)).digest("hex").slice(0, 8);

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

/** Of a program that names no session. */
export const noSession = "00000000";

/** The text of a draft's tag. */
export const ownerTagText = (
  { id, hash, session = noSession }: Pick<OwnerTag, "id" | "hash" | "session">,
  bound: Bound,
): string => tagText(id, `${hash} ${session}`, bound);

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

/** The sessions whose tasks are all registered, as the tags of a project's tasks tell. */
export const endedSessions = (tasks: readonly TaggedTask[]): ReadonlySet<string> =>
  new Set(
    tasks.flatMap((task) => {
      const tag = ownerTagIn(task);
      return tag?.isWitness === true && tag.session !== undefined ? [tag.session] : [];
    }),
  );

/** The sessions among these that tags of a list name, and whose end none of them tells. */
export const unendedSessions = (
  tasks: readonly TaggedTask[],
  sessions: Iterable<string | undefined>,
): readonly string[] => {
  const wanted = new Set(sessions);
  if (wanted.size === 0) return [];
  const ended = endedSessions(tasks);
  const listed = new Set(tasks.map((task) => ownerTagIn(task)?.session));
  return [...wanted].filter((id): id is string => id !== undefined && listed.has(id) && !ended.has(id));
};
