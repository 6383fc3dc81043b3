import { emulated, items, pick } from "./client";
import { bob, echo, files, fileValue } from "./seed";

const emulator = emulated();
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("apps", () => {
  const raw = (base: string, revision: number, version = "v1.0") => ({
    ...echo,
    inputs: [
      { id: "message", type: "string?" },
      { id: "one", type: "File?" },
    ],
    outputs: [{ id: "text", type: "string" }],
    id: `${base}/apps/ada/lab/echo/${revision}/raw/`,
    "sbg:id": `ada/lab/echo/${revision}`,
    "sbg:project": "ada/lab",
    "sbg:revision": revision,
    "sbg:latestRevision": 1,
    "sbg:createdBy": "ada",
    "sbg:createdOn": expect.any(Number),
    "sbg:revisionsInfo": [0, 1].map((it) => ({
      "sbg:revision": it,
      "sbg:modifiedBy": "ada",
      "sbg:modifiedOn": Date.parse("2024-01-01T00:00:00Z") / 1000,
      "sbg:revisionNotes": null,
    })),
    "sbg:validationErrors": [],
    "sbg:revisionNotes": null,
    "sbg:content_hash": expect.stringMatching(/^a[0-9a-f]{48}$/),
    "sbg:contributors": ["ada"],
    "sbg:publisher": "sbg",
    "sbg:sbgMaintained": false,
    "sbg:workflowLanguage": "CWL",
    "sbg:projectName": "Lab",
    "sbg:appVersion": [version],
    "sbg:image_url": null,
  });

  test("without a revision are the newest, with one that one, in a wrapper around the CWL", async () => {
    const { client } = emulator;
    const wrapper = (revision: number, name: string, cwl: unknown) => ({
      href: `${client.url}/apps/ada/lab/echo/${revision}`,
      id: `ada/lab/echo/${revision}`,
      project: "ada/lab",
      name,
      revision,
      latest_revision: 1,
      raw: cwl,
    });
    const newest = wrapper(1, "Echo", { ...raw(client.url, 1), label: "Echo" });
    expect((await client.get("/apps/ada/lab/echo")).body).toEqual(newest);
    expect((await client.get("/apps/ada%2Flab%2Fecho/1")).body).toEqual(newest);
    expect((await client.get("/apps/ada/lab/echo/0")).body).toEqual(wrapper(0, "echo", raw(client.url, 0)));
    expect((await client.get("/apps/ada/lab/echo/0/raw")).body).toEqual(raw(client.url, 0));
    expect((await client.get("/apps/ada/lab/echo/raw/")).body).toEqual({
      ...raw(client.url, 1),
      label: "Echo",
    });
  });

  test.each([
    ["project=ada/lab", ["ada/lab/align/0", "ada/lab/count/0", "ada/lab/echo/1"]],
    ["", ["ada/lab/align/0", "ada/lab/count/0", "ada/lab/echo/1"]],
    ["visibility=PRIVATE&q=ECHO", ["ada/lab/echo/1"]],
    ["id=ada/lab/count&id=ada/lab/align", ["ada/lab/align/0", "ada/lab/count/0"]],
    ["visibility=public", []],
    ["project=division/shared", []],
  ])("listed with %j are %j", async (query, ids) => {
    expect(items(await emulator.client.get(`/apps?${query}`), "id")).toEqual(ids);
  });

  test("are installed as revision 0 from JSON, and as the next one from YAML", async () => {
    const { client } = emulator;
    const first = await client.post("/apps/division/shared/new/raw", {
      class: "CommandLineTool",
      inputs: [],
      outputs: [],
    });
    expect([first.status, pick(first.body, "sbg:id")]).toEqual([201, "division/shared/new/0"]);
    const yaml = "class: CommandLineTool\ninputs: { n: int? }\noutputs: []\n";
    const next = await client.send("POST", "/apps/division/shared/new/1/raw", yaml, {
      "Content-Type": "application/yaml",
    });
    expect([next.status, pick(next.body, "sbg:id"), pick(next.body, "inputs")]).toEqual([
      201,
      "division/shared/new/1",
      [{ id: "n", type: "int?" }],
    ]);
    expect(await client.field("/apps/division/shared/new", "revision")).toBe(1);
    expect(await client.field("/apps/division/shared/new/0", "latest_revision")).toBe(1);
  });

  test.each([
    [
      "contains itself",
      "&a\nclass: x\ninputs: *a\n",
      /^The app can not be read: It is nested too deeply, or contains itself\./,
    ],
    ["is nested too deeply", `class: x\ninputs: ${"[".repeat(201)}${"]".repeat(201)}\n`, /too deeply/],
    ["is no YAML", "class: [", /^The app can not be read: [^\n]+$/],
  ])("in YAML that %s is refused, and nothing of it is kept", async (_, yaml, message) => {
    const { client } = emulator;
    const sent = await client.send("POST", "/apps/division/shared/circ/raw", yaml, {
      "Content-Type": "application/yaml",
    });
    expect([sent.status, pick(sent.body, "code"), pick(sent.body, "message")]).toEqual([
      400,
      90009,
      expect.stringMatching(message),
    ]);
    expect((await client.get("/apps/division/shared/circ")).status).toBe(404);
  });

  test("in YAML whose parts are written once and used twice are fine", async () => {
    const { client } = emulator;
    const yaml = "class: x\ninputs: { a: &t { type: int }, b: *t }\n";
    const type = { "Content-Type": "application/yaml" };
    const sent = await client.send("POST", "/apps/division/shared/twice/raw", yaml, type);
    expect([sent.status, pick(sent.body, "inputs")]).toEqual([
      201,
      [
        { id: "a", type: "int" },
        { id: "b", type: "int" },
      ],
    ]);
  });
});

