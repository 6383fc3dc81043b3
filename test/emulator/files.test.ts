import { emulated, items, pick } from "./client";
import { bob, files, fileValue } from "./seed";

const emulator = emulated();
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const nobody = "0".repeat(24);

/** A separate file for each test: a copy of one in the seed. */
const fresh = async (name: string, of: string = files.r1): Promise<string> => {
  const made = await emulator.client.post(`/files/${of}/actions/copy`, { project: "division/shared", name });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return String(pick(made.body, "id"));
};

const folder = async (name: string): Promise<string> => {
  const made = await emulator.client.post("/files", { name, project: "division/shared", type: "folder" });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return String(pick(made.body, "id"));
};

const root = (project: string): Promise<string> =>
  emulator.client.field(`/projects/${project}`, "root_folder").then(String);

const code = async (method: string, path: string, body?: unknown): Promise<unknown[]> => {
  const answer = await emulator.client.send(method, path, body);
  return [answer.status, pick(answer.body, "code")];
};

describe("a file's details", () => {
  test("that PATCH names are replaced, metadata as a whole, and the rest stays", async () => {
    const { client } = emulator;
    const id = await fresh("details.txt");
    const was = await client.get(`/files/${id}`);
    await client.advance(60);
    const renamed = await client.patch(`/files/${id}`, { name: "renamed.txt", size: 1, nonsense: true });
    expect([renamed.status, renamed.body]).toEqual([
      200,
      Object.assign({}, was.body, { name: "renamed.txt", modified_on: time }),
    ]);
    expect(pick(renamed.body, "modified_on")).not.toBe(pick(was.body, "modified_on"));
    const fields = "?fields=name,tags,metadata";
    const both = await client.patch(`/files/${id}${fields}`, { tags: ["a", "b"], metadata: { lane: "9" } });
    expect(both.body).toEqual({ name: "renamed.txt", tags: ["a", "b"], metadata: { lane: "9" } });
    const nulls = await client.patch(`/files/${id}${fields}`, { name: null, tags: null, metadata: null });
    expect(nulls.body).toEqual(both.body);
    expect((await client.get(`/files/${id}${fields}`)).body).toEqual(both.body);
  });

  test.each([
    [{ name: "" }, 5024],
    [{ name: " " }, 5024],
    [{ name: 7 }, 5024],
    [{ name: "a/b" }, 5024],
    [{ tags: "a" }, 5033],
    [{ tags: [1] }, 5033],
    [{ metadata: [] }, 5006],
    [{ metadata: { deep: { er: "1" } } }, 5006],
    [{ metadata: { lists: [["1"]] } }, 5006],
    [{ metadata: { "": "1" } }, 5006],
    [{ metadata: { ["k".repeat(101)]: "1" } }, 5006],
    [{ metadata: { umlauts: "ü".repeat(151) } }, 5006],
    [{ metadata: Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`k${n}`, "1"])) }, 5006],
    [[], 90000],
  ])("are refused when they are wrong (%#), and nothing of them is kept", async (body, expected) => {
    const { client } = emulator;
    const before = (await client.get(`/files/${files.r2}`)).body;
    expect(await code("PATCH", `/files/${files.r2}`, body)).toEqual([400, expected]);
    expect((await client.get(`/files/${files.r2}`)).body).toEqual(before);
  });

  test("take metadata up to the documented lengths", async () => {
    const metadata = { ["k".repeat(100)]: "ü".repeat(150), list: ["a", "b"], number: 1, flag: true };
    const id = await fresh("lengths.txt");
    const answer = await emulator.client.patch(`/files/${id}?fields=metadata`, { metadata });
    expect(answer.body).toEqual({ metadata });
  });

  test("can not give it a name that is taken in its folder, its own apart", async () => {
    const id = await fresh("mine.txt");
    await fresh("taken.txt");
    expect(await code("PATCH", `/files/${id}`, { name: "taken.txt" })).toEqual([409, 5003]);
    expect(await code("PATCH", `/files/${id}`, { name: "mine.txt" })).toEqual([200, undefined]);
  });
});

