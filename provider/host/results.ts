import type { Properties } from "./properties";

/** What the operations of a resource give back to the engine. */

/** Of `create` and `update`: all outputs, for they replace the stored ones. */
export interface Result {
  readonly id: string;
  readonly outs: Properties;
}

/** Of `diff`. */
export interface Differences {
  readonly changes: boolean;
  readonly replaces?: string[];
  readonly deleteBeforeReplace?: boolean;
}

/** Of `read`. */
export interface ReadResult {
  /** Missing where the task is gone: the engine then forgets the resource. */
  readonly id?: string;
  readonly props?: Properties;
  /** The args as they are now: the next preview compares with these. */
  readonly inputs?: Properties;
}
