import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../emulator";
import { Client, emulated, items, pick } from "./client";
import { ada, echo, seed } from "./seed";

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

describe("a fault", () => {
  test("answers a status with code and sentence, as often as ordered, for what matches", async () => {
    const { client } = emulator;
    const match = { method: "get", path: "/user$" };
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
      await client.get("/user"),
      await client.get("/user"),
      await client.get("/user"),
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
    await fault({ match: { path: "/user$" }, kind: "delay", seconds: 0.2 });
    const from = performance.now();
    expect((await emulator.client.get("/user")).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(190);
  });

  test("of 429 says when the wait ends", async () => {
    await fault({ match: {}, kind: "status", status: 429, seconds: 7 });
    const { status, body, headers } = await emulator.client.get("/user");
    const wait = Number(headers.get("x-ratelimit-reset")) - Date.parse(headers.get("date") ?? "") / 1000;
    expect([status, pick(body, "code"), headers.get("x-ratelimit-remaining")]).toEqual([429, 1000, "0"]);
    expect(wait).toBeGreaterThanOrEqual(6);
    expect(wait).toBeLessThanOrEqual(9);
  });

  test.each([
    [{ kind: "explode" }, 'kind must be "status", "drop", "delay" or "malformed"'],
    [{ kind: "drop", effect: "during" }, 'effect must be "before" or "after"'],
    [{ kind: "drop", times: 0 }, "times must be a whole number of at least 1"],
    [{ kind: "drop", match: { path: "(" } }, "match.path must be the source of a regular expression"],
    [{ kind: "delay" }, "a delay needs seconds"],
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
    [{ status: "FAILED" }, "status is unknown; known are outcome, children, errors and outputs"],
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
  test("is counted down in headers, refuses with 429 at its end, and starts anew with the next window", async () => {
    const limited = await startEmulator({ seed, rateLimit: 3 });
    try {
      const client = new Client(limited.url, ada);
      const seen: unknown[] = [];
      for (const path of ["/user", "/rate_limit", "/user", "/user", "/user", "/rate_limit"]) {
        const answer = await client.get(path);
        const { headers } = answer;
        seen.push([answer.status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")]);
        expect(Number(headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(Date.now());
      }
      const rate = await client.get("/rate_limit");
      await client.advance(301);
      seen.push((await client.get("/user")).status);
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

  test("writes the instance limit as 2^63 - 1, which JSON.stringify would round", async () => {
    const { url } = emulator.client;
    const answer = await fetch(`${url}/rate_limit`, { headers: { "X-SBG-Auth-Token": ada } });
    expect(await answer.text()).toMatch('"instance_limit":{"limit":-1,"remaining":9223372036854775807}');
  });
});

test("close ends connections that are kept alive, and delays that have not passed", async () => {
  const other = await startEmulator({ seed });
  const client = new Client(other.url, ada);
  await client.get("/user");
  await client.control("POST", "/faults", { kind: "delay", seconds: 3600 });
  const delayed = client.get("/user").catch(() => "ended");
  // Until the delayed request has arrived.
  while (pick(await client.control("GET", "/journal"), "length") !== 2) await sleep(5);
  await other.close();
  await delayed;
  await expect(client.get("/user")).rejects.toThrow("fetch failed");
});
