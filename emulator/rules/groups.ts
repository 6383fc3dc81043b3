import { isObject, isString, list, own } from "../json";
import type { Batching, FileEntry, Group } from "../store/model";
import type { Files } from "./access";

export interface Grouped {
  readonly group: Group;
  readonly values: readonly unknown[];
}

/**
 * The children of a batch, in order of first appearance in the list (API digest 6). ITEM: one per element, called by
 * its file's name. CRITERIA: one per tuple of metadata values; a missing value is `""` (our choice).
 */
export const groups = (batching: Batching, value: unknown, file: Files): readonly Grouped[] => {
  const fileOf = (it: unknown) => (isObject(it) && isString(it.path) ? file(it.path) : undefined);
  const { batchBy } = batching;
  if (batchBy.type === "ITEM") {
    return list(value).map((it) => ({
      group: { value: fileOf(it)?.name ?? text(isObject(it) ? (it.name ?? it.path) : it), fields: {} },
      values: [it],
    }));
  }
  const byKey = new Map<string, { group: Group; values: unknown[] }>();
  for (const it of list(value)) {
    const tuple = batchBy.criteria.map((field) => [field, text(criterionOf(fileOf(it), field))] as const);
    const key = JSON.stringify(tuple);
    const group = { value: tuple.map(([, found]) => found).join(", "), fields: Object.fromEntries(tuple) };
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { group, values: [it] });
    else known.values.push(it);
  }
  return [...byKey.values()];
};

/** What a file has in the metadata field that a criterion names. */
export const criterionOf = (file: FileEntry | undefined, criterion: string): unknown =>
  own(file?.metadata ?? {}, criterion.replace(/^metadata\./, ""));

const text = (value: unknown): string =>
  value === undefined || value === null ? "" : isString(value) ? value : JSON.stringify(value);
