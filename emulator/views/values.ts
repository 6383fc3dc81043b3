import { isObject, isString, type JsonObject, list, present } from "../json";
import { withPattern } from "../rules/outputs";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";

/** Inputs as they are read (API digest 7); the name that was sent stays (API digest 5.5). */
export const inputView = (store: Store, value: unknown, patterns: readonly string[] = []): unknown =>
  view(store, value, patterns, (sent) => sent);

/** Outputs: what a file is called by now. */
export const outputView = (store: Store, value: unknown): unknown =>
  view(store, value, [], (_, current) => current);

type Naming = (sent: string | undefined, current: string | undefined) => string | undefined;

/**
 * A File with all that is known of it as of now. `patterns` are those of the port: secondary files are not sent, the
 * platform finds them beside the file.
 */
const view = (store: Store, value: unknown, patterns: readonly string[], naming: Naming): unknown => {
  const inner = (it: unknown): unknown => view(store, it, patterns, naming);
  if (Array.isArray(value)) return value.map(inner);
  if (!isObject(value)) return value;
  if (value.class !== "File" && value.class !== "Directory")
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, inner(it)]));
  const entry = isString(value.path) ? store.files.get(value.path) : undefined;
  const sent = isString(value.name) ? value.name : undefined;
  const known = present({ ...value, name: naming(sent, entry?.name) ?? entry?.name ?? sent });
  if (entry === undefined || value.class === "Directory") return known;
  const given = list(value.secondaryFiles).map((it) => view(store, it, [], naming));
  const secondaryFiles = given.length > 0 ? given : beside(store, entry, patterns);
  // Never null: Python would read the whole port as nothing (API digest 7).
  return { ...known, ...detailsOf(store, entry), ...(secondaryFiles.length === 0 ? {} : { secondaryFiles }) };
};

/** Nothing has content here, so no checksum either, and no other place than the project: our choice. */
const detailsOf = (store: Store, { size, metadata, ...file }: FileEntry): JsonObject => ({
  size,
  metadata,
  contents: null,
  checksum: null,
  location: null,
  dirname: dirnameOf(store, file),
});

/** `/Projects/owner/short-name/folder/`, along the form of the one that was seen (API digest 7). */
const dirnameOf = (store: Store, { project, parent }: Pick<FileEntry, "project" | "parent">): string => {
  const folder = store.files.get(parent);
  return folder === undefined ? `/Projects/${project}/` : `${dirnameOf(store, folder)}${folder.name}/`;
};

const beside = (
  store: Store,
  entry: FileEntry | undefined,
  patterns: readonly string[],
): readonly JsonObject[] =>
  entry === undefined
    ? []
    : patterns.flatMap((pattern) => {
        const found = store.fileNamed(entry.parent, withPattern(entry.name, pattern));
        return found === undefined
          ? []
          : [{ class: found.type === "file" ? "File" : "Directory", path: found.id, name: found.name }];
      });
