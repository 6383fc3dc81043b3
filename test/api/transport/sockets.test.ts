import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { listening, portOf } from "../../support/listening";
import { TestProxy } from "../../support/proxy";
import { Secure } from "../../support/tls";

/*
 * Servers and proxies that misbehave, and wrong settings of proxies, as a separate process meets them: each becomes a
 * message, and nothing ends the process.
 */

interface Call {
  readonly endpoint: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  readonly method?: "GET" | "POST";
}

interface Result {
  readonly answer?: unknown;
  readonly _tag?: string;
  readonly reason?: string;
  readonly sent?: boolean;
  readonly tried?: unknown;
  readonly text?: string;
}

const folder = mkdtempSync(join(tmpdir(), "sb-sockets-"));
const certificate = join(folder, "ca.pem");
const servers = new Set<Server>();
const sockets = new Set<Socket>();

/** A server that does with each connection what the test says, once it has read something. */
const server = async (answer: (socket: Socket) => void): Promise<number> => {
  const made = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    socket.once("data", () => answer(socket));
  });
  servers.add(made);
  await listening(made);
  return portOf(made);
};

/** What the calls of one process came to. The process ends by itself: nothing that is left open keeps it. */
const results = async (calls: readonly Call[]): Promise<readonly Result[]> => {
  const child = spawn(process.execPath, [resolve(__dirname, "../../support/oneCall.cjs")], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate },
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  const ended = new Promise((done) => child.once("exit", done));
  child.stdin.end(JSON.stringify(calls));
  const printed = await text(child.stdout);
  expect(await ended).toBe(0);
  const { results, uncaught } = JSON.parse(printed);
  expect(uncaught).toStrictEqual([]);
  return results;
};

const user = '{"username":"ada"}';
const closing = (socket: Socket): void => {
  socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${user.length}\r\nConnection: close\r\n\r\n${user}`);
};
let api: Secure;
/** What the API does, seen through a proxy. */
let serve = closing;
beforeAll(async () => {
  api = await Secure.before(`http://127.0.0.1:${await server((socket) => serve(socket))}`);
  writeFileSync(certificate, api.certificate);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const one of servers) one.close();
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const compressed = gzipSync('{"username":"ada"}');
const encoded = (coding: string, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${head}Content-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ]);