describe("tags", () => {
  test("are a bare list, read with GET and replaced with PUT", async () => {
    const { client } = emulator;
    const id = await fresh("tags.txt", files.genome);
    expect((await client.get(`/files/${id}/tags`)).body).toEqual(["reference"]);
    const set = await client.put(`/files/${id}/tags`, ["x", "y"]);
    expect([set.status, set.body]).toEqual([200, ["x", "y"]]);
    expect((await client.get(`/files/${id}/tags`)).body).toEqual(["x", "y"]);
    // What the R client makes of an empty list.
    expect((await client.put(`/files/${id}/tags`, {})).body).toEqual([]);
  });

  test.each([["x"], [{ tags: ["x"] }], [[1]], ["null"]])("are refused as %j", async (body) => {
    expect(await code("PUT", `/files/${files.r1}/tags`, body === "x" ? '"x"' : body)).toEqual([400, 5033]);
  });
});

describe("a file that is deleted", () => {
  test("is answered with 204 and nothing, and is gone from everywhere", async () => {
    const { client } = emulator;
    const id = await fresh("gone.txt");
    const deleted = await client.delete(`/files/${id}`);
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    for (const path of ["", "/metadata", "/tags", "/download_info", "/list"])
      expect(await code("GET", `/files/${id}${path}`)).toEqual([404, 5002]);
    expect(await code("DELETE", `/files/${id}`)).toEqual([404, 5002]);
    expect(items(await client.get("/files?project=division/shared&name=gone.txt"), "id")).toEqual([]);
  });

  test("is an error of the drafts that name it", async () => {
    const { client } = emulator;
    const one = await fresh("input.txt");
    const id = await client.task({ project: "division/shared", inputs: { one: fileValue(one) } });
    expect(await client.field(`/tasks/${id}`, "errors")).toEqual([]);
    await client.delete(`/files/${one}`);
    expect(await client.field(`/tasks/${id}`, "errors")).toEqual([
      expect.objectContaining({ title: "File does not exist", input: "one" }),
    ]);
    expect(await code("POST", `/tasks/${id}/actions/run`)).toEqual([400, 7024]);
  });

  test("stays in what the task answers that made it or took it", async () => {
    const { client } = emulator;
    const one = await fresh("taken.fastq");
    const inputs = { reads: [fileValue(one)], genome: fileValue(files.genome) };
    const body = { project: "division/shared", app: "ada/lab/align", inputs };
    const id = await client.task(body, "?action=run");
    await client.advance(20);
    const bam = String(await client.field(`/tasks/${id}`, "outputs.bam.path"));
    const name = await client.field(`/files/${bam}`, "name");
    await client.patch(`/files/${bam}`, { name: "better.bam" });
    expect(await client.field(`/tasks/${id}`, "outputs.bam.name")).toBe("better.bam");
    await client.delete(`/files/${bam}`);
    await client.delete(`/files/${one}`);
    const task = await client.get(`/tasks/${id}`);
    expect([task.status, pick(task.body, "outputs.bam.path"), pick(task.body, "outputs.bam.name")]).toEqual([
      200,
      bam,
      name,
    ]);
    expect(pick(task.body, "inputs.reads")).toEqual([fileValue(one)]);
  });
});

