import * as pulumi from "@pulumi/pulumi";
import { type GetFilesArgs, getFile, getFiles } from "../../provider";
import { Platform } from "../support/platform";
import { project, seed } from "../support/seed";
import { reasonOf, runOn } from "./program";

/* What is said of files that are not there, and of filters that let nothing pass. */

const nfd = "Bjo\u0308rn.bam";
const nfc = nfd.normalize("NFC");
const names = [
  nfd,
  "trail.bam ",
  "plain-dash.bam",
  "reads/batch1/lost.bam",
  "reads/twice.bam",
  "raw/twice.bam",
  "reads/E1.fastq.gz",
  "reads/E2.fastq.gz",
  "reads/E3.tar",
  "deep/er/inner/a.bam",
];

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({
    seed: {
      ...seed,
      files: [
        ...(seed.files ?? []),
        ...names.map((name) => ({
          project,
          name,
          ...(name.startsWith("reads/E") ? { metadata: { sample_id: name.slice(6, 8), lane: "1" } } : {}),
        })),
      ],
    },
  });
});
afterAll(() => platform.close());

const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
beforeEach(() => {
  runOn(platform);
  warn.mockClear();
});

const prefix = `getFiles of ${project}: `;
const missing = async (args: Omit<GetFilesArgs, "project">): Promise<string> =>
  (await reasonOf(getFiles({ project, ...args } as GetFilesArgs))).replace(prefix, ""); // one of the forms

test.each<[what: string, path: string, reason: string]>([
  [
    "a carriage return",
    "genome.fa\r",
    "genome.fa\\r (did you mean genome.fa, without the carriage return at the end?)",
  ],
  ["a blank that is there", "trail.bam", "trail.bam (did you mean trail.bam , with a blank at the end?)"],
  ["an en dash", "plain–dash.bam", "plain–dash.bam (did you mean plain-dash.bam, without the en dash?)"],
  ["another Unicode form", nfc, `${nfc} (did you mean ${nfd}, in the Unicode form NFD, not NFC?)`],
  [
    "upper and lower case",
    "Genome.fa",
    "Genome.fa (did you mean genome.fa, with other upper and lower case?)",
  ],
  [
    "a carriage return in a folder",
    "reads\r/E1.fastq.gz",
    "reads\\r/E1.fastq.gz (there is no folder reads\\r: did you mean reads, without the carriage return at the end?)",
  ],
  ["a file in a folder", "lost.bam", "lost.bam (it is at reads/batch1/lost.bam)"],
  ["a file in two", "twice.bam", "twice.bam (it is at raw/twice.bam and reads/twice.bam)"],
  ["a file in another folder", "reads/lost.bam", "reads/lost.bam (it is at reads/batch1/lost.bam)"],
  [
    "a folder on the way left out",
    "inner/a.bam",
    "inner/a.bam (there is no folder inner: it is at deep/er/inner/a.bam)",
  ],
  [
    "a pattern",
    "reads/*.bam",
    'reads/*.bam (it is taken as it is written: for a pattern there is getFiles({ project, folder: "reads", match: "*.bam" }))',
  ],
  [
    "the project in the path",
    `${project}/reads/E1.fastq.gz`,
    `${project}/reads/E1.fastq.gz (paths begin inside the project: leave out ${project}/)`,
  ],
  [
    "another project",
    "ada/other/x.bam",
    "ada/other/x.bam (paths begin inside the project: if ada/other is one, give it as project, and leave it out here)",
  ],
  [
    "an id",
    "5678000000000000000000c1",
    '5678000000000000000000c1 (that has the form of an id: sb.file("5678000000000000000000c1") takes one)',
  ],
  ["a path of Windows", "reads\\E1.fastq.gz", "reads\\E1.fastq.gz (folders are separated by /, not by \\)"],
  [
    "a path from here",
    "./genome.fa",
    "./genome.fa (paths have no . and .. in them: write the path from the project's root)",
  ],
])("getFile: %s", async (_, path, reason) => {
  expect(await reasonOf(getFile({ project, path }))).toBe(`getFile of ${project}: cannot find ${reason}`);
});

test.each([
  [
    "https://cgc.sbgenomics.com/u/ada/lab/files/5678000000000000000000c1/",
    "the address of its page: sb.file(id) takes the id, the 24 characters in the address",
  ],
  ["https://cgc.sbgenomics.com/u/ada/lab/", "an address of the web"],
  ["sbg://ada/lab/genome.fa", "an address that begins with sbg://: leave out sbg:// and the project"],
  [
    "volumes://ada/bucket/genome.fa",
    "a place on a volume: import the file into the project on the platform, then give its path there",
  ],
  [
    "s3://bucket/genome.fa",
    "a place on a volume: import the file into the project on the platform, then give its path there",
  ],
  ["drs://server/id", "an address that begins with drs://"],
])("an address in place of a path asks nothing: %s", async (path, wrong) => {
  await platform.log();
  expect(await reasonOf(getFile({ project, path }))).toBe(
    `getFile: path must be a path inside the project (like reads/batch1/a.fastq), not ${wrong}`,
  );
  expect(await platform.log()).toStrictEqual([]);
});

