import { type Bound, type Tag, type TaggedTask, tagIn, tagText } from "./tag";

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

/** Of a program that names no session. */
export const noSession = "00000000";

/** The text of a draft's tag. */
export const ownerTagText = (
  { id, hash, session = noSession }: Pick<OwnerTag, "id" | "hash" | "session">,
  bound: Bound,
): string => tagText(id, `${hash} ${session}`, bound);

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