describe("a folder", () => {
  test("is made at the top of a project or in another folder", async () => {
    const { client } = emulator;
    const top = await client.post("/files", {
      name: "my new folder",
      project: "division/shared",
      type: "FOLDER",
    });
    const id = pick(top.body, "id");
    expect([top.status, top.body]).toEqual([
      201,
      {
        href: `${client.url}/files/${id}`,
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        name: "my new folder",
        size: 0,
        project: "division/shared",
        parent: await root("division/shared"),
        type: "folder",
        created_on: time,
        modified_on: time,
        storage: { type: "PLATFORM", hosted_on_locations: ["aws:us-east-1"] },
        origin: {},
        tags: [],
        metadata: {},
      },
    ]);
    const inner = await client.post("/files", { name: "in", parent: id, project: null, type: "folder" });
    expect([inner.status, pick(inner.body, "parent")]).toEqual([201, id]);
    expect((await client.get(`/files/${id}/list`)).body).toEqual({
      href: `${client.url}/files/${id}/list?offset=0&limit=50`,
      items: [
        {
          href: `${client.url}/files/${pick(inner.body, "id")}`,
          id: pick(inner.body, "id"),
          name: "in",
          project: "division/shared",
          parent: id,
          type: "folder",
        },
      ],
      links: [],
    });
  });

  test.each<[object, number, number]>([
    [{ name: "f", project: "division/shared" }, 400, 5012],
    [{ name: "f", project: "division/shared", type: "file" }, 400, 5012],
    [{ project: "division/shared", type: "folder" }, 400, 5024],
    [{ name: "__f", project: "division/shared", type: "folder" }, 400, 5024],
    [{ name: "f", type: "folder" }, 400, 5029],
    [{ name: "f", project: "division/shared", parent: nobody, type: "folder" }, 400, 5031],
    [{ name: "f", parent: nobody, type: "folder" }, 404, 5026],
    [{ name: "f", parent: files.r1, type: "folder" }, 400, 5022],
    [{ name: "f", parent: files.secret, type: "folder" }, 403, 5001],
    [{ name: "f", parent: 1, type: "folder" }, 400, 5033],
    [{ name: "f", project: 1, type: "folder" }, 400, 5005],
    [{ name: "f", project: "shared", type: "folder" }, 400, 3012],
    [{ name: "f", project: "no/where", type: "folder" }, 404, 3002],
    [{ name: "f", project: "bob/private", type: "folder" }, 403, 3001],
    [{ name: "old", project: "ada/lab", type: "folder" }, 409, 5030],
    [{ name: "genome.fa", project: "ada/lab", type: "folder" }, 409, 5003],
  ])("is not made from %j", async (body, status, expected) => {
    expect(await code("POST", "/files", body)).toEqual([status, expected]);
  });

  test("can be deleted when it is empty, and only then", async () => {
    const { client } = emulator;
    const [id, inside] = [await folder("full"), await fresh("inside.txt")];
    await client.post(`/files/${inside}/actions/move`, { parent: id });
    expect(await code("DELETE", `/files/${id}`)).toEqual([400, 5021]);
    await client.delete(`/files/${inside}`);
    expect((await client.delete(`/files/${id}`)).status).toBe(204);
  });

  test.each([
    ["PATCH", "", { name: "other" }, 5023],
    ["PATCH", "/metadata", { a: "1" }, 5025],
    ["PUT", "/metadata", {}, 5025],
    ["PUT", "/tags", [], 5027],
    ["GET", "/download_info", undefined, 5017],
    ["POST", "/actions/copy", { project: "ada/lab" }, 5018],
    ["POST", "/actions/move", { parent: nobody }, 5026],
  ])("refuses %s %s", async (method, path, body, expected) => {
    const [old] = items(await emulator.client.get("/files?project=ada/lab&name=old"), "id");
    const answer = await code(method, `/files/${old}${path}`, body);
    expect(answer).toEqual([expected === 5026 ? 404 : 400, expected]);
  });

  test("at the top of a project is read like any other, has no parent, and stays", async () => {
    const { client } = emulator;
    const id = await root("ada/lab");
    expect((await client.get(`/files/${id}?fields=id,name,project,parent,type,href`)).body).toEqual({
      href: `${client.url}/files/${id}`,
      id,
      name: "lab",
      project: "ada/lab",
      type: "folder",
    });
    expect(items(await client.get(`/files/${id}/list`), "id")).toEqual(
      items(await client.get("/files?project=ada/lab"), "id"),
    );
    expect(await code("DELETE", `/files/${id}`)).toEqual([400, 5033]);
    expect(await code("PATCH", `/files/${id}`, { name: "x" })).toEqual([400, 5023]);
    expect(
      await code("GET", `/files/${await client.as(bob).field("/projects/bob/private", "root_folder")}`),
    ).toEqual([403, 5001]);
  });
});

describe("what is not the user's, or not there", () => {
  test.each([
    ["GET", "", undefined],
    ["PATCH", "", { name: "x" }],
    ["DELETE", "", {}],
    ["GET", "/list", undefined],
    ["GET", "/metadata", undefined],
    ["PUT", "/metadata", {}],
    ["PATCH", "/metadata", {}],
    ["GET", "/tags", undefined],
    ["PUT", "/tags", []],
    ["GET", "/download_info", undefined],
    ["POST", "/actions/copy", { project: "ada/lab" }],
    ["POST", "/actions/move", { parent: "x" }],
  ])("is refused by %s %s", async (method, path, body) => {
    expect(await code(method, `/files/${files.secret}${path}`, body)).toEqual([403, 5001]);
    expect(await code(method, `/files/${nobody}${path}`, body)).toEqual([404, 5002]);
    expect(await code(method, `/files/not-an-id${path}`, body)).toEqual([404, 5002]);
  });
});
