import { visible } from "./alike";
import { isRecord } from "./codec";
import { breakTags, hasTag } from "./safeText";

/*
 * Pulumi's engine shows inputs, outputs and stack outputs with its color tags (`<{%reset%}>`) in effect. A tag that it does not know
 * ends the whole update, and leaves the stack locked. All other text in values is the platform's, or the program's, and stays as it is:
 * a value that this package changed would be another input of the next task.
 */

const unshowableAt = (path: string, value: unknown): readonly string[] => {
  const mistake = (text: string): readonly string[] =>
    hasTag(text)
      ? [`${visible(path)} holds a color tag of Pulumi's (${visible("<{%")}…%}>): take it out`]
      : [];
  if (typeof value === "string") return mistake(value);
  if (Array.isArray(value)) return value.flatMap((item, index) => unshowableAt(`${path}[${index}]`, item));
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) => {
        const at = `${path}.${key}`;
        return hasTag(key) ? unshowableAt(at, key) : unshowableAt(at, item);
      })
    : [];
};

const isHidden = (key: string): boolean => key.startsWith("__");

/** What is wrong with args that the engine cannot show. It hides what starts with `__`. */
export const unshowableArgs = (args: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(args).flatMap(([key, value]) => (isHidden(key) ? [] : unshowableAt(key, value)));

const toShowable = (value: unknown): unknown => {
  if (typeof value === "string") return breakTags(value);
  if (Array.isArray(value)) return value.map(toShowable);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [breakTags(key), toShowable(item)]))
    : value;
};

/** What a platform says, for the engine or a program: `<\\{%` in place of a tag, and all else as it is. */
export const makeShowable = <A>(value: A): A => toShowable(value) as A; // strings become strings, and the rest keeps its shape

/** The same for the properties of a resource. */
export const showableProperties = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isHidden(key) ? value : toShowable(value)]),
  );
