import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { isObject, isString, type JsonObject, parseJson } from "../json";
import { type Database, doAfter } from "./database";
import { rememberSeed } from "./lastSeed";
import type { Change, Task } from "./model";
import { RecordTable } from "./recordTable";
import { mergeLog, openDatabase } from "./stateFile";
import { Tasks } from "./tasks";

/*
 * The state file of before SQLite: lines of JSON. The first one is a header; each other one is a list of changes that belong
 * together, or another header, from which on there was another seed. It is only read, to convert it.
 */

const start = '{"state":"pulumi-sevenbridges emulator","version":1';

export const isJournal = (path: string): boolean => {
  const bytes = Buffer.alloc(start.length);
  const file = openSync(path, "r");
  try {
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0)) === start;
  } finally {
    closeSync(file);
  }
};

/**
 * Under its name there is the journal or the whole database, at any moment at which the process may be killed: the journal
 * gets a second name, and then one rename replaces it. Returns that name.
 */
export const convertJournal = (path: string, dueAt: (task: Task) => number): string => {
  const converted = `${path}.new`;
  // The emulator of before SQLite has written its journal there, and a killed conversion its database.
  removeDatabase(converted);
  try {
    // Tokens of users may be in it: it gets no more readers than it has.
    const { mode } = statSync(path);
    closeSync(openSync(converted, "wx", mode));
    chmodSync(converted, mode);
    const database = openDatabase(converted);
    try {
      database.transaction(() => writeInto(database, path, dueAt));
      mergeLog(database);
    } finally {
      database.close();
    }
    const kept = keep(path);
    renameSync(converted, path);
    return kept;
  } catch (error) {
    doAfter(error, () => removeDatabase(converted));
    throw error;
  }
};

const removeDatabase = (path: string): void => {
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${path}${end}`, { force: true });
};

/** Gives the file a second name that no other file has. A conversion that was killed may have done so. */
const keep = (path: string): string => {
  const mine = lstatSync(path, { bigint: true });
  for (let n = 0; ; n += 1) {
    const name = n === 0 ? `${path}.old` : `${path}.old.${n}`;
    const found = lstatSync(name, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) {
      linkOrCopy(path, name);
      return name;
    }
    if (found.ino === mine.ino && found.dev === mine.dev) return name;
  }
};

/** Some file systems, FAT for one, have no links. */
const linkOrCopy = (path: string, name: string): void => {
  try {
    linkSync(path, name);
  } catch {
    copyFileSync(path, name, constants.COPYFILE_EXCL);
  }
};

const writeInto = (database: Database, path: string, dueAt: (task: Task) => number): void => {
  const records = new RecordTable(database);
  const tasks = new Tasks(database, dueAt);
  let seed: string | undefined;
  for (const line of linesOf(path)) {
    if (isHeader(line)) seed = isString(line.seed) ? line.seed : undefined;
    else
      for (const change of line)
        if (change[0] === "task") tasks.put(change[1], change[2]);
        else records.put(change);
  }
  tasks.flush();
  // Each of them may be of the seed, which is not in the journal.
  database.run("UPDATE removed SET isOfSeed = TRUE");
  if (seed !== undefined) rememberSeed(database, { hash: seed, isTaken: false });
};

/** What follows the last end of a line was cut short and never answered. A crash of the machine may have damaged the last line. */
function* linesOf(path: string): Iterable<JsonObject | readonly Change[]> {
  const bytes = readFileSync(path);
  let number = 0;
  for (let from = 0, to = bytes.indexOf("\n"); to >= 0; from = to + 1, to = bytes.indexOf("\n", from)) {
    number += 1;
    const line = parseJson(bytes.toString("utf8", from, to));
    if (isHeader(line) || isChanges(line)) yield line;
    else if (bytes.indexOf("\n", to + 1) >= 0)
      throw new Error(
        `${path}, line ${number}: this line is damaged, it is no line of the emulator's state.`,
      );
  }
}

const isHeader = (line: unknown): line is JsonObject => isObject(line) && "state" in line;

/** The header's version vouches for the inside of a record: only this program wrote such a file. */
const isChanges = (value: unknown): value is readonly Change[] =>
  Array.isArray(value) &&
  value.every(
    (it) =>
      Array.isArray(it) &&
      it.length === 3 &&
      isString(it[0]) &&
      isString(it[1]) &&
      (it[2] === null || isObject(it[2])),
  );
