import { FILE_METADATA, FILE_REQUEST, FOLDER_DETAILS, refuse } from "../calls/refusals";
import { isObject, isString, type JsonObject, strings } from "../json";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";
import { freeName, isFolder } from "./files";

/**
 * Name, tags and metadata of a file (API digest 8.2). `PATCH` replaces what it names, metadata as a whole too; a bulk
 * update also empties tags and metadata that it does not name; a bulk edit merges metadata. So the documentation has it.
 */
export type Manner = "patch" | "update" | "edit";

/** null counts as not named: our choice. */
export const withDetails = (
  store: Store,
  file: FileEntry,
  { name, tags, metadata }: JsonObject,
  manner: Manner,
  now: number,
): FileEntry => {
  if (isFolder(file)) return refuse(FOLDER_DETAILS);
  const unnamed = manner === "update" ? { tags: [], metadata: {} } : file;
  return {
    ...file,
    name: name === undefined || name === null ? file.name : freeName(store, file.parent, name, file.id),
    tags: tags === undefined || tags === null ? unnamed.tags : readTags(tags),
    metadata:
      metadata === undefined || metadata === null
        ? unnamed.metadata
        : readMetadata(metadata, manner === "edit" ? file.metadata : {}),
    modifiedAt: now,
  };
};

export const readTags = (value: unknown): readonly string[] =>
  strings(value) ? value : refuse(FILE_REQUEST, "tags must be a list of strings.");

/** Documented for custom fields; that they hold for all fields is our choice. */
const MOST_FIELDS = 1000;
const LONGEST_KEY = 100;
const LONGEST_VALUE = 300;

/**
 * Documented are strings; numbers, booleans and lists of them are taken as well, and a field is taken away by null: our
 * choice.
 */
export const readMetadata = (value: unknown, was: JsonObject): JsonObject => {
  if (!isObject(value)) return refuse(FILE_METADATA, "metadata must be an object.");
  for (const [key, it] of Object.entries(value)) {
    if (key === "" || Buffer.byteLength(key) > LONGEST_KEY)
      return refuse(FILE_METADATA, `The key of a metadata field has 1 to ${LONGEST_KEY} bytes.`);
    if (it !== null && !(Array.isArray(it) ? it : [it]).every(isValue))
      return refuse(FILE_METADATA, `Metadata field ${key} must be a text of at most ${LONGEST_VALUE} bytes.`);
  }
  const fields = Object.entries({ ...was, ...value }).filter(([, it]) => it !== null);
  if (fields.length > MOST_FIELDS)
    return refuse(FILE_METADATA, `A file has at most ${MOST_FIELDS} metadata fields.`);
  return Object.fromEntries(fields);
};

const isValue = (value: unknown): boolean =>
  isString(value)
    ? Buffer.byteLength(value) <= LONGEST_VALUE
    : typeof value === "number" || typeof value === "boolean";
