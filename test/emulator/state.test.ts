import fs, { symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { fillUp } from "./fullDisk";
import { ada, bob, files, fileValue, seed } from "./seed";

let cli: Built;
beforeAll(() => {
  cli = new Built();
  writeFileSync(join(cli.folder, "seed.json"), JSON.stringify(seed));
});
afterAll(() => cli.remove());

const path = (name: string): string => join(cli.folder, name);

const names = async (client: Client): Promise<unknown[]> =>
  items(await client.get("/tasks?order=asc&fields=name"), "name");

const inUse = (state: string): string =>
  `${state} is in use by another emulator. Stop that one, or choose another file with --state.`;

describe("a second emulator on the same state", () => {
  test.each([
    ["the same port", true],
    ["another port", false],
  ])(
    "and %s is refused, and the first one keeps all that it answers",
    async (_, samePort) => {
      const state = path(`two ${samePort}`);
      const args = ["--seed", path("seed.json"), "--state", state];
      const first = await cli.emulator(...args);
      const client = new Client(first.url, ada);
      await client.task({ name: "before" });
      const second = await cli.run(
        "emulator",
        ...args,
        ...(samePort ? ["--port", new URL(first.url).port] : []),
      );
      expect([second.code, second.stderr]).toEqual([1, `${inUse(state)}\n`]);
      await client.task({ name: "after" });
      await first.stop("SIGKILL");
      const third = await cli.emulator(...args);
      expect(await names(new Client(third.url, ada))).toEqual(["before", "after"]);
      await third.stop("SIGTERM");
      // A second one that is not refused would run for ever.
    },
    30_000,
  );

  test("is refused in the same process and under another name of the file too, and the name stays a link", async () => {
    const first = await startEmulator({ seed, state: path("real") });
    symlinkSync(path("real"), path("link"));
    for (const name of ["real", "link"])
      await expect(startEmulator({ seed, state: path(name) })).rejects.toThrow(
        new Error(inUse(path("real"))),
      );
    // The refusals have not given away the lock of the first one.
    const other = await cli.run("emulator", "--seed", path("seed.json"), "--state", path("real"));
    expect([other.code, other.stderr]).toEqual([1, `${inUse(path("real"))}\n`]);
    await first.close();
    await (await startEmulator({ seed, state: path("link") })).close();
    expect(fs.lstatSync(path("link")).isSymbolicLink()).toBe(true);
  }, 30_000);
});

describe("the state is one file, and free for another emulator,", () => {
  const filesOf = (state: string): string[] =>
    fs.readdirSync(cli.folder).filter((it) => it.startsWith(state));
  const isFree = async (state: string): Promise<void> => {
    const other = await cli.emulator("--seed", path("seed.json"), "--state", path(state));
    expect(await other.stop("SIGTERM")).toBe(0);
    expect(filesOf(state)).toEqual([state]);
  };

  test.each(["SIGINT", "SIGTERM"] as const)("after %s", async (signal) => {
    const running = await cli.emulator("--seed", path("seed.json"), "--state", path(signal));
    expect(await running.stop(signal)).toBe(0);
    expect(filesOf(signal)).toEqual([signal]);
    await isFree(signal);
  });

  test("after close, which may be called twice", async () => {
    const running = await startEmulator({ seed, state: path("closed") });
    await Promise.all([running.close(), running.close()]);
    expect(filesOf("closed")).toEqual(["closed"]);
    await isFree("closed");
  });

  test("after a start that failed", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const port = Number(pick(other.address(), "port"));
    await expect(startEmulator({ seed, state: path("failed"), port })).rejects.toThrow("EADDRINUSE");
    other.close();
    expect(filesOf("failed")).toEqual(["failed"]);
    await isFree("failed");
  });
});

test("an emulator says nothing of SQLite", async () => {
  const child = cli.start("emulator", "--seed", path("seed.json"), "--state", path("quiet"));
  const output: string[] = [];
  child.stderr?.on("data", (chunk) => void output.push(String(chunk)));
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await ended;
  expect(output).toEqual([]);
});