const servings: readonly (readonly [name: string, answer: (socket: Socket) => void, result: object])[] = [
  ["resets at once", (socket) => socket.resetAndDestroy(), { reason: "ECONNRESET", sent: true }],
  ["closes at once", (socket) => socket.end(), { reason: "ECONNRESET", sent: true }],
  ["answers with something else", (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"), { _tag: "Unreachable" }],
  [
    "resets in the middle of a body",
    (socket) => {
      socket.write(`${head}Content-Length: 1000\r\n\r\n{"username":`);
      setTimeout(() => socket.resetAndDestroy(), 30);
    },
    { _tag: "Unreachable", sent: true },
  ],
  [
    "closes in the middle of a body",
    (socket) => socket.end(`${head}Content-Length: 1000\r\n\r\n{"username":`),
    { _tag: "Unreachable", sent: true },
  ],
  [
    "closes in the middle of a chunk",
    (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n400\r\n{"username":`),
    { _tag: "Unreachable", sent: true },
  ],
  [
    "sends a chunk that is none",
    (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`),
    { _tag: "Unreachable", sent: true },
  ],
  [
    "sends more after its answer",
    (socket) => {
      socket.write(`${head}Content-Length: 2\r\n\r\n{}garbage \u0000 garbage`);
      setTimeout(() => socket.end("more\r\n\r\n"), 5);
    },
    {},
  ],
  [
    "resets after its answer",
    (socket) => {
      socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    { answer: {} },
  ],
  [
    "has a body where there is none",
    (socket) => {
      socket.write("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello");
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    {},
  ],
  [
    "redirects, and resets",
    (socket) => {
      socket.write("HTTP/1.1 302 Found\r\nLocation: http://[::bad\r\nContent-Length: 5\r\n\r\nhe");
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    { _tag: "Unreachable" },
  ],
  [
    "switches protocols",
    (socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
    { _tag: "Unreachable" },
  ],
  [
    "sends half of something compressed",
    (socket) => socket.end(encoded("gzip", compressed.subarray(0, 12))),
    {},
  ],
  [
    "says gzip, and is not",
    (socket) => socket.end(encoded("gzip", Buffer.from("{}"))),
    { _tag: "Unreachable" },
  ],
  [
    "says deflate, and is not",
    (socket) => socket.end(encoded("deflate", Buffer.from("\u0078garbage"))),
    { _tag: "Unreachable" },
  ],
  [
    "says deflate, and closes",
    (socket) => {
      socket.write(`${head}Content-Encoding: deflate\r\nContent-Length: 50\r\n\r\n`);
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    { _tag: "Unreachable" },
  ],
  ["says br, and is not", (socket) => socket.end(encoded("br", Buffer.from("{}"))), { _tag: "Unreachable" }],
  [
    "has a header too long",
    (socket) => socket.end(`${head}X-Long: ${"x".repeat(100_000)}\r\n\r\n`),
    { _tag: "Unreachable" },
  ],
  ["never answers", () => undefined, { reason: "no answer in time", sent: true }],
];

test("a server that misbehaves becomes a message, whatever the method", async () => {
  const calls: Call[] = [];
  for (const [, answer] of servings)
    for (const method of ["GET", "POST"] as const)
      calls.push({ endpoint: `http://127.0.0.1:${await server(answer)}`, method, timeout: 500 });
  const found = await results(calls);
  for (const [index, [name, , result]] of servings.entries())
    for (const one of found.slice(2 * index, 2 * index + 2))
      expect({ name, ...one }).toEqual({ name, ...one, ...result });
});

const password = "pa55-w0rd";
const proxied = (
  url: string,
  more: Readonly<Record<string, string>> = {},
  variable = "HTTPS_PROXY",
): Call => ({
  endpoint: api.url,
  env: { [variable]: url, ...more },
  timeout: 1_000,
});

const proxyAnswers: readonly (readonly [name: string, answer: (socket: Socket) => void, reason: string])[] = [
  [
    "resets at once",
    (socket) => socket.resetAndDestroy(),
    "the proxy in HTTPS_PROXY cannot be reached, ECONNRESET",
  ],
  ["closes at once", (socket) => socket.end(), "the proxy in HTTPS_PROXY cannot be reached, ECONNRESET"],
  [
    "closes in the middle of its answer",
    (socket) => socket.end("HTTP/1.1 200 Connection est"),
    "the proxy in HTTPS_PROXY cannot be reached, ECONNRESET",
  ],
  [
    "answers with something else",
    (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "the proxy in HTTPS_PROXY answered with something other than HTTP",
  ],
  [
    "has a header that is none",
    (socket) => socket.end("HTTP/1.1 200 OK\r\nno header\r\n\r\n"),
    "the proxy in HTTPS_PROXY answered with something other than HTTP",
  ],
  [
    "sends without end",
    (socket) => {
      const timer = setInterval(() => socket.write("x".repeat(50_000)), 1);
      socket.once("close", () => clearInterval(timer));
    },
    "the proxy in HTTPS_PROXY answered with something other than HTTP",
  ],
  [
    "wants a password",
    (socket) => socket.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n'),
    "the proxy in HTTPS_PROXY wants a user and a password, 407",
  ],
  [
    "redirects",
    (socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: https://login.example.org/\r\n\r\n<p>Log in</p>"),
    "the proxy in HTTPS_PROXY answered 302",
  ],
  [
    "refuses, and resets",
    (socket) => {
      socket.write("HTTP/1.1 403 No\r\nContent-Length: 1000\r\n\r\n<p>");
      setTimeout(() => socket.resetAndDestroy(), 5);
    },
    "the proxy in HTTPS_PROXY answered 403",
  ],
  [
    "answers 100",
    (socket) => socket.end("HTTP/1.1 100 Continue\r\n\r\n"),
    "the proxy in HTTPS_PROXY answered 100",
  ],
];

test("a proxy that misbehaves becomes a message without its password, and nothing was sent", async () => {
  const calls: Call[] = [];
  for (const [, answer] of proxyAnswers)
    calls.push(proxied(`http://carol:${password}@127.0.0.1:${await server(answer)}`));
  const found = await results(calls);
  for (const [index, [name, , reason]] of proxyAnswers.entries())
    expect({ name, ...found[index] }).toMatchObject({ name, _tag: "Unreachable", reason, sent: false });
  expect(JSON.stringify(found)).not.toMatch(/carol|pa55|t0ken/);
});

test("one that hangs, or breaks what it has opened, becomes a message, too, and keeps no process", async () => {
  const hanging = await server(() => undefined);
  const opening = await server((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    setTimeout(() => socket.resetAndDestroy(), 5);
  });
  const garbling = await server((socket) =>
    socket.end("HTTP/1.1 200 OK\r\n\r\nthis is no TLS, and it never was"),
  );
  const began = Date.now();
  const found = await results(
    [hanging, opening, garbling].map((port) => proxied(`http://carol:${password}@127.0.0.1:${port}`)),
  );
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(found).toMatchObject([
    { _tag: "Unreachable", reason: "no answer in time" },
    { _tag: "Unreachable", reason: "ECONNRESET" },
    { _tag: "Unreachable" },
  ]);
  expect(JSON.stringify(found)).not.toMatch(/carol|pa55|t0ken/);
});

test("a connection through a proxy that breaks when its answer is there is no error", async () => {
  const proxy = await TestProxy.start(`carol:${password}`);
  const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${user.length}\r\n\r\n${user}`;
  for (const after of [
    (socket: Socket) => socket.resetAndDestroy(),
    (socket: Socket) => socket.write("garbage \u0000"),
    (socket: Socket) => socket.end(),
  ]) {
    serve = (socket) => {
      socket.write(answer);
      setTimeout(() => after(socket), 5);
    };
    const found = await results([proxied(proxy.url()), proxied(proxy.url())]);
    expect(found).toStrictEqual([{ answer: { username: "ada" } }, { answer: { username: "ada" } }]);
  }
  serve = closing;
  await proxy.close();
});

test.each([
  "socks5://127.0.0.1:1080",
  "ftp://127.0.0.1",
  "http://",
  "http://:3128",
  "http://127.0.0.1:99999",
  "http://127.0.0.1:port",
  `http://carol:${password}/x@127.0.0.1:3128`,
  "http://[::1",
  "just some words",
])("%s is no proxy, and that is said at once", async (url) => {
  const [result] = await results([proxied(url)]);
  expect(result).toMatchObject({
    _tag: "Unreachable",
    reason: "HTTPS_PROXY must be the address of a proxy, like http://proxy.example.org:3128",
    sent: false,
  });
  expect(result?.tried).toBeUndefined();
  expect(JSON.stringify(result)).not.toMatch(/carol|pa55|1080/);
});

test("odd characters in a user or a password, and an address without a scheme, are fine", async () => {
  const forms: readonly (readonly [credentials: string, written: string])[] = [
    ["carol:p%w", "carol:p%w"],
    ["carol:p@w", "carol:p@w"],
    ["carol:p@w", "carol:p%40w"],
    ["carol:p:w", "carol:p:w"],
    ["c%zz:100%", "c%zz:100%"],
    ["carol:pä€", "carol:p%C3%A4%E2%82%AC"],
    ["carol:", "carol"],
  ];
  const proxies = await Promise.all(forms.map(([credentials]) => TestProxy.start(credentials)));
  const urls = proxies.flatMap((proxy, index) => {
    const url = proxy.url(forms[index]?.[1]);
    return [url, url.replace("http://", ""), `${url}/`];
  });
  const found = await results(urls.map((url) => proxied(url)));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  expect(found).toStrictEqual(urls.map(() => ({ answer: { username: "ada" } })));
});

const host = "localhost";
test.each<[string, boolean]>([
  ["*", false],
  ["localhost", false],
  ["LOCALHOST", false],
  ["example.org, localhost", false],
  ["example.org localhost", false],
  [".localhost", false],
  ["*.localhost", false],
  [`${host}:<port>`, false],
  [`${host}:1`, true],
  ["host", true],
  ["example.org", true],
  ["::1", true],
  [" , ,", true],
  ["[", true],
])("NO_PROXY=%s: through the proxy is %s", async (none, isThrough) => {
  const proxy = await TestProxy.start(`carol:${password}`);
  const port = new URL(api.url).port;
  const [result] = await results([proxied(proxy.url(), { NO_PROXY: none.replace("<port>", port) })]);
  await proxy.close();
  expect([result?.answer, proxy.asked.length > 0]).toStrictEqual([{ username: "ada" }, isThrough]);
});
