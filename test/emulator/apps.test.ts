import { type Answer, emulated, items, pick } from "./client";
import { bob, echo, tool } from "./seed";
import { carol, shared } from "./shared";

const emulator = emulated({ seed: shared });
const said = (answer: Answer): unknown[] => [answer.status, pick(answer.body, "code")];

describe("apps listed", () => {
  test.each([
    ["", ["ada/lab/align/0", "ada/lab/count/0", "ada/lab/echo/1", "ada/team/echo/0", "ada/published/echo/0"]],
    ["visibility=PUBLIC", ["library/public-apps/align/1", "ada/published/echo/0"]],
    ["visibility=public&project=ada/lab", []],
    ["project=library/public-apps", ["library/public-apps/align/1"]],
    ["project=library/public-apps&visibility=Private", []],
    ["project_owner=library&visibility=public", ["library/public-apps/align/1"]],
    ["q=ALIGN+2&q=bwa&visibility=public", ["library/public-apps/align/1"]],
    ["q=align+3&visibility=public", []],
    ["id=ada/lab/echo&id=ada/lab/align/0", ["ada/lab/align/0", "ada/lab/echo/1"]],
    ["id=ada/lab/echo/0", []],
  ])("with %j are %j", async (query, ids) => {
    expect(items(await emulator.client.get(`/apps?${query}`), "id")).toEqual(ids);
  });

  test("below an owner are those of the projects of that owner in which one takes part", async () => {
    const { client } = emulator;
    expect(items(await client.get("/apps/ada"), "id")).toHaveLength(5);
    const answer = await client.as(bob).get("/apps/ada?limit=1&fields=_all");
    expect(answer.body).toEqual({
      href: `${client.url}/apps/ada?limit=1&fields=_all&offset=0`,
      items: [
        {
          href: `${client.url}/apps/ada/team/echo/0`,
          id: "ada/team/echo/0",
          project: "ada/team",
          name: "echo",
          revision: 0,
          latest_revision: 0,
        },
      ],
      links: [],
    });
  });
});

test("everybody reads public apps, and only their project's owner adds to them", async () => {
  const { client } = emulator;
  const other = client.as(bob);
  expect(await other.field("/apps/ada/published/echo", "name")).toBe("echo");
  expect((await other.get("/apps/library%2Fpublic-apps%2Falign/0/raw")).status).toBe(200);
  expect((await other.get("/files?project=library/public-apps")).status).toBe(200);
  expect(said(await other.post("/apps/ada/published/more/raw", echo))).toEqual([403, 6001]);
  expect(said(await client.post("/apps/library/public-apps/more/raw", echo))).toEqual([403, 6001]);
  expect((await client.post("/apps/ada/published/more/raw", echo)).status).toBe(201);
});

/** What is on an app's document beside what is in it. */
const published = (version: string) => ({
  "sbg:content_hash": expect.stringMatching(/^a[0-9a-f]{48}$/),
  "sbg:contributors": ["ada"],
  "sbg:publisher": "sbg",
  "sbg:sbgMaintained": false,
  "sbg:workflowLanguage": "CWL",
  "sbg:projectName": "Lab",
  "sbg:appVersion": [version],
  "sbg:image_url": null,
});

test("a draft-2 app says on the input what it is batched by, as do no later ones", async () => {
  const { client } = emulator;
  const batched = {
    class: "Workflow",
    inputs: [
      { id: "#reads", type: ["null", "File"] },
      { id: "#n", type: ["null", "int"] },
    ],
    outputs: [],
    steps: [],
    "sbg:batchInput": "#reads",
    "sbg:batchBy": { type: "criteria", criteria: ["metadata.sample_id"] },
  };
  const inputs = async (name: string, cwl: object) => {
    await client.post(`/apps/ada/lab/${name}/raw`, cwl);
    return client.field(`/apps/ada/lab/${name}`, "raw.inputs");
  };
  const [reads, n] = batched.inputs;
  expect(await inputs("batched", batched)).toEqual([{ ...reads, batchType: ["metadata.sample_id"] }, n]);
  expect(await inputs("item", { ...batched, "sbg:batchBy": { type: "item" } })).toEqual([reads, n]);
  expect(await inputs("later", { ...batched, cwlVersion: "v1.2" })).toEqual([reads, n]);
});