/** Starts one on a state of that name, does the work, and closes it. */
const within = async <T>(
  state: string,
  work: (client: Client, emulator: Emulator) => Promise<T>,
  options: EmulatorOptions = {},
): Promise<T> => {
  const running = await startEmulator({ seed, state: path(state), ...options });
  try {
    return await work(new Client(running.url, running.token), running);
  } finally {
    await running.close();
  }
};

describe("a disk that is full", () => {
  afterEach(() => void jest.restoreAllMocks());

  test("what can not be written is answered with 500, has no effect, and what comes later is kept", async () => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const connections = jest.spyOn(DatabaseSync.prototype, "exec");
    const kept = await within("full", async (client) => {
      await client.task({ name: "kept" });
      const empty = fillUp(connections.mock.contexts[0]);
      const task = { project: "ada/lab", app: "ada/lab/echo", name: "lost" };
      const refused = await client.post("/tasks", { ...task, inputs: { message: "long ".repeat(100_000) } });
      expect([refused.status, pick(refused.body, "code")]).toEqual([500, 90004]);
      expect(await names(client)).toEqual(["kept"]);
      empty();
      await client.task({ name: "later" });
      return names(client);
    });
    expect(error).toHaveBeenCalled();
    expect(kept).toEqual(["kept", "later"]);
    expect(await within("full", names)).toEqual(kept);
  });
});

describe("a log of SQLite that a crash of the machine has cut short", () => {
  test("loses what was written last, and nothing else", async () => {
    const args = ["--seed", path("seed.json"), "--state", path("cut")];
    const first = await cli.emulator(...args);
    const client = new Client(first.url, ada);
    await client.task({ name: "first" });
    await client.task({ name: "second" });
    await first.stop("SIGKILL");
    const log = path("cut-wal");
    fs.truncateSync(log, fs.statSync(log).size - 10);
    const second = await cli.emulator(...args);
    expect(await names(new Client(second.url, ada))).toEqual(["first"]);
    await second.stop("SIGTERM");
  }, 30_000);
});

describe("another seed on the same state", () => {
  afterEach(() => void jest.restoreAllMocks());
  const without = { ...seed, users: [{ username: "bob", token: bob }] };
  const said = async (options: EmulatorOptions): Promise<unknown[]> => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    await within("seeds", async () => undefined, options);
    return error.mock.calls.splice(0);
  };

  test("is warned of in one line, each time that it changes", async () => {
    const warning = [
      `Warning: the state in ${path("seeds")} was last used with another seed: its tasks may name what this one lacks.`,
    ];
    expect(await said({ seed })).toEqual([]);
    expect(await said({ seed })).toEqual([]);
    expect(await said({ seed: without })).toEqual([warning]);
    expect(await said({ seed: without })).toEqual([]);
    expect(await said({ seed })).toEqual([warning]);
  });

  test("leaves a draft its errors, though the one who made it is not there any more", async () => {
    jest.spyOn(console, "error").mockImplementation(() => undefined);
    const body = { project: "division/shared", inputs: { one: fileValue("0".repeat(24)), tow: 1 } };
    const id = await within("creator", (client) => client.task(body));
    const good = await within("creator", (client) =>
      client.task({ project: "division/shared", inputs: { one: fileValue(files.r1) } }),
    );
    await within(
      "creator",
      async (client) => {
        expect(await client.field(`/tasks/${id}`, "errors")).toEqual([
          expect.objectContaining({ title: "Unknown input", input: "tow" }),
          expect.objectContaining({ title: "File does not exist", input: "one" }),
        ]);
        expect(pick((await client.post(`/tasks/${id}/actions/run`)).body, "code")).toBe(7024);
        expect(await client.field(`/tasks/${good}`, "errors")).toEqual([]);
      },
      { seed: without },
    );
  });
});
