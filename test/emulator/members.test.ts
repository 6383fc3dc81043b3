import { type Answer, type Client, emulated, items, pick } from "./client";
import { bob, echo, files } from "./seed";
import { carol, shared } from "./shared";

const emulator = emulated({ seed: shared });
const said = (answer: Answer): unknown[] => [answer.status, pick(answer.body, "code")];

const all = { write: true, read: true, copy: true, execute: true, admin: true };
const none = { write: false, read: false, copy: false, execute: false, admin: false };
const reader = { ...none, read: true };

/** A project of Ada's with one member. */
const withMember = async (name: string, permissions: unknown): Promise<string> => {
  const { client } = emulator;
  const made = await client.post("/projects", { name });
  const path = `/projects/${pick(made.body, "id")}`;
  const added = await client.post(`${path}/members`, { username: "bob", type: "USER", permissions });
  if (added.status !== 201) throw new Error(JSON.stringify(added.body));
  return path;
};

const member = (client: Client, path: string, username: string, permissions: unknown) => ({
  href: `${client.url}${path}/members/${username}`,
  id: username,
  username,
  email: `${username}@example.com`,
  type: "USER",
  permissions,
});

describe("the members of a project", () => {
  test("are its owner and those whom the seed names, with all their fields", async () => {
    const { client } = emulator;
    const path = "/projects/ada/team";
    const listed = await client.as(bob).get(`${path}/members`);
    expect([listed.status, listed.body, listed.headers.get("X-Total-Matching-Query")]).toEqual([
      200,
      {
        href: `${client.url}${path}/members?offset=0&limit=50`,
        items: [
          member(client, path, "ada", all),
          member(client, path, "bob", { ...reader, write: true }),
          member(client, path, "carol", all),
        ],
        links: [],
      },
      "3",
    ]);
    expect(items(await client.get(`${path}/members?offset=1&limit=1&fields=username`), "username")).toEqual([
      "bob",
    ]);
    expect((await client.get("/projects/ada%2Fteam/members/bob")).body).toEqual(
      member(client, path, "bob", { ...reader, write: true }),
    );
  });

  test("see their own permissions in the project", async () => {
    const { client } = emulator;
    const seen = await Promise.all(
      [client, client.as(bob), client.as(carol)].map((it) => it.field("/projects/ada/team", "permissions")),
    );
    expect(seen).toEqual([all, { ...reader, write: true }, all]);
    expect(await client.as(bob).field("/projects/ada/published", "permissions")).toEqual({
      ...reader,
      copy: true,
    });
    expect(await client.as(bob).field("/projects/division/shared", "permissions")).toEqual(all);
  });

  test("have the project among theirs, its apps and tasks included", async () => {
    const { client } = emulator;
    const id = await client.task({ project: "ada/team" });
    const other = client.as(carol);
    expect(items(await other.get("/projects"), "id")).toContain("ada/team");
    expect(items(await other.get("/apps"), "id")).toEqual(["ada/team/echo/0"]);
    expect(items(await other.get("/tasks?project=ada/team"), "id")).toEqual([id]);
    await client.delete(`/tasks/${id}`);
  });
});

describe("a new member", () => {
  test.each([
    [undefined, reader],
    [null, reader],
    [{}, reader],
    [
      { read: false, write: true, copy: null, other: 1 },
      { ...reader, write: true },
    ],
    [{ admin: true }, all],
  ])("given %j has %j", async (permissions, has) => {
    const { client } = emulator;
    const path = await withMember(`Given ${JSON.stringify(permissions)}`, permissions);
    expect((await client.get(`${path}/members/bob`)).body).toEqual(member(client, path, "bob", has));
    expect((await client.get(`${path}/members/bob/permissions`)).body).toEqual(has);
    expect((await client.as(bob).get(path)).status).toBe(200);
    expect((await client.as(carol).get(path)).status).toBe(403);
  });

  test("may be named by e-mail", async () => {
    const { client } = emulator;
    const path = await withMember("By Mail", {});
    const added = await client.post(`${path}/members`, {
      email: "carol@example.com",
      permissions: { execute: true },
    });
    expect([added.status, added.body]).toEqual([
      201,
      member(client, path, "carol", { ...reader, execute: true }),
    ]);
  });

  test("of a division's project closes it to all but those named and the one who named them", async () => {
    const { client } = emulator;
    expect((await client.as(carol).get("/projects/division/shared")).status).toBe(200);
    await client.post("/projects/division/shared/members", { username: "bob", permissions: {} });
    expect(items(await client.get("/projects/division/shared/members"), "username")).toEqual(["ada", "bob"]);
    expect(await client.field("/projects/division/shared", "permissions")).toEqual(all);
    expect(said(await client.as(carol).get("/projects/division/shared"))).toEqual([403, 3001]);
    for (const it of ["bob", "ada"]) await client.delete(`/projects/division/shared/members/${it}`);
    expect((await client.as(carol).get("/projects/division/shared")).status).toBe(200);
  });
});

