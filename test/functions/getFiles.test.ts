import * as pulumi from "@pulumi/pulumi";
import { type GetFilesArgs, getFile, getFiles } from "../../provider";
import { Platform } from "../support/platform";
import { genome, otherProject, project, reads, seed } from "../support/seed";
import { fileIds, labWithFolders, reasonOf, runOn } from "./program";

let platform: Platform;
beforeAll(async () => {
  platform = await labWithFolders();
});
afterAll(() => platform.close());
const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
beforeEach(async () => {
  runOn(platform);
  warn.mockClear();
  await platform.log();
});

const fields = "fields=id,name,type,size,project,parent,origin.task,metadata";
const page = `${fields}&offset=0&limit=100`;
const root = `GET /files?project=${project}`;

const idsOf = async (args: Omit<GetFilesArgs, "project">): Promise<readonly string[]> =>
  (await getFiles({ project, ...args } as GetFilesArgs)).map(({ path }) => path); // one of the forms, with the project again

/** The ids of the folders, for the log. */
const folderId = async (path: string): Promise<string> => {
  const [name = "", ...rest] = path.split("/");
  let query = `project=${project}&name=${name}`;
  let id = "";
  for (const step of ["", ...rest]) {
    if (step !== "") query = `parent=${id}&name=${step}`;
    const { items } = await platform.api("GET", `/files?${query}`);
    id = (items as readonly { id: string }[])[0]?.id ?? ""; // the emulator's own form
  }
  return id;
};

