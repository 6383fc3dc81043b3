import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs, {
  chmodSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startEmulator } from "../../emulator";
import type { Change, FileEntry, Task } from "../../emulator/store/model";
import { Store } from "../../emulator/store/store";
import { fillUp } from "./fullDisk";

const folder = mkdtempSync(join(tmpdir(), "sevenbridges-state-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void jest.restoreAllMocks());
const path = (name: string): string => join(folder, name);

const file = (id: string, name: string, more: Partial<FileEntry> = {}): Change<"file"> => [
  "file",
  id,
  {
    id,
    name,
    project: "ada/lab",
    parent: "top",
    type: "file",
    size: 1,
    createdAt: 0,
    modifiedAt: 0,
    metadata: {},
    tags: [],
    ...more,
  },
];

const draft: Task = {
  id: "t",
  seq: 7,
  name: "draft",
  project: "ada/lab",
  app: "ada/lab/echo/0",
  createdBy: "ada",
  createdAt: 0,
  inputs: {},
  spot: false,
};

const seeded = file("seeded", "of the seed");
const opened = (name: string, seed = [seeded]): Store =>
  new Store({ dueAt: () => 0, seed, path: path(name) });
const filesOf = (store: Store) =>
  store
    .filesIn("top")
    .slice(0, 100)
    .map((it) => [it.id, it.name]);

describe("a path that can not keep the state", () => {
  test.each([
    ["in folders that are not there", "a/b/state", () => `there is no folder ${path("a/b")}`],
    ["in a folder that is a file", "plain/state", () => `there is no folder ${path("plain")}`],
    ["of a folder", "inner", () => "it is a folder"],
    ["of a file that nobody may write to", "locked", () => "it is read-only"],
  ])("%s is refused in one sentence, and nothing is left there", async (_, name, why) => {
    mkdirSync(path("inner"), { recursive: true });
    writeFileSync(path("plain"), "");
    if (!existsSync(path("locked"))) writeFileSync(path("locked"), "", { mode: 0o444 });
    const before = readdirSync(folder, { recursive: true }).sort();
    await expect(startEmulator({ state: path(name) })).rejects.toThrow(
      new Error(`${path(name)} can not keep the state: ${why()}.`),
    );
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });
});

describe("a file that is refused, and is as it was:", () => {
  const otherVersion = (name: string): string =>
    `${path(name)} is a state file of another version of the emulator, which this version cannot read. Delete it, or choose another file with --state.`;
  const notOurs = (name: string): string => `${path(name)} is not a state file of the emulator`;
  const database = (sql: string) => (name: string) => {
    const made = new DatabaseSync(path(name));
    made.exec(sql);
    made.close();
  };

  test.each([
    ["a short text", "short", (name: string) => writeFileSync(path(name), "a text"), notOurs],
    ["a long text", "long", (name: string) => writeFileSync(path(name), "text ".repeat(1000)), notOurs],
    ["a database of another program", "other", database("CREATE TABLE t (a)"), notOurs],
    [
      "a state of a later version",
      "later",
      (name: string) => {
        opened(name).close();
        database("PRAGMA user_version = 2")(name);
      },
      otherVersion,
    ],
  ])("%s", async (_, name, make, message) => {
    make(name);
    const before = readFileSync(path(name));
    await expect(startEmulator({ state: path(name) })).rejects.toThrow(new Error(message(name)));
    expect(readFileSync(path(name)).equals(before)).toBe(true);
    expect(globSync(`${name}*`, { cwd: folder })).toEqual([name]);
  });
});

describe("a state of before SQLite", () => {
  const header = (seed?: string): unknown => ({ state: "pulumi-sevenbridges emulator", version: 1, seed });
  const lines = (...all: readonly unknown[]): string => all.map((it) => `${JSON.stringify(it)}\n`).join("");
  const hashOf = (seed: readonly Change[]): string =>
    createHash("sha256").update(JSON.stringify(seed)).digest("hex");
  const converted = (name: string): string =>
    `Converted the state in ${path(name)} to SQLite. The file as it was is ${path(name)}.old.`;
  let error: jest.SpyInstance;
  beforeEach(() => {
    error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  });

  test("is converted with all that it holds, keeps its mode, and stays beside the new file", () => {
    const seed = [seeded, file("gone", "of the seed")];
    const journal = lines(
      header(hashOf(seed)),
      [["task", "t", { ...draft, name: "first" }], file("made", "made")],
      [
        ["task", "t", draft],
        ["file", "gone", null],
        ["user", "eve", { username: "eve", token: "e" }],
      ],
      [file("later", "later"), ["clock", "clock", { offset: 5 }]],
    );
    const whole = `${journal}[["file","cut sho`;
    writeFileSync(path("journal"), whole, { mode: 0o600 });
    for (const said of [[[converted("journal")]], []]) {
      const store = opened("journal", seed);
      expect([
        filesOf(store),
        store.tasksIn({}).slice(0, 10),
        [...store.users.keys()],
        store.clockOffset,
      ]).toEqual([
        [
          ["seeded", "of the seed"],
          ["made", "made"],
          ["later", "later"],
        ],
        [draft],
        ["eve"],
        5,
      ]);
      expect([store.hadOtherSeed, store.nextSeq(), store.tasksIn({}).length]).toEqual([false, 8, 1]);
      expect(error.mock.calls.splice(0)).toEqual(said);
      store.close();
    }
    expect(globSync("journal*", { cwd: folder }).sort()).toEqual(["journal", "journal.old"]);
    expect(readFileSync(path("journal.old"), "utf8")).toBe(whole);
    expect(statSync(path("journal")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["of another seed is reported as such", "other", hashOf([]), true],
    ["from before there was a hash in it fits every seed", "any", undefined, false],
  ])("%s", (_, name, hash, isOther) => {
    writeFileSync(path(name), lines(header(hash), [file("made", "made")]));
    const store = opened(name);
    const expected = [
      ["seeded", "of the seed"],
      ["made", "made"],
    ];
    expect([store.hadOtherSeed, filesOf(store)]).toEqual([isOther, expected]);
    store.close();
  });

  const journal = lines(header(), [file("made", "made")]);
  /** Starts an emulator on such a state, which is converted, and returns the files beside it, with their texts. */
  const convert = (name: string): Readonly<Record<string, string>> => {
    const store = opened(name, []);
    expect(filesOf(store)).toEqual([["made", "made"]]);
    store.close();
    const beside = globSync(`${name}.*`, { cwd: folder }).sort();
    return Object.fromEntries(beside.map((it) => [it, readFileSync(path(it), "utf8")]));
  };

  test.each([
    [
      "half",
      "whose conversion was killed while it was written",
      () => {
        const half = opened("half.new", [file("half", "of a conversion")]);
        half.commit(file("half too", "of a conversion"));
        half.close();
        writeFileSync(path("half.new-wal"), "half a log");
      },
    ],
    [
      "linked",
      "whose conversion was killed before its last step",
      () => {
        linkSync(path("linked"), path("linked.old"));
        opened("linked.new", []).close();
      },
    ],
    [
      "text",
      "that an emulator of before SQLite was writing when it was killed",
      () => writeFileSync(path("text.new"), lines(header())),
    ],
    [
      "locked journal",
      "with the lock of a process that has ended",
      () =>
        writeFileSync(path("locked journal.lock"), String(spawnSync(process.execPath, ["--version"]).pid)),
    ],
    [
      "again journal",
      "with the lock of an earlier process of the same id",
      () => writeFileSync(path("again journal.lock"), String(process.pid)),
    ],
  ])("(%s) %s is converted from the start, and only the journal stays beside it", (name, _, prepare) => {
    writeFileSync(path(name), journal);
    prepare();
    expect(convert(name)).toEqual({ [`${name}.old`]: journal });
  });

  test("that cannot be replaced by the new file is as it was, and is converted by the next start", () => {
    writeFileSync(path("kept"), journal);
    jest.spyOn(fs, "renameSync").mockImplementationOnce(() => {
      throw new Error("no rename");
    });
    expect(() => opened("kept")).toThrow("no rename");
    expect(readFileSync(path("kept"), "utf8")).toBe(journal);
    expect(globSync("kept*", { cwd: folder }).sort()).toEqual(["kept", "kept.old"]);
    expect(convert("kept")).toEqual({ "kept.old": journal });
  });

  test.each([
    ["numbered", "with links", () => undefined],
    [
      "copied",
      "without links",
      () =>
        void jest.spyOn(fs, "linkSync").mockImplementation(() => {
          throw new Error("no links");
        }),
    ],
  ])("(%s) replaces no other file, on a file system %s", (name, _, prepare) => {
    prepare();
    writeFileSync(path(name), journal);
    writeFileSync(path(`${name}.old`), "another file");
    writeFileSync(path(`${name}.old.1`), "a third file");
    expect(convert(name)).toEqual({
      [`${name}.old`]: "another file",
      [`${name}.old.1`]: "a third file",
      [`${name}.old.2`]: journal,
    });
    expect(error.mock.calls).toEqual([
      [`Converted the state in ${path(name)} to SQLite. The file as it was is ${path(name)}.old.2.`],
    ]);
  });

  test.each([
    [
      "of a process that runs",
      String(process.ppid),
      (name: string) =>
        `${name} is in use by another emulator, process ${process.ppid}. Stop it, or remove ${name}.lock if there is none.`,
    ],
    [
      "that was just created",
      "",
      (name: string) => `${name} cannot be locked. Remove ${name}.lock if no other emulator uses it.`,
    ],
    [
      "of another program",
      "a text",
      (name: string) => `${name} cannot be locked. Remove ${name}.lock if no other emulator uses it.`,
    ],
  ])("with a lock %s is refused, and nothing is changed", (_, lock, message) => {
    writeFileSync(path("held"), journal);
    writeFileSync(path("held.lock"), lock);
    expect(() => opened("held")).toThrow(new Error(message(path("held"))));
    const beside = globSync("held*", { cwd: folder }).sort();
    expect(beside.map((it) => [it, readFileSync(path(it), "utf8")])).toEqual([
      ["held", journal],
      ["held.lock", lock],
    ]);
  });

  test.each(['[["task","x', "\0\0\0", "{}"])(
    "with a damaged line (%j) is refused and left as it is, but for the last line, which is dropped",
    (damage) => {
      rmSync(path("damaged"), { force: true });
      const good = lines(header(), [file("first", "first")]);
      writeFileSync(path("damaged"), `${good}${damage}\n${lines([file("last", "last")])}`);
      const before = readFileSync(path("damaged"));
      expect(() => opened("damaged")).toThrow(
        new Error(`${path("damaged")}, line 3: this line is damaged, it is no line of the emulator's state.`),
      );
      expect(readFileSync(path("damaged")).equals(before)).toBe(true);
      expect(globSync("damaged.{new,lock}*", { cwd: folder })).toEqual([]);
      writeFileSync(path("damaged"), `${good}${damage}\n`);
      const store = opened("damaged", []);
      expect(filesOf(store)).toEqual([["first", "first"]]);
      store.close();
    },
  );
});

describe("what was removed", () => {
  test("stays so, whatever the seeds hold", () => {
    const first = opened("removed");
    first.commit(file("made", "made here"));
    first.commit(["file", "seeded", null], ["file", "made", null]);
    first.close();
    // Another seed, without it, and back again.
    const second = opened("removed", [file("other", "of the other seed")]);
    expect([second.hadOtherSeed, filesOf(second)]).toEqual([true, [["other", "of the other seed"]]]);
    second.commit(file("seeded", "made again"));
    second.commit(["file", "seeded", null]);
    second.close();
    const third = opened("removed");
    expect([third.hadOtherSeed, filesOf(third)]).toEqual([true, []]);
    third.commit(file("later", "later"));
    third.close();
    const fourth = opened("removed");
    expect([fourth.hadOtherSeed, filesOf(fourth)]).toEqual([false, [["later", "later"]]]);
    fourth.close();
  });

  test("stays so when it was changed with one seed and removed with another one", () => {
    const first = opened("between");
    first.commit(file("seeded", "changed"));
    first.close();
    const second = opened("between", []);
    second.commit(["file", "seeded", null]);
    second.close();
    const third = opened("between");
    expect(filesOf(third)).toEqual([]);
    third.close();
  });

  test("is there again when it was made here, and a later seed has it", () => {
    const first = opened("later seed", []);
    first.commit(file("seeded", "made here"));
    first.commit(["file", "seeded", null]);
    first.close();
    const second = opened("later seed");
    expect(filesOf(second)).toEqual([["seeded", "of the seed"]]);
    second.close();
  });

  test("before the conversion to SQLite stays so after it", () => {
    jest.spyOn(console, "error").mockImplementation(() => undefined);
    const lines = [
      { state: "pulumi-sevenbridges emulator", version: 1 },
      [file("seeded", "changed")],
      [["file", "seeded", null]],
    ];
    writeFileSync(path("before"), lines.map((it) => `${JSON.stringify(it)}\n`).join(""));
    const store = opened("before");
    expect(filesOf(store)).toEqual([]);
    store.close();
  });

  test("is there again when it is put there again, and after a restart of the state", () => {
    const store = opened("again");
    store.commit(["file", "seeded", null]);
    store.commit(file("seeded", "made again"));
    store.close();
    const second = opened("again");
    expect(filesOf(second)).toEqual([["seeded", "made again"]]);
    second.commit(["file", "seeded", null]);
    second.restart();
    expect(filesOf(second)).toEqual([["seeded", "of the seed"]]);
    second.close();
  });
});

test("of two records of a seed with one id the last one counts, in the place of the first one, as in a commit", () => {
  const twice = [file("a", "first"), file("b", "b"), file("a", "last")];
  const seeded = opened("twice", twice);
  const committed = opened("committed twice", []);
  committed.commitAll(twice);
  for (const store of [seeded, committed]) {
    expect(filesOf(store)).toEqual([
      ["a", "last"],
      ["b", "b"],
    ]);
    store.close();
  }
});

test("another seed replaces what the last one had, but for what was changed", () => {
  const first = opened("seeds", [file("a", "one"), file("b", "one"), file("c", "one")]);
  first.commit(file("b", "changed"), file("made", "made"), file("a", "changed"));
  first.close();
  const second = opened("seeds", [file("c", "two"), file("b", "two"), file("d", "two")]);
  expect(filesOf(second)).toEqual([
    ["c", "two"],
    ["b", "changed"],
    ["d", "two"],
    ["made", "made"],
    ["a", "changed"],
  ]);
  second.close();
});

test("files keep their order through moves and starts", () => {
  const first = opened("order");
  for (const id of ["a", "b", "c"]) first.commit(file(id, id, { parent: "inner" }));
  first.commit(file("d", "d"));
  first.commit(file("b", "b"));
  const order = ["seeded", "b", "d"];
  expect(filesOf(first).map(([id]) => id)).toEqual(order);
  first.close();
  const second = opened("order");
  expect(filesOf(second).map(([id]) => id)).toEqual(order);
  second.close();
});

test("a state that is written again and again stays about as large as what it holds", () => {
  const metadata = { long: "x".repeat(100_000) };
  const store = opened("grows");
  chmodSync(path("grows"), 0o600);
  for (let n = 0; n < 500; n += 1) store.commit(file(`file ${n % 10}`, `name ${n}`, { metadata }));
  const size = globSync("grows*", { cwd: folder }).reduce((sum, it) => sum + statSync(path(it)).size, 0);
  // Of 50 MB that were written: the file of 1 MB, and a log that SQLite starts over at 4 MB.
  expect(size).toBeLessThan(8_000_000);
  const expected = filesOf(store);
  store.close();
  expect([globSync("grows*", { cwd: folder }), statSync(path("grows")).mode & 0o777]).toEqual([
    ["grows"],
    0o600,
  ]);
  const again = opened("grows");
  expect(filesOf(again)).toEqual(expected);
  again.close();
});

test("a commit that can not be written changes nothing", () => {
  const connections = jest.spyOn(DatabaseSync.prototype, "exec");
  const store = opened("full");
  store.commit(file("a", "a"), ["user", "eve", { username: "eve", token: "e" }]);
  const empty = fillUp(connections.mock.contexts[0]);
  const metadata = { long: "x".repeat(1_000_000) };
  expect(() =>
    store.commit(["user", "eve", null], file("a", "b"), file("c", "c"), file("d", "d", { metadata })),
  ).toThrow("database or disk is full");
  const expected = [
    ["seeded", "of the seed"],
    ["a", "a"],
  ];
  expect([filesOf(store), [...store.users.keys()]]).toEqual([expected, ["eve"]]);
  empty();
  store.commit(file("d", "d", { metadata }));
  store.close();
  const again = opened("full");
  expect(filesOf(again)).toEqual([...expected, ["d", "d"]]);
  again.close();
});

test("a list whose index has no room is sorted, and any other error of the index is thrown", () => {
  const exec = jest.spyOn(DatabaseSync.prototype, "exec");
  const failOnce = (errcode: number): void =>
    void exec.mockImplementationOnce(() => {
      throw Object.assign(new Error("no index"), { errcode });
    });
  const store = new Store({ dueAt: () => 0 });
  store.commit(["task", "t", draft], ["task", "s", { ...draft, id: "s", seq: 3 }]);
  failOnce(13);
  expect(
    store
      .tasksIn({})
      .slice(0, 10)
      .map((it) => it.id),
  ).toEqual(["s", "t"]);
  failOnce(10);
  expect(() => store.tasksIn({})).toThrow("no index");
  store.close();
});

test("names that differ in half a character differ", () => {
  const store = new Store({ dueAt: () => 0 });
  store.commit(file("a", "\ud800"), file("b", "\ud801"));
  expect(["\ud800", "\ud801", "\ufffd"].map((it) => store.fileNamed("top", it)?.id)).toEqual([
    "a",
    "b",
    undefined,
  ]);
  store.close();
});
