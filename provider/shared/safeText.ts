/**
 * Makes text from a program or a platform safe to print: in one line, with everything visible, and without Pulumi's color tags.
 * Every text that this package prints or throws goes through here.
 */

/** What a terminal obeys, or a reader cannot see: controls, line separators, invisible and format characters, lone surrogates. */
const unsafe = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}\ufff9-\ufffb]/u;

/** What makes one emoji of several characters: the emoji style, and the joiner between two pictures. */
const emojiParts = [
  "(?<=[\\p{Emoji}\\p{Extended_Pictographic}])\\ufe0f",
  "(?<=\\p{Extended_Pictographic}(?:\\ufe0f|\\p{Emoji_Modifier})?)\\u200d(?=\\p{Extended_Pictographic})",
];

const unsafeOutsideEmoji = new RegExp(`(?!${emojiParts.join("|")})${unsafe.source}`, "gu");

/** The engine panics on a color tag that it does not know, swallows one that it knows, and cuts text off at one without an end. */
const startOfTag = "<{%";

export const hasTag = (text: string): boolean => text.includes(startOfTag);

/** The text with tags that are none anymore, and can still be read. */
export const breakTags = (text: string): string => text.replaceAll(startOfTag, "<\\{%");

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `\u{202e}`: a character in the form of a string literal. */
export const escapeCharacter = (character: string): string =>
  shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** The text in one line that can be printed anywhere. Safe text stays the same. */
export const safeText = (text: string): string =>
  breakTags(text.replace(unsafeOutsideEmoji, escapeCharacter));

/** Several lines of this package. */
export const safeLines = (lines: readonly string[]): string => lines.map(safeText).join("\n");
