import * as fc from "fast-check";
import {
  type ExpectedChildren,
  expectedChildren,
  type FileFacts,
  lackingIn,
  unreadIn,
} from "../../../provider/model/task/expectedChildren";
import { type BatchBy, byItem, byMetadata } from "../../../provider/model/values/batching";
import { file } from "../../../provider/resources/values";

const found = (path: string, metadata: FileFacts["metadata"] = {}, name = `${path}.fastq`) => ({
  class: "File",
  path,
  name,
  metadata,
});
const nothing = (): undefined => undefined;
const of = (...groups: string[]): ExpectedChildren => ({ count: groups.length, groups });
const a1 = found("a1", { sample_id: "a", lane: "1" });
const a2 = found("a2", { sample_id: "a", lane: "2" });
const b1 = found("b1", { sample_id: "b", lane: "1" });

describe("the children that a batch will have", () => {
  test.each<[string, BatchBy, readonly unknown[], ExpectedChildren]>([
    ["by item, one for each, called by its file's name", byItem, [b1, a1], of("b1.fastq", "a1.fastq")],
    [
      "by item, two files of one name are two children",
      byItem,
      [a1, { ...a2, name: "a1.fastq" }],
      of("a1.fastq", "a1.fastq"),
    ],
    ["by item, one and the same file twice is two children", byItem, [a1, a1], of("a1.fastq", "a1.fastq")],
    ["by item, a text or a number is called by itself", byItem, ["chr1", 2, true], of("chr1", "2", "true")],
    [
      "by item, a record that is no file is called by its name",
      byItem,
      [{ name: "left" }, {}],
      of("left", ""),
    ],
    [
      "by metadata, one for each value, in the order in which they first appear",
      byMetadata("sample_id"),
      [b1, a1, a2],
      of("b", "a"),
    ],
    [
      "by several fields, one for each combination, called by all values",
      byMetadata("sample_id", "lane"),
      [a1, b1, a2, a1],
      of("a, 1", "b, 1", "a, 2"),
    ],
    [
      "the order of the fields is the order of the values",
      byMetadata("lane", "sample_id"),
      [a1, b1],
      of("1, a", "1, b"),
    ],
    [
      "combinations that only read alike are two children",
      byMetadata("x", "y"),
      [found("1", { x: "a, b", y: "c" }), found("2", { x: "a", y: "b, c" })],
      of("a, b, c", "a, b, c"),
    ],
    [
      "a file without the field is in the group of those without it",
      byMetadata("sample_id"),
      [a1, found("z1"), found("z2", { sample_id: null })],
      of("a", ""),
    ],
    [
      "a file without one of the fields has an empty place there",
      byMetadata("sample_id", "lane"),
      [found("z", { sample_id: "z" })],
      of("z, "),
    ],
    [
      "what every object has is no metadata",
      byMetadata("constructor"),
      [found("1", { sample_id: "a" })],
      of(""),
    ],
    [
      "numbers and lists read as lookups give them",
      byMetadata("x"),
      [found("1", { x: [1, "b"] })],
      of("1, b"),
    ],
    ["nothing of nothing", byMetadata("sample_id"), [], of()],
  ])("%s", (_, by, list, expected) => expect(expectedChildren(by, list, nothing)).toStrictEqual(expected));

  test("what the platform says of a file comes before what the program says", () =>
    expect(
      expectedChildren(byMetadata("sample_id"), [file("a1"), found("b1", { sample_id: "old" })], (id) => ({
        metadata: { sample_id: `new ${id}` },
      })),
    ).toStrictEqual(of("new a1", "new b1")));
});

describe("what has to be asked", () => {
  test.each<[string, BatchBy, readonly unknown[], readonly string[]]>([
    ["by item, files without a name", byItem, [file("1"), { ...file("2"), name: "x" }, a1], ["1"]],
    [
      "by metadata, files without metadata",
      byMetadata("x"),
      [file("1"), { ...file("2"), name: "x" }, a1],
      ["1", "2"],
    ],
    ["each once", byItem, [file("1"), file("1")], ["1"]],
    ["folders, too", byItem, [{ class: "Directory", path: "1" }], ["1"]],
    ["of nothing else", byItem, ["1", 2, { path: "3" }], []],
  ])("%s", (_, by, list, ids) => expect(unreadIn(by, list)).toStrictEqual(ids));
});

describe("the items that lack the metadata", () => {
  test.each<[string, BatchBy, readonly unknown[], ReturnType<typeof lackingIn>]>([
    ["none by item", byItem, [found("1")], []],
    [
      "with their places and all fields that they lack",
      byMetadata("sample_id", "lane"),
      [a1, found("1", { lane: "1" }), found("2")],
      [
        { index: 1, fields: ["metadata.sample_id"] },
        { index: 2, fields: ["metadata.sample_id", "metadata.lane"] },
      ],
    ],
    ["an empty value is a value", byMetadata("sample_id"), [found("1", { sample_id: "" })], []],
  ])("%s", (_, by, list, lacking) => expect(lackingIn(by, list, nothing)).toStrictEqual(lacking));
});

const value = fc.constantFrom("a", "b", "a, b", "", "Ä");
const list = fc.array(
  fc.tuple(fc.string(), fc.record({ x: value, y: value })).map(([path, metadata]) => found(path, metadata)),
  { maxLength: 12 },
);

describe("for any list and fields", () => {
  test("every file is in exactly one group, and there are as many children as groups", () =>
    fc.assert(
      fc.property(list, fc.constantFrom(byMetadata("x"), byMetadata("y", "x")), (files, by) => {
        const { count, groups } = expectedChildren(by, files, nothing);
        // Each file alone has one group; the whole has these, each combination once.
        const alone = files.map((one) => [
          JSON.stringify(by.criteria.map((field) => one.metadata[field.slice("metadata.".length)])),
          expectedChildren(by, [one], nothing).groups,
        ]);
        expect(alone.every(([, own]) => own?.length === 1)).toBe(true);
        expect(groups).toStrictEqual([...new Map(alone.map(([key, own]) => [key, own?.[0]])).values()]);
        expect(count).toBe(groups.length);
      }),
    ));

  test("files that are added at the end change no group before them", () =>
    fc.assert(
      fc.property(list, list, (some, more) => {
        const before = expectedChildren(byMetadata("x"), some, nothing);
        const after = expectedChildren(byMetadata("x"), [...some, ...more], nothing);
        expect(after.groups.slice(0, before.count)).toStrictEqual(before.groups);
      }),
    ));

  test("by item there is one for each", () =>
    fc.assert(
      fc.property(list, (files) => {
        const groups = files.map(({ name }) => name);
        expect(expectedChildren(byItem, files, nothing)).toStrictEqual({ count: files.length, groups });
      }),
    ));
});
