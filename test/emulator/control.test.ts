import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../emulator";
import { Requests } from "../../emulator/http/requests";
import { Client, emulated, items, pick } from "./client";
import { ada, bob, echo, seed } from "./seed";

const emulator = emulated();

const fault = (order: Record<string, unknown>) => emulator.client.control("POST", "/faults", order);
const create = { project: "ada/lab", app: "ada/lab/echo", name: "f" };
/** How many drafts of that name there are: what took effect. */
const made = async (name: string): Promise<number> =>
  items(await emulator.client.get("/tasks?project=ada/lab&limit=100"), "name").filter((it) => it === name)
    .length;

afterEach(async () => {
  await emulator.client.control("DELETE", "/faults");
});

test("the journal lists the API's requests in order, without headers, and is cleared", async () => {
  const { client } = emulator;
  await client.control("DELETE", "/journal");
  await client.get("/files?project=ada/lab&name=a&name=b");
  await client.post("/tasks/", { ...create, project: "ada/none" });
  await client.advance(1);
  await client.send("POST", "/apps/division/shared/journal/raw", "class: Workflow", {
    "Content-Type": "application/yaml",
  });
  await client.get("/");
  expect(await client.control("GET", "/journal")).toEqual([
    {
      method: "GET",
      path: "/v2/files",
      query: { project: "ada/lab", name: ["a", "b"] },
      body: null,
      status: 200,
    },
    { method: "POST", path: "/v2/tasks/", query: {}, body: { ...create, project: "ada/none" }, status: 404 },
    {
      method: "POST",
      path: "/v2/apps/division/shared/journal/raw",
      query: {},
      body: "class: Workflow",
      status: 201,
    },
    { method: "GET", path: "/v2/", query: {}, body: null, status: 200 },
  ]);
  await client.control("DELETE", "/journal");
  expect(await client.control("GET", "/journal")).toEqual([]);
});

test("the journal keeps the newest requests, and of their bodies the newest bytes", () => {
  const requests = new Requests({ requests: 3, bytes: 10 });
  const add = (body: string) => requests.add("POST", "/v2/tasks", new URLSearchParams(), body, body.length);
  const bodies = () => requests.all().map((it) => it.body);
  for (const body of ["one", "two", "three"]) add(body);
  expect(bodies()).toEqual(["(left out: 3 bytes)", "two", "three"]);
  requests.add("GET", "/v2/users/ada", new URLSearchParams(), null, 0).status = 200;
  expect(bodies()).toEqual(["two", "three", null]);
  add("more than fits");
  expect(bodies()).toEqual(["(left out: 5 bytes)", null, "(left out: 14 bytes)"]);
  requests.clear();
  for (const body of ["12345", "67890"]) add(body);
  expect(bodies()).toEqual(["12345", "67890"]);
});

test("the journal counts the bytes of bodies as they were sent", async () => {
  const { client } = emulator;
  await client.control("DELETE", "/journal");
  // Two bytes each: three of these are more than is kept, two are not.
  const large = { name: "é".repeat(14_000_000) };
  for (const sent of [create, large, large, large, create]) await client.post("/tasks", sent);
  const journal = await client.control("GET", "/journal");
  expect(pick(journal, "0.body")).toBe(`(left out: ${JSON.stringify(create).length} bytes)`);
  expect(pick(journal, "1.body")).toBe(`(left out: ${Buffer.byteLength(JSON.stringify(large))} bytes)`);
  expect(pick(journal, "2.body.name")).toHaveLength(14_000_000);
  expect(pick(journal, "4.body")).toEqual(create);
  await client.control("DELETE", "/journal");
});

