import { Platform } from "../../support/platform";
import { app, cwl, project, reads } from "../../support/seed";
import { failureOf, Process, type Properties } from "../provider";

/* Batches by a metadata field that their files do not have. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const checking = (checks = "apps"): Process => new Process(platform, { "sevenbridges:checks": checks });
const file = (path: string, more: Properties = {}) => ({ class: "File", path, ...more });
const bare = reads.map((path) => file(path));
const by = (...fields: readonly string[]): Properties => ({
  type: "CRITERIA",
  criteria: fields.map((field) => `metadata.${field}`),
});
const batch = (list: unknown, batchBy: Properties, more: Properties = {}): Properties => ({
  project,
  app: `${app}/0`,
  inputs: { reads: list },
  batchInput: "reads",
  batchBy,
  ...more,
});
/** As a lookup hands them over. */
const found = (...metadata: readonly Properties[]) =>
  metadata.map((fields, n) => file(reads[n] ?? "", { name: `${n}.fastq`, metadata: fields }));

const pooled = (field: string, rest: string): string =>
  `batchBy: none of the 3 files on inputs.reads has the metadata field ${field}, so one child task would get all of them. ${rest}`;

describe("a metadata field that no file has is a mistake", () => {
  test.each<[string, readonly unknown[], Properties, readonly string[]]>([
    [
      "misspelt: with the nearest, and all that there are",
      bare,
      by("sampleid"),
      [pooled("sampleid", "Did you mean sample_id? They have sample_id (2 values).")],
    ],
    [
      "in another case",
      bare,
      by("Sample_ID"),
      [pooled("Sample_ID", "Did you mean sample_id? They have sample_id (2 values).")],
    ],
    [
      "far from all that there are, each with its number of values",
      found({ lane: "1", kind: "x" }, { lane: "2", kind: "x" }, { kind: "x", "Library Name": 7 }),
      by("patient"),
      [
        pooled(
          "patient",
          'They have "Library Name" (1 value on 1 file), kind (1 value) and lane (2 values on 2 files).',
        ),
      ],
    ],
    [
      "the nearest comes first",
      found({ a: "1", sample_id: "x" }, { a: "1", sample_id: "y" }, { a: "1", sample_id: "z" }),
      by("sample-id"),
      [pooled("sample-id", "Did you mean sample_id? They have sample_id (3 values) and a (1 value).")],
    ],
    [
      "of files without any metadata",
      found({}, {}, { sample_id: null }),
      by("sample_id"),
      [pooled("sample_id", "They have no metadata at all.")],
    ],
    [
      "one of several",
      bare,
      by("sample_id", "lane"),
      [
        "batchBy: none of the 3 files on inputs.reads has the metadata field lane, so it would split nothing. They have sample_id (2 values).",
      ],
    ],
    [
      "both of two",
      bare,
      by("smaple_id", "lane number"),
      [
        "batchBy: none of the 3 files on inputs.reads has the metadata field smaple_id, so it would split nothing. Did you mean sample_id? They have sample_id (2 values).",
        'batchBy: none of the 3 files on inputs.reads has the metadata field "lane number", so it would split nothing. They have sample_id (2 values).',
      ],
    ],
    [
      "of a single file",
      bare.slice(0, 1),
      by("sampleid"),
      [
        "batchBy: the file on inputs.reads has no metadata field sampleid. Did you mean sample_id? It has sample_id (1 value).",
      ],
    ],
    [
      "among more than twelve",
      found(...[0, 1, 2].map(() => Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`f${n}`, "x"])))),
      by("patient"),
      [expect.stringMatching(/They have f0 \(1 value\), f1 .*, f7 \(1 value\) and 2 more\.$/)],
    ],
  ])("%s", async (_, list, batchBy, mistakes) => {
    const { inputs, reasons } = await checking().check({ __preview: true, ...batch(list, batchBy) });
    expect(reasons).toStrictEqual([]);
    expect(inputs.__checkErrors).toStrictEqual(mistakes);
    expect(inputs).not.toHaveProperty("expectedChildren");
  });

  test("an update is refused in the same words, and nothing is made", async () => {
    const { message } = await failureOf(checking().create(batch(bare, by("sampleid"))));
    expect(message).toBe(pooled("sampleid", "Did you mean sample_id? They have sample_id (2 values)."));
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a draft that is there is not changed to it, nor is it asked for again while nothing changes", async () => {
    const kept = await checking().create(batch(bare, by("sample_id")));
    await platform.writes();
    const { reasons } = await checking().check(batch(bare, by("sampleid")), kept.inputs);
    expect(reasons).toStrictEqual([expect.stringContaining("has the metadata field sampleid")]);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test.each([true, false])(
    "offline, too, where the program has the metadata (preview: %s)",
    async (preview) => {
      const list = found({ sample_id: "a" }, { sample_id: "b" }, { sample_id: "b" });
      const args = batch(list, by("sampleid"), { __preview: preview });
      const { inputs, reasons } = await checking("offline").check(args);
      const mistakes = [pooled("sampleid", "Did you mean sample_id? They have sample_id (2 values).")];
      expect([inputs.__checkErrors ?? [], reasons]).toStrictEqual(preview ? [mistakes, []] : [[], mistakes]);
      expect(await platform.log()).toStrictEqual([]);
    },
  );

  test("offline, nothing is said of files of which the program has no metadata", async () => {
    const { reasons } = await checking("offline").check(batch(bare, by("sampleid")));
    expect(reasons).toStrictEqual([]);
  });

  test("where the app itself batches, it says how not to", async () => {
    const own = `${project}/own`;
    const workflow = {
      ...cwl,
      "sbg:batchInput": "#reads",
      "sbg:batchBy": { type: "criteria", criteria: ["metadata.patient"] },
    };
    await platform.control("POST", "/seed", { apps: [{ id: own, cwl: workflow }] });
    const plain = { project, app: `${own}/0`, inputs: { reads: bare } };
    const { reasons } = await checking().check(plain);
    expect(reasons).toStrictEqual([
      pooled(
        "patient",
        "They have sample_id (2 values). The app itself batches by that field: set batch: false for one task without children, or give batchInput and batchBy.",
      ),
    ]);
    expect((await checking().check({ ...plain, batch: false })).reasons).toStrictEqual([]);
  });

  test("nothing is said where the platform's answer leaves the metadata out", async () => {
    await platform.fault({
      match: { path: "/bulk/" },
      kind: "alter",
      set: { items: bare.map(({ path }) => ({ resource: { id: path, name: "x", type: "file", project } })) },
    });
    await platform.fault({
      match: { method: "GET", path: "/files/\\w+$" },
      kind: "alter",
      set: { metadata: null },
      times: "always",
    });
    const process = checking();
    const { inputs, reasons } = await process.check({ __preview: true, ...batch(bare, by("sampleid")) });
    expect([inputs.__checkErrors, inputs.expectedChildren, reasons]).toStrictEqual([
      undefined,
      undefined,
      [],
    ]);
    expect(process.lines).toStrictEqual([
      "sb: not checked: the metadata of the files on inputs.reads. The platform's answer holds none, not even an empty one",
    ]);
  });
});

test("a field that all files have with one value makes one child, and that is shown", async () => {
  const process = checking();
  const list = found({ cohort: "trio" }, { cohort: "trio" });
  const { expectedChildren } = await process.checked(batch(list, by("cohort")));
  expect([expectedChildren, process.lines]).toStrictEqual([{ count: 1, groups: ["trio"] }, []]);
});
