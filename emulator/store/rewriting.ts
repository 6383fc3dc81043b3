import { closeSync, fchmodSync, fstatSync, fsync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { setImmediate as others } from "node:timers/promises";
import { promisify } from "node:util";
import type { Change } from "./model";
import { changesLine, headerLine } from "./stateFile";
import { writeAll } from "./writeAll";

/**
 * How much is written before requests have their turn: less than a millisecond; more when the old file grows faster
 * than that, or it might grow for ever.
 */
const AT_ONCE = 64 * 1024;
const TIMES_ADDED = 2;

export interface Rewrite {
  readonly path: string;
  readonly seed: string;
  /** Each record once; one that changes meanwhile may be among them as it was or as it is. */
  readonly records: Iterable<Change>;
  /** The present file, to which lines are added meanwhile. */
  readonly old: { readonly file: number; readonly length: () => number };
  /** From here on the file is the new one. */
  readonly done: (now: { readonly file: number; readonly length: number; readonly whole: number }) => void;
  readonly failed: (error: unknown) => void;
}

/** Where a state file is rewritten; what a kill leaves there is of no use. */
export const besides = (path: string): string => `${path}.new`;

/**
 * Rewrites a state file, each record once, while the emulator goes on: what is committed meanwhile goes into the old
 * file and is added to the new one at its end. A rename is atomic: a process that is killed leaves the old file or the new one.
 */
export class Rewriting {
  private readonly anew: string;
  private readonly file: number;
  private length = 0;
  private copied: number;
  private over = false;
  readonly finished: Promise<void>;

  constructor(private readonly job: Rewrite) {
    this.anew = besides(job.path);
    this.file = openSync(this.anew, "w+");
    this.copied = job.old.length();
    this.finished = this.run();
  }

  abandon(): void {
    if (this.over) return;
    this.over = true;
    closeSync(this.file);
    rmSync(this.anew, { force: true });
  }

  private async run(): Promise<void> {
    const { job } = this;
    try {
      fchmodSync(this.file, fstatSync(job.old.file).mode);
      await this.writeRecords();
      if (this.over) return;
      const whole = this.length;
      writeAll(this.file, Buffer.from(headerLine({ seed: job.seed, whole })), 0);
      this.copyAdded();
      // A crash of the machine must not find the name and not the content.
      await promisify(fsync)(this.file);
      if (this.over) return;
      // From here to the end nothing else has its turn, so no line can go to the old file any more.
      this.copyAdded();
      renameSync(this.anew, job.path);
      this.over = true;
      job.done({ file: this.file, length: this.length, whole });
    } catch (error) {
      if (this.over) return;
      this.abandon();
      job.failed(error);
    }
  }

  private async writeRecords(): Promise<void> {
    let text = headerLine({ seed: this.job.seed, whole: 0 });
    let added = this.job.old.length();
    let most = AT_ONCE;
    // The records must include the commit that started the rewriting.
    await others();
    for (const record of this.job.records) {
      text += changesLine([record]);
      if (text.length < most) continue;
      if (this.over) return;
      this.write(text);
      text = "";
      await others();
      const length = this.job.old.length();
      most = Math.max(AT_ONCE, TIMES_ADDED * (length - added));
      added = length;
    }
    if (!this.over) this.write(text);
  }

  private write(text: string): void {
    const bytes = Buffer.from(text);
    writeAll(this.file, bytes, this.length);
    this.length += bytes.length;
  }

  private copyAdded(): void {
    const { old } = this.job;
    const end = old.length();
    const buffer = Buffer.allocUnsafe(Math.min(end - this.copied, 1024 * 1024));
    while (this.copied < end) {
      const wanted = Math.min(buffer.length, end - this.copied);
      const read = readSync(old.file, buffer, 0, wanted, this.copied);
      if (read === 0) throw new Error(`${this.job.path} is shorter than it was`);
      writeAll(this.file, buffer.subarray(0, read), this.length);
      this.copied += read;
      this.length += read;
    }
  }
}
