import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isObject } from "../json";

/** For the moment between the creation of a lock and its first byte it is empty. */
const EMPTY_FOR = 5_000;

/**
 * The lock of before SQLite: a file `<state>.lock` with the id of the process. An emulator of that time respects it, and so
 * does a second one that converts. The lock of a process that has ended is replaced. Returns what gives it back.
 */
export const lockJournal = (path: string): (() => void) => {
  const file = `${path}.lock`;
  while (!hasCreated(file)) {
    const found = readLock(file);
    if (found === undefined) continue;
    if (isHeld(file, found)) throw new Error(refusal(path, file, found));
    takeAway(file, found);
  }
  return () => rmSync(file, { force: true });
};

const refusal = (path: string, file: string, found: string): string =>
  /^\d+$/.test(found)
    ? `${path} is in use by another emulator, process ${found}. Stop it, or remove ${file} if there is none.`
    : `${path} cannot be locked. Remove ${file} if no other emulator uses it.`;

const hasCreated = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/** Undefined when it is gone. */
const readLock = (file: string): string | undefined => ifThere(() => readFileSync(file, "utf8").trim());

/** A text that is no process id counts as held, or a file of another program would be removed. */
const isHeld = (file: string, found: string): boolean => {
  if (found === "") return Date.now() - (ifThere(() => statSync(file).mtimeMs) ?? 0) < EMPTY_FOR;
  if (!/^\d+$/.test(found)) return true;
  // After a restart of a container this process may have the id of the one that was killed.
  return Number(found) !== process.pid && isAlive(Number(found));
};

/** Between the look and the removal another process may have replaced it: then that one gets its lock back. */
const takeAway = (file: string, found: string): void => {
  const aside = `${file}.${process.pid}`;
  ifThere(() => renameSync(file, aside));
  if ((readLock(aside) ?? found) === found) rmSync(aside, { force: true });
  else renameSync(aside, file);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is a process of another user.
    return codeOf(error) === "EPERM";
  }
};

const ifThere = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
};

const codeOf = (error: unknown): unknown => (isObject(error) ? error.code : undefined);
