import { allOf, type Rows } from "../calls/rows";
import { list, own } from "../json";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";

/** The files of a folder that a query asks for: values of one field are alternatives, different fields all hold (API digest 8.2). */
export const filteredFiles = (
  store: Store,
  folder: string,
  query: URLSearchParams,
  after?: number,
): Rows<FileEntry> => {
  const names = query.getAll("name");
  const files = store.filesIn(folder, {
    ...(names.length === 0 ? {} : { names }),
    ...(after === undefined ? {} : { after }),
  });
  return isFiltered(query) ? allOf(files).filter(fileFilter(query)) : files;
};

const isFiltered = (query: URLSearchParams): boolean =>
  ["name", "tag", "origin.task"].some((it) => query.has(it)) || metadataFilters(query).length > 0;

const fileFilter = (query: URLSearchParams): ((file: FileEntry) => boolean) => {
  const names = query.getAll("name");
  const tags = query.getAll("tag");
  const tasks = query.getAll("origin.task");
  const wanted = metadataFilters(query).map(
    (it) => [it.slice("metadata.".length), query.getAll(it)] as const,
  );
  return (file) =>
    (names.length === 0 || names.includes(file.name)) &&
    (tags.length === 0 || file.tags.some((it) => tags.includes(it))) &&
    (tasks.length === 0 || (file.task !== undefined && tasks.includes(file.task))) &&
    wanted.every(([field, values]) => {
      const value = own(file.metadata, field);
      if (value === undefined || value === null) return false;
      // Of a list, any: our choice.
      return (Array.isArray(value) ? list(value) : [value]).some((it) => values.includes(String(it)));
    });
};

export const metadataFilters = (query: URLSearchParams): readonly string[] =>
  [...new Set(query.keys())].filter((it) => it.startsWith("metadata."));
