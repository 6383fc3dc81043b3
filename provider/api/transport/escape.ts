import { emptyListMark, markOf, markWith } from "../../shared/marks";
import { pendingMark } from "../../shared/pending";
import {
  hasLoneSurrogate,
  isUnknownMark,
  isWireKey,
  prototypeKey,
  wireTraces,
} from "../../shared/wireValues";

/**
 * Between the platform's values and Pulumi's. A text of the platform that means something to Pulumi, or to this package, is
 * escaped as soon as it has arrived, and unescaped before it is sent: so it is text in the state, and the platform gets back
 * what it has given. Pulumi would read a file of this machine for it, hide it, or lose the record of paid work.
 */

/** The prefix of an escaped text. States hold it. */
export const escapePrefix = "[sevenbridges: escaped] ";

const hex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, "0");

/** All else stays as it is: the last line of a description says whose task it is. */
const escapeText = (text: string): string =>
  escapePrefix +
  text
    .replace(/\p{Surrogate}|\\(?=u[0-9a-f]{4})/gu, (unit) => `\\u${hex(unit)}`)
    // A program may put the text into another one.
    .replaceAll(pendingMark, `\\u${hex(pendingMark)}${pendingMark.slice(1)}`);

const unescapeText = (text: string): string =>
  text.startsWith(escapePrefix)
    ? text
        .slice(escapePrefix.length)
        .replace(/\\u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/**
 * A text that would be taken for a mark, of Pulumi's or of this package, and one that looks escaped. A port that Pulumi cannot carry
 * is in some places a key, in others a text.
 */
const isSpecial = (text: string): boolean =>
  text.startsWith(escapePrefix) ||
  text === prototypeKey ||
  isUnknownMark(text) ||
  hasLoneSurrogate(text) ||
  markWith(text) !== undefined ||
  text === emptyListMark ||
  text.includes(pendingMark);

type Change = (text: string) => string;

/** JSON with other texts: values, and keys of its objects. */
const mapTexts =
  (change: Change, changeKey: Change = change) =>
  (json: unknown): unknown => {
    if (typeof json === "string") return change(json);
    if (typeof json !== "object" || json === null) return json;
    const inside = mapTexts(change, changeKey);
    return Array.isArray(json)
      ? json.map(inside)
      : Object.fromEntries(Object.entries(json).map(([key, item]) => [changeKey(key), inside(item)]));
  };

/** What the platform has answered, as text that means nothing to Pulumi. */
export const escapeAnswer = mapTexts(
  (text) => (isSpecial(text) ? escapeText(text) : text),
  (key) => (isSpecial(key) || isWireKey(key) ? escapeText(key) : key),
);

/** What the platform has given, ready to send back. */
export const unescapeBody = mapTexts(unescapeText);

/** JSON without any of these holds nothing special: an escape of JSON may write anything. */
const traces: readonly string[] = [
  "\\u",
  escapePrefix,
  markOf(""),
  emptyListMark,
  pendingMark,
  ...wireTraces,
];

/** The value of an answer. Most have nothing to escape, and pages may be megabytes: they are not walked through. */
export const parseAnswer = (json: string): unknown => {
  const value: unknown = JSON.parse(json);
  return traces.some((trace) => json.includes(trace)) ? escapeAnswer(value) : value;
};

/** The text of a body. */
export const stringifyBody = (body: unknown): string => {
  const json = JSON.stringify(body);
  return json.includes(escapePrefix) ? JSON.stringify(unescapeBody(body)) : json;
};
