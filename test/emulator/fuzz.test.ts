import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator";
import { RateLimit } from "../../emulator/http/rateLimit";
import { apiRoutes } from "../../emulator/http/routeTable";
import { isUuid } from "../../emulator/ids";
import { Store } from "../../emulator/store/store";
import { type Answer, Client, items, pick } from "./client";
import { exchange } from "./exchange";
import { type Hit, type Shot, shoot, shots } from "./fuzz";
import { ada, files, fileValue, seed } from "./seed";

/** Bad input of every kind on every route: never a 500, always the API's body, and nothing that stays behind. */

/** A few seconds; FUZZ_RUNS and FUZZ_SEED look further. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1000);
const SEED = Number(process.env.FUZZ_SEED ?? 5);

const folder = mkdtempSync(join(tmpdir(), "sevenbridges-fuzz-"));
const options = { seed, state: join(folder, "state"), taskSeconds: 10, rateLimit: 1_000_000 };
const agent = new Agent({ keepAlive: true });
let running: Emulator;

beforeAll(async () => {
  running = await startEmulator(options);
});
afterAll(async () => {
  agent.destroy();
  await running.close();
  rmSync(folder, { recursive: true });
});

/** The table alone: a separate emulator serves them. */
const routes = apiRoutes(
  { store: new Store({ dueAt: () => 0 }), taskSeconds: 1, now: () => 0 },
  new RateLimit(1),
);

const client = (): Client => new Client(running.url, ada);

const expectSound = ({ method }: Shot, { status, text, headers }: Hit): void => {
  expect([200, 201, 204, 307, 501].includes(status) || (status >= 400 && status < 500)).toBe(true);
  expect(headers).not.toHaveProperty("x-injected");
  if (method !== "HEAD" && status >= 400)
    expect(JSON.parse(text)).toEqual({
      status,
      code: expect.any(Number),
      message: expect.stringMatching(/\S/),
      more_info: expect.stringMatching("^https://"),
    });
  else if (text !== "") JSON.parse(text);
};

const user: Shot = { method: "GET", path: "/v2/users/ada", body: undefined, type: undefined };

/** What is shot at under names, so that shots can be made before there is anything: the newest tasks there are. */
class Targets {
  readonly tasks = Array.from({ length: 8 }, (_, n) => `TASK${n}`);
  private ids: string[] = [];
  private shots = 0;

  constructor(private readonly client: Client) {}

  /** What was deleted is created again, and at times all is as it was: projects, files and apps go, too. */
  async filled(shot: Shot): Promise<Shot> {
    if (this.shots % 100 === 0) await this.again();
    this.shots += 1;
    const fill = (text: string) => text.replace(/TASK(\d)/g, (_, n) => this.ids[Number(n)] ?? "");
    return { ...shot, path: fill(shot.path), body: shot.body === undefined ? undefined : fill(shot.body) };
  }

  note({ status, text }: Hit): void {
    const id = status === 201 ? pick(JSON.parse(text), "id") : undefined;
    if (typeof id === "string" && isUuid(id)) this.ids = [id, ...this.ids.slice(0, -1)];
  }

  private async again(): Promise<void> {
    expect(await this.client.control("POST", "/reset")).toEqual({});
    await this.client.post("/projects", { name: "made" });
    const inputs = { bams: [fileValue(files.r1), fileValue(files.r3)] };
    this.ids = [];
    for (const name of this.tasks)
      this.ids.push(await this.client.task({ name, app: "ada/lab/count", inputs }));
  }
}

/** The emulator is in this process: what it has polluted can be seen here. */
const expectUnpolluted = (): void => {
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
};

