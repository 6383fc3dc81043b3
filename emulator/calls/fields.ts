import { isObject, type JsonObject } from "../json";

/**
 * `?fields=` (API digest 2.3): `id,name`, `!metadata`, `metadata.sample_id`, `_all`, freely combined. Absent: everything
 * of a single resource, the given defaults of a list's items.
 */
export const select = (
  value: JsonObject,
  fields: string | null,
  defaults?: readonly string[],
): JsonObject => {
  const { kept, dropped } = read(fields, defaults);
  return dropped.reduce(drop, kept === undefined ? value : pick(value, kept));
};

/** Whether anything of a key is asked for: what is not need not be worked out. */
export const asks = (fields: string | null, defaults?: readonly string[]): ((key: string) => boolean) => {
  const { kept, dropped } = read(fields, defaults);
  const wanted = kept && new Set(kept.map(([head]) => head));
  const unwanted = new Set(dropped.filter(({ length }) => length === 1).map(([head]) => head));
  return (key) => (wanted?.has(key) ?? true) && !unwanted.has(key);
};

interface Asked {
  /** Undefined: everything. */
  readonly kept: readonly string[][] | undefined;
  readonly dropped: readonly string[][];
}

const read = (fields: string | null, defaults: readonly string[] | undefined): Asked => {
  const asked = (fields ?? "")
    .split(",")
    .map((it) => it.trim())
    .filter((it) => it !== "");
  const dropped = asked.filter((it) => it.startsWith("!")).map((it) => it.slice(1).split("."));
  const named = asked.filter((it) => !it.startsWith("!"));
  // `!metadata` alone means everything but.
  const kept = named.length > 0 ? named : asked.length > 0 ? ["_all"] : (defaults ?? ["_all"]);
  return { kept: kept.includes("_all") ? undefined : kept.map((it) => it.split(".")), dropped };
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
