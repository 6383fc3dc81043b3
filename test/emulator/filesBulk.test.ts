import { emulated, items, pick } from "./client";
import { files } from "./seed";

const emulator = emulated();
const nobody = "0".repeat(24);

const fresh = async (name: string): Promise<string> => {
  const body = { project: "division/shared", name };
  return String(pick((await emulator.client.post(`/files/${files.genome}/actions/copy`, body)).body, "id"));
};

const refused = (status: number, code: number) => ({
  error: { status, code, message: expect.any(String), more_info: expect.any(String) },
});

const details = (name: string, tags: string[], metadata: object) => ({ resource: { name, tags, metadata } });

describe("files in bulk", () => {
  test.each<[string, object]>([
    ["get", {}],
    ["get", { file_ids: [] }],
    ["get", { file_ids: "x" }],
    ["get", { file_ids: [1] }],
    ["delete", { file_ids: Array.from({ length: 101 }, () => nobody) }],
    ["update", {}],
    ["update", { items: {} }],
    ["edit", { items: Array.from({ length: 101 }, () => ({ id: nobody })) }],
  ])("are refused whole as %s %#", async (action, body) => {
    const answer = await emulator.client.post(`/bulk/files/${action}`, body);
    expect([answer.status, pick(answer.body, "code")]).toEqual([400, 90000]);
  });

  test("are read one by one, whatever becomes of the others", async () => {
    const file_ids = [files.r1, files.secret, nobody, "", files.r1];
    const answer = await emulator.client.post("/bulk/files/get?fields=name,metadata.lane", { file_ids });
    const resource = { name: "s1_1.fastq", metadata: { lane: "1" } };
    expect(answer.body).toEqual({
      items: [{ resource }, refused(403, 5001), refused(404, 5002), refused(400, 5004), { resource }],
    });
  });

  test("are updated: what is not named is emptied, the name apart", async () => {
    const { client } = emulator;
    const [a, b, c] = [await fresh("a"), await fresh("b"), await fresh("c")];
    const sent = [
      { id: a, name: "a2", tags: ["t"], metadata: { lane: "7" } },
      { file_id: b, tags: null },
      { id: c, metadata: { sample_id: null, lane: "8" } },
    ];
    const answer = await client.post("/bulk/files/update?fields=name,tags,metadata", { items: sent });
    expect(answer.body).toEqual({
      items: [details("a2", ["t"], { lane: "7" }), details("b", [], {}), details("c", [], { lane: "8" })],
    });
    expect((await client.get(`/files/${b}?fields=name,tags,metadata`)).body).toEqual(
      details("b", [], {}).resource,
    );
  });

  test("are edited: what is not named stays, metadata is merged", async () => {
    const { client } = emulator;
    const [a, b, c] = [await fresh("ea"), await fresh("eb"), await fresh("ec")];
    const sent = [
      { id: a, name: "ea2", tags: ["t"], metadata: { lane: "7" } },
      { file_id: b },
      { id: c, metadata: { species: null } },
    ];
    const answer = await client.post("/bulk/files/edit?fields=name,tags,metadata", { items: sent });
    expect(answer.body).toEqual({
      items: [
        details("ea2", ["t"], { species: "human", lane: "7" }),
        details("eb", ["reference"], { species: "human" }),
        details("ec", ["reference"], {}),
      ],
    });
  });

  test("that are wrong are refused one by one", async () => {
    const { client } = emulator;
    const [a, b] = [await fresh("wa"), await fresh("wb")];
    const [old] = items(await client.get("/files?project=ada/lab&name=old"), "id");
    const sent = [
      { id: a, name: "wb" },
      { id: a, name: "wc" },
      { id: b, name: "wa" },
      { id: b, tags: [1] },
      { id: b, metadata: "x" },
      { id: old, name: "new" },
      { id: files.secret },
      { id: nobody },
      { name: "x" },
      { id: "" },
      null,
    ];
    const answer = await client.post("/bulk/files/edit?fields=name", { items: sent });
    expect(answer.body).toEqual({
      items: [
        refused(409, 5003),
        { resource: { name: "wc" } },
        { resource: { name: "wa" } },
        refused(400, 5033),
        refused(400, 5006),
        refused(400, 5023),
        refused(403, 5001),
        refused(404, 5002),
        refused(400, 5004),
        refused(400, 5004),
        refused(400, 5004),
      ],
    });
  });

  test("are deleted in the order asked, and shown as they were", async () => {
    const { client } = emulator;
    const project = "division/shared";
    const made = await client.post("/files", { name: "bulky", project, type: "folder" });
    const folder = String(pick(made.body, "id"));
    const inside = String(
      pick((await client.post(`/files/${files.r1}/actions/copy`, { parent: folder })).body, "id"),
    );
    const was = (await client.get(`/files/${inside}`)).body;
    const file_ids = [folder, inside, folder, inside, files.secret];
    const answer = await client.post("/bulk/files/delete", { file_ids });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        items: [
          refused(400, 5021),
          { resource: was },
          { resource: made.body },
          refused(404, 5002),
          refused(403, 5001),
        ],
      },
    ]);
    expect((await client.get(`/files/${folder}`)).status).toBe(404);
  });
});
