import { visible } from "./alike";
import { isRecord } from "./model/codec";
import { breakTags, escapeCharacter, hasTag } from "./safeText";

/*
 * Pulumi's engine shows inputs, outputs and stack outputs with its color tags (`<{%reset%}>`) in effect. A tag that it does not know
 * ends the whole update, and leaves the stack locked. What has changed in a text of several lines it shows as it is, with controls of
 * the terminal in effect.
 */

/** Controls but for those of ordinary text of several lines. What turns the direction of writing is part of ordinary text, too. */
const control = /(?![\t\n\r])\p{Cc}/u;
const controls = new RegExp(control.source, "gu");

/** What a text cannot be shown with. */
const unshowableIn = (text: string): string | undefined => {
  if (hasTag(text)) return `a color tag of Pulumi's (${visible("<{%")}…%}>)`;
  const [found] = control.exec(text) ?? [];
  return found === undefined ? undefined : `a control character (${escapeCharacter(found)})`;
};

const mistakesAt = (path: string, value: unknown): readonly string[] => {
  const mistake = (text: string): readonly string[] => {
    const what = unshowableIn(text);
    return what === undefined ? [] : [`${visible(path)} holds ${what}: take it out`];
  };
  if (typeof value === "string") return mistake(value);
  if (Array.isArray(value)) return value.flatMap((item, index) => mistakesAt(`${path}[${index}]`, item));
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) => {
        const at = `${path}.${key}`;
        return unshowableIn(key) === undefined ? mistakesAt(at, item) : mistakesAt(at, key);
      })
    : [];
};

const isHidden = (key: string): boolean => key.startsWith("__");

/** What is wrong with args that the engine cannot show. It hides what starts with `__`. */
export const unshowableArgs = (args: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(args).flatMap(([key, value]) => (isHidden(key) ? [] : mistakesAt(key, value)));

const showableText = (text: string): string => breakTags(text.replace(controls, escapeCharacter));

const showable = (value: unknown): unknown => {
  if (typeof value === "string") return showableText(value);
  if (Array.isArray(value)) return value.map(showable);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [showableText(key), showable(item)]))
    : value;
};

/** What a platform says, for the engine or a program: `<\{%` and `\u{1b}` in place of what cannot be shown, and all else as it is. */
export const makeShowable = <A>(value: A): A => showable(value) as A; // strings become strings, and the rest keeps its shape

/** The same for the properties of a resource. */
export const showableProperties = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isHidden(key) ? value : showable(value)]),
  );
