import { escapeCharacter, safeText } from "./safeText";

/** What differs between two names that look the same, or nearly so, to a reader. */

const blank = "a blank";

/** What a reader does not see, or takes for something plainer. */
const peculiar: readonly (readonly [pattern: string, name: string, plain: string])[] = [
  ["\\r", "a carriage return", ""],
  ["\\n", "a line break", ""],
  ["\\t", "a tab", " "],
  [" ", blank, " "],
  ["\\u00a0", "a non-breaking blank", " "],
  ["[\\u2000-\\u200a\\u202f\\u205f\\u3000]", "a blank of another width", " "],
  ["[\\u200b-\\u200f\\u2060-\\u2064\\ufeff]", "an invisible character", ""],
  ["\\u00ad", "a soft hyphen", ""],
  ["[\\u2010\\u2011]", "a hyphen that is not the keyboard's", "-"],
  ["[\\u2012\\u2013]", "an en dash", "-"],
  ["[\\u2014\\u2015]", "an em dash", "-"],
  ["\\u2212", "a minus sign that is not the keyboard's", "-"],
  ["[\\u2018\\u2019\\u201a\\u201b]", "a curly quote", "'"],
  ["[\\u201c-\\u201f]", "a curly double quote", '"'],
  ["[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]", "a control character", ""],
];

const kinds = peculiar.map(([pattern, name, plain]) => ({
  is: new RegExp(`^${pattern}$`, "u"),
  name,
  plain,
}));
const ordinary = /^[\p{L}\p{N}\p{M}._-]$/u;
const kindAt = (char: string) => (ordinary.test(char) ? undefined : kinds.find(({ is }) => is.test(char)));

const plainForm = (text: string): string =>
  [...text]
    .map((char) => kindAt(char)?.plain ?? char)
    .join("")
    .replace(/ +/g, " ")
    .trim();

/** As a reader sees it. */
const visibleForm = (text: string): string => plainForm(text).normalize("NFKC");

/** How often each kind of character is at the beginning, inside, and at the end. */
const countPeculiar = (text: string): ReadonlyMap<string, number> => {
  const chars = [...text].map(kindAt);
  const first = chars.indexOf(undefined);
  const last = chars.lastIndexOf(undefined);
  const counts = new Map<string, number>();
  const add = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  chars.forEach((kind, index) => {
    if (kind === undefined) return;
    const place = index < first ? " at the beginning" : index > last ? " at the end" : "";
    if (kind.name === blank && place === "") {
      // One blank between two words is plain to see.
      if (chars[index - 1]?.name === blank) add("a second blank in a row");
    } else add(`${kind.name}${place}`);
  });
  return counts;
};

const extraCharacters = (text: string, other: string): readonly string[] => {
  const others = countPeculiar(other);
  return [...countPeculiar(text)]
    .filter(([key, count]) => count > (others.get(key) ?? 0))
    .map(([key]) => key);
};

const formOf = (text: string): string | undefined =>
  ["NFC", "NFD"].find((form) => text === text.normalize(form));

/** The forms of what is left when all that is peculiar is plain. */
const formDifference = (given: string, other: string): readonly string[] => {
  const [a, b] = [plainForm(given), plainForm(other)];
  if (a === b) return [];
  if (a.normalize("NFC") !== b.normalize("NFC")) return ["with other characters of the same look"];
  const [is, wanted] = [formOf(a), formOf(b)];
  return [
    wanted === undefined
      ? "in another Unicode form"
      : `in the Unicode form ${wanted}${is === undefined ? "" : `, not ${is}`}`,
  ];
};

const otherCase = "with other upper and lower case";

const without = (name: string): string => `without ${name.replace(/^an? /, "the ")}`;

/**
 * What has to be done to `given` so that it becomes `other`, where a reader sees no difference, or one of upper and lower
 * case only: `without the carriage return at the end`. `undefined` where the difference is plain to see.
 */
export const howToMatch = (given: string, other: string): string | undefined => {
  if (given === other) return undefined;
  const [seen, seenOther] = [visibleForm(given), visibleForm(other)];
  if (seen.toLowerCase() !== seenOther.toLowerCase()) return undefined;
  const parts = [
    ...extraCharacters(given, other).map(without),
    ...extraCharacters(other, given).map((name) => `with ${name}`),
    ...(seen === seenOther ? formDifference(given, other) : [otherCase]),
  ];
  return parts.join(" and ");
};

/** Whether a reader sees no difference between two different texts. */
export const looksLike = (given: string, other: string): boolean =>
  given !== other && visibleForm(given) === visibleForm(other);

/** `did you mean bam?`, and what differs where that cannot be seen. Upper and lower case can. */
export const didYouMean = (given: string, meant: string): string => {
  const how = howToMatch(given, meant);
  return `did you mean ${visible(meant)}${how === undefined || how === otherCase ? "" : `, ${how}`}?`;
};

/** Safe text in which blanks that are not the keyboard's are written out, too: a name with one is another name. */
export const visible = (text: string): string =>
  safeText(text).replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu, escapeCharacter);
