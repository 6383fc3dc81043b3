import type { Database } from "./database";
import { convertJournal, isJournal } from "./journal";
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
    const kept = convertJournal(real, dueAt);
    console.error(`Converted the state in ${real} to SQLite. The file as it was is ${kept}.`);
    return openDatabase(real);
  } catch (error) {
    throw openingError(error, real);
  }
};
