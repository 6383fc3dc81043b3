import { Faults } from "../../emulator/faults/faults";
import { RateLimit } from "../../emulator/http/rateLimit";
import { Requests } from "../../emulator/http/requests";
import { buildServer } from "../../emulator/http/server";
import { Tokens } from "../../emulator/http/tokens";
import { seedChanges } from "../../emulator/seed/seed";
import { Store } from "../../emulator/store/store";
import { emulated } from "./client";
import { exchange } from "./exchange";
import { ada, seed } from "./seed";

/** What no ordinary client sends, and what one sends that spells things oddly. */
const emulator = emulated();

test.each([
  ["garbage", "\u0001garbage\r\n\r\n", 400, "400 Bad Request"],
  ["a method that does not exist", "GRAB / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "400 Bad Request"],
  [
    "a URL of 20 kB",
    `GET /v2/tasks?name=${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
    "431 Request Header Fields Too Large",
  ],
])("%s is answered with the API's body", async (_, bytes, status, line) => {
  const { head, body } = await exchange(emulator.client.url, bytes);
  expect(head.split("\r\n")).toEqual(
    expect.arrayContaining([
      `HTTP/1.1 ${line}`,
      "content-type: application/json",
      `content-length: ${body.length}`,
    ]),
  );
  expect(JSON.parse(body)).toEqual({
    status,
    code: 90000,
    message: expect.stringMatching(/\w/),
    more_info: expect.stringMatching("^https://"),
  });
});

test.each(["", "json", "application/", "application/json;", "text/plain; charset", "multipart/form-data"])(
  "a body of type %j is read",
  async (type) => {
    const body = JSON.stringify({ project: "ada/lab", app: "ada/lab/echo", name: "typed" });
    const lines = [
      "POST /v2/tasks?fields=name HTTP/1.1",
      "Host: x",
      "Connection: close",
      `X-SBG-Auth-Token: ${ada}`,
      `Content-Type: ${type}`,
      `content-length: ${body.length}`,
    ];
    const answer = await exchange(emulator.client.url, `${lines.join("\r\n")}\r\n\r\n${body}`);
    expect([answer.head.split("\r\n")[0], answer.body]).toEqual(["HTTP/1.1 201 Created", '{"name":"typed"}']);
  },
);

test("a malformed type on a route that there is not is 501, not 415", async () => {
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await emulator.client.send("POST", "/volumes", {}, { "Content-Type": "json" });
  expect(answer.status).toBe(501);
  error.mockRestore();
});

describe("a connection that takes too long is answered and ended:", () => {
  const store = new Store({ dueAt: () => 0, seed: seedChanges(seed) });
  const server = buildServer(
    {
      world: { store, taskSeconds: 1, now: Date.now },
      tokens: new Tokens(store, undefined),
      requests: new Requests(),
      faults: new Faults(),
      rate: new RateLimit(1000),
      closing: new AbortController().signal,
    },
    { headers: 20, request: 40, idle: 60_000, check: 5 },
  );
  let url = "";
  beforeAll(async () => {
    url = await server.listen({ host: "127.0.0.1", port: 0 });
  });
  afterAll(() => server.close());

  test.each([
    ["nothing comes", ""],
    ["half of the headers", "GET /v2/user HTTP/1.1\r\nHost: x\r\n"],
    ["half of the body", "POST /v2/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{}"],
    [
      "chunks without an end",
      "POST /v2/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
    ],
  ])("%s", async (_, bytes) => {
    const { head, body } = await exchange(url, bytes);
    expect(head.split("\r\n")[0]).toBe("HTTP/1.1 408 Request Timeout");
    expect(JSON.parse(body)).toEqual({
      status: 408,
      code: 90000,
      message: "The request took too long to arrive.",
      more_info: expect.stringMatching("^https://"),
    });
  });
});

test("between requests a connection is kept for longer than clients keep one: none is ended under a request", async () => {
  const { headers } = await emulator.client.get("/user");
  expect([headers.get("connection"), headers.get("keep-alive")]).toEqual(["keep-alive", "timeout=3600"]);
});
