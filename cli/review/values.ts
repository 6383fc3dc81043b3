import { isRecord } from "../../provider/model/codec";
import { canonical, value } from "../../provider/model/value";
import { containsUnknown, isUnknown } from "../../provider/unknown";
import type { Change } from "./model";
import { hidden } from "./secrets";
import { code } from "./text";

/** Values for people: files by name and id. */

const isFile = (
  given: unknown,
): given is { readonly class: string; readonly path: string; readonly name?: string } =>
  isRecord(given) &&
  (given.class === "File" || given.class === "Directory") &&
  typeof given.path === "string";

/** The ids of all files in there. */
export const filesIn = (given: unknown): readonly string[] => {
  if (Array.isArray(given)) return given.flatMap(filesIn);
  if (!isRecord(given)) return [];
  return isFile(given) ? [given.path] : Object.values(given).flatMap(filesIn);
};

export const fileText = ({ path, name }: { readonly path: string; readonly name?: string }): string =>
  isUnknown(path)
    ? "*a file yet to be made*"
    : typeof name === "string" && name !== path
      ? `${code(name)} (${code(path, 40)})`
      : code(path, 40);

const most = (items: readonly string[], limit: number): string =>
  items.length > limit
    ? `${items.slice(0, limit).join(", ")}, … ${items.length - limit} more`
    : items.join(", ");

export const valueText = (given: unknown, limit: number): string => {
  if (given === undefined) return "*none*";
  if (given === null) return "*cleared*";
  if (isUnknown(given)) return "*not known yet*";
  if (given === hidden) return "*secret*";
  if (isFile(given)) return fileText(given);
  if (Array.isArray(given))
    return given.length === 0
      ? "*an empty list*"
      : most(
          given.map((item) => valueText(item, limit)),
          limit,
        );
  return typeof given === "object"
    ? containsUnknown(given)
      ? "*not known yet*"
      : code(JSON.stringify(given))
    : code(String(given));
};

const key = (item: unknown): string => JSON.stringify(value.is(item) ? canonical(item) : item);

/** Which items of a list have come and gone; an item that stands there twice counts twice. */
export const listDelta = (
  was: readonly unknown[],
  now: readonly unknown[],
): { readonly added: readonly unknown[]; readonly removed: readonly unknown[] } => {
  const left = (from: readonly unknown[], without: readonly unknown[]): readonly unknown[] => {
    const counts = new Map<string, number>();
    for (const item of without) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
    return from.filter((item) => {
      const count = counts.get(key(item)) ?? 0;
      counts.set(key(item), count - 1);
      return count <= 0;
    });
  };
  return { added: left(now, was), removed: left(was, now) };
};

const listText = (was: readonly unknown[], now: readonly unknown[], limit: number): string => {
  const { added, removed } = listDelta(was, now);
  if (added.length + removed.length === 0) return "the same in another order";
  const items = [
    ...added.map((item) => `+ ${valueText(item, limit)}`),
    ...removed.map((item) => `− ${valueText(item, limit)}`),
  ];
  return `+${added.length} −${removed.length}: ${most(items, limit)}`;
};

/** `inputs.threads`: 4 → 8. */
export const changeText = ({ path, was, now }: Change, limit: number): string => {
  const name = code(path, 60);
  if (was === hidden && now === hidden) return `${name}: *a secret*`;
  // What it was is of no use while nobody knows what it becomes.
  if (containsUnknown(now)) return `${name}: *not known yet*`;
  return Array.isArray(was) && Array.isArray(now)
    ? `${name}: ${listText(was, now, limit)}`
    : `${name}: ${valueText(was, limit)} → ${valueText(now, limit)}`;
};