test("a name that is in a folder below, elsewhere, or in several", async () => {
  expect(await missing({ names: ["lost.bam"] })).toBe(
    'cannot find lost.bam (it is in folder reads/batch1: set recursive: true, or folder: "reads/batch1")',
  );
  expect(await missing({ folder: "raw", names: ["lost.bam", "genome.fa"] })).toBe(
    'cannot find 2 of 2 files: lost.bam (it is in folder reads/batch1: set folder: "reads/batch1") and genome.fa (it is in no folder: leave out folder)',
  );
  expect(await missing({ names: ["twice.bam"] })).toBe(
    "cannot find twice.bam (it is in the folders raw and reads: say with folder in which one)",
  );
});

test("a folder that lies in another one, a pattern, and the project in its path", async () => {
  expect(await missing({ folder: "batch1" })).toBe("there is no folder batch1: did you mean reads/batch1?");
  expect(await missing({ folder: "reads/*" })).toBe(
    "there is no folder reads/*: it is taken as it is written: match is the pattern for names, and recursive: true looks in all folders below",
  );
  expect(await missing({ folder: `${project}/reads` })).toBe(
    `there is no folder ada: paths begin inside the project: leave out ${project}/`,
  );
  expect(await missing({ folder: "reads\r" })).toBe(
    "there is no folder reads\\r: did you mean reads, without the carriage return at the end?",
  );
});

test("of many that are missing, 20 are named", async () => {
  const reason = await missing({ names: Array.from({ length: 300 }, (_, n) => `none${n}.bam`) });
  expect(reason).toMatch(/^cannot find 300 of 300 files: none0\.bam.* and 280 more$/);
  expect(reason.match(/none\d+\.bam/g)).toHaveLength(20);
});

test("match compares in one Unicode form", async () => {
  expect((await getFiles({ project, match: `${nfc.slice(0, 3)}*` })).map(({ name }) => name)).toStrictEqual([
    nfd,
  ]);
});

test.each<[what: string, args: Omit<GetFilesArgs, "project">, text: string]>([
  [
    "a pattern",
    { folder: "reads", match: "*.fastq" },
    "nothing is found for match *.fastq: of 4 files, none matches *.fastq: 2 end in .fastq.gz, 1 in .bam, 1 in .tar; recursive: true looks in its folder, too",
  ],
  [
    "a pattern in capitals",
    { folder: "raw", match: "*.BAM" },
    "nothing is found for match *.BAM: of 1 file, none matches *.BAM: 1 ends in .bam (1 would match in other upper and lower case)",
  ],
  [
    "a pattern with a folder",
    { match: "reads/*.bam" },
    "nothing is found for match reads/*.bam: of 7 files, match is about the name alone, and no name has a /: give the folder as folder; recursive: true looks in its 3 folders, too",
  ],
  [
    "a field",
    { folder: "reads", metadata: { sampleid: "E1" } },
    "nothing is found for metadata (sampleid): of 4 files, none has the field sampleid: did you mean sample_id?; recursive: true looks in its folder, too",
  ],
  [
    "a field unlike any",
    { folder: "reads", metadata: { experiment: "E1" } },
    "nothing is found for metadata (experiment): of 4 files, none has the field experiment: there are lane and sample_id; recursive: true looks in its folder, too",
  ],
  [
    "a value",
    { folder: "reads", metadata: { sample_id: "E1\r" } },
    "nothing is found for metadata (sample_id): of 4 files, none has that sample_id: did you mean E1, without the carriage return at the end? there are E1, E2 and E3; recursive: true looks in its folder, too",
  ],
  [
    "no metadata at all",
    { folder: "raw", metadata: { sample_id: "E1" } },
    "nothing is found for metadata (sample_id): of 1 file, none has metadata",
  ],
  [
    "each, but not together",
    { recursive: true, metadata: { sample_id: "E3" }, match: "*.gz" },
    "nothing is found for metadata (sample_id) and match *.gz: of 14 files, none matches all of that",
  ],
  [
    "an origin",
    { origin: "task" },
    "nothing is found for origin task: of 7 files, none was made by a task; recursive: true looks in its 3 folders, too",
  ],
  [
    "an empty folder",
    { folder: "deep", match: "*" },
    "nothing is found for match *: there is no file here; recursive: true looks in its folder, too",
  ],
])("a filter that lets nothing pass warns once, with what is there: %s", async (_, args, text) => {
  for (const _again of [1, 2]) expect(await getFiles({ project, ...args } as GetFilesArgs)).toStrictEqual([]); // one of the forms
  expect(warn.mock.calls).toStrictEqual([[`${prefix}${text}`, undefined]]);
});

test("a filter that lets nothing pass warns, too, where it cannot be asked what is there", async () => {
  await platform.fault({
    match: { method: "GET", path: "/files$", query: "^(?!.*metadata[.])" },
    kind: "status",
    status: 409,
  });
  expect(await getFiles({ project, metadata: { sample_id: "x" } })).toStrictEqual([]);
  expect(warn.mock.calls).toStrictEqual([
    [expect.stringContaining(`${prefix}nothing is found for metadata (sample_id); `), undefined],
  ]);
  expect(String(warn.mock.calls[0]?.[0])).toMatch(/what is there could not be listed: GET \/files .*409/);
});

test("an empty folder that is asked for as it is, and an empty list of names, do not warn", async () => {
  expect([await getFiles({ project, folder: "deep" }), await getFiles({ project, names: [] })]).toStrictEqual(
    [[], []],
  );
  expect(warn).not.toHaveBeenCalled();
});
