import * as t from "io-ts";
import { createTask, deleteTask, patchTask } from "../../../provider/api/endpoints/tasks";
import { call, clientOf, newBudgets } from "../../../provider/api/transport/http";
import { newRateLimiter } from "../../../provider/api/transport/rateLimiter";
import { defaultPolicy } from "../../../provider/api/transport/retry";
import { explain } from "../../../provider/shared/errors";
import { Platform } from "../../support/platform";
import { type Answer, Scripted } from "../../support/scripted";
import { app, project } from "../../support/seed";
import { until } from "../../support/until";

/** Time that only waiting moves, for what is as slow as it is by default. */
const waiting = (url: string, token = "t", gate: Promise<void> = Promise.resolve()) => {
  const lines: string[] = [];
  const waits: number[] = [];
  let passed = 0;
  const wait = async (span: number) => {
    waits.push(span);
    await gate;
    passed += span;
  };
  const budgetOf = newBudgets(() => newRateLimiter({ now: () => Date.now() + passed, wait }));
  const client = clientOf(
    { endpoint: url, token },
    { policy: defaultPolicy, say: (line) => lines.push(line), sleep: wait, limiterOf: budgetOf },
  );
  return { client, lines, waits };
};

const anything = t.unknown;

describe("on a server with scripted answers", () => {
  let server: Scripted;
  let script: Answer[];
  beforeEach(async () => {
    script = [];
    server = await Scripted.start(() => script.shift() ?? { body: {} });
  });
  afterEach(() => server.close());

  const refusing = (status: number, code: number | undefined, headers: Answer["headers"] = {}): Answer => ({
    status,
    body: code === undefined ? "a page" : { status, code, message: "No." },
    headers,
  });
  const maintenance = refusing(503, 0);

  test("each wait in a maintenance is longer than the last, and says why and how long", async () => {
    script = [maintenance, maintenance, maintenance];
    const { client, lines, waits } = waiting(server.url);
    expect(await call(client)(anything, "GET", "/tasks/x", { fields: "id" })()).toMatchObject({
      _tag: "Right",
    });
    expect(server.asked).toHaveLength(4);
    expect(lines).toStrictEqual(
      waits.map(
        (wait) =>
          `GET /tasks/x waits ${Math.round(wait / 1000)} s: the platform is under maintenance (503, code 0)`,
      ),
    );
    const [first = 0, second = 0, third = 0] = waits;
    expect([first < second, second < third]).toStrictEqual([true, true]);
  });

  test("a maintenance uses up no patience with what comes after it", async () => {
    script = [...Array(9).fill(maintenance), ...Array(7).fill(refusing(502, undefined))];
    const { client } = waiting(server.url);
    expect(await call(client)(anything, "GET", "/x")()).toMatchObject({ _tag: "Right" });
    expect(server.asked).toHaveLength(17);
  });

  test.each([
    ["in seconds", "7"],
    ["as a date", new Date(Date.UTC(2026, 0, 1, 0, 0, 7)).toUTCString()],
  ])("Retry-After is waited for, %s", async (_, value) => {
    const date = new Date(Date.UTC(2026, 0, 1)).toUTCString();
    script = [refusing(503, 7000, { "Retry-After": value, Date: date })];
    const { client, waits, lines } = waiting(server.url);
    await call(client)(anything, "GET", "/x")();
    expect(waits.map((wait) => wait >= 7_000 && wait < 7_500)).toStrictEqual([true]);
    expect(lines).toStrictEqual(["GET /x waits 7 s: trouble on the platform (503)"]);
  });

  test("a reset that is too far away to be true is not believed", async () => {
    const headers = {
      "X-RateLimit-Limit": "1000",
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": String(Date.now()),
    };
    script = [refusing(429, 1000, headers)];
    const { client, waits } = waiting(server.url);
    expect(await call(client)(anything, "GET", "/x")()).toMatchObject({ _tag: "Right" });
    expect(waits.map((wait) => wait <= 500)).toStrictEqual([true]);
  });

  test("the window ends by the server's clock, not by ours", async () => {
    const time = Date.UTC(2020, 0, 1);
    const headers = {
      Date: new Date(time).toUTCString(),
      "X-RateLimit-Limit": "1000",
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": String(time / 1000 + 42),
    };
    script = [refusing(429, 1000, headers)];
    const { client, lines } = waiting(server.url);
    expect(await call(client)(anything, "GET", "/x")()).toMatchObject({ _tag: "Right" });
    expect(lines).toStrictEqual([
      expect.stringMatching(
        /^the rate limit of 1000 calls is used up: all calls wait 42 s, until \d\d:\d\d:\d\d UTC$/,
      ),
    ]);
  });

  test.each([
    ["without headers", {}],
    ["with a limit and no end", { "X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0" }],
  ])("a server %s is not slowed down", async (_, headers) => {
    script = Array(9).fill({ body: {}, headers });
    const { client, waits } = waiting(server.url);
    for (let i = 0; i < 9; i++) await call(client)(anything, "GET", "/x")();
    expect(waits).toStrictEqual([]);
  });

  test("what was waited for in vain says what it was, how often and how long", async () => {
    script = Array(99).fill(refusing(502, 90005));
    const { client } = waiting(server.url);
    const result = await call(client)(anything, "GET", "/x")();
    expect(result._tag === "Left" && explain(result.left)).toBe(
      `GET /x at ${server.url} was refused (502, code 90005: No), 8 times: try again later`,
    );
  });

  test("a DELETE whose answer was lost is made again, and finds it done", async () => {
    script = [refusing(502, undefined), refusing(404, 7002)];
    const { client } = waiting(server.url);
    expect(await deleteTask(client, "x")()).toMatchObject({ left: { status: 404, code: 7002 } });
    expect(server.asked).toStrictEqual(["DELETE /tasks/x", "DELETE /tasks/x"]);
  });
});

