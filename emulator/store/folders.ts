import type { FileEntry } from "./model";

type Order = (file: string) => number | undefined;

class Folder {
  private files = new Map<string, FileEntry>();
  /** Whether all are where they belong: one that was moved here may not be. */
  private inOrder = true;
  /** Made when somebody asks. */
  private names: Names | undefined;

  get size(): number {
    return this.files.size;
  }

  all(orderOf: Order): FileEntry[] {
    if (!this.inOrder) {
      this.files = new Map([...this.files].sort(([a], [b]) => (orderOf(a) ?? 0) - (orderOf(b) ?? 0)));
      this.inOrder = true;
    }
    return [...this.files.values()];
  }

  put(file: FileEntry, isMoved: boolean): void {
    if (isMoved) this.inOrder = false;
    const was = this.files.get(file.id);
    this.files.set(file.id, file);
    if (was !== undefined && was.name !== file.name) this.names?.remove(was);
    this.names?.put(file);
  }

  remove(file: FileEntry): void {
    this.files.delete(file.id);
    this.names?.remove(file);
  }

  get named(): Names {
    this.names ??= new Names(this.files.values());
    return this.names;
  }
}

class Names {
  /** Name → those that have it: one, but for states from before names were held to be so. */
  private readonly files = new Map<string, readonly FileEntry[]>();
  /** Name → the number below which all are taken, as long as no name has become free. */
  private tried = new Map<string, number>();

  constructor(files: Iterable<FileEntry>) {
    for (const file of files) this.put(file);
  }

  get(name: string): FileEntry | undefined {
    return this.files.get(name)?.[0];
  }

  put(file: FileEntry): void {
    this.files.set(file.name, [...this.others(file), file]);
  }

  remove(file: FileEntry): void {
    const { name } = file;
    const left = this.others(file);
    if (left.length > 0) return void this.files.set(name, left);
    this.files.delete(name);
    this.tried = new Map();
  }

  private others({ id, name }: FileEntry): readonly FileEntry[] {
    return (this.files.get(name) ?? []).filter((it) => it.id !== id);
  }

  free(name: string, isGiven: (name: string) => boolean): string {
    const isTaken = (it: string): boolean => this.files.has(it) || isGiven(it);
    if (!isTaken(name)) return name;
    let n = this.tried.get(name) ?? 1;
    while (this.files.has(numbered(name, n))) n += 1;
    this.tried.set(name, n);
    while (isTaken(numbered(name, n))) n += 1;
    return numbered(name, n);
  }
}

/** A name that is taken gets `_1_` in front, then `_2_` (API digest, section 12). */
export const numbered = (name: string, n: number): string => `_${n}_${name}`;

/** What is in which folder, and which names are taken there. */
export class Folders {
  /** Of a folder with one file, that file: each task that runs has a log in a separate folder. */
  private readonly folders = new Map<string, Folder | FileEntry>();
  /** Made when somebody asks. */
  private order: Map<string, number> | undefined;
  private last = 0;

  /** `ids` are those of all files, as they came. */
  constructor(private readonly ids: () => Iterable<string>) {}

  change(was: FileEntry | undefined, now: FileEntry | undefined): void {
    if (was !== undefined && was.parent !== now?.parent) this.remove(was);
    if (now === undefined) return;
    if (was === undefined) this.order?.set(now.id, this.next());
    const isMoved = was !== undefined && was.parent !== now.parent;
    const held = this.folders.get(now.parent);
    if (held === undefined || (!(held instanceof Folder) && held.id === now.id)) {
      this.folders.set(now.parent, now);
    } else {
      this.folder(now.parent, held).put(now, isMoved);
    }
  }

  /** Where a file comes in lists: as it first came, wherever it was moved since. Undefined if it never was. */
  readonly orderOf: Order = (file) => {
    this.order ??= new Map([...this.ids()].map((id) => [id, this.next()]));
    return this.order.get(file);
  };

  /** Oldest first. */
  filesIn(folder: string): FileEntry[] {
    const held = this.folders.get(folder);
    return held instanceof Folder ? held.all(this.orderOf) : held === undefined ? [] : [held];
  }

  fileNamed(folder: string, name: string): FileEntry | undefined {
    return this.namesIn(folder).get(name);
  }

  /** `isGiven`: what is about to be taken too. */
  freeName(folder: string, name: string, isGiven: (name: string) => boolean): string {
    return this.namesIn(folder).free(name, isGiven);
  }

  private namesIn(folder: string): Names {
    const held = this.folders.get(folder);
    return held === undefined ? new Names([]) : this.folder(folder, held).named;
  }

  private next(): number {
    this.last += 1;
    return this.last;
  }

  private folder(id: string, held: Folder | FileEntry): Folder {
    if (held instanceof Folder) return held;
    const folder = new Folder();
    folder.put(held, false);
    this.folders.set(id, folder);
    return folder;
  }

  private remove(file: FileEntry): void {
    const held = this.folders.get(file.parent);
    if (held instanceof Folder) held.remove(file);
    if (!(held instanceof Folder) || held.size === 0) this.folders.delete(file.parent);
  }
}
