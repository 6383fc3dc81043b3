import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./words.mts";

/** Nothing here takes longer; a process id may since belong to another process, or to another container. */
const oldest = 30 * 60_000;

/**
 * One process at a time does this work; the others wait. It only saves work: should two get in, because the first
 * looked dead, `makeFolder` still leaves one whole folder.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  for (let said = false; ; said = true) {
    const lock = await holdLock(file);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    if (!said) say(`process ${lock.holder} is at it already; waiting for it`);
    await sleep(500);
  }
}

/** Takes the lock, or tells who has it; one whose holder is dead is free. */
export async function holdLock(
  file: string,
): Promise<{ readonly release: () => Promise<void> } | { readonly holder: number }> {
  while (!(await take(file))) {
    const holder = await holderOf(file);
    if (holder !== undefined) return { holder };
    await rm(file, { force: true });
  }
  return { release: () => rm(file, { force: true }) };
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The living process that holds the lock. */
async function holderOf(file: string): Promise<number | undefined> {
  try {
    const pid = Number(await readFile(file, "utf8"));
    const age = Date.now() - (await stat(file)).mtimeMs;
    // A lock is empty for the moment between its creation and its first byte.
    if (pid === 0) return age < 5_000 ? pid : undefined;
    return age < oldest && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a process of this id runs, ours or somebody else's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
