import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Two names of one file must be one lock, and a link must not be replaced by a separate file. Throws one sentence
 * about a path that can not be a state file's.
 */
export const statePath = (path: string): string => {
  const fail = (why: string): never => {
    throw new Error(`${path} can not keep the state: ${why}.`);
  };
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return fail(`there is no folder ${folder}`);
  if (!isWritable(folder)) return fail(`the folder ${folder} is read-only`);
  if (!existsSync(path)) return join(realpathSync(folder), basename(path));
  const stats = statSync(path);
  if (stats.isDirectory()) return fail("it is a folder");
  if (!stats.isFile()) return fail("it is not a file");
  // A user who may write to every file (root) should not write to one that is read-only.
  if ((stats.mode & 0o222) === 0 || !isWritable(path)) return fail("it is read-only");
  return realpathSync(path);
};

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
