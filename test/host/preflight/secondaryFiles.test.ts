import { Platform } from "../../support/platform";
import { project } from "../../support/seed";
import { Process, type Properties } from "../provider";

/* An app that needs an index beside its file fails on the platform when its task has cost money already. */

const id = (n: number): string => n.toString(16).padStart(24, "5678000000000000000000");
const bams = [id(1), id(2), id(3)] as const;
const [indexed, bare, inFolder] = bams;
const index = id(9);
const app = `${project}/call`;

const port = { type: "File[]", secondaryFiles: [".bai", { pattern: "^.note", required: false }] };
const cwl = {
  class: "CommandLineTool",
  cwlVersion: "v1.2",
  inputs: [
    { id: "bams", ...port },
    { id: "reference", type: "File?", secondaryFiles: ["^.dict", ".fai"] },
    { id: "plain", type: "File?" },
  ],
  outputs: [],
};

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
  const file = (name: string, of: string, sample = "s") => ({
    project,
    name,
    id: of,
    metadata: { sample_id: sample },
  });
  await platform.control("POST", "/seed", {
    files: [
      file("one.bam", indexed),
      file("one.bam.bai", id(8)),
      file("two.bam", bare),
      file("folder/three.bam", inFolder),
      file("elsewhere/two.bam.bai", index),
      file("ref.fa", id(5)),
      file("ref.dict", id(6)),
    ],
    apps: [{ id: app, cwl }],
  });
});
afterEach(() => platform.close());

const asFile = (path: string): Properties => ({ class: "File", path });
const args = (inputs: Properties, more: Properties = {}): Properties => ({
  project,
  app: `${app}/0`,
  inputs,
  batch: false,
  ...more,
});

const looked = async (
  inputs: Properties,
  { checks = "full", more = {} }: { readonly checks?: string; readonly more?: Properties } = {},
) => {
  const process = new Process(platform, { "sevenbridges:checks": checks });
  await platform.log();
  const { reasons } = await process.check({ ...args(inputs, more), __preview: true });
  const lists = (await platform.log()).filter((line) => line.startsWith("GET /files"));
  return { reasons, warnings: process.lines.filter((line) => line.includes("warning: ")), lists };
};

const rootOf = async (): Promise<unknown> => (await platform.api("GET", `/projects/${project}`)).root_folder;

/** What is said of a file, by what matters. */
const warning = (path: string, file: string, names: string, of: string, folder: unknown): string =>
  expect.stringContaining(
    `warning: ${path}: ${file} lacks ${names}, which port ${of} requires beside it: there is no such file in folder ${folder} of project ${project}`,
  );

test("a file without what its port requires is a warning that says which, what and where; the task is made", async () => {
  const root = await rootOf();
  const { parent } = await platform.api("GET", `/files/${inFolder}`);
  const { reasons, warnings } = await looked({ bams: bams.map(asFile), reference: asFile(id(5)) });
  expect(reasons).toStrictEqual([]);
  expect(warnings).toStrictEqual([
    warning("inputs.bams[1]", `two.bam (${bare})`, "two.bam.bai", "bams", root),
    warning("inputs.bams[2]", `three.bam (${inFolder})`, "three.bam.bai", "bams", parent),
    warning("inputs.reference", `ref.fa (${id(5)})`, "ref.fa.fai", "reference", root),
  ]);
});

test("a folder is listed once, for all files and tasks of a preview", async () => {
  const process = new Process(platform, { "sevenbridges:checks": "full" });
  for (const name of ["a", "b"])
    await process.check({ ...args({ bams: [indexed, bare].map(asFile) }), name, __preview: true });
  expect((await platform.log()).filter((line) => line.startsWith("GET /files"))).toHaveLength(1);
});

test("files that have all of it, ports that need nothing, and patterns that are optional say nothing", async () => {
  const { warnings, lists } = await looked({ bams: [asFile(indexed)] });
  expect([warnings, lists.length]).toStrictEqual([[], 1]);
  expect(await looked({ bams: [], plain: asFile(bare) })).toStrictEqual({
    reasons: [],
    warnings: [],
    lists: [],
  });
});

test("a secondary file that the program names counts, by its name or by its id", async () => {
  const given = (more: Properties): Properties => ({
    bams: [{ ...asFile(bare), secondaryFiles: [{ ...asFile(index), ...more }] }],
  });
  for (const more of [{}, { name: "two.bam.bai" }])
    expect((await looked(given(more))).warnings).toStrictEqual([]);
  expect((await looked(given({ name: "another.bai" }))).warnings).toHaveLength(1);
});

test("with checks: apps, files that are looked up for a batch are looked at, others are not", async () => {
  expect(await looked({ bams: [asFile(bare)] }, { checks: "apps" })).toMatchObject({
    warnings: [],
    lists: [],
  });
  const more = {
    batch: undefined,
    batchInput: "bams",
    batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
  };
  const { warnings, lists } = await looked({ bams: [indexed, bare].map(asFile) }, { checks: "apps", more });
  expect(warnings).toStrictEqual([
    warning("inputs.bams[1]", `two.bam (${bare})`, "two.bam.bai", "bams", await rootOf()),
  ]);
  expect(lists).toHaveLength(1);
});

test("with checks: offline nothing is asked", async () => {
  expect(await looked({ bams: [asFile(bare)] }, { checks: "offline" })).toMatchObject({
    warnings: [],
    lists: [],
  });
});

test("a folder that is not listed is one line with what was not checked, and the preview goes on", async () => {
  await platform.fault({ match: { path: "/v2/files$" }, kind: "status", status: 403, times: "always" });
  const process = new Process(platform, { "sevenbridges:checks": "full" });
  const { reasons } = await process.check({ ...args({ bams: [asFile(bare)] }), __preview: true });
  expect(reasons).toStrictEqual([]);
  expect(process.lines.filter((line) => line.includes("secondary files"))).toStrictEqual([
    expect.stringContaining("not checked: secondary files. GET /files"),
  ]);
});

test("in a large folder what its first pages do not show is asked for by its name", async () => {
  const files = Array.from({ length: 1100 }, (_, n) => ({ project, name: `many/${n}.txt` }));
  const [first, last] = [id(20), id(21)];
  await platform.control("POST", "/seed", {
    files: [
      ...files,
      { project, name: "many/x.bam", id: first },
      { project, name: "many/x.bam.bai", id: id(22) },
      { project, name: "many/y.bam", id: last },
    ],
  });
  const { warnings, lists } = await looked({ bams: [first, last].map(asFile) });
  expect(warnings).toStrictEqual([expect.stringContaining("y.bam.bai")]);
  expect([lists.length, lists.at(-1)]).toStrictEqual([
    11,
    expect.stringContaining("name=x.bam.bai&name=y.bam.bai"),
  ]);
});

test("many files are counted after the first ten", async () => {
  const ids = Array.from({ length: 12 }, (_, n) => id(40 + n));
  await platform.control("POST", "/seed", {
    files: ids.map((of, n) => ({ project, name: `${n}.cram`, id: of })),
  });
  const { warnings } = await looked({ bams: ids.map(asFile) });
  expect([warnings.length, warnings.at(-1)]).toStrictEqual([
    11,
    expect.stringContaining("2 more files lack secondary files"),
  ]);
});
