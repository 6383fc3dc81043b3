import dns from "node:dns/promises";
import { type Emulator, startEmulator } from "../../emulator";
import { shownAddress } from "../../emulator/http/address";
import { Client, emulated, items, pick } from "./client";
import { exchange } from "./exchange";
import { ada, seed } from "./seed";

/** What no browser or client sends, sent all the same: bytes by hand against what lies outside `/v2`, and strangers' bodies. */
const emulator = emulated({ log: () => undefined });

const ask = (url: string, first: string, ...headers: readonly string[]) =>
  exchange(url, `${[first, ...headers, "Connection: close"].join("\r\n")}\r\n\r\n`);
const statusOf = async (url: string, first: string, ...headers: readonly string[]) =>
  Number((await ask(url, first, ...headers)).head.split(" ")[1]);

const evil = "Host: evil.example";

beforeAll(() => void jest.spyOn(console, "error").mockImplementation(() => undefined));
afterAll(() => void jest.restoreAllMocks());

describe("closed, and without effect, to a name that is not this machine's:", () => {
  test.each([
    ["a target with a host in it", "GET http://evil.example/_emulator/journal HTTP/1.1"],
    ["another scheme", "GET ftp://evil.example/_emulator/journal HTTP/1.1"],
    ["a host without a path", "GET http://evil.example HTTP/1.1"],
    ["two slashes", "GET //_emulator/journal HTTP/1.1"],
    ["a slash that is encoded", "GET /%2f_emulator/journal HTTP/1.1"],
    ["a letter that is encoded", "GET /%5Femulator/journal HTTP/1.1"],
    ["upper case", "GET /_EMULATOR/journal HTTP/1.1"],
    ["a backslash", "GET /\\_emulator\\journal HTTP/1.1"],
    ["a way back", "GET /./_emulator/journal HTTP/1.1"],
    ["a parameter", "GET /_emulator/journal;v2 HTTP/1.1"],
    ["a query", "GET /_emulator/journal?/v2/ HTTP/1.1"],
    ["HEAD", "HEAD /_emulator/journal HTTP/1.1"],
    ["OPTIONS", "OPTIONS /_emulator/journal HTTP/1.1"],
    ["OPTIONS of everything", "OPTIONS * HTTP/1.1"],
    ["TRACE", "TRACE / HTTP/1.1"],
    ["DELETE", "DELETE /_emulator/journal HTTP/1.1"],
    ["content", "GET /_emulator/content/567800000000000000000001 HTTP/1.1"],
    ["what is no page", "GET /nothing HTTP/1.1"],
    ["a name that begins as the API's", "GET /v2x HTTP/1.1"],
  ])("%s", async (_, first) => {
    const { client } = emulator;
    await client.get("/users/ada");
    const { head, body } = await ask(client.url, first, evil, "Accept: text/html");
    expect([head.split("\r\n")[0], body.includes('"path"')]).toEqual(["HTTP/1.1 403 Forbidden", false]);
    expect(pick(await client.control("GET", "/journal"), "0.path")).toBe("/v2/users/ada");
  });

  test("an order with a body has none, also where each request is a line of the log", async () => {
    const { client } = emulator;
    const { head } = await exchange(
      client.url,
      `POST /_emulator/faults HTTP/1.1\r\n${evil}\r\nConnection: close\r\nContent-Length: 15\r\n\r\n{"kind":"drop"}`,
    );
    expect(head.split("\r\n")[0]).toBe("HTTP/1.1 403 Forbidden");
    expect(await client.control("GET", "/faults")).toEqual([]);
  });

  test.each([
    ["a socket of a page's", ["Host: 127.0.0.1", "Origin: http://evil.example", "Upgrade: websocket"]],
    ["an origin that is nothing", ["Host: 127.0.0.1", "Origin: "]],
    ["two origins", ["Host: 127.0.0.1", "Origin: http://127.0.0.1", "Origin: http://evil.example"]],
    ["an origin that begins as this machine's", ["Host: localhost", "Origin: http://localhost.evil.example"]],
    ["an origin with another scheme", ["Host: localhost", "Origin: file://localhost"]],
    ["no name at all", ["Host: "]],
    ["a name of this machine's for another's", ["Host: localhost@evil.example"]],
    ["a port for another's", ["Host: 127.0.0.1:80@evil.example"]],
    ["two names in one", ["Host: 127.0.0.1, evil.example"]],
    ["the address that means all of them", ["Host: 0.0.0.0:80"]],
    ["an address in short", ["Host: 127.1"]],
    ["an address as a number", ["Host: 2130706433"]],
    ["a name with a dot at its end", ["Host: localhost."]],
    ["EVIL.EXAMPLE", ["Host: EVIL.EXAMPLE:80"]],
    ["brackets left open", ["Host: [::1"]],
  ])("%s", async (_, headers) => {
    expect(await statusOf(emulator.client.url, "GET /_emulator/journal HTTP/1.1", ...headers)).toBe(403);
  });
});

