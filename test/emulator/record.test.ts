import { get, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { Client, emulated, items, pick } from "./client";
import { ada, files } from "./seed";

/** What was recorded of the platforms, row by row (API digest, section 12); redirects and optional outputs have separate files. */

const emulator = emulated({ rateLimit: 100_000, taskSeconds: 1000 });

const waiting = { status: "QUEUED", execution_status: { message: "In queue" } };

test("a task in the queue, one that begins to run, and one that has completed say what was recorded", async () => {
  const { client } = emulator;
  const id = await client.task({}, "?action=run");
  const seen = async () => (await client.get(`/tasks/${id}?fields=status,execution_status`)).body;
  const jobs = async () => client.field(`/tasks/${id}/execution_details`, "jobs");
  expect(await seen()).toEqual(waiting);
  await client.control("POST", `/tasks/${id}`, { requeue: false });
  // It runs from 200 s on, of 1000.
  await client.advance(205);
  expect([await seen(), await jobs()]).toEqual([
    { status: "RUNNING", execution_status: { message: "Initializing..." } },
    null,
  ]);
  await client.advance(300);
  expect([pick(await seen(), "execution_status.message"), pick(await jobs(), "0.logs")]).toEqual([
    "Running",
    { stderr: null },
  ]);
  await client.advance(1000);
  expect(await seen()).toMatchObject({
    execution_status: { steps_completed: 1, steps_total: 1, message: "Completed" },
  });
});

test("a run answers at once QUEUED, with who runs it and no outputs, and takes the task's own keys as its body", async () => {
  const { client } = emulator;
  const id = await client.task();
  const { body: task } = await client.get(`/tasks/${id}`);
  const fields = "?fields=status,executed_by,outputs,name";
  const { status, body } = await client.post(`/tasks/${id}/actions/run${fields}`, {
    ...Object(task),
    name: "another",
  });
  expect([status, body]).toEqual([
    200,
    { status: "QUEUED", executed_by: "ada", outputs: { text: null }, name: "t" },
  ]);
});

test("a task without a name has its app's label, and the time in UTC to the second", async () => {
  const { client } = emulator;
  await client.post("/apps/ada/lab/labelled/raw", {
    class: "CommandLineTool",
    label: "The Label",
    inputs: [],
    outputs: [],
  });
  const { body } = await client.post("/tasks", { project: "ada/lab", app: "ada/lab/labelled" });
  expect(pick(body, "name")).toMatch(/^The Label run - \d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const [date = "", time = ""] = String(pick(body, "created_time")).split(/[TZ]/);
  const [year = "", month, day] = date.split("-");
  expect(pick(body, "name")).toBe(`The Label run - ${month}-${day}-${year.slice(2)} ${time}`);
});

test("a user has the role MEMBER and a list of tags", async () => {
  expect((await emulator.client.get("/users/ada?fields=role,tags")).body).toEqual({
    role: "MEMBER",
    tags: [],
  });
});

test("a new project has all settings that were recorded, and no description as long as it has none", async () => {
  const { client } = emulator;
  const made = await client.post("/projects", { name: "Settings" });
  expect([
    Object.keys(Object(pick(made.body, "settings"))).sort(),
    pick(made.body, "settings.allow_network_access"),
  ]).toEqual([
    [
      "allow_network_access",
      "controlled",
      "intermediate_files",
      "location",
      "locked",
      "use_elastic_disk",
      "use_interruptible_instances",
      "use_memoization",
    ],
    false,
  ]);
  expect("description" in Object(made.body)).toBe(false);
  const { body } = await client.patch("/projects/ada/settings", { description: "about" });
  expect(pick(body, "description")).toBe("about");
});

test("a new member is answered with 201", async () => {
  const { client } = emulator;
  expect((await client.post("/projects/ada/lab/members", { username: "bob" })).status).toBe(201);
});

test("names of outputs that are taken get _1_ in front, then _2_", async () => {
  const { client } = emulator;
  await client.post("/apps/ada/lab/file/raw", {
    class: "CommandLineTool",
    cwlVersion: "v1.2",
    inputs: [],
    outputs: [{ id: "out", type: "File" }],
  });
  const names = [];
  for (let n = 0; n < 3; n += 1) {
    const id = await client.task({ app: "ada/lab/file", name: "taken" }, "?action=run");
    await client.advance(2000);
    names.push(await client.field(`/tasks/${id}`, "outputs.out.name"));
  }
  expect(names).toEqual(["taken.out.out", "_1_taken.out.out", "_2_taken.out.out"]);
});

test("the window of the rate limit begins with the first request that counts, and lasts 300 s", async () => {
  const { client } = emulator;
  await client.advance(301);
  const reset = async () => Number(await client.field("/rate_limit", "rate.reset"));
  const first = await reset();
  await client.advance(100);
  // Nothing has counted yet.
  expect((await reset()) - first).toBeGreaterThanOrEqual(100);
  const { headers } = await client.get("/projects");
  const date = Date.parse(String(headers.get("date"))) / 1000;
  expect(Number(headers.get("x-ratelimit-reset")) - date).toBeGreaterThanOrEqual(300);
  const begun = await reset();
  await client.advance(100);
  expect([await reset(), pick((await client.get("/rate_limit")).body, "instance_limit")]).toEqual([
    begun,
    { limit: 25, remaining: 25 },
  ]);
});

/** An answer as it is on the wire. */
const wire = (
  path: string,
  headers: Record<string, string>,
): Promise<{ answer: IncomingMessage; bytes: Buffer }> =>
  new Promise((done, fail) => {
    get(`${emulator.client.url}${path}`, { headers: { "X-SBG-Auth-Token": ada, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ answer, bytes: Buffer.concat(parts) }));
    }).on("error", fail);
  });

