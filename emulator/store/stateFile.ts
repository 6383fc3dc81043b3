import { isObject, isString, type JsonObject, parseJson } from "../json";
import { linesOf } from "./lines";
import type { Change } from "./model";

/*
 * The state file: JSON lines, only ever appended to. The first line is a header; each other one is a list of changes
 * that belong together, or another header, from which on there was another seed.
 */

const format = { state: "pulumi-sevenbridges emulator", version: 1 };

export interface Header {
  /** Its hash. */
  readonly seed: string;
  /** How long the file was when it was last rewritten, each record once. */
  readonly whole: number;
}

/** Of one length, whatever it says: the first one is written over when the file's length is known. */
export const headerLine = (header: Header): string =>
  `${JSON.stringify({ ...format, ...header }).padEnd(200)}\n`;

export const changesLine = (changes: readonly Change[]): string => `${JSON.stringify(changes)}\n`;

export interface Found {
  /** The seed of the last header; a header from before there was a hash in it fits every seed. */
  readonly seed: string | undefined;
  /** 0 when that is not known. */
  readonly whole: number;
  /** How much of it is sound. */
  readonly length: number;
}

/** Hands over the changes, line by line, with the seed that they were made with. */
export const readState = (
  file: number,
  path: string,
  take: (changes: readonly Change[], seed: string | undefined) => void,
): Found => {
  let [seed, whole, length, number]: [string | undefined, number, number, number] = [undefined, 0, 0, 0];
  let damaged: number | undefined;
  for (const { text, next } of linesOf(file)) {
    number += 1;
    const line = parseJson(text);
    if (number === 1 && !isHeader(line)) break;
    // The last line may be what a crash of the machine has left.
    if (damaged !== undefined)
      throw new Error(
        `${path}, line ${damaged}: this line is damaged, it is not a line of the emulator's state.`,
      );
    if (isHeader(line)) {
      seed = isString(line.seed) ? line.seed : undefined;
      whole = typeof line.whole === "number" ? line.whole : whole;
    } else if (isChanges(line)) take(line, seed);
    else damaged = number;
    if (damaged === undefined) length = next;
  }
  if (length === 0) throw new Error(`${path} is not a state file of the emulator`);
  return { seed, whole, length };
};

const isHeader = (line: unknown): line is JsonObject =>
  isObject(line) && line.state === format.state && line.version === format.version;

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