describe("files", () => {
  test.each([
    ["project=ada/lab&limit=3", ["s1_1.fastq", "s1_2.fastq", "s2_1.fastq"]],
    ["project=ada/lab&name=bare.fastq&name=genome.fa", ["bare.fastq", "genome.fa"]],
    ["project=ada/lab&metadata.sample_id=s1", ["s1_1.fastq", "s1_2.fastq"]],
    [
      "project=ada/lab&metadata.sample_id=s1&metadata.sample_id=s2",
      ["s1_1.fastq", "s1_2.fastq", "s2_1.fastq"],
    ],
    ["project=ada/lab&metadata.sample_id=s1&metadata.lane=2", ["s1_2.fastq"]],
    ["project=ada/lab&metadata.none=x", []],
    ["project=ada/lab&tag=reference", ["genome.fa"]],
    ["project=division/shared", []],
  ])("listed with %j are %j", async (query, names) => {
    expect(items(await emulator.client.get(`/files?${query}`), "name")).toEqual(names);
  });

  test("in folders are listed by parent, one level at a time", async () => {
    const { client } = emulator;
    const [old] = items(await client.get("/files?project=ada/lab&name=old"), "id");
    const [run] = items(await client.get(`/files?parent=${old}`), "id");
    const inside = await client.get(`/files?parent=${run}&fields=name,type`);
    expect(pick(inside.body, "items")).toEqual([{ name: "a.txt", type: "file" }]);
    expect(items(await client.get(`/files/${old}/list`), "name")).toEqual(["run 1"]);
    const root = await client.field("/projects/ada/lab", "root_folder");
    expect(items(await client.get(`/files?parent=${root}&name=old`), "id")).toEqual([old]);
  });

  test("made by a task are found by it", async () => {
    const { client } = emulator;
    const inputs = { reads: [fileValue(files.r1)], genome: fileValue(files.r1) };
    const id = await client.task({ project: "division/shared", app: "ada/lab/align", inputs }, "?action=run");
    await client.advance(20);
    const made = await client.get(`/files?project=division/shared&origin.task=${id}&metadata.sample_id=s1`);
    expect(items(made, "name")).toEqual(["t.bam.bam.bai", "t.bam.bam", "t.parts_1.out", "t.parts_2.out"]);
    const folder = await client.get(`/files?project=division/shared&origin.task=${id}&name=t.logs`);
    expect(items(folder, "name")).toEqual(["t.logs"]);
  });

  test("are served with everything that the Java client needs", async () => {
    const { client } = emulator;
    expect((await client.get(`/files/${files.genome}`)).body).toEqual({
      href: `${client.url}/files/${files.genome}`,
      id: files.genome,
      name: "genome.fa",
      size: 100,
      project: "ada/lab",
      parent: await client.field("/projects/ada/lab", "root_folder"),
      type: "file",
      created_on: time,
      modified_on: time,
      storage: { type: "PLATFORM", hosted_on_locations: ["aws:us-east-1"] },
      origin: {},
      tags: ["reference"],
      metadata: { species: "human" },
    });
  });

  test("have metadata that PATCH merges, null takes away and PUT replaces", async () => {
    const { client } = emulator;
    const path = `/files/${files.bare}/metadata`;
    expect((await client.patch(path, { a: "1", b: "2" })).body).toEqual({ a: "1", b: "2" });
    expect((await client.patch(path, { b: null, c: "3" })).body).toEqual({ a: "1", c: "3" });
    expect((await client.put(path, { d: "4" })).body).toEqual({ d: "4" });
    expect((await client.get(path)).body).toEqual({ d: "4" });
    await client.put(path, {});
  });

  test("come in bulk, one item per id", async () => {
    const { client } = emulator;
    const bulk = await client.post("/bulk/files/get?fields=name", { file_ids: [files.r1, files.secret] });
    expect([pick(bulk.body, "items.0"), pick(bulk.body, "items.1.error.code")]).toEqual([
      { resource: { name: "s1_1.fastq" } },
      5001,
    ]);
  });
});

