import * as fc from "fast-check";
import type { Query } from "../../../provider/api/transport/http";
import { pathOf } from "../../../provider/api/transport/http";
import { sizeOf, splitQuery } from "../../../provider/api/transport/splitQuery";

const valuesIn = (query: Query | undefined, key: string): readonly string[] =>
  [query?.[key] ?? []].flat().map(String);

test("a query that fits is left as it is", () => {
  const query = { project: "ada/lab", name: ["a", "b"], none: undefined };
  expect(splitQuery(query, 100)).toStrictEqual([query]);
});

test("values are packed in their order, as many as fit", () => {
  expect(splitQuery({ p: "x", name: ["aa", "b b", "ü", "d"] }, 23)).toStrictEqual([
    { p: "x", name: ["aa", "b b"] },
    { p: "x", name: ["ü", "d"] },
  ]);
});

test("no key has more values than asked for in one piece", () => {
  expect(splitQuery({ name: ["a", "b", "c"] }, 100, 2)).toStrictEqual([
    { name: ["a", "b"] },
    { name: ["c"] },
  ]);
});

test("where several lists are too long, each is cut, and every combination is asked", () => {
  const pieces = splitQuery({ a: ["11111", "22222"], b: ["33333", "44444"] }, 16);
  expect(pieces).toStrictEqual([
    { a: ["11111"], b: ["33333"] },
    { a: ["11111"], b: ["44444"] },
    { a: ["22222"], b: ["33333"] },
    { a: ["22222"], b: ["44444"] },
  ]);
});

test("the size of a query is what it adds to the path, encoded", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.array(fc.string())), (query) => {
      expect(sizeOf(query)).toBe(pathOf("", query).length);
    }),
  );
});

test("no piece is longer than the room, nothing is lost or doubled, and the order is kept", () => {
  const names = fc.uniqueArray(fc.string({ maxLength: 60, unit: "grapheme" }), { maxLength: 400 });
  fc.assert(
    fc.property(names, fc.integer({ min: 1000, max: 6000 }), (name, room) => {
      const query = { project: "ada/lab", name, fields: "id,name" };
      const pieces = splitQuery(query, room);
      expect(pieces.every((piece) => sizeOf(piece) <= room)).toBe(true);
      expect(pieces.flatMap((piece) => valuesIn(piece, "name"))).toStrictEqual(name);
      // As few as in-order packing allows: no piece has room for the next one's first value.
      pieces.slice(1).forEach((piece, index) => {
        const [first = ""] = valuesIn(piece, "name");
        const before = pieces[index];
        expect(sizeOf({ ...before, name: [...valuesIn(before, "name"), first] })).toBeGreaterThan(room);
      });
    }),
  );
});

test("with several lists, every combination of values is in exactly one piece", () => {
  const list = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(list, list, fc.integer({ min: 150, max: 400 }), (a, b, room) => {
      const pieces = splitQuery({ a, b }, room);
      const pairs = pieces.flatMap((piece) =>
        valuesIn(piece, "a").flatMap((one) => valuesIn(piece, "b").map((two) => JSON.stringify([one, two]))),
      );
      const all = a.flatMap((one) => b.map((two) => JSON.stringify([one, two])));
      expect([...pairs].sort()).toStrictEqual([...all].sort());
      expect(pieces.every((piece) => sizeOf(piece) <= room)).toBe(true);
    }),
  );
});