const long = "/files?project=ada/lab&fields=_all";

test("the type of an answer says no charset, and the API's headers are in lower case", async () => {
  const { answer } = await wire("/projects", {});
  expect(answer.headers["content-type"]).toBe("application/json");
  const names = answer.rawHeaders.filter((_, index) => index % 2 === 0);
  // Node writes those of the connection itself.
  expect(names.filter((it) => it !== it.toLowerCase() && !["Connection", "Keep-Alive"].includes(it))).toEqual(
    [],
  );
});

test.each(["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "GZIP"])(
  "a long answer is zipped for a client that accepts %s",
  async (accepted) => {
    const plain = await wire(long, {});
    const { answer, bytes } = await wire(long, { "Accept-Encoding": accepted });
    expect([answer.headers["content-encoding"], Number(answer.headers["content-length"])]).toEqual([
      "gzip",
      bytes.length,
    ]);
    expect([plain.bytes.length > 1024, gunzipSync(bytes).equals(plain.bytes)]).toEqual([true, true]);
  },
);

test.each(["", "identity", "br", "gzip;q=0", "*, gzip;q=0.0"])(
  "and not for a client that accepts %j",
  async (accepted) => {
    const { answer, bytes } = await wire(long, { "Accept-Encoding": accepted });
    expect([answer.headers["content-encoding"], bytes.toString().startsWith("{")]).toEqual([undefined, true]);
  },
);

test("a short answer goes out as it is", async () => {
  const { answer } = await wire("/users/ada", { "Accept-Encoding": "gzip" });
  expect(answer.headers["content-encoding"]).toBeUndefined();
});

test("items of lists of files say what they are by default", async () => {
  const { client } = emulator;
  await client.post("/files", { project: "ada/lab", name: "folder", type: "folder" });
  const listed = await client.get("/files?project=ada/lab&name=folder&name=bare.fastq");
  expect(items(listed, "type").sort()).toEqual(["file", "folder"]);
});

test("an app says all its revisions, whichever is asked for", async () => {
  const { client } = emulator;
  for (const revision of [0, 1, 2])
    await client.post(`/apps/ada/lab/revised/${revision}/raw`, {
      class: "CommandLineTool",
      inputs: [],
      outputs: [],
    });
  for (const revision of [0, 2]) {
    const info = await client.field(`/apps/ada/lab/revised/${revision}`, "raw.sbg:revisionsInfo");
    expect([0, 1, 2, 3].map((n) => pick(info, `${n}.sbg:revision`))).toEqual([0, 1, 2, undefined]);
  }
});

test("another user's file is not copied, and its error is whole", async () => {
  const { url } = emulator.client;
  const { body } = await new Client(url, ada).post("/action/files/copy", {
    project: "division/shared",
    file_ids: [files.secret],
  });
  expect(pick(body, files.secret)).toEqual({
    status: "FAILED",
    error: { status: 403, code: 5001, message: expect.any(String), more_info: expect.any(String) },
  });
});