test("HTTP/1.0 has no Host: the API answers, the rest does not; HTTP/1.1 must have one", async () => {
  const { url } = emulator.client;
  const token = `X-SBG-Auth-Token: ${ada}`;
  const { body } = await ask(url, "GET /v2/users/ada?fields=href HTTP/1.0", token);
  expect(JSON.parse(body)).toEqual({ href: `${url}/users/ada` });
  expect(await statusOf(url, "GET /_emulator/journal HTTP/1.0")).toBe(403);
  expect(await statusOf(url, "GET / HTTP/1.0", "Origin: http://")).toBe(403);
  expect(await statusOf(url, "GET /v2/users/ada HTTP/1.1", token)).toBe(400);
});

test("what is no page links to nothing but the emulator", async () => {
  for (const target of [
    "//evil.example/?a=1",
    "http://evil.example//evil.example/?a=1",
    "/\\evil.example/?a=1",
  ]) {
    const { body } = await ask(
      emulator.client.url,
      `GET ${target} HTTP/1.1`,
      "Host: 127.0.0.1",
      "Accept: text/html",
    );
    expect(body).toContain('<a href="/evil.example/?a=1">Reload</a>');
  }
});

describe("with a custom token", () => {
  const own = "a-token/of+my=own%1";
  const held = `X-SBG-Auth-Token: ${own}`;
  const lines: string[] = [];
  let running: Emulator;
  beforeAll(async () => {
    running = await startEmulator({ seed, host: "127.0.0.2", token: own, log: (it) => lines.push(it) });
  });
  afterAll(() => running.close());
  const basic = (text: string, encoding: BufferEncoding = "utf8") =>
    `Authorization: Basic ${Buffer.from(text, encoding).toString("base64")}`;

  test.each([
    ["a password of no name", [basic(`:${own}`)], 200],
    ["BASIC, and more than one space", [basic(`me:${own}`).replace("Basic ", "BASIC   ")], 200],
    ["without its padding", [basic(`me:${own}`).replace(/=+$/, "")], 200],
    ["a name with accents", [basic(`é:${own}`, "latin1")], 200],
    ["a wrong password beside the right header, as a proxy adds one", [basic("me:you"), held], 200],
    ["the right password beside a wrong header", [basic(`me:${own}`), "X-SBG-Auth-Token: x"], 200],
    ["a token that is no password", [basic(own)], 401],
    ["a token as the name", [basic(`${own}:`)], 401],
    ["more after the token", [basic(`me:${own}:`)], 401],
    ["less than the token", [basic(`me:${own.slice(0, -1)}`)], 401],
    ["another alphabet", ["Authorization: Basic ~~~~"], 401],
    ["nothing after Basic", ["Authorization: Basic "], 401],
    ["nothing after Bearer", ["Authorization: Bearer "], 401],
    ["another scheme", ["Authorization: Digest x"], 401],
    ["two tokens in one header", [held, held], 401],
  ])("%s: %j", async (_, headers, status) => {
    const first = "GET /_emulator/faults HTTP/1.1";
    expect(await statusOf(running.url, first, "Host: lab.example", ...headers)).toBe(status);
  });

  test.each([
    "GET /",
    "GET //_emulator/journal",
    "GET http://x/_emulator/journal",
    "HEAD /_emulator/journal",
    "OPTIONS *",
  ])("%s asks for it", async (target) => {
    const { head } = await ask(running.url, `${target} HTTP/1.1`, "Host: x", "Accept: text/html");
    expect(head.split("\r\n")).toEqual(
      expect.arrayContaining([
        "HTTP/1.1 401 Unauthorized",
        'www-authenticate: Basic realm="Seven Bridges emulator"',
      ]),
    );
  });

  test("a body of somebody without it is not waited for, and not kept", async () => {
    for (const length of ["Content-Length: 33000000", "Transfer-Encoding: chunked"]) {
      const { head, body } = await ask(
        running.url,
        "POST /v2/tasks HTTP/1.1",
        "Host: x",
        "X-SBG-Auth-Token: x",
        length,
      );
      expect([head.split("\r\n")[0], pick(JSON.parse(body), "code")]).toEqual([
        "HTTP/1.1 401 Unauthorized",
        90001,
      ]);
    }
    const control = new Client(running.url.replace(/v2$/, "_emulator"), own);
    await new Client(running.url, "x".repeat(20)).post("/tasks", { name: "x".repeat(1000) });
    const entry = { method: "POST", path: "/v2/tasks", query: {}, body: null, status: 401 };
    expect((await control.get("/journal")).body).toEqual([entry, entry, entry]);
  });

  test("faults meet it as they meet others", async () => {
    const control = new Client(running.url.replace(/v2$/, "_emulator"), own);
    await control.post("/faults", { kind: "maintenance", times: 1 });
    await control.post("/faults", { kind: "drop", times: 1 });
    const stranger = new Client(running.url, "x".repeat(20));
    expect((await stranger.post("/tasks", {})).status).toBe(503);
    await expect(stranger.post("/tasks", {})).rejects.toThrow("fetch failed");
    expect((await stranger.post("/tasks", {})).status).toBe(401);
  });

  test("with it the API takes bodies as ever", async () => {
    const client = new Client(running.url, own);
    const id = await client.task({ name: "mine" });
    expect([id, ...items(await client.get("/tasks"), "name")]).toEqual([expect.any(String), "mine"]);
  });

  test("it is in no line of the log, as it is or as it is in a URL", async () => {
    const client = new Client(running.url, own);
    await client.get(`/tasks?name=${encodeURIComponent(own)}`);
    await ask(running.url, `GET /v2/tasks?token=${own} HTTP/1.1`, "Host: x", held);
    const texts = lines.map((it) => it.toLowerCase());
    expect(texts.filter((it) => it.includes("=***")).length).toBe(2);
    expect(texts.filter((it) => it.includes("token/of") || it.includes("token%2fof"))).toEqual([]);
  });
});

