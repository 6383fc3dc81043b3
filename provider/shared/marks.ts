/**
 * A mark is a string in the place of a value that the engine would drop or store as something else without a word. The
 * constructors write it, `check` refuses it, so it never gets into a state. It carries the second half of its message.
 */
const prefix = "b7c1f7a4-6f0b-4f0e-9a54-5d0f3a1c7e21:";

export const markOf = (wanted: string): string => `${prefix}${wanted}`;

export const isMark = (u: unknown): u is string => typeof u === "string" && u.startsWith(prefix);

/** What is wrong with a value, by its mark; `undefined` for a value that is none. */
export const markWith = (u: unknown): string | undefined => (isMark(u) ? u.slice(prefix.length) : undefined);

/** The engine drops `undefined` silently, and the task would run without that input. */
export const isUndefined = "is undefined in the program (a misspelt output, or an optional one)";
export const undefinedMark = markOf(isUndefined);

/** Means a list that is empty on purpose: a list of files that a lookup has not found is a mistake. */
export const emptyListMark = "e0a6c0de-91d4-4c3a-8b1e-7f20d5b36a94:emptyList";
