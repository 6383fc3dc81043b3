import type { DatabaseSync } from "node:sqlite";
import { reason } from "../json";
import { connect, Database } from "./database";
import { isBusy, isNoDatabase, isOfSqlite } from "./resultCodes";
import { schema } from "./schema";

/** "SBEM": a file with another id is a database of another program. */
const APPLICATION = 0x5342454d;
/** Of the tables and of what is inside a document. */
const VERSION = 1;

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
export const openDatabase = (path: string): Database => {
  const connection = connect(path);
  try {
    return prepared(connection, path);
  } catch (error) {
    connection.close();
    throw error;
  }
};

const prepared = (connection: DatabaseSync, path: string): Database => {
  const database = new Database(connection);
  // Before the first read: then the log is not shared with other processes.
  database.exec("PRAGMA locking_mode = EXCLUSIVE");
  const isNew = isEmpty(database, path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -16000;
    PRAGMA journal_size_limit = 67108864;
  `);
  // Takes the lock, also where there is nothing to write.
  database.transaction(() => {
    if (!isNew) return;
    database.exec(schema);
    database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}`);
  });
  return database;
};

/**
 * Writes what is in the log into the file, which can be renamed then. SQLite does so when it closes a database, too, but
 * says nothing when it cannot. The row has whether it was kept from it, and how many pages are left in the log.
 */
export const mergeLog = (database: Database): void => {
  const { busy, log } = database.row("PRAGMA wal_checkpoint(TRUNCATE)") ?? {};
  if (busy !== 0 || log !== 0) throw new Error("SQLite could not write its log into the state file");
};

/** A file of another program is not changed, and neither is one of another version. */
const isEmpty = (database: Database, path: string): boolean => {
  const application = database.count("PRAGMA application_id");
  const version = database.count("PRAGMA user_version");
  if (application === 0 && database.count("SELECT count(*) FROM sqlite_schema") === 0) return true;
  if (application !== APPLICATION) throw new Error(notOurs(path));
  if (version === VERSION) return false;
  throw new Error(
    `${path} is a state file of another version of the emulator, which this version cannot read. Delete it, or choose another file with --state.`,
  );
};

const notOurs = (path: string): string => `${path} is not a state file of the emulator`;

/** What SQLite says of a file, as a sentence for the user. */
export const openingError = (error: unknown, path: string): unknown => {
  if (isNoDatabase(error)) return new Error(notOurs(path));
  if (isBusy(error))
    return new Error(
      `${path} is in use by another emulator. Stop that one, or choose another file with --state.`,
    );
  return isOfSqlite(error) ? new Error(`${path} cannot be opened: ${reason(error)}.`) : error;
};
