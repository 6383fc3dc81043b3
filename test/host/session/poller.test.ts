import { type ClientOptions, clientOf } from "../../../provider/api/transport/http";
import { type Looks, newPoller, type Watched } from "../../../provider/host/session/poller";
import { quick } from "../../support/quick";
import { type Answer, Scripted } from "../../support/scripted";
import { until } from "../../support/until";

/** A platform that knows tasks by their ids, and answers bulk reads. */
let statuses: Map<string, string>;
let rounds: { readonly ids: readonly string[]; readonly at: number; readonly token: string }[];
let trouble: Answer | undefined;
let server: Scripted;
const lines: string[] = [];

const idsIn = (body: unknown): readonly string[] => (body as { task_ids: string[] }).task_ids; // our own call

beforeEach(async () => {
  statuses = new Map();
  rounds = [];
  trouble = undefined;
  lines.length = 0;
  server = await Scripted.start((_, body, { token }) => {
    const ids = idsIn(body);
    rounds.push({ ids, at: Date.now(), token });
    if (trouble !== undefined) return trouble;
    const items = ids.map((id) => {
      const status = statuses.get(id);
      return status === undefined
        ? { error: { status: 404, code: 7002, message: "Requested task does not exist." } }
        : { resource: { id, status, project: "ada/lab", app: "ada/lab/align/0" } };
    });
    return { body: { items } };
  });
});
afterEach(() => server.close());

const client = (options: Partial<ClientOptions> = {}) =>
  clientOf(
    { endpoint: server.url, token: "t" },
    { policy: { ...quick, attempts: 1 }, say: (line) => lines.push(line), ...options },
  );

const maintenance: Answer = { status: 503, body: { status: 503, code: 0, message: "later" } };
/** A policy that waits an hour for the end of a maintenance. */
const patient = {
  ...quick,
  maintenanceDelay: [600_000, 600_000] as const,
  maxElapsed: { ...quick.maxElapsed, maintenance: 3_600_000 },
};

const ended = (looks: Looks): boolean => [...looks.values()].every((task) => task?.status === "COMPLETED");

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `t${n}`);

