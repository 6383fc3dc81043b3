import { Platform } from "../../support/platform";
import { app, cwl, project, reads } from "../../support/seed";
import { failureOf, Process, type Properties } from "../provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const checking = (checks = "apps"): Process => new Process(platform, { "sevenbridges:checks": checks });
const file = (path: string, more: Properties = {}) => ({ class: "File", path, ...more });
const bySample = { type: "CRITERIA", criteria: ["metadata.sample_id"] };
const byItem = { type: "ITEM" };
const batch = (list: unknown, batchBy: Properties = bySample, more: Properties = {}): Properties => ({
  project,
  app: `${app}/0`,
  inputs: { reads: list },
  batchInput: "reads",
  batchBy,
  ...more,
});
const bare = reads.map((path) => file(path));
const [a1, a2, b1] = reads;
const found = [
  file(b1, { name: "b_1.fastq", metadata: { sample_id: "b" } }),
  file(a1, { name: "a_1.fastq", metadata: { sample_id: "a" } }),
  file(a2, { name: "a_2.fastq", metadata: { sample_id: "a" } }),
];
const bulk = "POST /bulk/files/get?fields=id,name,type,project,parent,metadata";
/** The calls for files, as ids; the app and the project are asked for once in any case. */
const asked = async (): Promise<readonly unknown[]> =>
  (await platform.requests()).filter(({ path }) => path.includes("/files")).map(({ body }) => body);

