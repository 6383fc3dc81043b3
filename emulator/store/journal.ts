import {
  closeSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { reason } from "../json";
import { lock } from "./lock";
import type { Change } from "./model";
import { besides, Rewriting } from "./rewriting";
import { changesLine, headerLine, readState } from "./stateFile";
import { statePath } from "./statePath";
import { writeAll } from "./writeAll";

/**
 * Keeps the state file. A line is written before the answer is sent, so what was answered survives kill -9: the kernel
 * has it. A line that the kill cut short was never answered, and is dropped.
 */
export interface Journal {
  /** Writes all of it or, when it throws, nothing. */
  append(changes: readonly Change[]): void;
  /** Leaves the seed alone, all of it or, when it throws, nothing. */
  clear(): void;
  close(): void;
}

/** What the journal is of. */
export interface Journaled {
  /** Answers with how many of the changes come in the place of earlier ones. */
  restore(changes: readonly Change[], sameSeed: boolean): number;
  written(): Iterable<Change>;
}

/** So that the file of an emulator that runs for weeks does not grow for ever, and is seldom rewritten: our choice. */
const mostOf = (whole: number): number => 1.5 * whole + 4 * 1024 * 1024;

/**
 * Locks the file, hands over what it holds, and opens it for more; it is rewritten first when at least half of it
 * has been replaced. `otherSeed`: it was last used with another seed.
 */
export const openJournal = async (
  path: string,
  seed: string,
  state: Journaled,
): Promise<{ readonly journal: Journal; readonly otherSeed: boolean }> => {
  const real = statePath(path);
  const unlock = lock(real);
  let file: number | undefined;
  try {
    rmSync(besides(real), { force: true });
    const isThere = (statSync(real, { throwIfNoEntry: false })?.size ?? 0) > 0;
    file = isThere ? openSync(real, "r+") : create(real, seed);
    let [all, replaced] = [0, 0];
    const found = readState(file, real, (changes, then) => {
      all += changes.length;
      replaced += state.restore(changes, then === seed);
    });
    if (fstatSync(file).size > found.length) ftruncateSync(file, found.length);
    const journal = new StateFile({ path: real, seed, state, unlock }, file, found.length, found.whole);
    if (found.seed !== seed) journal.write(headerLine({ seed, whole: found.whole }));
    if (replaced > 0 && replaced * 2 >= all) await journal.rewritten();
    return { journal, otherSeed: found.seed !== undefined && found.seed !== seed };
  } catch (error) {
    if (file !== undefined) closeSync(file);
    unlock();
    throw error;
  }
};

/** Under its name there is a file with a header, or what was there. */
const create = (path: string, seed: string, mode?: number): number => {
  const file = openSync(besides(path), "w+");
  try {
    writeAll(file, Buffer.from(headerLine({ seed, whole: 0 })), 0);
    // Tokens of users that were added come to be in it: a user who could not read it still cannot.
    if (mode !== undefined) fchmodSync(file, mode);
    renameSync(besides(path), path);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
};

interface Kept {
  readonly path: string;
  readonly seed: string;
  readonly state: Journaled;
  readonly unlock: () => void;
}

class StateFile implements Journal {
  private rewriting: Rewriting | undefined;
  private most: number;

  constructor(
    private readonly kept: Kept,
    private file: number,
    private length: number,
    whole: number,
  ) {
    this.most = mostOf(whole);
  }

  append(changes: readonly Change[]): void {
    this.write(changesLine(changes));
    if (this.length > this.most && this.rewriting === undefined) void this.rewritten();
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    try {
      writeAll(this.file, bytes, this.length);
    } catch (error) {
      // Should this fail too: the next line goes to the same place.
      ftruncateSync(this.file, this.length);
      throw error;
    }
    this.length += bytes.length;
  }

  clear(): void {
    const { path, seed } = this.kept;
    this.rewriting?.abandon();
    this.rewriting = undefined;
    const file = create(path, seed, fstatSync(this.file).mode);
    closeSync(this.file);
    [this.file, this.length, this.most] = [file, fstatSync(file).size, mostOf(0)];
  }

  close(): void {
    this.rewriting?.abandon();
    closeSync(this.file);
    this.kept.unlock();
  }

  /** Trouble with it is no trouble of the commit that has led here: that is written already. */
  async rewritten(): Promise<void> {
    const { path, seed, state } = this.kept;
    const failed = (error: unknown): void => {
      this.rewriting = undefined;
      this.most = mostOf(this.length);
      console.error(`Warning: ${path} could not be rewritten: ${reason(error)}`);
    };
    try {
      this.rewriting = new Rewriting({
        path,
        seed,
        records: state.written(),
        old: { file: this.file, length: () => this.length },
        done: ({ file, length, whole }) => {
          closeSync(this.file);
          this.rewriting = undefined;
          [this.file, this.length, this.most] = [file, length, mostOf(whole)];
        },
        failed,
      });
    } catch (error) {
      return failed(error);
    }
    await this.rewriting.finished;
  }
}
