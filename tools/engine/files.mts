import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Interrupted } from "./words.mts";

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * Makes a folder whole or not at all: `fill` works in a temporary one beside it, which then takes its name. Of two
 * processes that do this at the same time one wins, and both find the folder. Ctrl-C leaves nothing behind: `signal`
 * is aborted, and the temporary folder goes.
 */
export async function makeFolder(
  folder: string,
  fill: (temporary: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(making(folder));
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Interrupted());
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, interrupt);
  try {
    await fill(temporary, interruption.signal);
    await rename(temporary, folder).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } catch (error) {
    // A fetch or a child process that is interrupted throws another kind of error.
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.removeListener(name, interrupt);
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what a killed `makeFolder` of this folder left. Only for those who know that nobody else is making it. */
export async function sweep(folder: string): Promise<void> {
  const parent = dirname(folder);
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (path.startsWith(making(folder))) await rm(path, { recursive: true, force: true });
  }
}

const making = (folder: string) => join(dirname(folder), `.making-${basename(folder)}-`);
