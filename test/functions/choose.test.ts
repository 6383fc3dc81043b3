import * as fc from "fast-check";
import type { FileItem } from "../../provider/api/endpoints/schemas";
import { hasMetadata, inOrder, isMatch } from "../../provider/functions/choose";
import { foundFile } from "../../provider/functions/foundFile";

test.each<[string, string, boolean]>([
  ["*.fastq.gz", "E18127_1.fastq.gz", true],
  ["*.fastq.gz", "E18127_1.fastq", false],
  ["*_[12].fq", "a_2.fq", true],
  ["*_[12].fq", "a_3.fq", false],
  ["{a,b}?.bam", "b7.bam", true],
  ["@(tumor|normal)*.bam", "tumor_1.bam", true],
  ["*", ".hidden", true],
  ["*.BAM", "a.bam", false],
  ["#*.txt", "#1.txt", true],
  ["!a*", "b", false],
  ["!a*", "!ab", true],
  ["a\\*b", "a*b", true],
  ["a\\*b", "axb", false],
  ["a.b", "axb", false],
  ["sample 1*", "sample 1 (copy).bam", true],
])("the glob %s and the name %s: %s", (glob, name, expected) => {
  expect(isMatch(name, glob)).toBe(expected);
});

test.each<[string, Record<string, unknown>, Record<string, readonly string[]>, boolean]>([
  ["one of the values", { a: "1" }, { a: ["2", "1"] }, true],
  ["none of the values", { a: "3" }, { a: ["2", "1"] }, false],
  ["all fields", { a: "1", b: "2" }, { a: ["1"], b: ["2"] }, true],
  ["one field of two", { a: "1", b: "3" }, { a: ["1"], b: ["2"] }, false],
  ["a number", { a: 1 }, { a: ["1"] }, true],
  ["a list", { a: ["x", "y"] }, { a: ["y"] }, true],
  ["an unset field", { a: null }, { a: ["null"] }, false],
  ["a field of every object", {}, { constructor: ["x"] }, false],
])("metadata: %s", (_, metadata, wanted, expected) => {
  expect(hasMetadata({ metadata }, wanted)).toBe(expected);
});

test("a file says what the platform says, and no more", () => {
  expect(foundFile({ id: "i", name: "n" })).toStrictEqual({
    class: "File",
    path: "i",
    name: "n",
    metadata: {},
  });
  expect(
    foundFile({
      id: "i",
      name: "n",
      size: 0,
      parent: "p",
      origin: { task: "t" },
      metadata: { a: "1", b: 2, c: null, d: ["x", "y"], e: true },
    }),
  ).toStrictEqual({
    class: "File",
    path: "i",
    name: "n",
    size: 0,
    folder: "p",
    origin: { task: "t" },
    metadata: { a: "1", b: "2", d: "x, y", e: "true" },
  });
});

const item: fc.Arbitrary<FileItem> = fc.record({
  id: fc.stringMatching(/^[a-f]{2}$/),
  name: fc.constantFrom("a.bam", "A.bam", "b.bam", "ä.bam", "10", "9", "b.bai"),
  type: fc.constantFrom("file", "folder", "FOLDER", undefined),
  origin: fc.constantFrom({}, { task: "t" }, null, undefined),
});
const only = fc.record({
  origin: fc.constantFrom("any" as const, "task" as const, "uploaded" as const),
  match: fc.constantFrom(undefined, "*.bam"),
});

test("the answer depends on no order, has each file once, no folder, and is sorted by name, then id", () => {
  fc.assert(
    fc.property(fc.uniqueArray(item, { selector: ({ id }) => id }), only, fc.nat(), (items, query, turn) => {
      const files = inOrder(items, query);
      const middle = turn % (items.length + 1);
      expect(inOrder([...items.slice(middle), ...items.slice(0, middle), ...items], query)).toStrictEqual(
        files,
      );
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
      files.slice(1).forEach((file, index) => {
        const before = files[index];
        expect(
          before && (before.name < file.name || (before.name === file.name && before.path < file.path)),
        ).toBe(true);
      });
      const folders = new Set(
        items.flatMap(({ id, type }) => (type?.toLowerCase() === "folder" ? [id] : [])),
      );
      expect(files.filter(({ path }) => folders.has(path))).toStrictEqual([]);
    }),
  );
});

test("uploaded and made by tasks together are all, and share none", () => {
  fc.assert(
    fc.property(fc.uniqueArray(item, { selector: ({ id }) => id }), (items) => {
      const of = (origin: "any" | "task" | "uploaded") =>
        inOrder(items, { origin, match: undefined }).map(({ path }) => path);
      expect([...of("task"), ...of("uploaded")].sort()).toStrictEqual([...of("any")].sort());
    }),
  );
});
