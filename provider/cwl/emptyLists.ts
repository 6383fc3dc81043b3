import type { Value } from "../model/values/value";
import { isRecord } from "../shared/codec";
import type { Mistake } from "../shared/mistakes";
import type { Slot } from "./misfits";
import { portText } from "./portText";
import type { PortType } from "./types";

/** Lists of files: what a lookup gives, which may have found nothing. An empty list of texts or numbers is as good as any. */
const isOfFiles = (type: PortType): boolean => {
  if (type._tag === "array") return isOfFiles(type.items);
  if (type._tag === "union") return type.choices.every(isOfFiles);
  return type._tag === "File" || type._tag === "Directory";
};

const listsIn = (type: PortType): readonly Extract<PortType, { _tag: "array" }>[] => {
  if (type._tag === "union") return type.choices.flatMap(listsIn);
  return type._tag === "array" ? [type] : [];
};

const recordsIn = (type: PortType): readonly Extract<PortType, { _tag: "record" }>[] => {
  if (type._tag === "union") return type.choices.flatMap(recordsIn);
  return type._tag === "record" ? [type] : [];
};

const tooFewItems = (slot: Slot, path: string): Mistake => ({
  path,
  wanted: `must be ${portText(slot)} with something in it, not an empty list: a lookup may have found nothing. Where the app takes none, give sb.emptyList`,
});

/**
 * Required lists of files that are empty, at any depth: the platform takes them, and a task without its files is paid for.
 * `isMeant` tells which are empty on purpose, by their paths.
 */
export const emptyLists = (
  slot: Slot,
  value: Value,
  path: string,
  isMeant: (path: string) => boolean,
): readonly Mistake[] => {
  const { type, optional } = slot;
  if (Array.isArray(value)) {
    const lists = listsIn(type);
    if (value.length === 0)
      return !optional && lists.length > 0 && lists.every(isOfFiles) && !isMeant(path)
        ? [tooFewItems(slot, path)]
        : [];
    const [list, ...others] = lists;
    if (list === undefined || others.length > 0) return [];
    const inner = { type: list.items, optional: list.nullable === true };
    return value.flatMap((item, index) => emptyLists(inner, item, `${path}[${index}]`, isMeant));
  }
  const [record, ...others] = recordsIn(type);
  if (!isRecord(value) || record === undefined || others.length > 0) return [];
  const fields: Readonly<Record<string, Value>> = value;
  return record.fields.flatMap((field) => {
    const inner = Object.hasOwn(fields, field.name) ? fields[field.name] : undefined;
    return inner === undefined ? [] : emptyLists(field, inner, `${path}.${field.name}`, isMeant);
  });
};
