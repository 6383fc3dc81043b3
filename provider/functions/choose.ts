import { minimatch } from "minimatch";
import type { FileItem } from "../api/endpoints/schemas";
import type { FilesQuery } from "./filesQuery";
import { type FoundFile, foundFile, isFolder, valuesOf } from "./foundFile";

/** Which files are meant, and in which order: pure. */

/** A name is data, not a path or a pattern: no comments, no negation, dots are letters, the same on Windows. */
const globOptions = { dot: true, nocomment: true, nonegate: true, platform: "linux" } as const;

/** `é` is one character or two, by who has written it: both are taken in one form. */
export const isMatch = (name: string, glob: string): boolean =>
  minimatch(name.normalize("NFC"), glob.normalize("NFC"), globOptions);

/** Why a file is not among those that are meant, as the end of a sentence about it; `undefined` where it is. */
export const leftOut = (
  { name, origin }: Pick<FileItem, "name" | "origin">,
  query: Pick<FilesQuery, "match" | "origin">,
): string | undefined => {
  const task = origin?.task ?? "";
  if (query.origin === "uploaded" && task !== "") return "was made by a task";
  if (query.origin === "task" && task === "") return "was made by no task";
  return query.match === undefined || isMatch(name, query.match)
    ? undefined
    : `does not match ${query.match}`;
};

/** Values of one field are alternatives, different fields all hold: as the API filters (API digest, 8.2). */
export const hasMetadata = (
  { metadata }: Pick<FileItem, "metadata">,
  wanted: Readonly<Record<string, readonly string[]>>,
): boolean =>
  Object.entries(wanted).every(([field, values]) =>
    valuesOf(metadata, field).some((value) => values.includes(value)),
  );

/** By code units: the same on every machine, whatever its language. */
const compareFiles = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The files among the items, each once, by name and then id. The API promises no order, and a list in another order
 * would be another task.
 */
export const inOrder = (
  items: readonly FileItem[],
  query: Pick<FilesQuery, "match" | "origin">,
): FoundFile[] =>
  [...new Map(items.map((item) => [item.id, item])).values()]
    .filter((item) => !isFolder(item) && leftOut(item, query) === undefined)
    .sort((a, b) => compareFiles(a.name, b.name) || compareFiles(a.id, b.id))
    .map(foundFile);
