import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../emulator";
import { type Answer, Client, emulated, items, pick } from "./client";
import { ada, bob, echo, files, fileValue } from "./seed";
import { shared } from "./shared";

const emulator = emulated({ seed: shared });
const said = (answer: Answer): unknown[] => [answer.status, pick(answer.body, "code")];
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("projects listed", () => {
  test.each([
    ["", ["ada/lab", "division/shared", "ada/team", "ada/published"]],
    ["/", ["ada/lab", "division/shared", "ada/team", "ada/published"]],
    ["/ada", ["ada/lab", "ada/team", "ada/published"]],
    ["/library", []],
    ["?name=EA&name=sha", ["division/shared", "ada/team"]],
    ["?tags=none", []],
    ["?category=public", ["library/public-apps", "ada/published"]],
    ["?category=PRIVATE", ["ada/lab", "division/shared", "ada/team"]],
    ["?category=CONTROLLED", []],
  ])("with %j are %j", async (query, ids) => {
    expect(items(await emulator.client.get(`/projects${query}`), "id")).toEqual(ids);
  });

  test("come by tag, whichever of several it is", async () => {
    const { client } = emulator;
    await client.post("/projects", { name: "Tagged", tags: ["rna", "mouse"] });
    expect(items(await client.get("/projects?tags=rna&tags=human"), "id")).toEqual(["ada/tagged"]);
  });
});

describe("a new project", () => {
  test("has what it was given, for the rest what is usual, and is its maker's", async () => {
    const { client } = emulator;
    const [group] = items(await client.get("/billing/groups"), "id");
    const made = await client.post("/projects", {
      name: "Ångström & Co",
      description: "about",
      tags: ["a"],
      billing_group: group,
      // What R makes of a location that is not given.
      settings: { locked: true, location: {}, intermediate_files: { duration: 48 }, controlled: null },
    });
    expect([made.status, made.body]).toEqual([
      201,
      {
        href: `${client.url}/projects/ada/ngstr-m-co`,
        id: "ada/ngstr-m-co",
        name: "Ångström & Co",
        type: "v2",
        description: "about",
        tags: ["a"],
        settings: {
          locked: true,
          controlled: false,
          use_interruptible_instances: true,
          use_memoization: false,
          allow_network_access: false,
          use_elastic_disk: false,
          intermediate_files: { retention: "LIMITED", duration: 48 },
          location: {},
        },
        permissions: { write: true, read: true, copy: true, execute: true, admin: true },
        billing_group: group,
        root_folder: expect.stringMatching(/^[0-9a-f]{24}$/),
        created_by: "ada",
        created_on: time,
        modified_on: time,
        category: "PRIVATE",
      },
    ]);
    expect((await client.get("/projects/ada%2Fngstr-m-co")).body).toEqual(made.body);
    expect(said(await client.as(bob).get("/projects/ada/ngstr-m-co"))).toEqual([403, 3001]);
  });
});

describe("an edit", () => {
  test("changes what it names, merges settings, moves the time, and leaves the id", async () => {
    const { client } = emulator;
    await client.post("/projects", { name: "To Edit", description: "old", tags: ["t"] });
    const before = await client.get("/projects/ada/to-edit");
    await client.advance(60);
    const edited = await client.patch("/projects/ada/to-edit", {
      name: "Edited",
      settings: { use_memoization: true, intermediate_files: { duration: 12 }, location: null },
      id: "ada/other",
    });
    expect([edited.status, edited.body]).toEqual([
      200,
      {
        ...(typeof before.body === "object" ? before.body : {}),
        name: "Edited",
        settings: {
          locked: false,
          controlled: false,
          use_interruptible_instances: true,
          use_memoization: true,
          allow_network_access: false,
          use_elastic_disk: false,
          intermediate_files: { retention: "LIMITED", duration: 12 },
          location: "aws:us-east-1",
        },
        modified_on: time,
      },
    ]);
    expect(pick(edited.body, "modified_on")).not.toBe(pick(before.body, "modified_on"));
    const emptied = await client.patch("/projects/ada/to-edit?fields=name,description,tags", {
      description: null,
      tags: null,
      settings: null,
    });
    expect(emptied.body).toEqual({ name: "Edited", tags: [] });
    expect((await client.get("/projects/ada/edited")).status).toBe(404);
    const id = await client.task({ project: "ada/to-edit" });
    expect(await client.field(`/tasks/${id}`, "execution_settings")).toEqual({ use_memoization: true });
  });

  test("of a division's project may send back the billing group that it has", async () => {
    const { client } = emulator;
    const group = await client.field("/projects/division/shared", "billing_group");
    const answer = await client.patch("/projects/division/shared?fields=billing_group", {
      billing_group: group,
    });
    expect([answer.status, answer.body]).toEqual([200, { billing_group: group }]);
  });
});

