import { emulated, items, pick } from "./client";
import { elsewhere, files, fileValue, seed } from "./seed";

const secondary = ["^.bai", "^^.dict", ".md5"];
const made = { id: "made", type: "File", "sbg:fileTypes": "BAM", secondaryFiles: secondary };
const tool = { class: "CommandLineTool", inputs: [], outputs: [made] };
const every = {
  class: "CommandLineTool",
  cwlVersion: "v1.2",
  inputs: [{ id: "reads", type: "File[]" }],
  outputs: [
    { id: "table", type: "File", "sbg:fileTypes": "TSV, CSV" },
    { id: "parts", type: "File[]" },
    { id: "folder", type: "Directory" },
    {
      id: "record",
      type: {
        type: "record",
        fields: [
          { name: "plot", type: "File" },
          { name: "note", type: "string?" },
        ],
      },
    },
    { id: "whole", type: "int" },
    { id: "share", type: "double" },
    { id: "text", type: "string" },
    { id: "yes", type: "boolean" },
    { id: "verdict", type: { type: "enum", symbols: ["pass", "fail"] } },
    { id: "log", type: "File?" },
    { id: "unmapped", type: "File[]?" },
    { id: "rate", type: ["null", "float"] },
  ],
};
const apps = [
  { id: "ada/lab/make", cwl: tool },
  { id: "ada/lab/every", cwl: every },
];
const emulator = emulated({ seed: { ...seed, apps } });
const app = "ada/lab/make";

test("each ^ of a secondary file's pattern takes an extension off the name", async () => {
  const { client } = emulator;
  const id = await client.task({ app, name: "carets" }, "?action=run");
  await client.advance(20);
  const found = await client.get(`/files?project=ada/lab&origin.task=${id}`);
  expect(items(found, "name").sort()).toEqual([
    "carets.dict",
    "carets.made.bai",
    "carets.made.bam",
    "carets.made.bam.md5",
  ]);
});

test("tasks of one name that end at the same moment make files of different names", async () => {
  const { client } = emulator;
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.push(await client.task({ app, name: "same" }, "?action=run"));
  await client.advance(20);
  const names = await Promise.all(ids.map((id) => client.field(`/tasks/${id}`, "outputs.made.name")));
  expect(names.sort()).toEqual(["_1_same.made.bam", "_2_same.made.bam", "same.made.bam"]);
});

describe("a completed task", () => {
  const run = async (name: string) => {
    const { client } = emulator;
    const inputs = { reads: [files.r1, files.r2].map(fileValue) };
    return client.task({ app: "ada/lab/every", name, inputs }, "?action=run");
  };
  // The lanes differ.
  const metadata = { sample_id: "s1", library_id: "l1" };
  const file = (name: string) => ({
    class: "File",
    path: expect.stringMatching(/^[0-9a-f]{24}$/),
    name,
    size: expect.any(Number),
    metadata,
    ...elsewhere("ada/lab"),
  });

  test("has a value of its type on each port", async () => {
    const { client } = emulator;
    const id = await run("all");
    await client.advance(20);
    expect(await client.field(`/tasks/${id}`, "outputs")).toEqual({
      table: file("all.table.tsv"),
      parts: [file("all.parts_1.out"), file("all.parts_2.out")],
      folder: { class: "Directory", path: expect.stringMatching(/^[0-9a-f]{24}$/), name: "all.folder" },
      record: { plot: file("all.record_plot.out"), note: "record.note text" },
      whole: 42,
      share: 0.5,
      text: "text text",
      yes: true,
      verdict: "pass",
      log: file("all.log.out"),
      unmapped: [file("all.unmapped_1.out"), file("all.unmapped_2.out")],
      rate: 0.5,
    });
  });

  test("has made the files and folders in its outputs, with the metadata that its inputs share", async () => {
    const { client } = emulator;
    const id = await run("made");
    await client.advance(20);
    const { body } = await client.get(`/tasks/${id}?fields=outputs`);
    const of = (port: string) => client.get(`/files/${pick(body, `outputs.${port}.path`)}`);
    for (const port of ["table", "parts.0", "parts.1", "record.plot"]) {
      const found = pick((await of(port)).body, "metadata");
      expect([port, found]).toEqual([port, metadata]);
      expect(await of(port)).toHaveProperty("body.origin", { task: id });
    }
    const folder = await of("folder");
    expect([pick(folder.body, "type"), pick(folder.body, "origin")]).toEqual(["folder", { task: id }]);
    const listing = await client.get(`/files/${pick(folder.body, "id")}/list?fields=name,origin,metadata`);
    expect(pick(listing.body, "items")).toEqual([{ name: "listing.txt", origin: { task: id }, metadata }]);
  });

  test("has on a port that may be null what was ordered for it", async () => {
    const { client } = emulator;
    const id = await run("ordered");
    await client.control("POST", `/tasks/${id}`, {
      outputs: { rate: 0.75, log: fileValue(files.bare), table: null },
    });
    await client.advance(20);
    const fields = "?fields=status,outputs.rate,outputs.log.name,outputs.table";
    expect((await client.get(`/tasks/${id}${fields}`)).body).toEqual({
      status: "COMPLETED",
      outputs: { rate: 0.75, log: { name: "bare.fastq" }, table: null },
    });
  });
});

test("secondary files are found beside an input file, by the patterns of its port", async () => {
  const { client } = emulator;
  const at = { project: "division/shared" };
  const folder = String(
    pick((await client.post("/files", { ...at, name: "ref", type: "folder" })).body, "id"),
  );
  const put = async (name: string): Promise<string> => {
    const made = await client.post(`/files/${files.genome}/actions/copy`, { parent: folder, name });
    return String(pick(made.body, "id"));
  };
  const [fa, fai, dict] = [await put("g.fa"), await put("g.fa.fai"), await put("g.dict")];
  const port = { id: "genome", type: "File", secondaryFiles: [".fai", { pattern: "^.dict" }, ".gone"] };
  const cwl = { class: "CommandLineTool", cwlVersion: "v1.2", inputs: [port], outputs: [] };
  await client.post("/apps/division/shared/index/raw", cwl);
  const inputs = { genome: { ...fileValue(fa), name: "as it was sent" } };
  const id = await client.task({ ...at, app: "division/shared/index", inputs });
  expect(await client.field(`/tasks/${id}/inputs`, "genome")).toEqual({
    class: "File",
    path: fa,
    name: "as it was sent",
    size: 100,
    metadata: { species: "human" },
    ...elsewhere("division/shared"),
    dirname: "/Projects/division/shared/ref/",
    secondaryFiles: [
      { class: "File", path: fai, name: "g.fa.fai" },
      { class: "File", path: dict, name: "g.dict" },
    ],
  });
});