test("every route answers whatever comes, and goes on", async () => {
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const made = client();
  const targets = new Targets(made);
  const ids = { tasks: targets.tasks, files: [files.r1, files.r2, files.bare, files.secret] };
  await fc.assert(
    fc.asyncProperty(shots(routes, ids), async (named) => {
      const shot = await targets.filled(named);
      const hit = await shoot(running.url, agent, shot);
      targets.note(hit);
      expectSound(shot, hit);
      expect((await shoot(running.url, agent, user)).status).toBe(200);
      expectUnpolluted();
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  error.mockRestore();
  await made.advance(1000);
  await expectPages(await made.get("/tasks?limit=100"));
  const lists = ["/tasks?fields=_all&limit=100", "/apps?fields=_all", "/projects?fields=_all", "/users/ada"];
  const seen = async () =>
    (await Promise.all(lists.map((it) => client().get(it)))).map(({ body }) => shown(body));
  const before = await seen();
  await running.close();
  running = await startEmulator(options);
  expect(await seen()).toEqual(before);
});

/** What was taken in is there to be looked at, too. */
const expectPages = async (tasks: Answer): Promise<void> => {
  const paths = ["/", "/projects/ada/lab", `/files/${files.r1}`];
  for (const path of [...paths, ...items(tasks, "id").map((it) => `/tasks/${it}`)]) {
    const { status, headers } = await shoot(running.url, agent, { ...user, path });
    expect([path, status, headers["content-type"]]).toEqual([
      path,
      expect.any(Number),
      "text/html; charset=utf-8",
    ]);
    expect(status === 200 || status === 404).toBe(true);
  }
};

/** Whatever the port. */
const shown = (body: unknown): string => JSON.stringify(body).replace(/127\.0\.0\.1:\d+/g, "");

describe("the control routes", () => {
  test("answer whatever comes with what is wrong, and go on", async () => {
    const control = await listed();
    await fc.assert(
      fc.asyncProperty(shots(control, { tasks: ["none"], files: ["none"] }), async (shot) => {
        const path = shot.path.replace(/^\/v2/, "");
        const { status, text } = await shoot(running.url, agent, { ...shot, path });
        expect([200, 400, 404, 405, 501]).toContain(status);
        const { message } = Object(text === "" ? { message: "-" } : JSON.parse(text));
        if (status >= 400) expect(message).toMatch(/\S/);
        await client().control("DELETE", "/faults");
        expect((await shoot(running.url, agent, user)).status).toBe(200);
        expectUnpolluted();
      }),
      { numRuns: RUNS / 4, seed: SEED, endOnFailure: true },
    );
    expect(await client().control("POST", "/reset")).toEqual({});
  });
});

const listed = async (): Promise<{ method: string; path: string }[]> => {
  const routes = await client().control("GET", "/");
  if (!Array.isArray(routes)) throw new Error("a list is expected");
  return routes.filter(({ path }) => !path.startsWith("/_emulator/content"));
};

describe("bytes that are no request:", () => {
  const token = `X-SBG-Auth-Token: ${ada}`;
  const head = (first: string, ...lines: string[]) =>
    [first, "Host: x", token, ...lines, "", ""].join("\r\n");
  const post = (...lines: string[]) => head("POST /v2/tasks HTTP/1.1", "Connection: close", ...lines);
  const get = (path: string, ...lines: string[]) =>
    head(`GET ${path} HTTP/1.1`, "Connection: close", ...lines);
  const latin1 = (text: string) => Buffer.from(text, "latin1");

  test.each<[string, string | Buffer, number, number]>([
    ["a body that is too large", post("Content-Length: 34603008"), 413, 90000],
    ["no UTF-8 in a body", latin1(`${post("Content-Length: 9")}{"a":"\xff"}`), 400, 90009],
    ["a length that is no number", post("Content-Length: many"), 400, 90000],
    ["a negative length", post("Content-Length: -1"), 400, 90000],
    ["two lengths", `${post("Content-Length: 2", "Content-Length: 3")}{}`, 400, 90000],
    [
      "a length and chunks",
      `${post("Content-Length: 2", "Transfer-Encoding: chunked")}0\r\n\r\n`,
      400,
      90000,
    ],
    ["chunks of no size", `${post("Transfer-Encoding: chunked")}zz\r\n`, 400, 90000],
    ["a coding that there is not", post("Transfer-Encoding: pigeon"), 400, 90000],
    ["a header without a colon", get("/v2/users/ada", "no colon"), 400, 90000],
    ["a line break in a header", get("/v2/users/ada", "A: b\rc"), 400, 90000],
    ["no host", `GET /v2/users/ada HTTP/1.1\r\nConnection: close\r\n${token}\r\n\r\n`, 400, 90000],
    ["a space in the path", get("/v2/us er"), 400, 90000],
    ["a version that there is not", head("GET /v2/users/ada HTTP/9.9"), 400, 90000],
    ["an expectation", post("Expect: the worst"), 417, 90000],
    ["a tunnel", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", 405, 90006],
    ["bytes above ASCII in the path", latin1(get("/v2/tasks/\xff\xfe")), 400, 90000],
    ["an encoding that is none", get("/v2/files/%E0%A4%A"), 400, 90000],
    ["20 kB of headers", get("/v2/users/ada", `A: ${"x".repeat(20_000)}`), 431, 90000],
    ["a protocol of another kind", "\x16\x03\x01\x02\x00\x01\x00", 400, 90000],
  ])("%s", async (_, bytes, status, code) => {
    const answer = await exchange(running.url, bytes);
    expect(answer.head).toMatch(`HTTP/1.1 ${status} `);
    expect(JSON.parse(answer.body)).toEqual({
      status,
      code,
      message: expect.stringMatching(/\S/),
      more_info: expect.stringMatching("^https://"),
    });
    expect((await client().get("/users/ada")).status).toBe(200);
  });

  test.each([
    ["a body that is shorter than its length", `${post("Content-Length: 100")}{}`],
    ["chunks without an end", `${post("Transfer-Encoding: chunked")}2\r\n{}\r\n`],
    ["half a request", "GET /v2/us"],
    ["nothing", ""],
  ])("%s, and then the client is gone", async (_, bytes) => {
    const before = items(await client().get("/tasks?limit=100"), "id");
    await exchange(running.url, bytes, { hangUp: true });
    expect(items(await client().get("/tasks?limit=100"), "id")).toEqual(before);
  });

  test("requests one behind the other are answered in order", async () => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const first = ["/v2/users/ada", "/v2/none", "/v2/tasks/x"].map((it) => head(`GET ${it} HTTP/1.1`));
    const answer = await exchange(running.url, `${first.join("")}${get("/v2/users/ada?fields=username")}`);
    error.mockRestore();
    const all = `${answer.head}\r\n\r\n${answer.body}`;
    expect(all.match(/HTTP\/1\.1 \d+/g)).toEqual([
      "HTTP/1.1 200",
      "HTTP/1.1 501",
      "HTTP/1.1 400",
      "HTTP/1.1 200",
    ]);
    expect(all.endsWith('{"username":"ada"}')).toBe(true);
  });
});
