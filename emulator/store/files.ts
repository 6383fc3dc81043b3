import type { Rows } from "../calls/rows";
import { Cache } from "./cache";
import type { Database } from "./database";
import { type Collection, decodeDocument } from "./documents";
import type { Change, FileEntry } from "./model";
import type { RecordTable } from "./recordTable";

/** Which entries of a folder. */
export interface FolderQuery {
  /** Those with one of these names. */
  readonly names?: readonly string[];
  /** Those that come after this place. */
  readonly after?: number;
}

/** Names below which all are taken are forgotten when they are so many: our choice. */
const MOST_TRIED = 10_000;

/** Files and folders. */
export class Files implements Collection<FileEntry> {
  private readonly cache = new Cache<FileEntry>();
  /** Folder and name → the number below which all are taken, as long as no name has become free. */
  private readonly tried = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly table: RecordTable,
  ) {}

  put(change: Change<"file">): void {
    const [, id, now] = change;
    const was = this.get(id);
    this.table.put(change);
    this.cache.delete(id);
    // A name may have become free.
    if (was !== undefined && (was.name !== now?.name || was.parent !== now.parent)) this.tried.clear();
  }

  get(id: string): FileEntry | undefined {
    const known = this.cache.get(id);
    if (known !== undefined) return known;
    const row = this.database.row("SELECT document FROM records WHERE id = ? AND kind = 'file'", id);
    if (row === undefined) return undefined;
    const file = decodeDocument("file", row.document);
    this.cache.set(id, file, String(row.document).length);
    return file;
  }

  /** Oldest first. */
  in(folder: string, { names, after }: FolderQuery = {}): Rows<FileEntry> {
    const conditions = [
      "parent = ?",
      ...(names === undefined ? [] : ["name IN (SELECT value FROM json_each(?))"]),
      ...(after === undefined ? [] : ["place > ?"]),
    ].join(" AND ");
    const values = [
      folder,
      ...(names === undefined ? [] : [JSON.stringify(names)]),
      ...(after === undefined ? [] : [after]),
    ];
    const { database } = this;
    return {
      get length() {
        return database.count(`SELECT count(*) FROM records WHERE ${conditions}`, ...values);
      },
      slice: (from, to) =>
        database
          .ids(
            `SELECT id FROM records WHERE ${conditions} ORDER BY place LIMIT ? OFFSET ?`,
            ...values,
            Math.max(0, to - from),
            from,
          )
          .flatMap((id) => this.found(id)),
    };
  }

  named(folder: string, name: string): FileEntry | undefined {
    return this.database
      .ids("SELECT id FROM records WHERE parent = ? AND name = ? ORDER BY place LIMIT -1", folder, name)
      .flatMap((id) => this.found(id))
      .find((it) => it.name === name);
  }

  /** `isGiven`: what is about to be taken too. */
  freeName(folder: string, name: string, isGiven: (name: string) => boolean): string {
    const isHeld = (it: string): boolean => this.named(folder, it) !== undefined;
    const isTaken = (it: string): boolean => isHeld(it) || isGiven(it);
    if (!isTaken(name)) return name;
    const key = JSON.stringify([folder, name]);
    let n = this.tried.get(key) ?? 1;
    while (isHeld(withNumber(name, n))) n += 1;
    if (this.tried.size >= MOST_TRIED) this.tried.clear();
    this.tried.set(key, n);
    while (isTaken(withNumber(name, n))) n += 1;
    return withNumber(name, n);
  }

  idsIn(project: string): readonly string[] {
    return this.database.ids(
      "SELECT id FROM records WHERE kind = 'file' AND document ->> 'project' = ? ORDER BY place LIMIT -1",
      project,
    );
  }

  /** Where a file comes in lists: as it first came, wherever it was moved since. Undefined if it never was. */
  orderOf(id: string): number | undefined {
    const row =
      this.database.row("SELECT place FROM records WHERE id = ? AND kind = 'file'", id) ??
      this.database.row("SELECT place FROM removed WHERE id = ? AND kind = 'file' AND place IS NOT NULL", id);
    return row === undefined ? undefined : Number(row.place);
  }

  /** The database is not what it was. */
  forget(): void {
    this.cache.clear();
    this.tried.clear();
  }

  private found(id: string): FileEntry[] {
    const file = this.get(id);
    return file === undefined ? [] : [file];
  }
}

/** A name that is taken gets `_1_` in front, then `_2_` (API digest, section 12). */
export const withNumber = (name: string, n: number): string => `_${n}_${name}`;
