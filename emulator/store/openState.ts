import type { Database } from "./database";
import { convertJournal, isJournal } from "./journal";
import { lockJournal } from "./journalLock";
import type { Task } from "./model";
import { isNoDatabase } from "./resultCodes";
import { openDatabase, openingError } from "./stateFile";
import { statePath } from "./statePath";

/** Opens a state file. The form of before SQLite is converted first. */
export const openState = (path: string, dueAt: (task: Task) => number): Database => {
  const real = statePath(path);
  try {
    return openDatabase(real);
  } catch (error) {
    // SQLite looks first: to read a file that this process has locked would give up the lock.
    if (!isNoDatabase(error) || !isJournal(real)) throw openingError(error, real);
  }
  try {
    convert(real, dueAt);
    return openDatabase(real);
  } catch (error) {
    throw openingError(error, real);
  }
};

const convert = (path: string, dueAt: (task: Task) => number): void => {
  const unlock = lockJournal(path);
  try {
    // Until it had the lock, another emulator may have converted it.
    if (!isJournal(path)) return;
    const kept = convertJournal(path, dueAt);
    console.error(`Converted the state in ${path} to SQLite. The file as it was is ${kept}.`);
  } finally {
    unlock();
  }
};
