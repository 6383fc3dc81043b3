import { isObject, type JsonObject } from "./json";

/**
 * `?fields=` (API digest 2.3): `id,name`, `!metadata`, `metadata.sample_id`, `_all`, freely combined. Absent: everything
 * of a single resource, the given defaults of a list's items.
 */
export const select = (
  value: JsonObject,
  fields: string | null,
  defaults?: readonly string[],
): JsonObject => {
  const asked = (fields ?? "")
    .split(",")
    .map((it) => it.trim())
    .filter((it) => it !== "");
  const dropped = asked.filter((it) => it.startsWith("!")).map((it) => it.slice(1).split("."));
  const named = asked.filter((it) => !it.startsWith("!"));
  // `!metadata` alone means everything but.
  const kept = named.length > 0 ? named : asked.length > 0 ? ["_all"] : (defaults ?? ["_all"]);
  const picked = kept.includes("_all")
    ? value
    : pick(
        value,
        kept.map((it) => it.split(".")),
      );
  return dropped.reduce(drop, picked);
};

const pick = (value: JsonObject, paths: readonly string[][]): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const here = paths.filter(([head]) => head === key).map(([, ...rest]) => rest);
      if (here.length === 0) return [];
      const whole = here.some((rest) => rest.length === 0) || !isObject(inner);
      return [[key, whole ? inner : pick(inner, here)]];
    }),
  );

const drop = (value: JsonObject, path: readonly string[]): JsonObject => {
  const [head, ...rest] = path;
  if (head === undefined || !Object.hasOwn(value, head)) return value;
  const { [head]: inner, ...others } = value;
  if (rest.length === 0) return others;
  return isObject(inner) ? { ...value, [head]: drop(inner, rest) } : value;
};
