import { withNumber } from "../store/files";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";

/** Files and folders that are about to be written down, beside those that are there: a name is taken once in a folder. */
export class ReservedNames {
  /** Folder → name → what is about to have it. */
  private readonly folders = new Map<string, Map<string, FileEntry>>();

  constructor(private readonly store: Store) {}

  add(file: FileEntry): void {
    const names = this.folders.get(file.parent) ?? new Map<string, FileEntry>();
    names.set(file.name, file);
    this.folders.set(file.parent, names);
  }

  named(folder: string, name: string): FileEntry | undefined {
    return this.folders.get(folder)?.get(name) ?? this.store.fileNamed(folder, name);
  }

  /** The folder of that name, or the name for one. A file in its way keeps the name, and the folder gets another. */
  folder(parent: string, name: string): { readonly folder?: string; readonly free: string } {
    for (let n = 0, free = name; ; n += 1, free = withNumber(name, n)) {
      const there = this.named(parent, free);
      if (there === undefined) return { free };
      if (there.type === "folder") return { folder: there.id, free };
    }
  }

  /** The name itself, or the first one like it that is free, as are the names that come with it. */
  free(folder: string, name: string, along: (name: string) => readonly string[] = () => []): string {
    const arriving = this.folders.get(folder);
    return this.store.freeName(
      folder,
      name,
      (it) =>
        arriving?.has(it) === true || along(it).some((other) => this.named(folder, other) !== undefined),
    );
  }
}