describe("the clock", () => {
  test.each([
    [1e308, "advance must leave the clock within a thousand years from now"],
    [4e10, "advance must leave the clock within a thousand years from now"],
    [-1, "advance must be a number of seconds"],
    ["1", "advance must be a number of seconds"],
  ])("is not moved by %j", async (advance, message) => {
    const { client } = emulator;
    expect(await client.control("POST", "/clock", { advance })).toEqual({ message });
    expect((await client.post("/tasks", create)).status).toBe(201);
  });

  test("is not moved too far in several steps either", async () => {
    const other = await startEmulator({ seed });
    try {
      const client = new Client(other.url, ada);
      const thousand = 1000 * 365.25 * 24 * 3600;
      expect(await client.advance(thousand)).toEqual({ now: expect.stringMatching(/^30\d\d-/) });
      expect(await client.advance(1)).toHaveProperty("message");
      expect(await client.field(`/tasks/${await client.task()}`, "created_time")).toMatch(/^30\d\d-/);
    } finally {
      await other.close();
    }
  });
});

describe("a fault", () => {
  test("answers a status with code and sentence, as often as ordered, for what matches", async () => {
    const { client } = emulator;
    const match = { method: "get", path: "/users/ada$" };
    expect(
      await fault({
        match,
        times: 2,
        effect: "before",
        kind: "status",
        status: 503,
        code: 0,
        message: "down",
      }),
    ).toEqual({});
    const answers = [
      await client.get("/projects"),
      await client.get("/users/ada"),
      await client.get("/users/ada"),
      await client.get("/users/ada"),
    ];
    expect(answers.map((it) => [it.status, pick(it.body, "code"), pick(it.body, "message")])).toEqual([
      [200, undefined, undefined],
      [503, 0, "down"],
      [503, 0, "down"],
      [200, undefined, undefined],
    ]);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])("%s the effect leaves %d task behind an answer of 500", async (effect, count) => {
    await fault({ match: { path: "/tasks$" }, effect, kind: "status" });
    const answer = await emulator.client.post("/tasks", { ...create, name: `status ${effect}` });
    expect([answer.status, pick(answer.body, "code")]).toEqual([500, 90004]);
    expect(await made(`status ${effect}`)).toBe(count);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])(
    "that drops the connection %s the effect leaves %d task, and no status in the journal",
    async (effect, count) => {
      const { client } = emulator;
      await client.control("DELETE", "/journal");
      await fault({ match: { method: "POST" }, effect, kind: "drop" });
      await expect(client.post("/tasks", { ...create, name: `drop ${effect}` })).rejects.toThrow(
        "fetch failed",
      );
      expect(pick(await client.control("GET", "/journal"), "0.status")).toBeNull();
      expect(await made(`drop ${effect}`)).toBe(count);
    },
  );

  test("makes an answer malformed after its effect", async () => {
    await fault({ match: { method: "POST" }, effect: "after", kind: "malformed" });
    await expect(emulator.client.post("/tasks", { ...create, name: "malformed" })).rejects.toThrow(
      SyntaxError,
    );
    expect(await made("malformed")).toBe(1);
  });

  test("delays an answer", async () => {
    await fault({ match: { path: "/users/ada$" }, kind: "delay", seconds: 0.2 });
    const from = performance.now();
    expect((await emulator.client.get("/users/ada")).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(190);
  });

  test("of 429 says when the wait ends", async () => {
    await fault({ match: {}, kind: "status", status: 429, seconds: 7 });
    const { status, body, headers } = await emulator.client.get("/users/ada");
    const wait = Number(headers.get("x-ratelimit-reset")) - Date.parse(headers.get("date") ?? "") / 1000;
    expect([status, pick(body, "code"), headers.get("x-ratelimit-remaining")]).toEqual([429, 1000, "0"]);
    expect(wait).toBeGreaterThanOrEqual(6);
    expect(wait).toBeLessThanOrEqual(9);
  });

  test.each([
    [
      { kind: "explode" },
      "kind must be one of status, rateLimit, maintenance, drop, reset, truncated, malformed, empty, contentType, delay, alter",
    ],
    [{ kind: "drop", effect: "during" }, 'effect must be "before" or "after"'],
    [{ kind: "drop", times: 0 }, 'times must be a whole number of at least 1, or "always"'],
    [{ kind: "drop", match: { path: "(" } }, "match.path must be the source of a regular expression"],
    [{ kind: "delay" }, "a delay needs seconds"],
    [{ kind: "delay", seconds: 1e308 }, "seconds must be a number from 0 to 2147483"],
    [{ kind: "status", status: 429, seconds: -1 }, "seconds must be a number from 0 to 2147483"],
    [{ kind: "status", status: 42 }, "status must be an HTTP status"],
    [[], "a fault is an object with match, effect and kind"],
  ])("that is wrong (%j) is refused with a sentence", async (order, message) => {
    expect(await emulator.client.control("POST", "/faults", order)).toEqual({ message });
  });
});

describe("the outcome of a task", () => {
  test.each(["FAILED", "ABORTED", "COMPLETED"])("can be %s", async (outcome) => {
    const { client } = emulator;
    const id = await client.task({}, "?action=run");
    await client.advance(5);
    expect(await client.control("POST", `/tasks/${id}`, { outcome })).toEqual({ id, status: "RUNNING" });
    await client.advance(5);
    expect(await client.field(`/tasks/${id}`, "status")).toBe(outcome);
  });

  test("can have given outputs", async () => {
    const { client } = emulator;
    const id = await client.task({}, "?action=run");
    await client.control("POST", `/tasks/${id}`, { outputs: { text: null } });
    await client.advance(10);
    expect((await client.get(`/tasks/${id}?fields=status,outputs`)).body).toEqual({
      status: "COMPLETED",
      outputs: { text: null },
    });
  });

  test("can have given files, in a form that clients read", async () => {
    const { client } = emulator;
    const id = await client.task({}, "?action=run");
    const file = { class: "File", path: "0".repeat(24), name: "f" };
    const folder = { class: "Folder", path: "1".repeat(24), name: "d", secondaryFiles: null };
    const text = [{ ...file, secondaryFiles: null }, { in: folder }, { ...file, secondaryFiles: [folder] }];
    await client.control("POST", `/tasks/${id}`, { outputs: { text } });
    await client.advance(10);
    const directory = { class: "Directory", path: folder.path, name: "d" };
    expect(await client.field(`/tasks/${id}`, "outputs.text")).toEqual([
      file,
      { in: directory },
      { ...file, secondaryFiles: [directory] },
    ]);
  });

  test("is held up by errors that were added to a draft, until they are taken away", async () => {
    const { client } = emulator;
    const id = await client.task();
    const error = { code: 1, title: "No", description: "No such thing.", input: "message" };
    await client.control("POST", `/tasks/${id}`, { errors: [error] });
    expect(pick((await client.patch(`/tasks/${id}`, { name: "n" })).body, "errors")).toEqual([error]);
    expect(pick((await client.post(`/tasks/${id}/actions/run`)).body, "code")).toBe(7024);
    await client.control("POST", `/tasks/${id}`, { errors: [] });
    expect((await client.post(`/tasks/${id}/actions/run`)).status).toBe(200);
  });

  test.each([
    [{ outcome: "LOST" }, "outcome must be COMPLETED, FAILED, ABORTED"],
    [
      { status: "FAILED" },
      "status is unknown; known are outcome, children, errors, outputs, childOutputs, requeue, optionalOutputs and price",
    ],
    [{ childOutputs: { s1: null } }, "childOutputs must map group values to objects"],
    [{ outputs: { txet: null } }, "the app has no output txet"],
    [{ childOutputs: { s1: { text: 1, txet: 2 } } }, "the app has no output txet"],
    [{ requeue: 1 }, "requeue must be true or false"],
  ])("that is wrong (%j) is refused with a sentence", async (control, message) => {
    const { client } = emulator;
    expect(await client.control("POST", `/tasks/${await client.task()}`, control)).toEqual({ message });
  });
});

test("more can be seeded while it runs", async () => {
  const { client } = emulator;
  const more = {
    projects: [{ id: "ada/late" }],
    files: [{ project: "ada/late", name: "x.txt", metadata: { k: "v" } }],
    apps: [{ id: "ada/late/tool", cwl: echo }],
  };
  expect(await client.control("POST", "/seed", more)).toEqual({});
  expect(items(await client.get("/files?project=ada/late&metadata.k=v"), "name")).toEqual(["x.txt"]);
  expect(
    await client.field(`/tasks/${await client.task({ project: "ada/late", app: "ada/late/tool" })}`, "app"),
  ).toBe("ada/late/tool/0");
  expect(await client.control("POST", "/seed", { projects: [{ id: "late" }] })).toEqual({
    message: "projects[0].id must be owner/project.",
  });
});

describe("the rate limit", () => {
  test("is counted down in headers, refuses with 429 at its end, and starts again with the next window", async () => {
    const limited = await startEmulator({ seed, rateLimit: 3 });
    try {
      const client = new Client(limited.url, ada);
      const seen: unknown[] = [];
      for (const path of [
        "/users/ada",
        "/rate_limit",
        "/users/ada",
        "/users/ada",
        "/users/ada",
        "/rate_limit",
      ]) {
        const answer = await client.get(path);
        const { headers } = answer;
        seen.push([answer.status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")]);
        expect(Number(headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(Date.now());
      }
      const rate = await client.get("/rate_limit");
      await client.advance(301);
      seen.push((await client.get("/users/ada")).status);
      expect(seen).toEqual([
        [200, "3", "2"],
        [200, "3", "2"],
        [200, "3", "1"],
        [200, "3", "0"],
        [429, "3", "0"],
        [200, "3", "0"],
        200,
      ]);
      expect(pick(rate.body, "rate")).toEqual({ limit: 3, remaining: 0, reset: expect.any(Number) });
    } finally {
      await limited.close();
    }
  });

  describe("is ordered through a control route:", () => {
    const left = async (client: Client) => {
      const { status, headers } = await client.get("/users/ada");
      return [status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")];
    };

    test("what is left of the present window, for every user, until the next one", async () => {
      const other = await startEmulator({ seed, rateLimit: 5 });
      try {
        const client = new Client(other.url, ada);
        expect(await left(client)).toEqual([200, "5", "4"]);
        expect(await client.control("POST", "/rate-limit", { remaining: 1 })).toEqual({});
        expect([await left(client), await left(client)]).toEqual([
          [200, "5", "0"],
          [429, "5", "0"],
        ]);
        expect(await left(client.as(bob))).toEqual([200, "5", "0"]);
        await client.advance(301);
        expect(await left(client)).toEqual([200, "5", "4"]);
      } finally {
        await other.close();
      }
    });

    test("the limit, which counts what was asked before", async () => {
      const other = await startEmulator({ seed, rateLimit: 5 });
      try {
        const client = new Client(other.url, ada);
        await left(client);
        await client.control("POST", "/rate-limit", { limit: 2 });
        expect([await left(client), await left(client)]).toEqual([
          [200, "2", "0"],
          [429, "2", "0"],
        ]);
        await client.control("POST", "/rate-limit", { limit: 9, remaining: 9 });
        expect(await left(client)).toEqual([200, "9", "8"]);
        await client.control("POST", "/rate-limit", { limit: 0 });
        expect(await left(client)).toEqual([429, "0", "0"]);
      } finally {
        await other.close();
      }
    });

    test.each([
      [{}, "expected an object with limit, remaining or both"],
      [[], "expected an object with limit, remaining or both"],
      [{ left: 1 }, "left is unknown; known are limit and remaining"],
      [{ limit: -1 }, "limit must be a whole number"],
      [{ remaining: 1.5 }, "remaining must be a whole number"],
      [{ limit: 3, remaining: 4 }, "remaining must not be above the limit"],
      [{ remaining: 1_000_001 }, "remaining must not be above the limit"],
    ])("%j is refused with a sentence", async (order, message) => {
      expect(await emulator.client.control("POST", "/rate-limit", order)).toEqual({ message });
    });
  });
});

test("close ends connections that are kept alive, and delays that have not passed", async () => {
  const other = await startEmulator({ seed });
  const client = new Client(other.url, ada);
  await client.get("/users/ada");
  await client.control("POST", "/faults", { kind: "delay", seconds: 3600 });
  const delayed = client.get("/users/ada").catch(() => "ended");
  // Until the delayed request has arrived.
  while (pick(await client.control("GET", "/journal"), "length") !== 2) await sleep(5);
  await other.close();
  await delayed;
  await expect(client.get("/users/ada")).rejects.toThrow("fetch failed");
});