describe("the children that a batch will have", () => {
  test("are in the inputs of a new one, at no call for files that a lookup has found", async () => {
    const { expectedChildren } = await checking().checked(batch(found));
    expect(expectedChildren).toStrictEqual({ count: 2, groups: ["b", "a"] });
    expect(await asked()).toStrictEqual([]);
  });

  test("are asked for files by their ids, once per process", async () => {
    const process = checking();
    expect((await process.checked(batch(bare))).expectedChildren).toStrictEqual({
      count: 2,
      groups: ["a", "b"],
    });
    expect((await process.checked(batch(bare, byItem))).expectedChildren).toStrictEqual({
      count: 3,
      groups: ["a_1.fastq", "a_2.fastq", "b_1.fastq"],
    });
    expect(await asked()).toStrictEqual([{ file_ids: [...reads] }]);
  });

  test("by item are asked for only where a file has no name", async () => {
    const { expectedChildren } = await checking().checked(
      batch([file(a2, { name: "a_2.fastq" }), file(a1)], byItem),
    );
    expect(expectedChildren).toStrictEqual({ count: 2, groups: ["a_2.fastq", "a_1.fastq"] });
    expect(await asked()).toStrictEqual([{ file_ids: [a1] }]);
  });

  test("by several fields are their combinations", async () => {
    await platform.api("PATCH", `/files/${a2}`, { metadata: { sample_id: "a", lane: "2" } });
    const by = { type: "CRITERIA", criteria: ["metadata.sample_id", "metadata.lane"] };
    const process = checking();
    const { expectedChildren } = await process.checked(batch(bare, by));
    expect(expectedChildren).toStrictEqual({ count: 3, groups: ["a, ", "a, 2", "b, "] });
    expect(process.lines).toStrictEqual([
      `sb:align: warning: 2 of 3 files on inputs.reads lack what the batch is grouped by: [0] (a_1.fastq, ${a1}) has no metadata.lane; [2] (b_1.fastq, ${b1}) has no metadata.lane. Each is counted as a separate group; what the platform makes of them is not documented`,
    ]);
  });

  test("of an app's own batching are reported where the program does not say otherwise", async () => {
    const own = `${project}/own`;
    const workflow = { ...cwl, "sbg:batchInput": "#reads", "sbg:batchBy": { type: "item" } };
    await platform.control("POST", "/seed", { apps: [{ id: own, cwl: workflow }] });
    const plain = { project, app: `${own}/0`, inputs: { reads: found } };
    const process = checking();
    expect((await process.checked(plain)).expectedChildren).toStrictEqual({
      count: 3,
      groups: ["b_1.fastq", "a_1.fastq", "a_2.fastq"],
    });
    expect(await process.checked({ ...plain, batch: false })).not.toHaveProperty("expectedChildren");
    expect(await process.checked({ ...plain, app: `${app}/0` })).not.toHaveProperty("expectedChildren");
  });

  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  test.each<[string, Properties]>([
    ["inputs that are not known yet", batch([], bySample, { inputs: unknown })],
    ["a list that is not known yet", batch(unknown)],
    ["a list with something that is not known yet", batch([file(a1), file(unknown)])],
    ["a way of grouping that is not known yet", batch(bare, bySample, { batchBy: unknown })],
    ["a list that waits for a run", batch(["[sevenbridges: not there yet] align is RUNNING"])],
    ["an empty list", batch([])],
    ["a task that is no batch", batch(bare, bySample, { batchInput: undefined, batchBy: undefined })],
  ])("are none of %s", async (_, args) => {
    const { inputs } = await checking().check({ __preview: true, ...args });
    expect(inputs).not.toHaveProperty("expectedChildren");
    expect(await asked()).toStrictEqual([]);
  });

  test("are not asked for offline, but reported where the program has all", async () => {
    const process = checking("offline");
    expect(await process.checked(batch(bare))).not.toHaveProperty("expectedChildren");
    expect((await process.checked(batch(found))).expectedChildren).toStrictEqual({
      count: 2,
      groups: ["b", "a"],
    });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("are not repeated where they say what is secret", async () => {
    const { expectedChildren } = await checking().checked(
      batch([file(b1, { name: "patient.fastq" }), file(a1)], byItem, { __secret: true }),
    );
    expect(expectedChildren).toStrictEqual({ count: 2, groups: ["[secret]", "a_1.fastq"] });
  });

  test("are in the outputs, through create, update and read, and cost an unchanged task no call", async () => {
    const expected = { count: 2, groups: ["a", "b"] };
    const process = checking();
    const kept = await process.create(batch(bare));
    expect(kept.outs.expectedChildren).toStrictEqual(expected);
    const described = await process.update(kept, batch(bare, bySample, { description: "x" }));
    expect([described.inputs.expectedChildren, described.outs.expectedChildren]).toStrictEqual([
      expected,
      expected,
    ]);
    const read = await process.read(described.id, described.outs);
    expect([read?.inputs?.expectedChildren, read?.props?.expectedChildren]).toStrictEqual([
      expected,
      expected,
    ]);
    await platform.log();
    const later = checking();
    expect(await later.diff(described, batch(bare, bySample, { description: "x" }))).toStrictEqual({
      changes: false,
    });
    expect(await platform.log()).toStrictEqual([]);
    const fewer = await later.update(described, batch([file(b1)], bySample, { description: "x" }));
    expect(fewer.outs.expectedChildren).toStrictEqual({ count: 1, groups: ["b"] });
  });

  test("are no difference to a state of before, which has none, at no call", async () => {
    const { id, inputs, outs } = await checking("offline").create(batch(bare));
    expect(outs).not.toHaveProperty("expectedChildren");
    await platform.log();
    expect(await checking().diff({ id, inputs, outs }, batch(bare))).toStrictEqual({ changes: false });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("are left out where the platform does not answer, and a line says so", async () => {
    await platform.fault({ match: { path: "/bulk/" }, kind: "status", status: 403, times: "always" });
    const process = checking();
    const { inputs, reasons } = await process.check({ __preview: true, ...batch(bare) });
    expect(inputs).not.toHaveProperty("expectedChildren");
    expect(reasons).toStrictEqual([]);
    expect(process.lines).toStrictEqual([
      expect.stringMatching(
        /^sb: not checked: the files of batches\. POST \/bulk\/files\/get at \S+ was refused \(403/,
      ),
    ]);
  });

  test("an arg of that name is not for programs", async () => {
    const { reasons } = await checking().check({
      ...batch(bare),
      expectedChildren: { count: 1, groups: [] },
    });
    expect(reasons).toStrictEqual([expect.stringMatching(/^expectedChildren is not known/)]);
  });
});

describe("files of a batch that are not there", () => {
  const gone = "5678000000000000000000ff";

  test("are mistakes, named by their places and ids", async () => {
    const foreign = "5678000000000000000000ee";
    await platform.control("POST", "/seed", {
      files: [{ project: "bob/private", id: foreign, name: "theirs.fastq" }],
    });
    const { reasons } = await checking().check(batch([file(a1), file(gone), file(foreign)]));
    expect(reasons).toStrictEqual([
      expect.stringMatching(
        new RegExp(
          `^inputs\\.reads\\[1\\]: there is no file ${gone} at \\S+: check the id, and the platform \\(404, .+\\)$`,
        ),
      ),
      expect.stringMatching(
        new RegExp(
          `^inputs\\.reads\\[2\\]: the token's user may not see file ${foreign}: ask for access to its project \\(403, .+\\)$`,
        ),
      ),
    ]);
  });

  test("in a preview are handed to the program", async () => {
    const { inputs, reasons } = await checking().check({ __preview: true, ...batch([file(gone)]) });
    expect(reasons).toStrictEqual([]);
    expect(inputs.__checkErrors).toStrictEqual([
      expect.stringContaining(`inputs.reads[0]: there is no file ${gone}`),
    ]);
    expect(inputs).not.toHaveProperty("expectedChildren");
  });

  test("stop an update before anything is made", async () => {
    const { message } = await failureOf(checking().create(batch([file(gone)])));
    expect(message).toContain(`inputs.reads[0]: there is no file ${gone}`);
    expect(await platform.writes()).toStrictEqual([]);
  });
});

test("the ids that several tasks need are asked for together, each once", async () => {
  const ids = Array.from({ length: 150 }, (_, n) => `5678${String(n).padStart(20, "0")}`);
  await platform.control("POST", "/seed", {
    files: ids.map((id, n) => ({ project, id, name: `f${n}`, metadata: { sample_id: `s${n % 3}` } })),
  });
  const process = checking();
  const blocks = [ids.slice(0, 100), ids.slice(100)];
  const small = (n: number): Properties =>
    batch([file(ids[n] ?? "")], bySample, {
      __fileBatches: blocks.filter((block) => block.includes(ids[n] ?? "")),
    });
  for (const n of [120, 3, 99, 100, 149]) {
    const inputs = await process.checked(small(n));
    expect(inputs.expectedChildren).toStrictEqual({ count: 1, groups: [`s${n % 3}`] });
    expect(inputs).not.toHaveProperty("__fileBatches");
  }
  expect(await asked()).toStrictEqual([{ file_ids: blocks[1] }, { file_ids: blocks[0] }]);
});

describe("with checks: full", () => {
  const theirs = "5678000000000000000000ee";
  const other = "5678000000000000000000ef";
  beforeEach(() =>
    platform.control("POST", "/seed", {
      files: [
        { project: "ada/other", id: theirs, name: "shared.fa" },
        { project: "ada/other", id: other, name: "more.fa" },
      ],
    }),
  );
  const args = { project, app: `${app}/0`, inputs: { reads: [file(a1), file(other)], genome: file(theirs) } };

  test("files that are not in the task's project are named, with theirs", async () => {
    const process = checking("full");
    await process.checked(args);
    expect(process.lines).toStrictEqual([
      `sb:align: warning: inputs.reads[1] (more.fa, ${other}) and inputs.genome (shared.fa, ${theirs}) are in project ada/other, not in the task's, ${project}`,
    ]);
    expect(await asked()).toStrictEqual([{ file_ids: [a1, other, theirs] }]);
  });

  test("any file that is not there is a mistake", async () => {
    const { reasons } = await checking("full").check({
      ...args,
      inputs: { reads: [file(a1)], genome: file("5678000000000000000000ff") },
    });
    expect(reasons).toStrictEqual([
      expect.stringContaining("inputs.genome: there is no file 5678000000000000000000ff"),
    ]);
  });

  test("an unchanged task costs no call", async () => {
    const kept = await checking("full").create(args);
    await platform.log();
    const process = checking("full");
    expect(await process.diff(kept, args)).toStrictEqual({ changes: false });
    expect(process.lines).toStrictEqual([]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("with apps, nobody asks for them", async () => {
    const process = checking();
    await process.checked(args);
    expect(process.lines).toStrictEqual([]);
    expect(await asked()).toStrictEqual([]);
  });
});

test("the calls of a batch over bare ids", async () => {
  await checking().checked(batch(bare));
  expect(await platform.log()).toStrictEqual([`GET /projects/${project}`, `GET /apps/${app}/0`, bulk]);
});