describe("a name to listen on", () => {
  afterEach(() => void jest.restoreAllMocks());
  const lead = (address: string) =>
    jest.spyOn(dns, "lookup").mockImplementation(async () => ({ address, family: 4 }));

  test("is listened on at the one address that it resolves to", async () => {
    const lines: string[] = [];
    const running = await startEmulator({ seed, host: "localhost", log: (it) => lines.push(it) });
    try {
      expect(running.url).toMatch(/^http:\/\/localhost:\d+\/v2$/);
      const url = running.url.replace("localhost", "127.0.0.1");
      expect((await new Client(url, ada).get("/users/ada")).status).toBe(200);
    } finally {
      await running.close();
    }
    expect(lines).toEqual([expect.stringContaining("GET /v2/users/ada 200")]);
  });

  test("that looks like this machine and resolves to another needs a token, and with one is listened on", async () => {
    lead("0.0.0.0");
    await expect(startEmulator({ seed, host: "lab.localhost" })).rejects.toThrow(
      new Error(
        "--host lab.localhost needs a token: it resolves to 0.0.0.0, which other machines can reach.",
      ),
    );
    const running = await startEmulator({ seed, host: "lab.localhost", token: "a-token-of-my-own-1" });
    await running.close();
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
  });

  test("that does not resolve is reported in one sentence", async () => {
    jest.spyOn(dns, "lookup").mockRejectedValue(new Error("getaddrinfo ENOTFOUND lab.example"));
    await expect(startEmulator({ seed, host: "lab.example", token: "a-token-of-my-own-1" })).rejects.toThrow(
      new Error("--host lab.example does not resolve: getaddrinfo ENOTFOUND lab.example."),
    );
  });

  test.each([
    ["0", "0.0.0.0", "http://127.0.0.1:5"],
    ["0:0:0:0:0:0:0:0", "::", "http://127.0.0.1:5"],
    ["fe80::1%eth0", "fe80::1%eth0", "http://[fe80::1%25eth0]:5"],
    ["127.0.0.2", "127.0.0.2", "http://127.0.0.2:5"],
  ])("%s, which is %s, is shown as %s", (host, address, shown) => {
    expect(shownAddress(host, { address, port: 5 })).toBe(shown);
  });
});
