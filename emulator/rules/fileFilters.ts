import { list, own } from "../json";
import type { FileEntry } from "../store/model";

/** Values of one field are alternatives, different fields all hold (API digest 8.2). */
export const fileFilter = (query: URLSearchParams): ((file: FileEntry) => boolean) => {
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
