import { emulated, items, pick } from "./client";
import { bob, files } from "./seed";

const emulator = emulated();
const nobody = "0".repeat(24);

const copy = async (of: string, body: object): Promise<unknown[]> => {
  const answer = await emulator.client.post(`/files/${of}/actions/copy`, body);
  return [answer.status, pick(answer.body, "code") ?? pick(answer.body, "name")];
};

const folder = async (name: string, project = "ada/lab"): Promise<string> =>
  String(pick((await emulator.client.post("/files", { name, project, type: "folder" })).body, "id"));

const names = async (parent: string): Promise<unknown[]> =>
  items(await emulator.client.get(`/files?parent=${parent}`), "name");

describe("a copy", () => {
  test("has another id and other times, tags and metadata of the file, and comes from no task", async () => {
    const { client } = emulator;
    const task = await client.task(
      {
        app: "ada/lab/align",
        inputs: { reads: [{ class: "File", path: files.r1 }], genome: { class: "File", path: files.genome } },
      },
      "?action=run",
    );
    await client.advance(20);
    const bam = String(await client.field(`/tasks/${task}`, "outputs.bam.path"));
    await client.put(`/files/${bam}/tags`, ["good"]);
    const of = (await client.get(`/files/${bam}`)).body;
    await client.advance(60);
    const made = await client.post(`/files/${bam}/actions/copy`, { project: "division/shared", name: null });
    const id = String(pick(made.body, "id"));
    expect([made.status, made.body]).toEqual([
      201,
      Object.assign({}, of, {
        href: `${client.url}/files/${id}`,
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        project: "division/shared",
        parent: await client.field("/projects/division/shared", "root_folder"),
        created_on: expect.stringMatching(/Z$/),
        modified_on: expect.stringMatching(/Z$/),
        origin: {},
      }),
    ]);
    expect(id).not.toBe(bam);
    expect((await client.get(`/files/${id}`)).body).toEqual(made.body);
    expect((await client.get(`/files/${bam}`)).body).toEqual(of);
  });

  test("goes into a folder, under the name that is asked for", async () => {
    const parent = await folder("copies");
    expect(await copy(files.r1, { parent, name: "other.fastq" })).toEqual([201, "other.fastq"]);
    expect(await copy(files.r1, { parent })).toEqual([201, "s1_1.fastq"]);
    expect(await names(parent)).toEqual(["other.fastq", "s1_1.fastq"]);
  });

  test("without a name gets a number in front where its own is taken; with one it is refused", async () => {
    const parent = await folder("twice");
    expect(await copy(files.r1, { parent })).toEqual([201, "s1_1.fastq"]);
    expect(await copy(files.r1, { parent })).toEqual([201, "1_s1_1.fastq"]);
    expect(await copy(files.r1, { parent })).toEqual([201, "2_s1_1.fastq"]);
    expect(await copy(files.r2, { parent, name: "s1_1.fastq" })).toEqual([409, 5003]);
    // In its own folder as well.
    expect(await copy(files.r1, { project: "ada/lab" })).toEqual([201, "1_s1_1.fastq"]);
  });

  test.each<[object, number, number]>([
    [{}, 400, 5029],
    [{ project: "", parent: null }, 400, 5029],
    [{ project: "ada/lab", parent: nobody }, 400, 5031],
    [{ parent: nobody }, 404, 5026],
    [{ parent: files.r2 }, 400, 5022],
    [{ parent: files.secret }, 403, 5001],
    [{ project: "bob/private" }, 403, 3001],
    [{ project: "no/where" }, 404, 3002],
    [{ project: "lab" }, 400, 3012],
    [{ project: ["ada/lab"] }, 400, 5005],
    [{ project: "ada/lab", name: "" }, 400, 5024],
    [{ project: "ada/lab", name: 1 }, 400, 5024],
  ])("is not made to %j", async (body, status, code) => {
    expect(await copy(files.r1, body)).toEqual([status, code]);
  });
});

