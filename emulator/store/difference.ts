import type { Change, Kind } from "./model";

/**
 * What the state file has to say: how the state differs from the seed. A record that is as in the seed needs no line,
 * and one that was removed needs one as long as a seed may hold it.
 */
export class Difference {
  private readonly seeded = new Map<string, Change>();
  private readonly removed = new Map<string, Change>();

  seed(change: Change): void {
    this.seeded.set(keyOf(change[0], change[1]), change);
  }

  isSeeded([kind, id]: Change, value: Change[2]): boolean {
    return this.seeded.get(keyOf(kind, id))?.[2] === value;
  }

  /** `mayBeSeeded`: the seed was another one then, or the record was not there. */
  change(change: Change, mayBeSeeded: boolean): void {
    const [kind, id, value] = change;
    if (value !== null && this.removed.size === 0) return;
    const key = keyOf(kind, id);
    if (value !== null) this.removed.delete(key);
    else if (mayBeSeeded || this.seeded.has(key)) this.removed.set(key, change);
  }

  *lines(records: Iterable<Change>): Iterable<Change> {
    for (const record of records) if (!this.isSeeded(record, record[2])) yield record;
    yield* this.removed.values();
  }
}

const keyOf = (kind: Kind, id: string): string => `${kind} ${id}`;
