import { visible } from "./alike";
import { isRecord } from "./model/codec";
import { breakTags, hasTag } from "./safeText";

/*
 * Pulumi's engine shows inputs, outputs and names with its color tags (`<{%reset%}>`) in effect. A tag that it does not know ends the
 * whole update, and leaves the stack locked. So no value with a tag reaches the engine.
 */

/** The paths of all texts and keys with a tag. */
export const pathsOfTags = (value: unknown, path = ""): readonly string[] => {
  if (typeof value === "string") return hasTag(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsOfTags(item, `${path}[${index}]`));
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) => {
        const at = path === "" ? key : `${path}.${key}`;
        return hasTag(key) ? [at] : pathsOfTags(item, at);
      })
    : [];
};

/** What is wrong with args in which a tag is. What starts with `__` is never shown. */
export const tagMistakes = (args: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(args)
    .filter(([key]) => !key.startsWith("__"))
    .flatMap(([key, value]) => pathsOfTags({ [key]: value }))
    .map((path) => `${visible(path)} holds a color tag of Pulumi's (${visible("<{%")}…%}>): take it out`);

const withoutTags = (value: unknown): unknown => {
  if (typeof value === "string") return breakTags(value);
  if (Array.isArray(value)) return value.map(withoutTags);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [breakTags(key), withoutTags(item)]))
    : value;
};

/** What a platform says, for the engine or a program: `<\{%reset%}>` in place of a tag, and all else as it is. */
export const breakTagsIn = <A>(value: A): A => withoutTags(value) as A; // strings become strings, and the rest keeps its shape

/** The same for the properties of a resource. */
export const breakTagsOf = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      key.startsWith("__") ? value : withoutTags(value),
    ]),
  );
