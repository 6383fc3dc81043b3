import { readSync } from "node:fs";

/** How much of the file is in memory at once, unless a line is longer: a whole state file may not fit into a string. */
const AT_ONCE = 4 * 1024 * 1024;
const NEWLINE = 10;

export interface Line {
  readonly text: string;
  /** Where the line after it begins. */
  readonly next: number;
}

/** The lines of a file. What follows the last newline is a line that was cut short, or nothing: it is left out. */
export function* linesOf(file: number): Iterable<Line> {
  let buffer = Buffer.allocUnsafe(AT_ONCE);
  /** How much of the buffer is filled, and where in the file that ends. */
  let [filled, position] = [0, 0];
  for (;;) {
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const read = readSync(file, buffer, filled, buffer.length - filled, position);
    if (read === 0) return;
    // No newline is in what was there before.
    let end = buffer.subarray(0, filled + read).indexOf(NEWLINE, filled);
    filled += read;
    position += read;
    let start = 0;
    for (; end >= 0; end = buffer.subarray(0, filled).indexOf(NEWLINE, start)) {
      const next = end + 1;
      yield { text: buffer.toString("utf8", start, end), next: position - filled + next };
      start = next;
    }
    buffer.copyWithin(0, start, filled);
    filled -= start;
  }
}
