import { once } from "node:events";
import { type Emulator, startEmulator } from "../../emulator";
import { printable } from "../../emulator/http/requestLog";
import { Built } from "./built";
import { Client } from "./client";
import { ada, bob, seed } from "./seed";

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
  ["an answer", "GET", "/user?fields=username", "GET /v2/user\\?fields=username 200 \\d+ ms \\d+ bytes"],
  ["a refusal, with its code", "GET", "/tasks/x", "GET /v2/tasks/x 400 \\(7005\\) \\d+ ms \\d+ bytes"],
  [
    "what is missing",
    "POST",
    "/upload/multipart",
    "POST /v2/upload/multipart 501 \\(90004\\) \\d+ ms \\d+ bytes",
  ],
])("%s is a line", async (_, method, path, rest) => {
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  await client.send(method, path);
  expect(await said(1)).toEqual([line(rest)]);
  error.mockRestore();
});

test("so is a control route, and a fault is named, also where no answer goes out", async () => {
  await client.control("POST", "/faults", { kind: "drop", match: { path: "user" } });
  await client.control("POST", "/faults", { kind: "status", code: 7002, match: { path: "user" } });
  await client.get("/user").catch(() => undefined);
  await client.get("/user");
  expect(await said(4)).toEqual([
    line("POST /_emulator/faults 200 \\d+ ms \\d+ bytes"),
    line("POST /_emulator/faults 200 \\d+ ms \\d+ bytes"),
    line("GET /v2/user - \\d+ ms \\d+ bytes fault: drop"),
    line("GET /v2/user 404 \\(7002\\) \\d+ ms \\d+ bytes fault: status"),
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
])("%s", (_, given, shown) => {
  expect(printable(given, [])).toBe(shown);
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
    await new Client(url, token).get("/user");
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    expect([stderr.split("\n").length, stderr.includes(token)]).toEqual([2, false]);
    expect(stderr.trim()).toEqual(line("GET /v2/user 200 \\d+ ms \\d+ bytes"));
  } finally {
    cli.remove();
  }
}, 30_000);
