import { readFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { isObject, reason } from "../json";
import { connect, Database } from "./database";
import { schema } from "./schema";
import { statePath } from "./statePath";

/** "SBEM": a file with another id is a database of another program. */
const APPLICATION = 0x5342454d;
/** Of the tables and of what is inside a document. */
const VERSION = 1;

/** SQLite's result codes (https://sqlite.org/rescode.html); the upper bits say more. */
const BUSY = 5;
const NOT_A_DATABASE = 26;
const primaryCode = (error: unknown): number =>
  isObject(error) && typeof error.errcode === "number" ? error.errcode & 0xff : 0;

/** The state in memory: it ends with the emulator. */
export const memoryState = (): Database => {
  const database = new Database(connect(":memory:"));
  database.exec(schema);
  return database;
};

/**
 * The state in a file, locked for this process. The lock is the operating system's, so a killed process leaves none. What
 * a transaction has written to the log beside the file (`-wal`) survives kill -9: the kernel has it. With `NORMAL`, a
 * power failure may lose the last transactions and never damages the file.
 */
export const openStateFile = (path: string): Database => {
  const real = statePath(path);
  const connection = connect(real);
  try {
    // In this order: a first read without it would make SQLite share the log with other processes.
    connection.exec("PRAGMA locking_mode = EXCLUSIVE");
    const isNew = isEmpty(connection, path);
    connection.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -16000;
      PRAGMA journal_size_limit = 67108864;
    `);
    const database = new Database(connection);
    database.transaction(() => {
      if (!isNew) return;
      database.exec(schema);
      database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}`);
    });
    return database;
  } catch (error) {
    connection.close();
    throw refusal(error, path, real);
  }
};

/** A file of another program is not changed, and neither is one of another version. */
const isEmpty = (connection: DatabaseSync, path: string): boolean => {
  const database = new Database(connection);
  const application = database.count("PRAGMA application_id");
  const version = database.count("PRAGMA user_version");
  if (application === 0 && database.count("SELECT count(*) FROM sqlite_schema") === 0) return true;
  if (application !== APPLICATION) throw new Error(notOurs(path));
  if (version !== VERSION) throw new Error(otherVersion(path));
  return false;
};

const notOurs = (path: string): string => `${path} is not a state file of the emulator`;

const otherVersion = (path: string): string =>
  `${path} is a state file of another version of the emulator, which this version cannot read. Delete it, or choose another file with --state.`;

const refusal = (error: unknown, path: string, real: string): unknown => {
  if (primaryCode(error) === BUSY)
    return new Error(
      `${real} is in use by another emulator. Stop that one, or choose another file with --state.`,
    );
  if (primaryCode(error) === NOT_A_DATABASE)
    return new Error(isJournal(real) ? otherVersion(path) : notOurs(path));
  return primaryCode(error) === 0 ? error : new Error(`${path} cannot be opened: ${reason(error)}.`);
};

/** The form before SQLite: lines of JSON, the first one a header. */
const isJournal = (path: string): boolean =>
  readFileSync(path).subarray(0, 100).toString().startsWith('{"state":"pulumi-sevenbridges emulator"');
