/** What pages are cut from: an array, or something that need not be one. */
export interface Rows<T> {
  readonly length: number;
  slice(from: number, to: number): readonly T[];
}

export const allOf = <T>(rows: Rows<T>): readonly T[] => rows.slice(0, rows.length);

/** Some of them, in their order or from the last to the first. */
export const part = <T>(rows: Rows<T>, start: number, end: number, backwards: boolean): Rows<T> => {
  const length = Math.max(0, end - start);
  return {
    length,
    slice: (from, to) => {
      const [a, b] = [Math.max(0, from), Math.min(length, to)];
      if (a >= b) return [];
      return backwards ? rows.slice(end - b, end - a).toReversed() : rows.slice(start + a, start + b);
    },
  };
};

export const joined = <T>(first: Rows<T>, second: Rows<T>): Rows<T> => ({
  length: first.length + second.length,
  slice: (from, to) => [
    ...first.slice(from, Math.min(to, first.length)),
    ...second.slice(Math.max(0, from - first.length), to - first.length),
  ],
});