const gapsOf = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe("the poller", () => {
  test("asks for each user's tasks with that user's token: another one may not see them", async () => {
    statuses = new Map(names(2).map((id) => [id, "COMPLETED"]));
    const poller = newPoller({ first: 1, longest: 1 });
    await Promise.all(
      names(2).map((id) => {
        const own = client();
        return poller.watch(
          { ...own, connection: { ...own.connection, token: `of ${id}` } },
          [id],
          60_000,
          ended,
        );
      }),
    );
    expect(rounds.map(({ token, ids }) => [token, ids]).toSorted()).toStrictEqual([
      ["of t0", ["t0"]],
      ["of t1", ["t1"]],
    ]);
  });

  test.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])("asks for %i tasks of as many watches in %i requests a round", async (count, requests) => {
    const poller = newPoller({ first: 30, longest: 60 });
    for (const id of names(count)) statuses.set(id, "RUNNING");
    const watches = names(count).map((id) => poller.watch(client(), [id], 60_000, ended));
    await until(async () => rounds.length >= requests);
    for (const id of names(count)) statuses.set(id, "COMPLETED");
    expect(await Promise.all(watches)).toStrictEqual(names(count).map((): Watched => ({ _tag: "Seen" })));
    const sizes = rounds.slice(0, requests).map(({ ids }) => ids.length);
    expect([Math.max(...sizes) <= 100, sizes.reduce((sum, size) => sum + size, 0)]).toStrictEqual([
      true,
      count,
    ]);
  });

  test("makes no more rounds than the interval allows, however many begin to wait in between", async () => {
    const poller = newPoller({ first: 50, longest: 50 });
    const watches: Promise<Watched>[] = [];
    for (const id of names(20)) {
      statuses.set(id, "RUNNING");
      watches.push(poller.watch(client(), [id], 60_000, ended));
      // Four begin together, the next four after the next round.
      await until(async () => rounds.length >= Math.floor(watches.length / 4));
    }
    await until(async () => rounds.length >= 5);
    expect(gapsOf(rounds.map(({ at }) => at)).filter((gap) => gap < 45)).toStrictEqual([]);
    for (const id of names(20)) statuses.set(id, "COMPLETED");
    await Promise.all(watches);
  });

  test("asks less and less often while nothing changes, and as often as at first after a change", async () => {
    const poller = newPoller({ first: 20, longest: 10_000 });
    statuses.set("t", "QUEUED");
    const watch = poller.watch(client(), ["t"], 60_000, ended);
    await until(async () => rounds.length >= 8);
    // 20 ms, then half as much more each time, and at most a fifth later: the seventh gap is no shorter than this.
    const quiet = gapsOf(rounds.map(({ at }) => at)).at(6) ?? 0;
    expect(quiet).toBeGreaterThanOrEqual(20 * 1.5 ** 6);
    statuses.set("t", "RUNNING");
    const seen = rounds.length;
    await until(async () => rounds.length >= seen + 3);
    expect((gapsOf(rounds.map(({ at }) => at)).at(-1) ?? 0) < quiet).toBe(true);
    statuses.set("t", "COMPLETED");
    await watch;
  });

  test("does not ask again for what has ended", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    statuses.set("a", "COMPLETED");
    statuses.set("b", "RUNNING");
    const watch = poller.watch(client(), ["a", "b"], 60_000, ended);
    await until(async () => rounds.length >= 3);
    expect(rounds.slice(0, 3).map(({ ids }) => ids)).toStrictEqual([["a", "b"], ["b"], ["b"]]);
    statuses.set("b", "COMPLETED");
    await watch;
  });

  test("shows a task that is gone as undefined", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    const seen: Looks[] = [];
    const watch = poller.watch(client(), ["t"], 60_000, (looks) => {
      seen.push(new Map(looks));
      return true;
    });
    expect([await watch, seen]).toStrictEqual([{ _tag: "Seen" }, [new Map([["t", undefined]])]]);
  });

  test.each([
    [500, { status: 503, code: 90005, message: "later" }],
    [200, "nonsense"],
  ])("waits on through trouble that passes (%i), and says so once", async (_, body) => {
    const poller = newPoller({ first: 5, longest: 5 });
    statuses.set("t", "RUNNING");
    trouble = { status: typeof body === "string" ? 200 : body.status, body };
    const watch = poller.watch(client(), ["t"], 60_000, ended);
    await until(async () => rounds.length >= 4);
    trouble = undefined;
    statuses.set("t", "COMPLETED");
    expect(await watch).toStrictEqual({ _tag: "Seen" });
    expect(lines).toStrictEqual([expect.stringMatching(/: .*; still waiting, for the tasks go on$/)]);
  });

  test("ends all watches where the platform refuses for good, and asks no more", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    trouble = { status: 403, body: { status: 403, code: 90002, message: "no" } };
    const watches = ["a", "b"].map((id) => poller.watch(client(), [id], 60_000, ended));
    expect((await Promise.all(watches)).map(({ _tag }) => _tag)).toStrictEqual(["Failed", "Failed"]);
    expect(rounds).toHaveLength(1);
  });

  test("says that a round waits for the end of a maintenance, and ends that wait when nobody waits for the round", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    const ends: boolean[] = [];
    const sleep: ClientOptions["sleep"] = (_, signal) =>
      new Promise((done) =>
        signal?.addEventListener("abort", () => {
          ends.push(true);
          done();
        }),
      );
    trouble = maintenance;
    expect(await poller.watch(client({ policy: patient, sleep }), ["t"], 100, ended)).toStrictEqual({
      _tag: "TimedOut",
    });
    expect(ends).toStrictEqual([true]);
    expect(lines).toStrictEqual([
      expect.stringMatching(
        /^POST \/bulk\/tasks\/get waits \d+ s: the platform is under maintenance \(503, code 0\)$/,
      ),
    ]);
    // Who begins to wait afterwards has rounds as before.
    trouble = undefined;
    statuses.set("t", "COMPLETED");
    expect(await poller.watch(client(), ["t"], 60_000, ended)).toStrictEqual({ _tag: "Seen" });
  });

  test("goes on with another token where the one is refused while it waits, and asks with it from then on", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    const first = { endpoint: server.url, token: "t" };
    const spare = { endpoint: server.url, token: "spare" };
    let connection = first;
    statuses.set("t", "RUNNING");
    const watch = poller.watch(
      client({
        current: () => connection,
        fallbackFor: ({ token }) => {
          if (token !== "t") return undefined;
          connection = spare;
          trouble = undefined;
          return spare;
        },
      }),
      ["t"],
      60_000,
      ended,
    );
    await until(async () => rounds.length >= 2);
    trouble = { status: 401, body: { status: 401, code: 90001, message: "no" } };
    await until(async () => connection === spare);
    const seen = rounds.length;
    await until(async () => rounds.length >= seen + 2);
    statuses.set("t", "COMPLETED");
    expect(await watch).toStrictEqual({ _tag: "Seen" });
    expect(lines).toStrictEqual([]);
  });

  test("a time-out ends that watch only", async () => {
    const poller = newPoller({ first: 5, longest: 5 });
    statuses.set("a", "RUNNING");
    statuses.set("b", "RUNNING");
    const [short, long] = [
      poller.watch(client(), ["a"], 20, ended),
      poller.watch(client(), ["b"], 2 ** 40, ended),
    ];
    expect(await short).toStrictEqual({ _tag: "TimedOut" });
    const seen = rounds.length;
    await until(async () => rounds.length >= seen + 2);
    expect(rounds.at(-1)?.ids).toStrictEqual(["b"]);
    statuses.set("b", "COMPLETED");
    expect(await long).toStrictEqual({ _tag: "Seen" });
  });
});