describe("getFiles", () => {
  test("an item is what goes into inputs, with what a program decides by", async () => {
    const rootFolder = (await platform.api("GET", `/projects/${project}`)).root_folder;
    expect(await getFiles({ project, names: ["a_1.fastq"] })).toStrictEqual([
      {
        class: "File",
        path: reads[0],
        name: "a_1.fastq",
        size: 10,
        metadata: { sample_id: "a" },
        folder: rootFolder,
      },
    ]);
    expect(await platform.log()).toStrictEqual([`${root}&name=a_1.fastq&${page}`]);
  });

  test("without more, it is the files of the project's root: no folders, none below", async () => {
    expect(await idsOf({})).toStrictEqual([...reads, genome, fileIds.bed]);
    expect(await platform.log()).toStrictEqual([`${root}&${page}`]);
  });

  test("by names, they come in the order asked, in one call", async () => {
    expect(await idsOf({ names: ["genome.fa", "b_1.fastq", "a_1.fastq"] })).toStrictEqual([
      genome,
      reads[2],
      reads[0],
    ]);
    expect(await platform.log()).toStrictEqual([
      `${root}&name=genome.fa&name=b_1.fastq&name=a_1.fastq&${page}`,
    ]);
  });

  test("an empty list of names or paths is an empty list, at no call", async () => {
    expect([await idsOf({ names: [] }), await idsOf({ paths: [] })]).toStrictEqual([[], []]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("by paths, they come in the order asked, in one call for each folder", async () => {
    expect(
      await idsOf({
        paths: ["reads/batch2/c_1.fastq", "genome.fa", "/reads/batch1/c_2.fastq", "reads/batch1/c_1.fastq"],
      }),
    ).toStrictEqual([fileIds.otherC1, genome, fileIds.c2, fileIds.c1]);
    const log = (await platform.log()).toSorted();
    const [all, one, two] = [
      await folderId("reads"),
      await folderId("reads/batch1"),
      await folderId("reads/batch2"),
    ];
    expect(log).toStrictEqual(
      [
        `${root}&name=reads&name=genome.fa&${page}`,
        `GET /files?parent=${all}&name=batch2&name=batch1&${page}`,
        `GET /files?parent=${two}&name=c_1.fastq&${page}`,
        `GET /files?parent=${one}&name=c_2.fastq&name=c_1.fastq&${page}`,
      ].toSorted(),
    );
  });

  test("a folder is given by its path or by its id", async () => {
    const id = await folderId("reads/batch1");
    expect(await idsOf({ folder: "reads/batch1" })).toStrictEqual([fileIds.c1, fileIds.c2]);
    expect((await platform.log()).length).toBe(3);
    runOn(platform);
    expect(await idsOf({ folder: id })).toStrictEqual([fileIds.c1, fileIds.c2]);
    expect(await platform.log()).toStrictEqual([
      `GET /files/${id}?${fields}`,
      `GET /files?parent=${id}&${page}`,
    ]);
    expect(await idsOf({ folder: "reads", names: ["d_1.fastq"] })).toStrictEqual([fileIds.d1]);
    expect(await idsOf({ folder: "reads", paths: ["batch2/c_1.fastq"] })).toStrictEqual([fileIds.otherC1]);
  });

  test("by metadata, the API filters: values of a field are alternatives, fields all hold", async () => {
    expect(await idsOf({ metadata: { sample_id: ["a", "b"] } })).toStrictEqual([...reads]);
    expect(await idsOf({ folder: "reads/batch1", metadata: { sample_id: "c", lane: ["2"] } })).toStrictEqual([
      fileIds.c2,
    ]);
    const log = await platform.log();
    expect(log[0]).toBe(`${root}&metadata.sample_id=a&metadata.sample_id=b&${page}`);
    expect(log.at(-1)).toBe(
      `GET /files?parent=${await folderId("reads/batch1")}&metadata.sample_id=c&metadata.lane=2&${page}`,
    );
  });

  test("metadata that no file has is an empty list", async () => {
    expect(await idsOf({ metadata: { sample_id: "z" } })).toStrictEqual([]);
  });

  test("recursive looks in all folders below, in one list for each", async () => {
    expect(await idsOf({ recursive: true, match: "*.fastq" })).toStrictEqual([
      ...reads,
      fileIds.c1,
      fileIds.otherC1,
      fileIds.c2,
      fileIds.d1,
    ]);
    expect((await platform.log()).length).toBe(4);
    expect(await idsOf({ recursive: true, metadata: { sample_id: ["c", "d"], lane: "1" } })).toStrictEqual([
      fileIds.c1,
      fileIds.otherC1,
      fileIds.d1,
    ]);
    expect(await idsOf({ recursive: true, names: ["d_1.fastq", "a_1.fastq"] })).toStrictEqual([
      fileIds.d1,
      reads[0],
    ]);
  });

  test("origin tells what tasks have made from what was uploaded", async () => {
    const own = await labWithFolders();
    runOn(own);
    const { id } = await own.api("POST", "/tasks?action=run", {
      project,
      app: `${project}/align/0`,
      name: "made",
      inputs: { reads: reads.map((path) => ({ class: "File", path })) },
    });
    await own.advance(10_000);
    const made = await getFiles({ project, origin: "task" });
    expect(made.map(({ origin }) => origin)).toStrictEqual([{ task: id }]);
    expect(await idsOf({ origin: "uploaded" })).toStrictEqual([...reads, genome, fileIds.bed]);
    expect(await idsOf({})).toHaveLength(6);
    const name = made[0]?.name ?? "";
    expect(await reasonOf(getFiles({ project, names: [name], origin: "uploaded" }))).toBe(
      `getFiles of ${project}: cannot find ${name} (was made by a task)`,
    );
    await own.close();
  });
});

describe("getFiles of many", () => {
  const names = Array.from({ length: 230 }, (_, n) => `sample number ${n}_R1_001.trimmed.fastq.gz`);
  const inOrder = [...names].sort();
  let large: Platform;
  beforeAll(async () => {
    large = await Platform.start({ seed: { ...seed, files: names.map((name) => ({ project, name })) } });
  });
  afterAll(() => large.close());
  beforeEach(async () => {
    runOn(large);
    await large.log();
  });
  const named = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

  test("all pages are read, and the answer is sorted", async () => {
    expect(named(await getFiles({ project }))).toStrictEqual(inOrder);
    expect(await large.log()).toStrictEqual(
      [0, 100, 200].map((offset) => `${root}&${fields}&offset=${offset}&limit=100`),
    );
  });

  test("names are asked in as few calls as a URL has room for, and answered in the order asked", async () => {
    const asked = [...names].reverse();
    expect(named(await getFiles({ project, names: asked }))).toStrictEqual(asked);
    const requests = await large.requests();
    expect(requests.map(({ query }) => [query.name?.length, query.offset])).toStrictEqual([
      [100, "0"],
      [100, "0"],
      [30, "0"],
    ]);
    expect(requests.flatMap(({ query }) => query.name)).toStrictEqual(asked);
  });

  test("values of metadata are asked likewise", async () => {
    const sample_id = names.map((name) => `${name}${name}`);
    expect(await getFiles({ project, metadata: { sample_id, lane: "1" } })).toStrictEqual([]);
    const requests = (await large.requests()).filter(({ query }) => "metadata.lane" in query);
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.flatMap(({ query }) => query["metadata.sample_id"])).toStrictEqual(sample_id);
    expect(requests.map(({ query }) => query["metadata.lane"])).toStrictEqual(requests.map(() => "1"));
  });
});

describe("what is missing is said once", () => {
  test.each<[string, Omit<GetFilesArgs, "project">, string]>([
    [
      "every missing name, with the nearest that is not asked for",
      { names: ["a_1.fastq", "a_3.fastq", "zebrafish.gtf", "genom.fa"] },
      "cannot find 3 of 4 files: a_3.fastq (did you mean a_2.fastq?), zebrafish.gtf and genom.fa (did you mean genome.fa?)",
    ],
    ["a folder where a file is asked for", { names: ["reads"] }, "cannot find reads (is a folder)"],
    [
      "paths: a missing file, a missing folder, a file in place of a folder",
      {
        paths: [
          "reads/batch1/c_3.fastq",
          "reads/batch9/c_1.fastq",
          "read/d_1.fastq",
          "genome.fa/x",
          "reads/batch1",
          "panel.bed",
        ],
      },
      "cannot find 5 of 6 files: reads/batch1/c_3.fastq (did you mean reads/batch1/c_1.fastq?), reads/batch9/c_1.fastq (there is no folder reads/batch9: did you mean reads/batch1?), read/d_1.fastq (there is no folder read: did you mean reads?), genome.fa/x (genome.fa is a file) and reads/batch1 (is a folder)",
    ],
    [
      "what match leaves out",
      { names: ["genome.fa"], match: "*.fastq" },
      "cannot find genome.fa (does not match *.fastq)",
    ],
    [
      "an ambiguous name with its folders, and a missing one",
      { names: ["c_1.fastq", "e_1.fastq", "d_1.fastq"], recursive: true },
      "cannot find 1 of 3 files: e_1.fastq (did you mean a_1.fastq?); there is more than one c_1.fastq (reads/batch1/c_1.fastq and reads/batch2/c_1.fastq): ask for the one that is meant with paths",
    ],
    [
      "a missing folder",
      { folder: "reads/batch3" },
      "there is no folder reads/batch3: did you mean reads/batch1?",
    ],
    ["a missing folder, none near", { folder: "x" }, "there is no folder x: check the path"],
    ["a file as a folder", { folder: "genome.fa" }, "folder genome.fa is a file: give the path of a folder"],
    [
      "a file's id as a folder",
      { folder: genome },
      `folder ${genome} is a file (genome.fa): give the id of a folder`,
    ],
    [
      "an id that nothing has",
      { folder: "f".repeat(24) },
      `there is no folder ${"f".repeat(24)}: check the id and the platform`,
    ],
  ])("%s", async (_, args, reason) => {
    expect(await reasonOf(getFiles({ project, ...args } as GetFilesArgs))).toBe(
      `getFiles of ${project}: ${reason}`,
    );
  });

  test("a folder of another project is refused", async () => {
    const id = await folderId("reads");
    expect(await reasonOf(getFiles({ project: otherProject, folder: id }))).toBe(
      `getFiles of ${otherProject}: folder ${id} (reads) is in ${project}: give a folder of ${otherProject}`,
    );
  });

  test("folders are only listed when something is missing, each once, for all lookups", async () => {
    await Promise.all([
      reasonOf(getFiles({ project, names: ["a_9.fastq", "b_9.fastq"] })),
      reasonOf(getFile({ project, path: "a_8.fastq" })),
    ]);
    const folders = await Promise.all(["reads", "reads/batch1", "reads/batch2"].map(folderId));
    expect((await platform.log()).toSorted()).toStrictEqual(
      [
        `${root}&name=a_9.fastq&name=b_9.fastq&name=a_8.fastq&${page}`,
        `${root}&${page}`,
        ...folders.map((id) => `GET /files?parent=${id}&${page}`),
      ].toSorted(),
    );
  });

  test.each([
    [
      "ada/nolab",
      "404, code 3002: Requested project does not exist",
      "check the project's id, and that it is on this platform",
    ],
    [
      "bob/private",
      "403, code 3001: Insufficient privileges to access the requested project",
      "the token's user is not allowed to do this: check the project's members and permissions",
    ],
  ])("a project that cannot be seen: %s", async (id, refusal, remedy) => {
    expect(await reasonOf(getFiles({ project: id }))).toBe(
      `getFiles of ${id}: GET /files at ${platform.url} was refused (${refusal}): ${remedy}`,
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no project", {}, "project is required"],
    [
      "two ways at once",
      { project, names: ["a"], paths: ["a"], metadata: { a: "b" } },
      "paths does not go with names: keep one of names, paths and metadata",
    ],
    [
      "paths and recursive",
      { project, paths: ["a"], recursive: true },
      "recursive does not go with paths, which say where each file is",
    ],
    [
      "doubles",
      { project, names: ["a", "b", "a", "b"] },
      "names must name each file once; a and b are there twice",
    ],
    [
      "doubles among paths",
      { project, paths: ["r/a", "/r//a"] },
      "paths must name each file once; r/a is there twice",
    ],
    [
      "a path as a name",
      { project, names: ["x", "r/a"] },
      "names[1] must be a file's name without a folder (for paths there is paths), not a string of another form",
    ],
    [
      "no values of a field, which would be no filter",
      { project, metadata: { sample_id: [] } },
      "metadata.sample_id must be a string or a list of at least one string, not an empty list",
    ],
    [
      "no field",
      { project, metadata: {} },
      'metadata needs at least one field (like { sample_id: "E18127" })',
    ],
    ["one name", { project, names: "a" }, "names must be a list of names, not a string"],
    [
      "an unknown origin and a misspelt arg",
      { project, origin: "tasks", pattern: "*" },
      'origin must be "uploaded", "task" or "any", not a string; pattern is not known; known are project, names, paths, metadata, match, origin, folder, recursive, connection',
    ],
  ])("invalid args: %s", async (_, args, reason) => {
    expect(await reasonOf(getFiles(args as unknown as GetFilesArgs))).toBe(`getFiles: ${reason}`); // JavaScript may say it
    expect(await platform.log()).toStrictEqual([]);
  });
});

describe("getFile", () => {
  test("is the file of a path", async () => {
    expect(await getFile({ project, path: "reads/batch1/c_2.fastq" })).toMatchObject({
      class: "File",
      path: fileIds.c2,
      name: "c_2.fastq",
      metadata: { sample_id: "c", lane: "2" },
    });
    expect(await platform.log()).toHaveLength(3);
  });

  test.each<[string, string]>([
    ["genom.fa", `getFile of ${project}: cannot find genom.fa (did you mean genome.fa?)`],
    ["reads", `getFile of ${project}: cannot find reads (is a folder)`],
    [
      "reads/",
      "getFile: path must be the path of a file (like reads/batch1/a.fastq), not a string of another form",
    ],
  ])("%s is not there", async (path, reason) => {
    expect(await reasonOf(getFile({ project, path }))).toBe(reason);
  });
});
