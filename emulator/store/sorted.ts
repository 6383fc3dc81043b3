import type { Rows } from "../calls/rows";

/** Lists of at most so many, one after the other: to put one in moves a few hundred others, however many there are. */
const MOST = 512;

/** Items in an order in which no two are equal. */
export class Sorted<T> implements Rows<T> {
  private readonly lists: T[][] = [];
  private count = 0;

  constructor(
    private readonly compare: (a: T, b: T) => number,
    items: readonly T[] = [],
  ) {
    const sorted = items.toSorted(compare);
    for (let at = 0; at < sorted.length; at += MOST) this.lists.push(sorted.slice(at, at + MOST));
    this.count = sorted.length;
  }

  get length(): number {
    return this.count;
  }

  last(): T | undefined {
    return this.lists.at(-1)?.at(-1);
  }

  add(item: T): void {
    this.count += 1;
    const last = this.last();
    // What is new mostly comes last.
    if (last === undefined || this.compare(last, item) < 0) {
      const end = this.lists.at(-1);
      if (end !== undefined && end.length < MOST) end.push(item);
      else this.lists.push([item]);
      return;
    }
    const { list, index, place } = this.find(item);
    list?.splice(place, 0, item);
    if (list !== undefined && list.length > MOST) this.lists.splice(index + 1, 0, list.splice(MOST / 2));
  }

  remove(item: T): void {
    const { list, index, place } = this.find(item);
    const found = list?.[place];
    if (list === undefined || found === undefined || this.compare(found, item) !== 0) return;
    list.splice(place, 1);
    this.count -= 1;
    if (list.length === 0) this.lists.splice(index, 1);
  }

  /** One item in the place of another. */
  replace(was: T, now: T): void {
    if (this.compare(was, now) === 0) {
      const { list, place } = this.find(was);
      if (list !== undefined) list[place] = now;
    } else {
      this.remove(was);
      this.add(now);
    }
  }

  slice(from: number, to: number): readonly T[] {
    const found: T[] = [];
    let start = 0;
    for (const list of this.lists) {
      if (start >= to) break;
      if (start + list.length > from) {
        for (const item of list.slice(Math.max(0, from - start), to - start)) found.push(item);
      }
      start += list.length;
    }
    return found;
  }

  /** How many come before the first that is not so; after it, none may be. */
  countWhile(is: (item: T) => boolean): number {
    let before = 0;
    for (const list of this.lists) {
      const place = firstFrom(list.length, (at) => !isAt(list, at, is));
      before += place;
      if (place < list.length) break;
    }
    return before;
  }

  /** The list and the place in it of the first item that is not before this one; no list when all are. */
  private find(item: T): { list: T[] | undefined; index: number; place: number } {
    const isNotBefore = (it: T): boolean => this.compare(it, item) >= 0;
    const index = firstFrom(this.lists.length, (at) => {
      const list = this.lists[at] ?? [];
      return isAt(list, list.length - 1, isNotBefore);
    });
    const list = this.lists[index];
    return { list, index, place: list ? firstFrom(list.length, (at) => isAt(list, at, isNotBefore)) : 0 };
  }
}

const isAt = <T>(list: readonly T[], at: number, is: (item: T) => boolean): boolean => {
  const item = list[at];
  return item !== undefined && is(item);
};

/** The least number below `length` for which it is so, and with it for all after it; `length` when there is none. */
const firstFrom = (length: number, is: (at: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
