import {
  type Facts,
  fieldOf,
  isReference,
  lackingIn,
  type MetadataField,
  metadataFields,
} from "../../model/task/expectedChildren";
import { isRecord } from "../../shared/codec";
import { joinWithAnd, nearest } from "../../shared/text";
import type { Batch } from "./batch";

/** What is said of the metadata that a batch groups its files by. */

const maxFiles = 10;
const maxFields = 12;

/** A name with blanks, or with what looks like nothing, is set off. */
const fieldText = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));

const countFiles = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const fieldsText = (fields: readonly MetadataField[], files: number): string => {
  if (fields.length === 0)
    return files === 1 ? "It has no metadata at all." : "They have no metadata at all.";
  const named = fields
    .slice(0, maxFields)
    .map(
      ({ name, values, files: having }) =>
        `${fieldText(name)} (${countFiles(values, "value")}${having < files ? ` on ${countFiles(having, "file")}` : ""})`,
    );
  const more = fields.length - named.length;
  return `${files === 1 ? "It has" : "They have"} ${joinWithAnd([...named, ...(more > 0 ? [`${more} more`] : [])])}.`;
};

/** The nearest field is the first of the list, whatever its place in the alphabet. */
const withFirst = (fields: readonly MetadataField[], first: string | undefined): readonly MetadataField[] => [
  ...fields.filter(({ name }) => name === first),
  ...fields.filter(({ name }) => name !== first),
];

/** What comes of a criterion that no file has: what its user wants apart is pooled. */
const withoutField = ({ port, by, list }: Batch, field: string): string => {
  if (list.length === 1) return `the file on inputs.${port} has no metadata field ${fieldText(field)}`;
  const isOnly = by.type === "CRITERIA" && by.criteria.length === 1;
  const effect = isOnly ? "one child task would get all of them" : "it would split nothing";
  return `none of the ${list.length} files on inputs.${port} has the metadata field ${fieldText(field)}, so ${effect}`;
};

/** A user may not know that an app batches by itself. */
const waysOut = ({ isOfApp }: Batch): string =>
  isOfApp
    ? " The app itself batches by that field: set batch: false for one task without children, or give batchInput and batchBy."
    : "";

/** Criteria that no file has a value for: such a batch must not be made. */
export const missingFields = (batch: Batch, facts: Facts): readonly string[] => {
  const { by, list } = batch;
  if (by.type === "ITEM" || !list.every(isReference)) return [];
  const fields = metadataFields(list, facts);
  const names = fields.map(({ name }) => name);
  return by.criteria
    .map(fieldOf)
    .filter((field) => !names.includes(field))
    .map((field) => {
      const meant = nearest(field, names);
      const hint = meant === undefined ? "" : ` Did you mean ${fieldText(meant)}?`;
      const there = fieldsText(withFirst(fields, meant), list.length);
      return `batchBy: ${withoutField(batch, field)}.${hint} ${there}${waysOut(batch)}`;
    });
};

const fileAt = ({ list }: Batch, index: number, facts: Facts): string => {
  const item = list[index];
  if (!isRecord(item) || typeof item.path !== "string") return "";
  const name = facts(item.path)?.name ?? item.name;
  return typeof name === "string" ? ` (${name}, ${item.path})` : ` (${item.path})`;
};

/** Files that lack a field which others have. Where such files go is not known (API digest, section 6). */
export const incompleteFields = (batch: Batch, facts: Facts): readonly string[] => {
  const lacking = lackingIn(batch.by, batch.list, facts);
  if (lacking.length === 0) return [];
  const named = lacking
    .slice(0, maxFiles)
    .map(({ index, fields }) => `[${index}]${fileAt(batch, index, facts)} has no ${joinWithAnd(fields)}`);
  const more = lacking.length - named.length;
  return [
    `${lacking.length} of ${batch.list.length} files on inputs.${batch.port} lack what the batch is grouped by: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join("; ")}. Each is counted as a separate group; what the platform makes of them is not documented`,
  ];
};

/** Where the platform's answer leaves out the metadata, nothing can be said of the groups. */
export const unreadMetadata = ({ port }: Batch): string =>
  `not checked: the metadata of the files on inputs.${port}. The platform's answer holds none, not even an empty one`;
