import { hasUnknown, isUnknown } from "../../provider/shared/unknown";
import { type FileOrFolder, isFile } from "../files";
import type { Change } from "./model";
import { code } from "./text";
import { hidden, listDelta } from "./values";

/** Values for people: files by name and id, and of a list that has changed what has come and gone. */

const fileText = ({ path, name }: FileOrFolder): string =>
  isUnknown(path)
    ? "*a file yet to be made*"
    : typeof name === "string" && name !== path
      ? `${code(name)} (${code(path, 40)})`
      : code(path, 40);

/** `a, b, … 3 more`. */
export const firstOf = (texts: readonly string[], limit: number): string =>
  [...texts.slice(0, limit), ...(texts.length > limit ? [`… ${texts.length - limit} more`] : [])].join(", ");

export const valueText = (given: unknown, limit: number): string => {
  if (given === undefined) return "*none*";
  if (given === null) return "*cleared*";
  if (isUnknown(given)) return "*not known yet*";
  if (given === hidden) return "*secret*";
  if (isFile(given)) return fileText(given);
  if (Array.isArray(given))
    return given.length === 0
      ? "*an empty list*"
      : firstOf(
          given.map((item) => valueText(item, limit)),
          limit,
        );
  if (typeof given !== "object") return code(String(given));
  return hasUnknown(given) ? "*not known yet*" : code(JSON.stringify(given));
};

/** `+10 −0: …`. */
const listText = (was: readonly unknown[], now: readonly unknown[], limit: number): string => {
  const { added, removed } = listDelta(was, now);
  if (added.length + removed.length === 0) return "the same in another order";
  const items = [
    ...added.map((item) => `+ ${valueText(item, limit)}`),
    ...removed.map((item) => `− ${valueText(item, limit)}`),
  ];
  return `+${added.length} −${removed.length}: ${firstOf(items, limit)}`;
};

/** `inputs.threads`: 4 → 8. */
export const changeText = ({ path, was, now }: Change, limit: number): string => {
  const name = code(path, 60);
  if (was === hidden && now === hidden) return `${name}: *a secret*`;
  // What it was is of no use while nobody knows what it becomes.
  if (hasUnknown(now)) return `${name}: *not known yet*`;
  return Array.isArray(was) && Array.isArray(now)
    ? `${name}: ${listText(was, now, limit)}`
    : `${name}: ${valueText(was, limit)} → ${valueText(now, limit)}`;
};