describe("a move", () => {
  const move = async (id: string, body: object): Promise<unknown[]> => {
    const answer = await emulator.client.post(`/files/${id}/actions/move`, body);
    return [answer.status, pick(answer.body, "code") ?? pick(answer.body, "name")];
  };

  test("keeps the file and its id, and changes folder and name", async () => {
    const { client } = emulator;
    const [from, to] = [await folder("from"), await folder("to")];
    const made = await client.post(`/files/${files.genome}/actions/copy`, { parent: from });
    const id = String(pick(made.body, "id"));
    const answer = await client.post(`/files/${id}/actions/move`, { parent: to, name: "moved.fa" });
    expect([answer.status, answer.body]).toEqual([
      200,
      Object.assign({}, made.body, {
        name: "moved.fa",
        parent: to,
        modified_on: expect.stringMatching(/Z$/),
      }),
    ]);
    expect([await names(from), await names(to)]).toEqual([[], ["moved.fa"]]);
    expect(await move(id, { parent: to, name: null })).toEqual([200, "moved.fa"]);
    const root = await client.field("/projects/ada/lab", "root_folder");
    expect(await move(id, { parent: root })).toEqual([200, "moved.fa"]);
  });

  test("to where the name is taken gets a number in front, or is refused when the name was asked for", async () => {
    const { client } = emulator;
    const to = await folder("crowded");
    await copy(files.r3, { parent: to });
    const made = await client.post(`/files/${files.r3}/actions/copy`, { project: "ada/lab", name: "tmp" });
    const id = String(pick(made.body, "id"));
    expect(await move(id, { parent: to, name: "s2_1.fastq" })).toEqual([409, 5003]);
    await client.patch(`/files/${id}`, { name: "free.fastq" });
    await copy(files.r3, { parent: to, name: "free.fastq" });
    expect(await move(id, { parent: to })).toEqual([200, "1_free.fastq"]);
  });

  test("leaves the project alone, and takes no folders", async () => {
    const { client } = emulator;
    expect(await move(files.r1, { parent: await folder("away", "division/shared") })).toEqual([400, 5015]);
    expect(await move(await folder("fixed"), { parent: await folder("target") })).toEqual([400, 5033]);
    expect(await move(files.r1, {})).toEqual([400, 5029]);
    expect(await move(files.r1, { parent: files.r2 })).toEqual([400, 5022]);
    expect(await move(files.r1, { parent: nobody })).toEqual([404, 5026]);
    expect(await client.field(`/files/${files.r1}`, "parent")).toBe(
      await client.field("/projects/ada/lab", "root_folder"),
    );
  });
});

describe("several files are copied at once", () => {
  test("with what became of each, by its id", async () => {
    const { client } = emulator;
    const old = String(items(await client.get("/files?project=ada/lab&name=old"), "id")[0]);
    const ids = [files.bare, files.secret, files.bare, old, nobody];
    const send = () => client.post("/action/files/copy", { project: "division/shared", file_ids: ids });
    const failed = (status: number, code: number) => ({
      status: "FAILED",
      error: { status, code, message: expect.any(String), more_info: expect.any(String) },
    });
    const ok = (name: string) => ({
      status: "OK",
      new_file_id: expect.stringMatching(/^[0-9a-f]{24}$/),
      new_file_name: name,
    });
    const first = await send();
    expect([first.status, first.body]).toEqual([
      200,
      {
        [files.bare]: ok("bare.fastq"),
        [files.secret]: failed(403, 5001),
        [old]: failed(400, 5018),
        [nobody]: failed(404, 5002),
      },
    ]);
    const made = await client.get(`/files/${pick(first.body, `${files.bare}.new_file_id`)}`);
    expect([pick(made.body, "project"), pick(made.body, "name")]).toEqual(["division/shared", "bare.fastq"]);
    expect(pick((await send()).body, files.bare)).toEqual(ok("1_bare.fastq"));
  });

  test.each<[object, number, number]>([
    [{}, 400, 5005],
    [{ project: "division/shared" }, 400, 90000],
    [{ project: "division/shared", file_ids: [] }, 400, 90000],
    [{ project: "division/shared", file_ids: [1] }, 400, 90000],
    [{ project: "", file_ids: [files.r1] }, 400, 5029],
    [{ project: "ada/lab", file_ids: [files.r1] }, 403, 3001],
  ])("and none of them with %j", async (body, status, code) => {
    const answer = await emulator.client.as(bob).post("/action/files/copy", body);
    expect([answer.status, pick(answer.body, "code")]).toEqual([status, code]);
  });
});
