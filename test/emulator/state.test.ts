import fs, { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { ada, bob, files, fileValue, seed } from "./seed";

let cli: Built;
beforeAll(() => {
  cli = new Built();
  writeFileSync(join(cli.folder, "seed.json"), JSON.stringify(seed));
});
afterAll(() => cli.remove());

const path = (name: string): string => join(cli.folder, name);
const lockOf = (name: string): string => path(`${name}.lock`);

const names = async (client: Client): Promise<unknown[]> =>
  items(await client.get("/tasks?order=asc&fields=name"), "name");

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
      const pid = readFileSync(`${state}.lock`, "utf8");
      expect([second.code, second.stderr]).toEqual([
        1,
        `${state} is in use by another emulator, process ${pid}; if it no longer runs, remove ${state}.lock.\n`,
      ]);
      await client.task({ name: "after" });
      await first.stop("SIGKILL");
      // The lock of the killed one is still there.
      expect(readFileSync(`${state}.lock`, "utf8")).toBe(pid);
      const third = await cli.emulator(...args);
      expect(await names(new Client(third.url, ada))).toEqual(["before", "after"]);
      await third.stop("SIGTERM");
      // A second one that is not refused would run for ever.
    },
    30_000,
  );

  test("is refused under another name of the file too, and the name stays a link", async () => {
    const first = await startEmulator({ seed, state: path("real") });
    symlinkSync(path("real"), path("link"));
    await expect(startEmulator({ seed, state: path("link") })).rejects.toThrow(/real is in use by another/);
    await first.close();
    await (await startEmulator({ seed, state: path("link") })).close();
    expect(fs.lstatSync(path("link")).isSymbolicLink()).toBe(true);
  });
});

describe("the lock", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("is gone after %s", async (signal) => {
    const args = ["--seed", path("seed.json"), "--state", path(signal)];
    const running = await cli.emulator(...args);
    expect(existsSync(lockOf(signal))).toBe(true);
    expect(await running.stop(signal)).toBe(0);
    expect(existsSync(lockOf(signal))).toBe(false);
  });

  test("is gone after close, which may be called twice", async () => {
    const running = await startEmulator({ seed, state: path("closed") });
    expect(readFileSync(lockOf("closed"), "utf8")).toBe(String(process.pid));
    await Promise.all([running.close(), running.close()]);
    expect(existsSync(lockOf("closed"))).toBe(false);
  });

  test("is gone after a start that failed", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const port = Number(pick(other.address(), "port"));
    await expect(startEmulator({ seed, state: path("failed"), port })).rejects.toThrow("EADDRINUSE");
    other.close();
    expect(existsSync(lockOf("failed"))).toBe(false);
    writeFileSync(path("failed"), "something else\n");
    await expect(startEmulator({ seed, state: path("failed") })).rejects.toThrow("is not a state file");
    expect(existsSync(lockOf("failed"))).toBe(false);
  });

  // In a container that restarts, the dead emulator's id is the new one's.
  test("of this very process that it did not take, and one that has stayed empty, are replaced", async () => {
    for (const [content, age] of [
      [String(process.pid), 0],
      ["", 60],
    ] as const) {
      writeFileSync(lockOf("old"), content);
      const then = Date.now() / 1000 - age;
      fs.utimesSync(lockOf("old"), then, then);
      const running = await startEmulator({ seed, state: path("old") });
      expect(readFileSync(lockOf("old"), "utf8")).toBe(String(process.pid));
      await running.close();
    }
    const left = fs.readdirSync(cli.folder).filter((it) => it.startsWith(basename(lockOf("old"))));
    expect(left).toEqual([]);
  });

  test.each([
    [
      "being made",
      "",
      () => `${path("held")} is in use by another emulator; if it no longer runs, remove ${lockOf("held")}.`,
    ],
    [
      "no lock of the emulator",
      "lockfileVersion: 3\n",
      () =>
        `${lockOf("held")} is there and is not a lock of the emulator: ${path("held")} can not be locked.`,
    ],
  ])("that is %s is left alone", async (_, content, message) => {
    writeFileSync(lockOf("held"), content);
    await expect(startEmulator({ seed, state: path("held") })).rejects.toThrow(new Error(message()));
    expect(readFileSync(lockOf("held"), "utf8")).toBe(content);
  });
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

describe("a disk that is filling up", () => {
  const real = fs.writeSync;
  afterEach(() => void jest.restoreAllMocks());

  /** Each write takes only so many bytes, as the call's count says; after so many calls there is no room. */
  const takeOnly = (bytes: number, calls = Number.POSITIVE_INFINITY): void => {
    let left = calls;
    jest.spyOn(fs, "writeSync").mockImplementation((...[file, line, from, length, at]: unknown[]) => {
      left -= 1;
      if (left < 0)
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      return Number(Reflect.apply(real, fs, [file, line, from, Math.min(Number(length), bytes), at]));
    });
  };

  test("a write that takes a part is gone on with", async () => {
    await within("parts", async (client) => {
      takeOnly(7);
      await client.task({ name: "in parts" });
    });
    expect(await within("parts", names)).toEqual(["in parts"]);
  });

  test("what can not be written is answered with 500, has no effect, and leaves the file as it was", async () => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const kept = await within("full", async (client) => {
      await client.task({ name: "kept" });
      const before = readFileSync(path("full"), "utf8");
      takeOnly(30, 1);
      const refused = await client.post("/tasks", { project: "ada/lab", app: "ada/lab/echo", name: "lost" });
      expect([refused.status, pick(refused.body, "code")]).toEqual([500, 90004]);
      expect(readFileSync(path("full"), "utf8")).toBe(before);
      expect(await names(client)).toEqual(["kept"]);
      jest.restoreAllMocks();
      await client.task({ name: "later" });
      return names(client);
    });
    expect(error).toHaveBeenCalled();
    expect(kept).toEqual(["kept", "later"]);
    expect(await within("full", names)).toEqual(kept);
  });
});

describe("a line of the state that is damaged", () => {
  const damage = (state: string, line: number, text: string): void => {
    const lines = readFileSync(path(state), "utf8").split("\n");
    lines[line] = text;
    writeFileSync(path(state), lines.join("\n"));
  };
  const two = async (client: Client): Promise<void> => {
    await client.task({ name: "first" });
    await client.task({ name: "second" });
  };

  test.each(['[["task","x', "\0\0\0", "{}"])("is dropped when it is the last (%j)", async (text) => {
    await within("last", two);
    damage("last", 2, text);
    expect(await within("last", names)).toEqual(["first"]);
    fs.rmSync(path("last"));
  });

  test.each(['[["task","x', "\0\0\0", "{}"])(
    "is said with file and line when it is not, and nothing is changed (%j)",
    async (text) => {
      await within("middle", two);
      damage("middle", 1, text);
      const before = readFileSync(path("middle"), "utf8");
      await expect(within("middle", names)).rejects.toThrow(
        new Error(
          `${path("middle")}, line 2: this line is damaged, it is not a line of the emulator's state.`,
        ),
      );
      expect(readFileSync(path("middle"), "utf8")).toBe(before);
      fs.rmSync(path("middle"));
    },
  );
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

  test("is not warned of where the state is from before there was a hash in it", async () => {
    writeFileSync(path("seeds"), '{"state":"pulumi-sevenbridges emulator","version":1}\n');
    expect(await said({ seed })).toEqual([]);
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
