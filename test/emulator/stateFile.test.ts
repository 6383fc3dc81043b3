import fs, {
  chmodSync,
  existsSync,
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
import { startEmulator } from "../../emulator";
import { type Journal, openJournal } from "../../emulator/store/journal";
import type { Change, FileEntry } from "../../emulator/store/model";
import { Store } from "../../emulator/store/store";
import { until } from "../support/until";

const folder = mkdtempSync(join(tmpdir(), "sevenbridges-state-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void jest.restoreAllMocks());
const path = (name: string): string => join(folder, name);

const file = (id: string, name: string, more: Partial<FileEntry> = {}): Change => [
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

/** A store with a seed of one file and its journal. */
const opened = async (name: string, hash = "one", seed = [file("seeded", "of the seed")]) => {
  const store = new Store(() => 0);
  store.loadSeed(seed);
  const { journal, otherSeed } = await openJournal(path(name), hash, store);
  store.writeTo(journal);
  return { store, journal, otherSeed };
};
const filesOf = (store: Store) => store.filesIn("top").map((it) => [it.id, it.name]);
const linesOf = (name: string): string[] => readFileSync(path(name), "utf8").trimEnd().split("\n");

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

  test("of a file without an end of line is refused, and the file is as it was", async () => {
    writeFileSync(path("text"), "a text of somebody's");
    await expect(startEmulator({ state: path("text") })).rejects.toThrow(
      new Error(`${path("text")} is not a state file of the emulator`),
    );
    expect(readFileSync(path("text"), "utf8")).toBe("a text of somebody's");
    expect(existsSync(`${path("text")}.lock`)).toBe(false);
  });
});

describe("what was removed", () => {
  test("stays so, if a seed holds it or did so once, and leaves no line if none does", async () => {
    const first = await opened("removed");
    first.store.commit(file("made", "made here"));
    first.store.commit(["file", "seeded", null], ["file", "made", null]);
    first.journal.close();
    // Another seed, without it, and back again.
    const second = await opened("removed", "two", [file("other", "of the other seed")]);
    expect([second.otherSeed, filesOf(second.store)]).toEqual([true, [["other", "of the other seed"]]]);
    second.store.commit(file("seeded", "made again"));
    second.store.commit(["file", "seeded", null]);
    second.journal.close();
    const third = await opened("removed");
    expect([third.otherSeed, filesOf(third.store)]).toEqual([true, []]);
    third.store.commit(file("later", "later"));
    for (let n = 0; n < 20; n += 1) third.store.commit(file("later", `later ${n}`));
    third.journal.close();
    // So much has been replaced that the start rewrites it.
    const fourth = await opened("removed");
    expect([fourth.otherSeed, filesOf(fourth.store)]).toEqual([false, [["later", "later 19"]]]);
    fourth.journal.close();
    expect(
      linesOf("removed")
        .slice(1)
        .map((it) => JSON.parse(it)[0]),
    ).toEqual([file("later", "later 19"), ["file", "seeded", null]]);
  });
});

test("files keep their order through moves, starts and rewriting", async () => {
  const first = await opened("order");
  for (const id of ["a", "b", "c"]) first.store.commit(file(id, id, { parent: "inner" }));
  first.store.commit(file("d", "d"));
  first.store.commit(file("b", "b"));
  const order = ["seeded", "b", "d"];
  expect(first.store.filesIn("top").map((it) => it.id)).toEqual(order);
  first.journal.close();
  const second = await opened("order");
  expect(second.store.filesIn("top").map((it) => it.id)).toEqual(order);
  for (let n = 0; n < 20; n += 1) second.store.commit(file("d", `d ${n}`));
  second.journal.close();
  const third = await opened("order");
  expect(third.store.filesIn("top").map((it) => it.id)).toEqual(order);
  third.journal.close();
});

describe("a state file that grows", () => {
  const long = "x".repeat(100_000);
  const patch = (store: Store, n: number): void =>
    store.commit(file(`file ${n % 10}`, `name ${n}`, { metadata: { long } }));
  const isAnew = async (name: string): Promise<void> => until(async () => !existsSync(`${path(name)}.new`));

  test("is rewritten while it is used, with what comes meanwhile", async () => {
    const { store, journal } = await opened("grows");
    chmodSync(path("grows"), 0o600);
    const sizes: number[] = [];
    for (let n = 0; n < 500; n += 1) {
      patch(store, n);
      sizes.push(statSync(path("grows")).size);
      // A few more meanwhile.
      if (existsSync(`${path("grows")}.new`) && n % 5 === 0) await isAnew("grows");
    }
    await isAnew("grows");
    // Of 50 MB that were written: 1 MB and a half of it, 4 MiB, and what came during the writing.
    expect(Math.max(...sizes)).toBeLessThan(8_000_000);
    expect(statSync(path("grows")).mode & 0o777).toBe(0o600);
    const expected = filesOf(store);
    journal.close();
    const again = await opened("grows");
    expect(filesOf(again.store)).toEqual(expected);
    again.journal.close();
  });

  test("that cannot be rewritten goes on as it is, and says so", async () => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const { store, journal } = await opened("stuck");
    const rename = jest.spyOn(fs, "renameSync").mockImplementation(() => {
      throw new Error("no space left");
    });
    for (let n = 0; n < 60; n += 1) patch(store, n);
    await until(async () => error.mock.calls.length > 0);
    rename.mockRestore();
    expect(error.mock.calls).toEqual([[`Warning: ${path("stuck")} could not be rewritten: no space left`]]);
    expect(existsSync(`${path("stuck")}.new`)).toBe(false);
    patch(store, 60);
    const expected = filesOf(store);
    journal.close();
    const again = await opened("stuck");
    expect(filesOf(again.store)).toEqual(expected);
    again.journal.close();
  });

  test("and is closed in the midst of it is the old one, with all that was committed", async () => {
    const { store, journal } = await opened("closed");
    for (let n = 0; n < 60; n += 1) patch(store, n);
    expect(existsSync(`${path("closed")}.new`)).toBe(true);
    journal.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(readdirSync(folder).filter((it) => it.startsWith("closed"))).toEqual(["closed"]);
    const again = await opened("closed");
    expect(filesOf(again.store)).toEqual(filesOf(store));
    again.journal.close();
  });

  test("is emptied in the midst of it, and holds what comes after", async () => {
    const seed = [file("seeded", "of the seed")];
    const { store, journal } = await opened("emptied");
    for (let n = 0; n < 60; n += 1) patch(store, n);
    store.restart(seed);
    store.commit(file("after", "after"));
    const expected = [
      ["seeded", "of the seed"],
      ["after", "after"],
    ];
    expect(filesOf(store)).toEqual(expected);
    journal.close();
    const again = await opened("emptied");
    expect(filesOf(again.store)).toEqual(expected);
    again.journal.close();
    expect(linesOf("emptied").length).toBe(2);
  });
});

test("a commit that can not be written changes nothing", () => {
  const store = new Store(() => 0);
  const failing: Journal = {
    append: () => {
      throw new Error("no space left");
    },
    clear: () => undefined,
    close: () => undefined,
  };
  store.commit(file("a", "a"));
  store.writeTo(failing);
  expect(() => store.commit(file("a", "b"), file("c", "c"))).toThrow("no space left");
  expect(filesOf(store)).toEqual([["a", "a"]]);
});
