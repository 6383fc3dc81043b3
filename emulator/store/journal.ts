import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { isObject, isString } from "../json";
import { lock } from "./lock";
import type { Change } from "./model";

/**
 * The state file: JSON lines, only ever appended to. A line is one list of changes that belong together, and it is
 * written before the answer is sent, so what was answered survives kill -9: the kernel has it. A line that the kill cut
 * short was never answered, and is dropped.
 */
export interface Journal {
  /** Writes all of it or, when it throws, nothing. */
  append(changes: readonly Change[]): void;
  /** Leaves the seed alone, all of it or, when it throws, nothing. */
  clear(): void;
  close(): void;
}

interface Opened {
  readonly changes: readonly Change[];
  /** It was last used with another seed. */
  readonly otherSeed: boolean;
  readonly journal: Journal;
}

/** Locks the file, reads it, writes it anew without what later lines replaced, and opens it for more. */
export const openJournal = (path: string, seed: string): Opened => {
  const real = realName(path);
  const unlock = lock(real);
  try {
    const was = read(real);
    let written = compacted(real, seed, was.changes);
    return {
      changes: was.changes,
      otherSeed: was.seed !== undefined && was.seed !== seed,
      journal: {
        append: (changes) => written.append(changes),
        clear: () => {
          const old = written;
          written = compacted(real, seed, []);
          old.close();
        },
        close: () => {
          written.close();
          unlock();
        },
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
};

/** Two names of one file must be one lock, and a link must not be replaced by a file of its own. */
const realName = (path: string): string =>
  existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));

const compacted = (path: string, seed: string, changes: readonly Change[]): Omit<Journal, "clear"> => {
  const anew = `${path}.new`;
  const lines = [{ ...format, seed }, ...changes.map((it) => [it])].map((it) => `${JSON.stringify(it)}\n`);
  writeFileSync(anew, lines.join(""));
  const file = openSync(anew, "r+");
  try {
    // A rename is atomic: whoever is killed here leaves the old file or the new one.
    renameSync(anew, path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  let length = Buffer.byteLength(lines.join(""));
  return {
    append: (added) => {
      const line = Buffer.from(`${JSON.stringify(added)}\n`);
      try {
        // On a disk that is filling up, a write may take a part and say so only by its count.
        for (let done = 0; done < line.length; )
          done += writeSync(file, line, done, line.length - done, length + done);
      } catch (error) {
        // Should this fail too: the next line goes to the same place.
        ftruncateSync(file, length);
        throw error;
      }
      length += line.length;
    },
    close: () => closeSync(file),
  };
};

const format = { state: "pulumi-sevenbridges emulator", version: 1 };

const read = (path: string): { changes: readonly Change[]; seed?: string } => {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text === "") return { changes: [] };
  // What follows the last newline is a line that was cut short, or nothing.
  const [first = "", ...lines] = text.split("\n").slice(0, -1);
  const header = parsed(first);
  if (!isObject(header) || header.state !== format.state || header.version !== format.version)
    throw new Error(`${path} is not a state file of the emulator`);
  const changes = lines.flatMap((line, index) => {
    const found = parsed(line);
    if (isChanges(found)) return found;
    // The last line may be what a crash of the machine has left.
    if (index === lines.length - 1) return [];
    throw new Error(
      `${path}, line ${index + 2}: this line is damaged, it is no line of the emulator's state.`,
    );
  });
  // A header from before there was a hash in it fits every seed.
  return { changes: latest(changes), ...(isString(header.seed) ? { seed: header.seed } : {}) };
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** The header's version vouches for the inside of a record: only this program writes such a file. */
const isChanges = (value: unknown): value is Change[] =>
  Array.isArray(value) &&
  value.every(
    (it) =>
      Array.isArray(it) &&
      it.length === 3 &&
      isString(it[0]) &&
      isString(it[1]) &&
      (it[2] === null || isObject(it[2])),
  );

/** The last change of each record. A removal is kept: the record may be in the seed. */
const latest = (changes: readonly Change[]): readonly Change[] => [
  ...new Map(changes.map((it) => [`${it[0]} ${it[1]}`, it])).values(),
];
