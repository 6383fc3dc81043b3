import type { FileItem } from "../api/endpoints/schemas";
import { compact } from "../model/values/fromApi";
import type { File } from "../resources/values";

/** A file that a lookup has found. It goes into `inputs` of a `DraftTask` as it is. */
export interface FoundFile extends File {
  /** The file's name, without its folder. */
  readonly name: string;
  /** In bytes; missing where the platform does not say. */
  readonly size?: number;
  /** By field: `sample_id`, `paired_end`. Numbers are given as text, a list as its items with `, ` between them; unset fields are left out. */
  readonly metadata: { readonly [field: string]: string };
  /** The id of the folder that it is in; of the project's root folder, for a file in none. */
  readonly folder?: string;
  /** The id of the task that made it; missing on an uploaded one. */
  readonly origin?: { readonly task: string };
}

export const isFolder = ({ type }: FileItem): boolean => type?.toLowerCase() === "folder";

/** Metadata is of strings (API digest, 8.2); whatever else comes is read as one. */
export const valuesOf = (metadata: FileItem["metadata"], field: string): readonly string[] => {
  const value = metadata && Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  return [value].flat().flatMap((one) => (one === undefined || one === null ? [] : [String(one)]));
};

const metadataOf = (metadata: FileItem["metadata"]): FoundFile["metadata"] =>
  Object.fromEntries(
    Object.keys(metadata ?? {})
      .map((field) => [field, valuesOf(metadata, field).join(", ")] as const)
      .filter(([field]) => valuesOf(metadata, field).length > 0),
  );

export const foundFile = ({ id, name, size, metadata, parent, origin }: FileItem): FoundFile => ({
  class: "File",
  path: id,
  name,
  metadata: metadataOf(metadata),
  ...compact({ size, folder: parent, origin: origin?.task ? { task: origin.task } : undefined }),
});

/** The same for what a unit test's mock answers, which may be less than a file. */
export const mockedFile = (answer: Readonly<Record<string, unknown>>): FoundFile => ({
  class: "File",
  path: "",
  name: "",
  metadata: {},
  ...answer,
});
