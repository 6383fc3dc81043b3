interface Entry {
  readonly id: string;
  readonly at: number;
}

/**
 * What is due when: a binary heap that knows where each id is. That nothing is due yet costs one look at its top, and
 * nothing leaves it but by being said to: an answer that could not be written down finds the same due again.
 */
export class DueQueue {
  private readonly heap: Entry[] = [];
  private readonly places = new Map<string, number>();

  set(id: string, at: number): void {
    const place = this.places.get(id);
    if (place !== undefined && this.heap[place]?.at === at) return;
    this.put({ id, at }, place ?? this.heap.length);
    this.settle(id);
  }

  delete(id: string): void {
    const place = this.places.get(id);
    const last = this.heap.at(-1);
    if (place === undefined || last === undefined) return;
    this.heap.pop();
    this.places.delete(id);
    if (last.id === id) return;
    this.put(last, place);
    this.settle(last.id);
  }

  /** All that is due by then, in no order. */
  until(now: number): readonly string[] {
    const found: string[] = [];
    const look = [0];
    for (let place = look.pop(); place !== undefined; place = look.pop()) {
      const entry = this.heap[place];
      // What is below is not due earlier.
      if (entry === undefined || entry.at > now) continue;
      found.push(entry.id);
      look.push(2 * place + 1, 2 * place + 2);
    }
    return found;
  }

  private settle(id: string): void {
    let place = this.places.get(id) ?? 0;
    while (place > 0 && this.swapped((place - 1) >> 1, place)) place = (place - 1) >> 1;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const next = this.at(right) < this.at(left) ? right : left;
      if (!this.swapped(place, next)) return;
      place = next;
    }
  }

  /** Whether they had to be. */
  private swapped(above: number, below: number): boolean {
    const [upper, lower] = [this.heap[above], this.heap[below]];
    if (upper === undefined || lower === undefined || upper.at <= lower.at) return false;
    this.put(lower, above);
    this.put(upper, below);
    return true;
  }

  private at(place: number): number {
    return this.heap[place]?.at ?? Number.POSITIVE_INFINITY;
  }

  private put(entry: Entry, place: number): void {
    this.heap[place] = entry;
    this.places.set(entry.id, place);
  }
}
