import { emulated, pick } from "./client";
import { bob, files, fileValue } from "./seed";

const emulator = emulated();
const none = "00000000-0000-4000-8000-000000000000";
const create = { project: "ada/lab", app: "ada/lab/echo" };
const batch = { ...create, batch_input: "one" };

/** DRAFT, QUEUED and COMPLETED: tasks to be refused something. */
const ids = { draft: "", queued: "", completed: "" };

beforeAll(async () => {
  const { client } = emulator;
  ids.completed = await client.task({}, "?action=run");
  await client.advance(20);
  ids.draft = await client.task();
  ids.queued = await client.task({}, "?action=run");
});

type Row = [status: number, code: number, method: string, path: string, body?: unknown];
const refusals: Row[] = [
  [400, 90000, "POST", "/tasks", "{"],
  [400, 90000, "POST", "/tasks", []],
  [400, 90000, "POST", "/tasks", `{"inputs":${"[".repeat(5000)}${"]".repeat(5000)}}`],
  [400, 90000, "POST", "/tasks", {}],
  [400, 3012, "POST", "/tasks", { ...create, project: "lab" }],
  [404, 3002, "POST", "/tasks", { ...create, project: "ada/none" }],
  [403, 3001, "POST", "/tasks", { ...create, project: "bob/private" }],
  [400, 7015, "POST", "/tasks", { project: "ada/lab" }],
  [400, 7015, "POST", "/tasks", { project: "ada/lab", app: null }],
  [400, 6011, "POST", "/tasks", { ...create, app: "echo" }],
  [400, 6011, "POST", "/tasks", { ...create, app: "ada/lab/echo/newest" }],
  [404, 6002, "POST", "/tasks", { ...create, app: "ada/lab/echo/9" }],
  [404, 6002, "POST", "/tasks", { ...create, app: "ada/lab/none" }],
  [403, 6001, "POST", "/tasks", { ...create, app: "bob/private/hidden" }],
  [400, 90000, "POST", "/tasks", { ...create, name: 5 }],
  [400, 90000, "POST", "/tasks", { ...create, inputs: [] }],
  [400, 90000, "POST", "/tasks?run=perhaps", create],
  [400, 90000, "POST", "/tasks?action=walk", create],
  [400, 7021, "POST", "/tasks?batch=false", { ...batch, batch_by: { type: "ITEM" } }],
  [400, 7018, "POST", "/tasks", { ...batch, batch_input: "", batch_by: { type: "ITEM" } }],
  [400, 7018, "POST", "/tasks", { ...batch, batch_input: "none", batch_by: { type: "ITEM" } }],
  [400, 7019, "POST", "/tasks", { ...create, batch: true }],
  [400, 7019, "POST", "/tasks", { ...batch, batch_by: { type: "CRITERIA" } }],
  [400, 7019, "POST", "/tasks", { ...batch, batch_by: { type: "CRITERIA", criteria: [] } }],
  [400, 7019, "POST", "/tasks", { ...batch, batch_by: { type: "CRITERIA", criteria: ["sample_id"] } }],
  [400, 7020, "POST", "/tasks", { ...batch, batch_by: { type: "GROUP" } }],
  [400, 7023, "POST", "/tasks", batch],
  [400, 7023, "POST", "/tasks", { ...create, batch_by: { type: "ITEM" } }],
  [404, 7002, "GET", `/tasks/${none}`],
  [400, 7005, "GET", "/tasks/not-a-uuid"],
  [400, 7005, "GET", "/tasks?parent=not-a-uuid"],
  [404, 7002, "GET", `/tasks?parent=${none}`],
  [400, 7006, "GET", "/tasks?status=SLEEPING"],
  [403, 3001, "GET", "/tasks?project=bob/private"],
  [400, 90000, "GET", "/tasks?created_from=yesterday"],
  [400, 90000, "GET", "/tasks?order_by=price"],
  [400, 90000, "GET", "/tasks?order_by=constructor"],
  [400, 90000, "GET", "/tasks?order=up"],
  [400, 90000, "GET", "/tasks/%zz"],
  [400, 90000, "GET", "/tasks?limit=many"],
  [400, 90000, "GET", "/tasks?offset=-1"],
  [400, 90000, "PATCH", "/tasks/{draft}", { app: "ada/lab/align" }],
  [400, 90000, "PATCH", "/tasks/{draft}", { project: "division/shared" }],
  [400, 7023, "PATCH", "/tasks/{draft}", { batch_input: "one" }],
  [403, 7026, "PATCH", "/tasks/{queued}", { name: "n" }],
  [403, 7026, "PATCH", "/tasks/{completed}", { inputs: {} }],
  [403, 7026, "PATCH", "/tasks/{completed}/inputs", {}],
  [403, 7007, "POST", "/tasks/{queued}/actions/run"],
  [403, 7007, "POST", "/tasks/{completed}/actions/run"],
  [400, 7011, "POST", "/tasks/{draft}/actions/abort"],
  [400, 7011, "POST", "/tasks/{completed}/actions/abort"],
  [400, 7013, "POST", "/tasks/{draft}/actions/pause"],
  [403, 7007, "DELETE", "/tasks/{queued}"],
  [403, 7007, "DELETE", "/tasks/{completed}"],
  [400, 90000, "POST", "/bulk/tasks/get", {}],
  [400, 90000, "POST", "/bulk/tasks/get", { task_ids: Array.from({ length: 101 }, () => none) }],
  [404, 6002, "GET", "/apps/ada/lab/none"],
  [400, 6011, "GET", "/apps/ada/lab"],
  [403, 6001, "GET", "/apps/bob/private/hidden/0/raw"],
  [400, 6012, "GET", "/apps?visibility=hidden"],
  [409, 6003, "POST", "/apps/ada/lab/echo/raw", { class: "Workflow" }],
  [404, 6002, "POST", "/apps/ada/lab/echo/7/raw", { class: "Workflow" }],
  [400, 90009, "POST", "/apps/ada/lab/new/raw", { inputs: [] }],
  [400, 90009, "POST", "/apps/ada/lab/new/raw", "{"],
  [403, 3001, "POST", "/apps/bob/private/new/raw", { class: "Workflow" }],
  [400, 5029, "GET", "/files"],
  [400, 5031, "GET", `/files?project=ada/lab&parent=${files.r1}`],
  [400, 5005, "GET", "/files?project=lab"],
  [404, 5002, "GET", "/files/000000000000000000000000"],
  [403, 5001, "GET", `/files/${files.secret}`],
  [400, 5006, "PATCH", `/files/${files.r1}/metadata`, { sample: { id: 1 } }],
  [403, 3001, "GET", "/projects/bob/private"],
  [404, 3002, "GET", "/projects/ada/none"],
  [400, 3007, "POST", "/projects", {}],
  [409, 3003, "POST", "/projects", { name: "Lab" }],
  [404, 2002, "GET", "/users/nobody"],
  [501, 90004, "GET", "/volumes"],
  [405, 90006, "PUT", "/tasks"],
  [501, 90004, "GET", "/files?dataset=tcga"],
  [501, 90004, "POST", "/apps/ada/lab/echo/actions/publish", {}],
  [501, 90004, "GET", "/projects/ada/lab/breakdown"],
];

