import { isObject, isString, type JsonObject, list, present } from "../json";
import type { Files } from "../rules/access";
import { withPattern } from "../rules/outputs";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";

/** What there is, and what of it the caller may see: of other files, only what was sent is shown. */
interface Seen {
  readonly store: Store;
  readonly file: Files;
}

/** Inputs as they are read (API digest 7); the name that was sent stays (API digest 5.5). */
export const inputView = (seen: Seen, value: unknown, patterns: readonly string[] = []): unknown =>
  view(seen, value, patterns, (sent) => sent);

/** Outputs: a file's present name. */
export const outputView = (seen: Seen, value: unknown): unknown =>
  view(seen, value, [], (_, current) => current);

type Naming = (sent: string | undefined, current: string | undefined) => string | undefined;

/**
 * A File with all that is known of it as of now. `patterns` are those of the port: secondary files are not sent, the
 * platform finds them beside the file.
 */
const view = (seen: Seen, value: unknown, patterns: readonly string[], naming: Naming): unknown => {
  const inner = (it: unknown): unknown => view(seen, it, patterns, naming);
  if (Array.isArray(value)) return value.map(inner);
  if (!isObject(value)) return value;
  if (value.class !== "File" && value.class !== "Directory")
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, inner(it)]));
  const entry = isString(value.path) ? seen.file(value.path) : undefined;
  const sent = isString(value.name) ? value.name : undefined;
  const { secondaryFiles: come, ...said } = value;
  const given = list(come).map((it) => view(seen, it, [], naming));
  const found = value.class === "Directory" ? undefined : entry;
  const secondaryFiles =
    given.length > 0 || found === undefined ? given : filesBeside(seen.store, found, patterns);
  return {
    ...present({ ...said, name: naming(sent, entry?.name) ?? entry?.name ?? sent }),
    ...(found === undefined ? {} : detailsOf(seen.store, found)),
    // Never null: Python would read the whole port as nothing (API digest 7).
    ...(secondaryFiles.length === 0 ? {} : { secondaryFiles }),
  };
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

const filesBeside = (store: Store, entry: FileEntry, patterns: readonly string[]): readonly JsonObject[] =>
  patterns.flatMap((pattern) => {
    const found = store.fileNamed(entry.parent, withPattern(entry.name, pattern));
    return found === undefined
      ? []
      : [{ class: found.type === "file" ? "File" : "Directory", path: found.id, name: found.name }];
  });
