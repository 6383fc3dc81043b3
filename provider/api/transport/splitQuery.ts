import type { Query } from "./http";

/**
 * Filters with many values (200 file names) do not fit into one URL. They are cut into queries that do: the values of
 * one key are alternatives, so that the answers together are the answer.
 */

/** What one value takes of the URL, encoded, with the `&` or `?` before it. */
const takeValues = (key: string, value: string | number): number =>
  new URLSearchParams([[key, String(value)]]).toString().length + 1;

interface Part {
  readonly key: string;
  readonly values: readonly (string | number)[];
  readonly sizes: readonly number[];
  readonly size: number;
}

const partsOf = (query: Query): readonly Part[] =>
  Object.entries(query).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const values = [value].flat();
    const sizes = values.map((one) => takeValues(key, one));
    return [{ key, values, sizes, size: sizes.reduce((sum, size) => sum + size, 0) }];
  });

/** What a query takes of the URL. */
export const sizeOf = (query: Query): number => partsOf(query).reduce((sum, { size }) => sum + size, 0);

/** Values in their order, at most `most` to each pack and as many as fit into `room`, and at least one. */
const packValues = ({ values, sizes }: Part, room: number, most: number): readonly (readonly string[])[] => {
  const packs: string[][] = [];
  let left = 0;
  values.forEach((value, index) => {
    const size = sizes[index] ?? 0;
    const last = packs.at(-1);
    if (last !== undefined && size <= left && last.length < most) {
      last.push(String(value));
      left -= size;
    } else {
      packs.push([String(value)]);
      left = room - size;
    }
  });
  return packs;
};

/**
 * The query, cut at its longest lists into queries that take at most `room` characters each, with at most `most` values
 * of one key. A single value stays whole.
 */
export const splitQuery = (query: Query, room: number, most = Number.POSITIVE_INFINITY): readonly Query[] => {
  const parts = partsOf(query);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const lists = parts.filter(({ values }) => values.length > 1).sort((a, b) => b.size - a.size);
  const list = lists.find(({ values }) => values.length > most) ?? (total > room ? lists[0] : undefined);
  if (list === undefined) return [query];
  const left = room - (total - list.size);
  // Where the other lists alone are too long, they are cut next.
  const own = left >= Math.max(...list.sizes) ? left : Math.floor(list.size / 2);
  return packValues(list, own, most).flatMap((values) =>
    splitQuery({ ...query, [list.key]: values }, room, most),
  );
};

/** A list in parts of this size, the last one of what is left. */
export const chunks = <A>(all: readonly A[], size: number): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
