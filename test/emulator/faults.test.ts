import { statusCodes } from "../../emulator/calls/codes";
import * as refusals from "../../emulator/calls/refusals";
import { emulated, items, pick } from "./client";
import { exchange } from "./exchange";
import { ada } from "./seed";

const emulator = emulated();

const order = (body: unknown) => emulator.client.control("POST", "/faults", body);
const listed = () => emulator.client.control("GET", "/faults");
const create = { project: "ada/lab", app: "ada/lab/echo" };
const made = async (name: string): Promise<number> =>
  items(await emulator.client.get("/tasks?limit=100"), "name").filter((it) => it === name).length;
const raw = (path: string, method = "GET", body = "") =>
  exchange(
    emulator.client.url,
    [
      `${method} /v2${path} HTTP/1.1`,
      "Host: x",
      `X-SBG-Auth-Token: ${ada}`,
      "Connection: close",
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
const headersOf = (head: string) =>
  Object.fromEntries(
    head
      .split("\r\n")
      .slice(1)
      .map((it) => it.split(": "))
      .map(([name = "", value]) => [name.toLowerCase(), value]),
  );

afterEach(async () => {
  await emulator.client.control("DELETE", "/faults");
});

describe("a code alone brings its status and its sentence along:", () => {
  const answered = new Set(Object.values(refusals).flatMap((it) => ("code" in it ? [it.code] : [])));
  test.each(
    statusCodes.map((it) => [it.code, answered.has(it.code) ? "of a rule" : "for faults only", it] as const),
  )("%d, %s", async (code, _, { status, message }) => {
    await order({ kind: "status", code });
    const { status: given, body } = await emulator.client.get("/users/ada");
    expect([given, body]).toEqual([
      status,
      { status, code, message, more_info: expect.stringMatching("^https://") },
    ]);
  });
});

/** What no code of the API says, in the words of one that is near. */
const ownStatus = ["NOT_EMULATED"];

test.each(Object.entries(refusals).flatMap(([name, it]) => ("code" in it ? [[name, it] as const] : [])))(
  "what %s refuses with is in the table of codes",
  (name, { status, code }) => {
    const listedStatus = statusCodes.find((it) => it.code === code)?.status;
    expect(listedStatus).toBe(ownStatus.includes(name) ? 500 : status);
  },
);

test("no code is there twice, and they are in order", () => {
  const codes = statusCodes.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
});

describe("truncated", () => {
  test.each([
    ["before", 0],
    ["after", 1],
  ])("says the full length, sends half of it and ends, %s the effect", async (effect, count) => {
    const name = `truncated ${effect}`;
    await order({ match: { method: "POST" }, kind: "truncated", effect });
    const { head, body } = await raw("/tasks", "POST", JSON.stringify({ ...create, name }));
    const length = Number(headersOf(head)["content-length"]);
    expect([head.split("\r\n")[0], body.length]).toEqual([
      `HTTP/1.1 ${count === 1 ? "201 Created" : "200 OK"}`,
      Math.floor(length / 2),
    ]);
    expect(length).toBeGreaterThan(body.length);
    expect(await made(name)).toBe(count);
  });

  test("makes a client fail that reads the body", async () => {
    await order({ kind: "truncated", effect: "after" });
    await expect(emulator.client.get("/users/ada")).rejects.toThrow("terminated");
  });

  test("drops what has no body", async () => {
    const id = await emulator.client.task();
    await order({ match: { method: "DELETE" }, kind: "truncated", effect: "after" });
    expect(await raw(`/tasks/${id}`, "DELETE")).toEqual({ head: "", body: "", reset: false });
    expect((await emulator.client.get(`/tasks/${id}`)).status).toBe(404);
  });
});

describe("a connection that ends without an answer", () => {
  test.each([
    ["drop", "before", 0, false],
    ["drop", "after", 1, false],
    ["reset", "before", 0, true],
    ["reset", "after", 1, true],
  ])("%s, %s the effect: %d task, reset %j", async (kind, effect, count, reset) => {
    const name = `${kind} ${effect}`;
    await emulator.client.control("DELETE", "/journal");
    await order({ match: { method: "POST" }, kind, effect });
    expect(await raw("/tasks", "POST", JSON.stringify({ ...create, name }))).toEqual({
      head: "",
      body: "",
      reset,
    });
    expect(pick(await emulator.client.control("GET", "/journal"), "0.status")).toBeNull();
    expect(await made(name)).toBe(count);
  });
});

describe("a proxy in front of the API", () => {
  test.each([
    [undefined, 502],
    [503, 503],
    [200, 200],
  ])("contentType with status %j is a page of HTML with %d", async (status, given) => {
    await order({ kind: "contentType", ...(status === undefined ? {} : { status }) });
    const { head, body } = await raw("/user");
    expect([head.split(" ")[1], headersOf(head)["content-type"]]).toEqual([String(given), "text/html"]);
    expect(body).toMatch(/^<!DOCTYPE html>/);
  });

  test.each([
    [undefined, 502],
    [504, 504],
  ])("empty with status %j is %d and no body", async (status, given) => {
    await order({ kind: "empty", ...(status === undefined ? {} : { status }) });
    const { head, body } = await raw("/user");
    expect([head.split(" ")[1], headersOf(head)["content-length"], body]).toEqual([String(given), "0", ""]);
  });
});

describe("rateLimit", () => {
  const limits = (headers: Headers) =>
    ["limit", "remaining", "reset"].map((it) => headers.get(`x-ratelimit-${it}`));

  test("is 429 with the headers until its seconds are over", async () => {
    const { client } = emulator;
    await order({ kind: "rateLimit", seconds: 60 });
    const answers = [await client.get("/users/ada"), await client.get("/projects")];
    const [reset] = answers.map(({ headers }) => Number(headers.get("x-ratelimit-reset")));
    expect(answers.map((it) => [it.status, pick(it.body, "code"), ...limits(it.headers)])).toEqual([
      [429, 1000, "1000000", "0", String(reset)],
      [429, 1000, "1000000", "0", String(reset)],
    ]);
    const until = Date.parse(String(pick(await listed(), "0.until")));
    expect(Math.ceil(until / 1000)).toBe(reset);
    await client.advance(60);
    expect((await client.get("/users/ada")).status).toBe(200);
    expect(await listed()).toEqual([]);
  });

  test("lasts for a number of requests as well, whichever ends first", async () => {
    const { client } = emulator;
    await order({ kind: "rateLimit", times: 2 });
    await order({ kind: "rateLimit", times: 5, seconds: 60 });
    const statuses = async (count: number) => {
      const all: number[] = [];
      for (let n = 0; n < count; n += 1) all.push((await client.get("/users/ada")).status);
      return all;
    };
    expect(await statuses(3)).toEqual([429, 429, 429]);
    await client.advance(60);
    expect(await statuses(1)).toEqual([200]);
  });

  test.each(["before", "after"])(
    "leaves the headers out if the fault says so, %s the effect",
    async (effect) => {
      await order({ kind: "rateLimit", headers: false, effect });
      const { status, headers } = await emulator.client.get("/users/ada");
      expect([status, ...limits(headers)]).toEqual([429, null, null, null]);
    },
  );
});

describe("maintenance", () => {
  const seen = async () => {
    const { status, body } = await emulator.client.get("/users/ada");
    return [status, pick(body, "code")];
  };

  test("is 503 with code 0 for so many requests", async () => {
    await order({ kind: "maintenance", times: 2 });
    expect([await seen(), await seen(), await seen()]).toEqual([
      [503, 0],
      [503, 0],
      [200, undefined],
    ]);
  });

  test("is so for seconds of the emulator's clock", async () => {
    await order({ kind: "maintenance", seconds: 300 });
    expect([await seen(), await seen()]).toEqual([
      [503, 0],
      [503, 0],
    ]);
    await emulator.client.advance(300);
    expect(await seen()).toEqual([200, undefined]);
  });
});

describe("alter", () => {
  test("puts keys into the normal answer, which has had its effect", async () => {
    const { client } = emulator;
    const set = { status: "THINKING", mood: { good: true } };
    await order({ match: { method: "POST" }, kind: "alter", set });
    const { status, body } = await client.post("/tasks?fields=name,status,mood", {
      ...create,
      name: "altered",
    });
    expect([status, body]).toEqual([201, { name: "altered", ...set }]);
    expect(await made("altered")).toBe(1);
  });

  test("leaves alone what has no body", async () => {
    const { client } = emulator;
    const id = await client.task();
    await order({ match: { method: "DELETE" }, kind: "alter", set: { a: 1 } });
    const { status, body } = await client.delete(`/tasks/${id}`);
    expect([status, body]).toEqual([204, undefined]);
  });
});

describe("what is still to come", () => {
  test("is listed as it was ordered, with the times that are left", async () => {
    const { client } = emulator;
    const first = { match: { method: "post", path: "/tasks$" }, kind: "status", code: 7000, times: 3 };
    await order(first);
    await order({ kind: "drop", match: { query: "project=ada/lab" }, times: "always" });
    await client.post("/tasks", create);
    expect(await listed()).toEqual([
      { ...first, times: 2 },
      { kind: "drop", match: { query: "project=ada/lab" }, times: "always" },
    ]);
    await client.control("DELETE", "/faults");
    expect(await listed()).toEqual([]);
  });

  test("comes to what has the query, however it was encoded, as often as there is such a request", async () => {
    const { client } = emulator;
    await order({ match: { query: "^project=ada/lab(&|$)" }, kind: "status", code: 7000, times: "always" });
    const queries = ["?project=ada%2Flab", "?project=ada/lab&limit=1", "?project=division/shared", ""];
    const statuses: number[] = [];
    for (const it of queries) statuses.push((await client.get(`/tasks${it}`)).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
  });
});

test.each([
  [{ kind: "status", code: 4711 }, "code 4711 is not one of the API's: give its status as well"],
  [
    { kind: "status", when: 1 },
    "when is unknown; known are match, times, effect, kind, status, code, message, seconds, headers, set",
  ],
  [{ kind: "drop", match: { header: "x" } }, "match.header is unknown; known are method, path and query"],
  [{ kind: "drop", match: { query: "(" } }, "match.query must be the source of a regular expression"],
  [{ kind: "drop", times: "often" }, 'times must be a whole number of at least 1, or "always"'],
  [{ kind: "alter" }, "set must be an object"],
  [{ kind: "alter", set: [] }, "set must be an object"],
  [{ kind: "rateLimit", headers: "no" }, "headers must be true or false"],
  [{ kind: "empty", status: 99 }, "status must be an HTTP status"],
  [{ kind: "maintenance", seconds: "long" }, "seconds must be a number from 0 to 2147483"],
])("a fault that is wrong (%j) is refused with a sentence", async (wrong, message) => {
  expect(await order(wrong)).toEqual({ message });
  expect(await listed()).toEqual([]);
});
