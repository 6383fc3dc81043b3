import { formatCount } from "./text";

/** Of errors that differ in numbers and ids only, so many are printed; then how many more there are. */
export const maxAlike = 20;

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const kindOf = (sentence: string): string =>
  sentence
    .replace(uuid, "#")
    .replace(/\b[0-9a-f]{24}\b/gi, "#")
    .replace(/\d+/g, "#");

/** Errors that are alike: the first, and how many there are. */
export interface Alike {
  readonly first: string;
  count: number;
}

/** What was found wrong so far, by its kind. */
export type Kinds = Map<string, Alike>;

/** In place of those beyond the first twenty. */
export const groupsOfMany = ({ first, count }: Alike): string =>
  `and ${formatCount(count - maxAlike, "more error")} like this one: ${first}`;

/** The sentences to print. `kinds` counts all, also those of earlier calls. */
export const groupsOfFew = (kinds: Kinds, sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => {
    const kind = kindOf(sentence);
    const known = kinds.get(kind) ?? { first: sentence, count: 0 };
    kinds.set(kind, known);
    known.count += 1;
    return known.count <= maxAlike;
  });

/** A sentence for each kind of which some were left out. They count as printed then. */
export const omissionLines = (kinds: Kinds): readonly string[] =>
  [...kinds.values()].flatMap((kind) => {
    if (kind.count <= maxAlike) return [];
    const sentence = groupsOfMany(kind);
    kind.count = maxAlike;
    return [sentence];
  });

/** The sentences, with a count in place of what is beyond the first of each kind. */
export const shorten = (sentences: readonly string[]): readonly string[] => {
  const kinds: Kinds = new Map();
  const few = groupsOfFew(kinds, sentences);
  return [...few, ...omissionLines(kinds)];
};