describe("refused with the API's status, code and body", () => {
  // An unknown route is printed for the person at the terminal; here that is noise.
  beforeAll(() => void jest.spyOn(console, "error").mockImplementation(() => undefined));
  afterAll(() => void jest.restoreAllMocks());

  test.each<Row>(refusals)("%d %d: %s %s %j", async (...row) => {
    // Taken apart here: with five parameters and a row of four, jest would pass a callback for the fifth.
    const [status, code, method, path, body] = row;
    const filled = Object.entries(ids).reduce((text, [key, id]) => text.replace(`{${key}}`, id), path);
    const answer = await emulator.client.send(method, filled, body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: {
        status,
        code,
        message: expect.stringMatching(/\w/),
        more_info: expect.stringMatching("^https://"),
      },
    });
  });

  test("an unknown route is printed with its method and query", async () => {
    await emulator.client.get("/volumes?limit=1");
    expect(console.error).toHaveBeenLastCalledWith("not emulated: GET /v2/volumes?limit=1");
  });
});

describe("without a valid token", () => {
  test.each([
    ["none", undefined],
    ["a wrong one", "wrong"],
    ["an empty one", ""],
  ])("%s: every call but GET / is 401", async (_, token) => {
    const client = emulator.client.as(token);
    const answer = await client.get("/user");
    expect([answer.status, pick(answer.body, "code"), (await client.get("/")).status]).toEqual([
      401, 90001, 200,
    ]);
  });
});

describe("another user", () => {
  test("is refused the task, its inputs and its file with 403, and sees those of a shared project", async () => {
    const { client } = emulator;
    const other = client.as(bob);
    const answers = [
      await other.get(`/tasks/${ids.draft}`),
      await other.patch(`/tasks/${ids.draft}`, {}),
      await other.get(`/files/${files.r1}`),
      await other.get("/projects/division/shared"),
    ];
    expect(answers.map((it) => [it.status, pick(it.body, "code")])).toEqual([
      [403, 7001],
      [403, 7001],
      [403, 5001],
      [200, undefined],
    ]);
  });
});

test("a refused change changes nothing", async () => {
  const { client } = emulator;
  const before = await client.get(`/tasks/${ids.draft}`);
  await client.patch(`/tasks/${ids.draft}`, {
    name: "new",
    inputs: { one: fileValue(files.r1) },
    batch_input: "one",
  });
  expect((await client.get(`/tasks/${ids.draft}`)).body).toEqual(before.body);
});
