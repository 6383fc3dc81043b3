import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as t from "io-ts";
import { createTask } from "../../../provider/api/endpoints/tasks";
import { call, clientOf } from "../../../provider/api/transport/http";
import { quick } from "../../support/quick";
import { until } from "../../support/until";

/** A server that takes what is sent and answers as a test says, or never: it sees connections end. */
let server: Server;
let open: Set<Socket>;
let requests: number;
let answer: ((socket: Socket) => void) | undefined;

beforeEach(async () => {
  open = new Set();
  requests = 0;
  answer = undefined;
  server = createServer((socket) => {
    open.add(socket);
    socket.on("data", () => {
      requests += 1;
      answer?.(socket);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((done) => server.close(done));
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
const client = (options: Partial<Parameters<typeof clientOf>[1]> = {}) =>
  clientOf({ endpoint: endpoint(), token: "t" }, { policy: { ...quick, attempts: 1 }, ...options });
const user = t.type({ username: t.string }, "User");
const asked = (options = {}) => call(client(options))(user, "GET", "/users/ada")();

const unreachable = (reason: string, sent: boolean) => ({
  _tag: "Left",
  left: expect.objectContaining({ _tag: "Unreachable", reason, sent }),
});

test("a call that takes too long closes its connection", async () => {
  expect(await asked({ timeout: 400 })).toMatchObject(unreachable("no answer in time", true));
  await until(async () => open.size === 0);
  expect(requests).toBe(1);
});

// Node before 24 forgets a time-out that is joined with another signal, once memory is cleaned up.
test("so it does where it can be given up, and memory is cleaned up meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const cleanUp: () => void = runInNewContext("gc");
  const result = asked({ timeout: 400, signal: new AbortController().signal });
  await until(async () => {
    cleanUp();
    return requests > 0;
  });
  cleanUp();
  expect(await result).toMatchObject(unreachable("no answer in time", true));
}, 10_000);

test("so it does in the middle of an answer", async () => {
  answer = (socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
  expect(await asked({ timeout: 400 })).toMatchObject(unreachable("no answer in time", true));
  await until(async () => open.size === 0);
});

test("each repetition uses a new connection, and none stays open", async () => {
  expect(await asked({ timeout: 400, policy: quick })).toMatchObject({
    left: { reason: "no answer in time", tried: { times: 3 } },
  });
  await until(async () => open.size === 0);
  expect(requests).toBe(3);
});

test("a POST that takes too long is sent once, and may have had its effect", async () => {
  const result = await createTask(client({ timeout: 400, policy: quick }), { name: "once" }, false)();
  expect(result).toMatchObject(unreachable("no answer in time", true));
  await until(async () => open.size === 0);
  expect(requests).toBe(1);
});

test("a call that nobody waits for any more closes its connection, and is not made again", async () => {
  const leaving = new AbortController();
  const result = asked({ policy: quick, signal: leaving.signal });
  await until(async () => requests === 1);
  leaving.abort();
  expect(await result).toMatchObject(unreachable("given up", true));
  await until(async () => open.size === 0);
  expect(requests).toBe(1);
});

test("a wait that nobody waits for any more ends at once", async () => {
  const body = JSON.stringify({ status: 503, code: 0, message: "later" });
  answer = (socket) => socket.end(`HTTP/1.1 503 no\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const leaving = new AbortController();
  const lines: string[] = [];
  const result = asked({
    policy: {
      ...quick,
      maintenanceDelay: [60_000, 60_000],
      maxElapsed: { ...quick.maxElapsed, maintenance: 3_600_000 },
    },
    signal: leaving.signal,
    say: (line: string) => {
      lines.push(line);
      leaving.abort();
    },
  });
  expect(await result).toMatchObject(unreachable("given up", false));
  expect(requests).toBe(1);
  expect(lines).toStrictEqual([
    expect.stringMatching(
      /^GET \/users\/ada waits \d+ s: the platform is under maintenance \(503, code 0\)$/,
    ),
  ]);
});

test("where nobody waits from the first, nothing is sent", async () => {
  expect(await asked({ signal: AbortSignal.abort() })).toMatchObject(unreachable("given up", false));
  expect(requests).toBe(0);
});