describe("on the emulator", () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await Platform.start();
  });
  afterEach(() => platform.close());

  const made = async (): Promise<string> =>
    String((await platform.api("POST", "/tasks", { project, app, name: "one" })).id);

  test("a PATCH whose answer was lost is made again, and comes to the same", async () => {
    const id = await made();
    await platform.fault({ match: { method: "PATCH" }, kind: "reset", effect: "after" });
    const { client } = waiting(platform.url, platform.token);
    expect(await patchTask(client, id, { name: "two" })()).toMatchObject({ right: { id, name: "two" } });
    expect(await platform.log()).toStrictEqual([`PATCH /tasks/${id}`, `PATCH /tasks/${id}`]);
  });

  test("eight calls that meet a used-up limit wait together, say it once, and then all go through", async () => {
    await platform.control("POST", "/rate-limit", { limit: 100, remaining: 0 });
    let open = (): void => undefined;
    const gate = new Promise<void>((done) => {
      open = done;
    });
    const { client, lines, waits } = waiting(platform.url, platform.token, gate);
    const names = Array.from({ length: 8 }, (_, n) => `t${n}`);
    const results = Promise.all(names.map((name) => createTask(client, { project, app, name }, false)()));
    await until(async () => waits.length === 8);
    // One who comes now does not find out alone.
    const late = createTask(client, { project, app, name: "late" }, false)();
    await platform.advance(301);
    open();
    expect([...(await results), await late].map(({ _tag }) => _tag)).toStrictEqual(Array(9).fill("Right"));
    expect((await platform.requests()).map(({ status }) => status)).toStrictEqual([
      ...Array(8).fill(429),
      ...Array(9).fill(201),
    ]);
    expect(lines).toStrictEqual([
      expect.stringMatching(/^the rate limit of 100 calls is used up: all calls wait \d+ s, until \S+ UTC$/),
    ]);
    expect((await platform.tasks()).toSorted()).toStrictEqual(["late", ...names]);
  });

  test("what is left of the limit is never overdrawn: a process that slows down is never refused", async () => {
    await platform.control("POST", "/rate-limit", { limit: 40, remaining: 6 });
    const { client, lines } = waiting(platform.url, platform.token);
    for (let n = 0; n < 6; n++) await call(client)(anything, "GET", "/users/ada")();
    expect((await platform.requests()).map(({ status }) => status)).toStrictEqual(Array(6).fill(200));
    expect(lines).toStrictEqual([
      expect.stringMatching(
        /^the rate limit of 40 calls is almost used up: the calls that are left are spread until \S+ UTC, one every \d+ s$/,
      ),
    ]);
  });
});