describe("permissions", () => {
  test("change one by one with PATCH and as a whole with PUT; reading can not be taken away", async () => {
    const { client } = emulator;
    const path = `${await withMember("Changing", { write: true })}/members/bob/permissions`;
    const steps: [string, unknown, unknown][] = [
      ["PATCH", { execute: true }, { ...reader, write: true, execute: true }],
      ["PATCH", { write: false, read: false }, { ...reader, execute: true }],
      ["PUT", { ...none, copy: true }, { ...reader, copy: true }],
      ["PATCH", { admin: true }, all],
      ["PATCH", { admin: false }, { ...all, admin: false }],
    ];
    for (const [method, body, has] of steps) {
      const answer = await client.send(method, path, body);
      expect([answer.status, answer.body]).toEqual([200, has]);
    }
    expect((await client.get(path)).body).toEqual({ ...all, admin: false });
  });

  test("end when a member is removed", async () => {
    const { client } = emulator;
    const path = await withMember("Leaving", { admin: true });
    expect((await client.delete(`${path}/members/bob`)).status).toBe(204);
    expect(said(await client.get(`${path}/members/bob`))).toEqual([404, 3002]);
    expect(said(await client.as(bob).get(path))).toEqual([403, 3001]);
    expect(items(await client.as(bob).get("/projects"), "id")).not.toContain("ada/leaving");
  });
});

type Try = [what: string, method: string, path: string, body: unknown, code: number];

/** What each of a project's calls takes. */
const tries: Record<string, Try[]> = {
  write: [
    ["a draft", "POST", "/tasks", { project: "{id}", app: "ada/team/echo" }, 7001],
    ["an edit of a draft", "PATCH", "/tasks/{draft}", { name: "new" }, 7001],
    ["an edit of a draft's inputs", "PATCH", "/tasks/{draft}/inputs", { message: "x" }, 7001],
    ["a clone", "POST", "/tasks/{draft}/actions/clone", {}, 7001],
    ["an app", "POST", "/apps/{id}/new/raw", echo, 6001],
    ["a copy of an app into it", "POST", "/apps/ada/published/echo/actions/copy", { project: "{id}" }, 6001],
    ["a deletion of a draft", "DELETE", "/tasks/{draft}", {}, 7001],
    ["a folder", "POST", "/files", { name: "f", type: "folder", project: "{id}" }, 5001],
    ["an edit of a file", "PATCH", "/files/{file}", { name: "new" }, 5001],
    ["an edit of metadata", "PATCH", "/files/{file}/metadata", { sample_id: "x" }, 5001],
    ["tags", "PUT", "/files/{file}/tags", ["x"], 5001],
    ["a copy of a file into it", "POST", "/files/{file}/actions/copy", { project: "{id}" }, 5001],
    ["a move", "POST", "/files/{file}/actions/move", { parent: "{root}", name: "new" }, 5032],
    ["a deletion of a file", "DELETE", "/files/{file}", {}, 5001],
  ],
  copy: [
    ["a copy of a file out of it", "POST", "/files/{file}/actions/copy", { project: "bob/private" }, 5014],
    ["a copy of an app out of it", "POST", "/apps/{app}/actions/copy", { project: "bob/private" }, 6001],
  ],
  execute: [
    ["a run", "POST", "/tasks/{draft}/actions/run", {}, 7001],
    ["an abort", "POST", "/tasks/{draft}/actions/abort", {}, 7001],
  ],
  admin: [
    ["an edit", "PATCH", "/projects/{id}", { name: "new" }, 3001],
    ["a new member", "POST", "/projects/{id}/members", { username: "carol", permissions: {} }, 3001],
    ["more for oneself", "PATCH", "/projects/{id}/members/bob/permissions", { copy: true }, 3001],
    ["a removal", "DELETE", "/projects/{id}/members/bob", {}, 3001],
    ["the end of the project", "DELETE", "/projects/{id}", {}, 3001],
  ],
};

describe.each(Object.entries(tries))("without the %s permission", (permission, list) => {
  test.each(list)("%s is refused, and with it is not", async (what, method, path, body, code) => {
    const { client } = emulator;
    const other = client.as(bob);
    const home = await withMember(`${permission} ${what}`, {
      write: true,
      copy: true,
      execute: true,
      [permission]: false,
    });
    const id = home.replace("/projects/", "");
    const draft = await client.task({ project: id });
    const file = await client.post(`/files/${files.genome}/actions/copy`, { project: id });
    const app = await client.post("/apps/ada/lab/echo/actions/copy", { project: id, name: "mine" });
    const known = {
      id,
      draft,
      file: pick(file.body, "id"),
      root: pick(file.body, "parent"),
      app: pick(app.body, "id"),
    };
    const filled = (text: string) =>
      Object.entries(known).reduce((it, [key, value]) => it.replaceAll(`{${key}}`, String(value)), text);
    const attempt = () => other.send(method, filled(path), JSON.parse(filled(JSON.stringify(body))));
    expect(said(await attempt())).toEqual([403, code]);
    expect((await other.get(`/tasks/${draft}`)).status).toBe(200);
    await client.patch(`${home}/members/bob/permissions`, { [permission]: true });
    if (path.endsWith("abort")) await client.post(`/tasks/${draft}/actions/run`);
    expect((await attempt()).status).toBeLessThan(300);
  });
});