describe("a deletion", () => {
  test("takes the project's files, apps and tasks along, and nothing else", async () => {
    const { client } = emulator;
    await client.post("/projects", { name: "Doomed" });
    await client.post("/apps/ada/doomed/tool/raw", echo);
    await client.post("/apps/ada/doomed/tool/1/raw", echo);
    const inside = await client.task({ project: "ada/doomed", app: "ada/doomed/tool" });
    const outside = await client.task({ app: "ada/doomed/tool/0" });
    const batch = await client.task(
      {
        project: "ada/doomed",
        app: "ada/lab/count",
        inputs: { bams: [fileValue(files.r1)] },
      },
      "?action=run",
    );
    const reads = [fileValue(files.r1)];
    const inputs = { reads, genome: fileValue(files.genome) };
    await client.task({ project: "ada/doomed", app: "ada/lab/align", inputs }, "?action=run");
    expect(said(await client.delete("/projects/ada/doomed"))).toEqual([409, 90007]);
    await client.advance(30);
    const [made] = items(await client.get("/files?project=ada/doomed"), "id");
    const children = items(await client.get(`/tasks?parent=${batch}`), "id");
    expect([(await client.get(`/files/${made}`)).status, children.length]).toEqual([200, 1]);

    expect(await client.delete("/projects/ada/doomed")).toMatchObject({ status: 204, body: undefined });
    const gone = [
      "/projects/ada/doomed",
      "/apps/ada/doomed/tool",
      "/apps/ada/doomed/tool/0",
      `/files/${made}`,
      `/tasks/${inside}`,
      `/tasks/${children[0]}`,
    ];
    const answers = await Promise.all(gone.map(client.get));
    expect(answers.map((it) => pick(it.body, "code"))).toEqual([3002, 6002, 6002, 5002, 7002, 7002]);
    expect(await client.field(`/tasks/${outside}`, "app")).toBe("ada/doomed/tool/0");

    expect((await client.post("/projects", { name: "Doomed" })).status).toBe(201);
    expect(items(await client.get("/files?project=ada/doomed"), "id")).toEqual([]);
    expect(items(await client.get("/apps?project=ada/doomed"), "id")).toEqual([]);
  });

  test("edits, members and copies of a seed's project are there after a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sevenbridges-projects-"));
    try {
      const options = { seed: shared, state: join(folder, "state.jsonl") };
      const first = await startEmulator(options);
      const client = new Client(first.url, ada);
      await client.patch("/projects/ada/team", { name: "Band" });
      await client.delete("/projects/ada/team/members/carol");
      await client.post("/apps/library/public-apps/align/actions/copy", { project: "ada/team" });
      await client.delete("/projects/ada/lab");
      await first.close();
      const second = await startEmulator(options);
      try {
        const again = new Client(second.url, ada);
        expect(await again.field("/projects/ada/team", "name")).toBe("Band");
        expect(items(await again.get("/projects/ada/team/members"), "username")).toEqual(["ada", "bob"]);
        expect(await again.field("/apps/ada/team/align", "copy_of")).toBe("library/public-apps/align/1");
        expect(said(await again.get("/projects/ada/lab"))).toEqual([404, 3002]);
        expect(said(await again.get("/apps/ada/lab/echo"))).toEqual([404, 6002]);
      } finally {
        await second.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("refused:", () => {
  const lab = "/projects/ada/lab";
  const named = (body: object) => ({ name: "Refused", ...body });
  test.each<[number, number, string, string, unknown?]>([
    [400, 3007, "POST", "/projects", { name: null }],
    [400, 3007, "POST", "/projects", { name: " " }],
    [400, 3007, "POST", "/projects", { name: 5 }],
    [400, 3007, "POST", "/projects", { name: "!" }],
    [400, 3008, "POST", "/projects", named({ billing_group: "" })],
    [400, 3008, "POST", "/projects", named({ billing_group: {} })],
    [400, 4005, "POST", "/projects", named({ billing_group: "mine" })],
    [404, 4002, "POST", "/projects", named({ billing_group: "00000000-0000-4000-8000-000000000000" })],
    [403, 4001, "POST", "/projects", named({ billing_group: "{bob}" })],
    [400, 3009, "POST", "/projects", named({ type: "" })],
    [400, 3010, "POST", "/projects", named({ type: "v1" })],
    [400, 90000, "POST", "/projects", named({ description: 5 })],
    [400, 90000, "POST", "/projects", named({ tags: "one" })],
    [400, 90000, "POST", "/projects", named({ tags: [1] })],
    [400, 90000, "POST", "/projects", named({ settings: [] })],
    [400, 90000, "POST", "/projects", named({ settings: { locked: "yes" } })],
    [400, 90000, "POST", "/projects", []],
    [409, 3003, "POST", "/projects", { name: "LAB" }],
    [400, 3007, "PATCH", lab, { name: "" }],
    [400, 3008, "PATCH", lab, { billing_group: " " }],
    [403, 4001, "PATCH", lab, { billing_group: "{bob}" }],
    [400, 90000, "PATCH", lab, { settings: "none" }],
    [400, 90000, "PATCH", lab, "name: x"],
    [404, 3002, "PATCH", "/projects/ada/none", {}],
    [403, 3001, "PATCH", "/projects/bob/private", {}],
    [403, 3001, "PATCH", "/projects/library/public-apps", {}],
    [400, 3012, "PATCH", "/projects/ada", {}],
    [404, 3002, "GET", "/projects/ada/a%20b"],
    [400, 3006, "DELETE", "/projects/"],
    [400, 3006, "PATCH", "/projects", {}],
    [400, 3012, "DELETE", "/projects/ada"],
    [404, 3002, "DELETE", "/projects/ada/none"],
    [403, 3001, "DELETE", "/projects/bob/private"],
    [403, 3001, "DELETE", "/projects/library/public-apps"],
    [404, 4002, "GET", "/billing/groups/00000000-0000-4000-8000-000000000000"],
    [400, 4005, "GET", "/billing/groups/mine"],
    [403, 4001, "GET", "/billing/groups/{bob}"],
    [400, 2105, "GET", "/users"],
    [404, 90003, "GET", "/users?division=none"],
    [404, 90003, "GET", "/users?division=ada"],
  ])("%d %d: %s %s %j", async (...row) => {
    const [status, code, method, path, body] = row;
    const { client } = emulator;
    const bobs = String(await client.as(bob).field("/projects/bob/private", "billing_group"));
    const filled: unknown =
      body === undefined || typeof body === "string"
        ? body
        : JSON.parse(JSON.stringify(body).replace("{bob}", bobs));
    expect(said(await client.send(method, path.replace("{bob}", bobs), filled))).toEqual([status, code]);
  });

  test("a refused edit changes nothing", async () => {
    const { client } = emulator;
    const before = await client.get("/projects/ada/lab");
    await client.patch("/projects/ada/lab", { name: "New", settings: { locked: 1 } });
    expect((await client.get("/projects/ada/lab")).body).toEqual(before.body);
  });
});

describe("billing groups", () => {
  test("are one per user, and one of each division; their own paths reach them", async () => {
    const { client } = emulator;
    expect((await client.get("/billing")).body).toEqual({
      billing_groups_url: `${client.url}/billing/groups`,
      invoices_url: `${client.url}/billing/invoices`,
    });
    const own = await client.field("/projects/ada/lab", "billing_group");
    const division = await client.field("/projects/division/shared", "billing_group");
    const brief = (id: unknown, owner: string) => ({
      href: `${client.url}/billing/groups/${id}`,
      id,
      name: `Pilot Funds (${owner})`,
    });
    expect((await client.get("/billing/groups")).body).toEqual({
      href: `${client.url}/billing/groups?offset=0&limit=50`,
      items: [brief(own, "ada"), brief(division, "division")],
      links: [],
    });
    expect((await client.get(`/billing/groups/${own}`)).body).toEqual({
      ...brief(own, "ada"),
      owner: "ada",
      type: "free",
      pending: false,
      disabled: false,
      balance: { currency: "USD", amount: 300 },
    });
  });
});

test("the users of a division are everybody, none of them its admin", async () => {
  const { client } = emulator;
  const answer = await client.get("/users?division=division&limit=2");
  const user = (name: string) => ({
    href: `${client.url}/users/${name}`,
    username: name,
    email: `${name}@example.com`,
    role: "MEMBER",
  });
  expect([pick(answer.body, "items"), answer.headers.get("X-Total-Matching-Query")]).toEqual([
    [user("ada"), user("bob")],
    "3",
  ]);
  expect(items(await client.get("/users/?division=division&role=ADMIN"), "username")).toEqual([]);
});
