/** What pages are cut from: an array, or something that need not be one. */
export interface Rows<T> {
  readonly length: number;
  slice(from: number, to: number): readonly T[];
}

/** The same from its end, in two parts: the first so many, then the others. */
export const reversed = <T>(rows: Rows<T>, first: number): Rows<T> => ({
  length: rows.length,
  slice: (from, to) => {
    const part = (start: number, end: number): readonly T[] => {
      const [a, b] = [Math.max(from, start), Math.min(to, end)];
      return a < b ? rows.slice(start + end - b, start + end - a).toReversed() : [];
    };
    return [...part(0, first), ...part(first, rows.length)];
  },
});