test("creating and cloning with a run take both permissions", async () => {
  const { client } = emulator;
  const other = client.as(bob);
  const home = await withMember("Both", { execute: true });
  const project = home.replace("/projects/", "");
  const draft = await client.task({ project });
  const create = () => other.post("/tasks?action=run", { project, app: "ada/published/echo" });
  const clone = () => other.post(`/tasks/${draft}/actions/clone?action=run`);
  expect([said(await create()), said(await clone())]).toEqual([
    [403, 7001],
    [403, 7001],
  ]);
  await client.patch(`${home}/members/bob/permissions`, { execute: false, write: true });
  expect([said(await create()), said(await clone())]).toEqual([
    [403, 7001],
    [403, 7001],
  ]);
  await client.patch(`${home}/members/bob/permissions`, { execute: true });
  expect([(await create()).status, (await clone()).status]).toEqual([201, 201]);
});

describe("refused:", () => {
  const path = "/projects/ada/team/members";
  test.each<[number, number, string, string, unknown?]>([
    [400, 3005, "POST", path, {}],
    [400, 3005, "POST", path, { username: "" }],
    [400, 3005, "POST", path, { username: 5 }],
    [400, 3005, "POST", path, { email: "" }],
    [404, 2002, "POST", path, { username: "dan" }],
    [404, 2002, "POST", path, { username: "constructor" }],
    [404, 2002, "POST", path, { email: "dan@example.com" }],
    [409, 3003, "POST", path, { username: "bob" }],
    [409, 3003, "POST", path, { username: "ada" }],
    [400, 90000, "POST", path, { username: "readers", type: "TEAM" }],
    [400, 90000, "POST", "/projects/ada/lab/members", { username: "carol", permissions: [] }],
    [400, 90000, "POST", "/projects/ada/lab/members", { username: "carol", permissions: { write: "true" } }],
    [400, 90000, "POST", path, []],
    [404, 3002, "GET", `${path}/dan`],
    [404, 3002, "GET", `${path}/constructor`],
    [404, 3002, "DELETE", `${path}/dan`],
    [404, 3002, "PATCH", `${path}/dan/permissions`, { write: true }],
    [403, 3001, "DELETE", `${path}/ada`],
    [403, 3001, "PATCH", `${path}/ada/permissions`, { write: false }],
    [400, 3011, "PATCH", `${path}/bob/permissions`, {}],
    [400, 3011, "PATCH", `${path}/bob/permissions`],
    [400, 3013, "PUT", `${path}/bob/permissions`, { write: true }],
    [400, 90000, "PATCH", `${path}/bob/permissions`, { write: 1 }],
    [404, 3002, "GET", "/projects/ada/none/members"],
    [403, 3001, "GET", "/projects/bob/private/members"],
    [403, 3001, "POST", "/projects/library/public-apps/members", { username: "ada" }],
  ])("%d %d: %s %s %j", async (...row) => {
    const [status, code, method, at, body] = row;
    expect(said(await emulator.client.send(method, at, body))).toEqual([status, code]);
  });
});

describe("a seed is refused whose project", () => {
  const users = [{ username: "ada", token: "t" }];
  const at = "projects[0].members";
  test.each([
    [{ public: "yes" }, "projects[0].public must be true or false."],
    [{ members: {} }, `${at} must be a list.`],
    [{ members: ["bob"] }, `${at}[0] must be an object with username, permissions.`],
    [{ members: [{ username: "dan" }] }, `${at}[0] is dan, who is not among the users.`],
    [{ members: [{ username: "ada" }] }, `${at}[0] is ada, who owns the project.`],
    [
      { members: [{ username: "ada", role: "x" }] },
      `${at}[0] has role, which is unknown: known are username, permissions.`,
    ],
  ])("has %j", async (project, message) => {
    const answer = await emulator.client.control("POST", "/seed", {
      users,
      projects: [{ id: "ada/x", ...project }],
    });
    expect(answer).toEqual({ message });
  });

  test("gives a member what is no permission", async () => {
    const members = [{ username: "bob", permissions: { write: "yes" } }];
    const answer = await emulator.client.control("POST", "/seed", { projects: [{ id: "ada/x", members }] });
    expect(answer).toEqual({ message: `${at}[0] is wrong: permissions.write must be true or false.` });
  });
});
