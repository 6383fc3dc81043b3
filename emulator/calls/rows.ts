/** What pages are cut from: an array, or something that need not be one. */
export interface Rows<T> {
  readonly length: number;
  slice(from: number, to: number): readonly T[];
}

/** Only where the clock decides, or in a folder: a page needs fewer. */
export const allOf = <T>(rows: Rows<T>): readonly T[] => rows.slice(0, rows.length);

export const joinRows = <T>(first: Rows<T>, second: Rows<T>): Rows<T> => ({
  length: first.length + second.length,
  slice: (from, to) => [
    ...first.slice(from, Math.min(to, first.length)),
    ...second.slice(Math.max(0, from - first.length), to - first.length),
  ],
});