describe("a copy", () => {
  const source = "library/public-apps/align";
  const copy = async (id: string, body: Record<string, unknown>, query = "") => {
    const answer = await emulator.client.post(`/apps/${id}/actions/copy${query}`, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };

  test("of a public app has all its revisions, and says what it is a copy of", async () => {
    const { client } = emulator;
    const made = await copy(source, { project: "ada/lab", name: "My Align!" });
    expect(made).toEqual({
      href: `${client.url}/apps/ada/lab/my-align/1`,
      id: "ada/lab/my-align/1",
      project: "ada/lab",
      name: "My Align!",
      revision: 1,
      latest_revision: 1,
      copy_of: "library/public-apps/align/1",
      raw: {
        ...tool,
        label: "My Align!",
        id: `${client.url}/apps/ada/lab/my-align/1/raw/`,
        "sbg:id": "ada/lab/my-align/1",
        "sbg:project": "ada/lab",
        "sbg:revision": 1,
        "sbg:latestRevision": 1,
        "sbg:createdBy": "ada",
        "sbg:createdOn": expect.any(Number),
        "sbg:copyOf": "library/public-apps/align/1",
        "sbg:toolkit": "BWA",
        "sbg:revisionNotes": "Copy of library/public-apps/align/1",
        "sbg:revisionsInfo": [0, 1].map((it) => ({
          "sbg:revision": it,
          "sbg:modifiedBy": "ada",
          "sbg:modifiedOn": expect.any(Number),
          "sbg:revisionNotes": `Copy of library/public-apps/align/${it}`,
        })),
        "sbg:validationErrors": [],
        ...published("v1.2"),
      },
    });
    const id = await client.task({ app: "ada/lab/my-align" });
    expect(await client.field(`/tasks/${id}`, "app")).toBe("ada/lab/my-align/1");
  });

  test.each([
    [undefined, 1, "library/public-apps/align/1"],
    ["clone", 1, "library/public-apps/align/1"],
    ["CLONE_DIRECT", 1, "division/shared/between/1"],
    ["transient", 0, "library/public-apps/align/1"],
    ["direct", 0, "division/shared/between/1"],
  ])(
    "of a copy, with the strategy %j, ends in revision %d and is one of %s",
    async (strategy, revision, of) => {
      const { client } = emulator;
      const between = "division/shared/between";
      if ((await client.get(`/apps/${between}`)).status === 404)
        await copy(source, { project: "division/shared", name: "between" });
      const name = `by ${strategy ?? "default"}`;
      const made = await copy(
        between,
        { project: "division/shared/", name, strategy },
        "?fields=revision,copy_of",
      );
      expect(made).toEqual({ revision, copy_of: of });
    },
  );

  test("of one revision leaves later ones out, and keeps the app's own name", async () => {
    const made = await copy(`${source}/0`, { project: "division/shared" }, "?fields=id,name,copy_of");
    expect(made).toEqual({
      id: "division/shared/align/0",
      name: "Align 1",
      copy_of: "library/public-apps/align/0",
    });
  });

  test("takes every newer revision of its source over, after its own, and then nothing more", async () => {
    const { client } = emulator;
    await client.post("/apps/ada/published/tool/raw", echo);
    await copy("ada/published/tool", { project: "ada/lab", name: "Mine", strategy: "direct" });
    const own = await client.post("/apps/ada/lab/mine/1/raw", { ...echo, label: "Own" });
    expect([own.status, pick(own.body, "sbg:copyOf")]).toEqual([201, "ada/published/tool/0"]);
    for (const it of [1, 2])
      await client.post(`/apps/ada/published/tool/${it}/raw`, {
        ...echo,
        label: `Tool ${it}`,
        "sbg:revisionNotes": `note ${it}`,
      });
    const fields = "?fields=id,name,copy_of,latest_revision,raw.sbg:revisionsInfo";
    const info = (it: number, notes: string | null) => ({
      "sbg:revision": it,
      "sbg:modifiedBy": "ada",
      "sbg:modifiedOn": expect.any(Number),
      "sbg:revisionNotes": notes,
    });
    const synced = {
      id: "ada/lab/mine/3",
      name: "Mine",
      copy_of: "ada/published/tool/2",
      latest_revision: 3,
      raw: {
        "sbg:revisionsInfo": [
          info(0, "Copy of ada/published/tool/0"),
          info(1, null),
          info(2, "note 1"),
          info(3, "note 2"),
        ],
      },
    };
    for (const path of ["ada/lab/mine", "ada%2Flab%2Fmine/0"]) {
      const answer = await client.post(`/apps/${path}/actions/sync${fields}`);
      expect([answer.status, answer.body]).toEqual([200, synced]);
    }
  });

  test("is not what an app is whose document only says so", async () => {
    const { client } = emulator;
    const made = await client.post("/apps/ada/lab/foreign/raw", { ...echo, "sbg:copyOf": "admin/apps/x/1" });
    expect(pick(made.body, "sbg:copyOf")).toBeUndefined();
    expect(said(await client.post("/apps/ada/lab/foreign/actions/sync"))).toEqual([400, 6010]);
  });

  test("survives the project that it comes from, and then has nothing to sync with", async () => {
    const { client } = emulator;
    await client.post("/projects", { name: "Origin" });
    await client.post("/apps/ada/origin/tool/raw", echo);
    await copy("ada/origin/tool", { project: "ada/lab", name: "Orphan" });
    await client.delete("/projects/ada/origin");
    expect(await client.field("/apps/ada/lab/orphan", "copy_of")).toBe("ada/origin/tool/0");
    expect(said(await client.post("/apps/ada/lab/orphan/actions/sync"))).toEqual([404, 6002]);
  });
});

describe("refused:", () => {
  const copy = "/apps/ada/lab/echo/actions/copy";
  const lab = { project: "division/shared", name: "x" };
  test.each<[number, number, string, unknown?]>([
    [400, 6009, copy, {}],
    [400, 6009, copy, { project: null }],
    [400, 6009, copy, { project: "" }],
    [400, 6009, copy, { project: { id: "ada/lab" } }],
    [400, 3012, copy, { project: "lab" }],
    [404, 3002, copy, { project: "ada/none" }],
    [403, 3001, copy, { project: "bob/private" }],
    [403, 6001, copy, { project: "library/public-apps" }],
    [409, 6003, copy, { project: "ada/lab" }],
    [400, 6004, copy, { project: "ada/lab", name: " " }],
    [400, 6004, copy, { project: "ada/lab", name: "!" }],
    [400, 90000, copy, { ...lab, name: 5 }],
    [400, 90000, copy, { ...lab, strategy: "borrow" }],
    [400, 90000, copy, { ...lab, strategy: "constructor" }],
    [400, 90000, copy, { ...lab, strategy: 1 }],
    [400, 90000, copy, []],
    [400, 90000, copy, "class: x"],
    [400, 6010, "/apps/actions/copy", lab],
    [400, 6011, "/apps/ada/lab/actions/copy", lab],
    [404, 6002, "/apps/ada/lab/none/actions/copy", lab],
    [404, 6002, "/apps/ada/lab/echo/7/actions/copy", lab],
    [403, 6001, "/apps/bob/private/hidden/actions/copy", lab],
    [400, 6010, "/apps/ada/lab/echo/actions/sync"],
    [400, 6010, "/apps/actions/sync"],
    [404, 6002, "/apps/ada/lab/none/actions/sync"],
    [403, 6001, "/apps/bob/private/hidden/actions/sync"],
    [400, 6006, "/apps/raw", echo],
    [400, 6007, "/apps/ada/raw", echo],
    [400, 6004, "/apps/ada/lab/raw", echo],
    [400, 6008, "/apps/ada/lab/echo/None/raw", echo],
    [400, 6011, "/apps/ada/lab/echo/one/raw", echo],
  ])("%d %d: POST %s %j", async (...row) => {
    const [status, code, path, body] = row;
    expect(said(await emulator.client.post(path, body))).toEqual([status, code]);
  });

  test.each([
    [400, 6006, "/apps?project_owner="],
    [400, 6012, "/apps?visibility=any"],
    [400, 6008, "/apps/ada/lab/echo/null"],
    [400, 6011, "/apps/ada/lab/echo/1/raw/raw"],
    [403, 3001, "/apps?project=bob/private"],
  ])("%d %d: GET %s", async (status, code, path) => {
    expect(said(await emulator.client.get(path))).toEqual([status, code]);
  });
});

describe("in a team's project", () => {
  test("copying out takes the copy permission, installing and syncing the write permission", async () => {
    const { client } = emulator;
    const writer = client.as(bob);
    const copy = { project: "bob/private", name: "taken" };
    expect(said(await writer.post("/apps/ada/team/echo/actions/copy", copy))).toEqual([403, 6001]);
    await client.patch("/projects/ada/team/members/bob/permissions", { copy: true });
    expect((await writer.post("/apps/ada/team/echo/actions/copy", copy)).status).toBe(201);
    expect((await writer.post("/apps/ada/team/new/raw", echo)).status).toBe(201);
    await client.put("/projects/ada/team/members/bob/permissions", {
      read: true,
      write: false,
      copy: false,
      execute: true,
      admin: false,
    });
    expect(said(await writer.post("/apps/ada/team/new/1/raw", echo))).toEqual([403, 6001]);
    expect(said(await writer.post("/apps/bob/private/taken/actions/sync"))).toEqual([403, 6001]);
    expect((await client.as(carol).post("/apps/ada/team/new/1/raw", echo)).status).toBe(201);
    expect(said(await writer.post("/apps/ada/team/new/actions/sync"))).toEqual([403, 6001]);
  });
});

test("YAML that the Python client sends as a JSON string is read all the same", async () => {
  const { client } = emulator;
  const yaml = "class: CommandLineTool\nlabel: From YAML\ninputs: []\noutputs: []\n";
  await client.post("/apps/ada/lab/yaml/raw", JSON.stringify(yaml));
  expect(await client.field("/apps/ada/lab/yaml", "name")).toBe("From YAML");
});

test("ports and steps keyed by their id are served as lists, which is all that the R client reads", async () => {
  const { client } = emulator;
  const made = await client.post("/apps/ada/lab/mapped/raw", {
    class: "Workflow",
    cwlVersion: "v1.2",
    inputs: { reads: "File[]", depth: { type: "int", default: 3 }, either: ["null", "File"] },
    outputs: { bam: { type: "File", outputSource: "sort/bam" } },
    steps: { sort: { run: "sort.cwl", in: { bam: "reads", by: { default: "name" } }, out: ["bam"] } },
  });
  const { inputs, outputs, steps } = Object(made.body);
  expect({ inputs, outputs, steps }).toEqual({
    inputs: [
      { id: "reads", type: "File[]" },
      { id: "depth", type: "int", default: 3 },
      { id: "either", type: ["null", "File"] },
    ],
    outputs: [{ id: "bam", type: "File", outputSource: "sort/bam" }],
    steps: [
      {
        id: "sort",
        run: "sort.cwl",
        in: [
          { id: "bam", source: "reads" },
          { id: "by", default: "name" },
        ],
        out: ["bam"],
      },
    ],
  });
});
