/** Characters of JSON. As objects they take a few times as much memory: our choice. */
const MOST = 32 * 1024 * 1024;

/**
 * The documents that were used last, as objects: a batch that is asked for reads all its children. The older half is
 * dropped when the newer half is full, so memory stays the same whatever the size of the state.
 */
export class Cache<T> {
  private recent = new Map<string, Cached<T>>();
  private older = new Map<string, Cached<T>>();
  private size = 0;

  constructor(private readonly most = MOST) {}

  get(id: string): T | undefined {
    const found = this.recent.get(id);
    if (found !== undefined) return found.value;
    const old = this.older.get(id);
    if (old !== undefined) this.set(id, old.value, old.size);
    return old?.value;
  }

  /** `size` is the length of the document. */
  set(id: string, value: T, size: number): void {
    this.delete(id);
    this.recent.set(id, { value, size });
    this.size += size;
    if (this.size <= this.most / 2) return;
    this.older = this.recent;
    this.recent = new Map();
    this.size = 0;
  }

  delete(id: string): void {
    this.size -= this.recent.get(id)?.size ?? 0;
    this.recent.delete(id);
    this.older.delete(id);
  }

  clear(): void {
    this.recent = new Map();
    this.older = new Map();
    this.size = 0;
  }
}

interface Cached<T> {
  readonly value: T;
  readonly size: number;
}
