import * as t from "io-ts";
import { isRecord } from "../../shared/codec";
import type { BatchBy } from "../values/batching";

/** How many child tasks a batch will have when it is started, and their groups in the order in which they come. */
export const ExpectedChildren = t.readonly(
  t.type({ count: t.number, groups: t.readonlyArray(t.string) }),
  "ExpectedChildren",
);
export type ExpectedChildren = t.TypeOf<typeof ExpectedChildren>;

/** What is known of a file or a folder: from the program's args, or from the platform. */
export interface FileFacts {
  readonly name?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What the platform says of the files by their ids, as far as it was asked. */
export type Facts = (id: string) => FileFacts | undefined;

/** An item of the list that lacks what the batch is grouped by. */
interface Lacking {
  /** Its place in the list. */
  readonly index: number;
  /** The criteria that it has no value for: `metadata.sample_id`. */
  readonly fields: readonly string[];
}

/** A file or a folder of the platform, as an item of a list. */
export const isReference = (
  item: unknown,
): item is { readonly path: string } & Readonly<Record<"class" | "name" | "metadata", unknown>> =>
  isRecord(item) && (item.class === "File" || item.class === "Directory") && typeof item.path === "string";

const factsOf = (item: unknown, facts: Facts): FileFacts => {
  if (!isReference(item)) return {};
  const { name, metadata } = item;
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(isRecord(metadata) ? { metadata } : {}),
    ...facts(item.path),
  };
};

/** The ids of the items of which the program's args do not say what a batch is grouped by, each once. */
export const unreadIn = (by: BatchBy, list: readonly unknown[]): readonly string[] => [
  ...new Set(
    list.filter(isReference).flatMap((item) => {
      const said = by.type === "ITEM" ? typeof item.name === "string" : isRecord(item.metadata);
      return said ? [] : [item.path];
    }),
  ),
];

/** As lookups give metadata: a number as text, a list as its items with `, ` between them. */
const textOf = (value: unknown): string | undefined => {
  const all = [value].flat().filter((one) => one !== undefined && one !== null);
  return all.length === 0 ? undefined : all.map(String).join(", ");
};

/** `metadata.sample_id` → `sample_id` */
export const fieldOf = (criterion: string): string => criterion.replace(/^metadata\./, "");

const criterionOf = (facts: FileFacts, criterion: string): string | undefined => {
  const field = fieldOf(criterion);
  const { metadata = {} } = facts;
  return Object.hasOwn(metadata, field) ? textOf(metadata[field]) : undefined;
};

/** The group of an item is called by its file's name; of a text or a number, by itself. */
const itemName = (item: unknown, facts: Facts): string => {
  if (!isRecord(item)) return typeof item === "string" ? item : JSON.stringify(item);
  const known = [factsOf(item, facts).name, item.name, item.path];
  return known.find((text) => typeof text === "string") ?? "";
};

/**
 * The groups of a batch as the platform makes them (API digest, section 6): by item, one for each; by criteria, one for each
 * combination of metadata values, in the order in which they first appear, called by its values with `, ` between them.
 * What becomes of a file that lacks a field is not known; it is counted as the emulator counts it, with an empty value.
 */
export const expectedChildren = (by: BatchBy, list: readonly unknown[], facts: Facts): ExpectedChildren => {
  const groups =
    by.type === "ITEM"
      ? list.map((item) => itemName(item, facts))
      : [
          ...new Map(
            list.map((item) => {
              const values = by.criteria.map(
                (criterion) => criterionOf(factsOf(item, facts), criterion) ?? "",
              );
              return [JSON.stringify(values), values.join(", ")] as const;
            }),
          ).values(),
        ];
  return { count: groups.length, groups };
};

/** The items that have no value for a criterion. */
export const lackingIn = (by: BatchBy, list: readonly unknown[], facts: Facts): readonly Lacking[] =>
  by.type === "ITEM"
    ? []
    : list.flatMap((item, index) => {
        const known = factsOf(item, facts);
        const fields = by.criteria.filter((criterion) => criterionOf(known, criterion) === undefined);
        return fields.length === 0 ? [] : [{ index, fields }];
      });

/** Whether all is known that files are grouped by. What the platform's answer leaves out says nothing. */
export const hasAllMetadata = (by: BatchBy, list: readonly unknown[], facts: Facts): boolean =>
  by.type === "ITEM" || list.filter(isReference).every((item) => factsOf(item, facts).metadata !== undefined);

/** A metadata field of some files. */
export interface MetadataField {
  readonly name: string;
  /** How many different values the files have there. */
  readonly values: number;
  /** How many files have a value. */
  readonly files: number;
}

/** The metadata fields that at least one of the files has, by name. */
export const metadataFields = (list: readonly unknown[], facts: Facts): readonly MetadataField[] => {
  const found = new Map<string, string[]>();
  for (const item of list) {
    const { metadata = {} } = factsOf(item, facts);
    for (const [name, value] of Object.entries(metadata)) {
      const text = textOf(value);
      if (text === undefined) continue;
      const texts = found.get(name);
      if (texts === undefined) found.set(name, [text]);
      else texts.push(text);
    }
  }
  return [...found]
    .map(([name, texts]) => ({ name, values: new Set(texts).size, files: texts.length }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};
