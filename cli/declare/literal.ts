/** Texts of the platform as TypeScript: whatever a task holds, it is data in the program, and a reader sees all of it. */

/** What an editor does not show, or shows elsewhere: control and format characters, odd spaces, halves of pairs. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

export const escapeText = (text: string): string =>
  text.replace(unseen, (found) =>
    found
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

const count = (text: string, letter: string): number => text.split(letter).length - 1;

/** A string literal, in the quotes that need fewer backslashes. */
export const quoteText = (text: string): string => {
  const inner = escapeText(JSON.stringify(text).slice(1, -1));
  return count(text, '"') > count(text, "'")
    ? `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : `"${inner}"`;
};

/** A property's name in an object literal. Only in brackets is `__proto__` a name like others. */
export const key = (name: string): string => {
  if (name === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoteText(name);
};

/** A number as the formatter writes it. */
export const number = (value: number): string => String(value).replace("e+", "e");

const longestComment = 80;

/** A text for the end of a comment's line. */
export const remark = (text: string): string => {
  const letters = [...text];
  const short = letters.length <= longestComment ? text : `${letters.slice(0, longestComment - 1).join("")}…`;
  return escapeText(short);
};
