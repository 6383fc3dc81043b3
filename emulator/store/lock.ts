import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isObject } from "../json";

/** For the moment between a lock's creation and its first byte it is empty. */
const EMPTY_FOR = 5_000;

/** A process id may come again after a restart, in a container always: a lock of ours that is not here is an old one. */
const ours = new Set<string>();

/**
 * One emulator at a time works with a state file: beside it lies a file with the process's id. The lock of a process
 * that is dead, after kill -9 too, is replaced. Answers with what gives it back.
 */
export const lock = (path: string): (() => void) => {
  const file = `${path}.lock`;
  while (!create(file)) {
    const found = read(file);
    if (found === undefined) continue;
    if (isHeld(file, found)) throw new Error(refusal(path, file, found));
    takeAway(file, found);
  }
  ours.add(file);
  return () => {
    ours.delete(file);
    if (read(file) === String(process.pid)) rmSync(file, { force: true });
  };
};

const refusal = (path: string, file: string, found: string): string => {
  if (!isPid(found)) return `${file} is there and is not a lock of the emulator: ${path} can not be locked.`;
  const holder = found === "" ? "another emulator" : `another emulator, process ${found}`;
  return `${path} is in use by ${holder}; if it no longer runs, remove ${file}.`;
};

const create = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/** undefined: it is gone. */
const read = (file: string): string | undefined => ifThere(() => readFileSync(file, "utf8").trim());

const isPid = (text: string): boolean => /^\d*$/.test(text);

/** Whatever is no lock of the emulator counts as held, or a file of somebody else's would be taken away. */
const isHeld = (file: string, found: string): boolean => {
  if (!isPid(found)) return true;
  if (found === "") return Date.now() - (ifThere(() => statSync(file).mtimeMs) ?? 0) < EMPTY_FOR;
  return Number(found) === process.pid ? ours.has(file) : isAlive(Number(found));
};

/** Between the look and the removal another emulator may have locked it: then it gets its lock back. */
const takeAway = (file: string, found: string): void => {
  const aside = `${file}.${process.pid}`;
  ifThere(() => renameSync(file, aside));
  if ((read(aside) ?? found) === found) rmSync(aside, { force: true });
  else renameSync(aside, file);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's process.
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