describe("projects and users", () => {
  test("a project is listed, by owner too, and served", async () => {
    const { client } = emulator;
    expect(items(await client.get("/projects"), "id")).toEqual(["ada/lab", "division/shared"]);
    expect(items(await client.get("/projects/division"), "id")).toEqual(["division/shared"]);
    expect(items(await client.get("/projects?name=la"), "id")).toEqual(["ada/lab"]);
    expect(items(await client.as(bob).get("/projects"), "id")).toEqual(["bob/private", "division/shared"]);
    expect((await client.get("/projects/ada/lab")).body).toEqual({
      href: `${client.url}/projects/ada/lab`,
      id: "ada/lab",
      name: "Lab",
      type: "v2",
      tags: [],
      settings: {
        locked: false,
        controlled: false,
        use_interruptible_instances: false,
        use_memoization: false,
        allow_network_access: false,
        location: "aws:us-east-1",
        use_elastic_disk: false,
        intermediate_files: { retention: "LIMITED", duration: 24 },
      },
      permissions: { write: true, read: true, copy: true, execute: true, admin: true },
      billing_group: expect.stringMatching(/^[0-9a-f-]{36}$/),
      root_folder: expect.stringMatching(/^[0-9a-f]{24}$/),
      created_by: "ada",
      created_on: time,
      modified_on: time,
      category: "PRIVATE",
    });
  });

  test("a new project's tasks are on spot instances unless its settings say otherwise", async () => {
    const { client } = emulator;
    const made = await client.post("/projects?fields=id,name", {
      name: "My New Project!",
      billing_group: null,
    });
    expect([made.status, made.body]).toEqual([201, { id: "ada/my-new-project", name: "My New Project!" }]);
    const id = await client.task({ project: "ada/my-new-project" });
    expect(await client.field(`/tasks/${id}`, "use_interruptible_instances")).toBe(true);
  });

  test("the list of paths needs no token", async () => {
    const { url } = emulator.client;
    const answer = await fetch(`${url}/`);
    expect(await answer.json()).toEqual({
      rate_limit_url: `${url}/rate_limit`,
      user_url: `${url}/user`,
      users_url: `${url}/users`,
      billing_url: `${url}/billing`,
      projects_url: `${url}/projects`,
      files_url: `${url}/files`,
      tasks_url: `${url}/tasks`,
      apps_url: `${url}/apps`,
      action_url: `${url}/action`,
      upload_url: `${url}/upload`,
      storage_url: `${url}/storage`,
      markers_url: `${url}/markers`,
    });
  });
});
