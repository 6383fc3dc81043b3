import { once } from "node:events";
import { type Emulator, startEmulator } from "../../emulator";
import { printable } from "../../emulator/http/requestLog";
import { Built } from "./built";
import { Client } from "./client";
import { exchange } from "./exchange";
import { ada, bob, files, seed } from "./seed";

/** What `--verbose` says: one line for each request, when its answer has gone out. */
const lines: string[] = [];
let emulator: Emulator;
let client: Client;
let heard: () => void = () => undefined;
const said = async (count: number): Promise<readonly string[]> => {
  while (lines.length < count)
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  return lines.splice(0);
};

beforeAll(async () => {
  const log = (line: string): void => {
    lines.push(line);
    heard();
  };
  emulator = await startEmulator({ seed, log });
  client = new Client(emulator.url, ada);
});
afterAll(() => emulator.close());

const line = (rest: string): unknown =>
  expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ${rest}$`));

test.each([
  ["an answer", "GET", "/v2/users/ada?fields=username", "200"],
  ["a refusal, with its code", "GET", "/v2/tasks/x", "400 \\(7005\\)"],
  ["what is missing", "POST", "/v2/upload/multipart", "501 \\(90004\\)"],
  ["a URL that is none", "GET", "/v2/tasks/%zz", "400 \\(90000\\)"],
  ["a control route", "GET", "/_emulator/", "200"],
  ["an order that is wrong, which has no code", "POST", "/_emulator/clock", "400"],
  ["the page", "GET", "/", "200"],
  ["a page that is not there", "GET", "/projects/ada/none", "404"],
])("%s is a line, with the length of the body", async (_, method, path, status) => {
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await fetch(new URL(path, emulator.url), { method, headers: { "X-SBG-Auth-Token": ada } });
  const { length } = new TextEncoder().encode(await answer.text());
  const asked = `${method} ${path.replaceAll("?", "\\?")}`;
  expect(await said(1)).toEqual([line(`${asked} ${status} \\d+ ms ${length} bytes`)]);
  error.mockRestore();
});

test("content of files is a line with its length, without a body its length is 0", async () => {
  const url = new URL(`/_emulator/content/${files.r1}`, emulator.url);
  await (await fetch(url, { headers: { Range: "bytes=0-99" } })).text();
  expect(await said(1)).toEqual([line(`GET ${url.pathname} 206 \\d+ ms 100 bytes`)]);
  await fetch(url, { method: "HEAD" });
  expect(await said(1)).toEqual([line(`HEAD ${url.pathname} 200 \\d+ ms 0 bytes`)]);
});

test.each([
  ["CONNECT a.example:443", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", "405"],
  [
    "an expectation",
    "GET /v2/users/ada HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n",
    "417",
  ],
  ["no HTTP", "GRAB \u0001\r\n\r\n", "400"],
])("%s, which gets as far as no route, is one", async (_, bytes, status) => {
  await exchange(emulator.url, bytes);
  expect(await said(1)).toEqual([
    line(`(CONNECT a\\.example:443|GET /v2/users/ada|no HTTP request) ${status}`),
  ]);
});

test("an open page that asks whether anything has changed is none, until something has", async () => {
  const url = new URL("/", emulator.url);
  const first = await fetch(url);
  await first.text();
  expect(await said(1)).toEqual([expect.stringContaining(" GET / 200 ")]);
  const headers = { "X-Part": "main", "If-None-Match": first.headers.get("ETag") ?? "" };
  const again = async () => {
    const answer = await fetch(url, { headers });
    await answer.text();
    return answer.status;
  };
  expect(await again()).toBe(304);
  await client.task();
  expect(await again()).toBe(200);
  expect(await said(2)).toEqual([
    expect.stringContaining(" POST /v2/tasks 201 "),
    expect.stringContaining(" GET / 200 "),
  ]);
});

test("a fault is named, also where no answer goes out", async () => {
  await client.control("POST", "/faults", { kind: "drop", match: { path: "user" } });
  await client.get("/users/ada").catch(() => undefined);
  expect(await said(2)).toEqual([
    line("POST /_emulator/faults 200 \\d+ ms 2 bytes"),
    line("GET /v2/users/ada - \\d+ ms 0 bytes fault: drop"),
  ]);
  await client.control("POST", "/faults", { kind: "status", code: 7002, match: { path: "user" } });
  const { length } = JSON.stringify((await client.get("/users/ada")).body);
  expect(await said(2)).toEqual([
    line("POST /_emulator/faults 200 \\d+ ms 2 bytes"),
    line(`GET /v2/users/ada 404 \\(7002\\) \\d+ ms ${length} bytes fault: status`),
  ]);
  // What a fault has cut counts as far as it went out; 304 is no line for pages alone.
  await client.control("POST", "/faults", { kind: "empty", status: 304, match: { path: "user" } });
  await client.get("/users/ada");
  await client.control("POST", "/faults", { kind: "truncated", match: { path: "user" } });
  await client.get("/users/ada").catch(() => undefined);
  expect((await said(4)).filter((it) => it.includes("/v2/"))).toEqual([
    line("GET /v2/users/ada 304 \\d+ ms 0 bytes fault: empty"),
    line("GET /v2/users/ada 200 \\d+ ms 1 bytes fault: truncated"),
  ]);
});

test("no token is in it, wherever a client puts it", async () => {
  await client.get(`/tasks?name=${ada}&${bob}=1`);
  const [found = ""] = await said(1);
  expect(found).toContain("GET /v2/tasks?name=***&***=1 200");
});

test.each([
  ["what moves a terminal's cursor is spelled out", "a\u001b[2Jb\nc", "a%1B[2Jb%0Ac"],
  ["what turns the direction of text is, too", "a\u202eb", "a%E2%80%AEb"],
  ["a long line ends", "x".repeat(1200), `${"x".repeat(1000)}…`],
  ["a token is left out as it is in a URL, too", "?a=to%2Bken%3D&b=to+ken=", "?a=***&b=***"],
  ["none of a token that begins with another is left", "/longer-token/longer", "/***/***"],
])("%s", (_, given, shown) => {
  expect(printable(given, ["to+ken=", "longer", "longer-token"])).toBe(shown);
});

test("the command prints the lines on stderr, after the start line on stdout", async () => {
  const cli = new Built();
  try {
    const child = cli.start("emulator", "--verbose");
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    const [first] = child.stdout === null ? [] : await once(child.stdout, "data");
    const [, url = "", token = ""] = /at (\S+) with token (\S+)/.exec(String(first)) ?? [];
    await new Client(url, token).get("/projects");
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    expect([stderr.split("\n").length, stderr.includes(token)]).toEqual([2, false]);
    expect(stderr.trim()).toEqual(line("GET /v2/projects 200 \\d+ ms \\d+ bytes"));
  } finally {
    cli.remove();
  }
}, 30_000);
