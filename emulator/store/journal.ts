import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { isObject, isString } from "../json";
import type { Change } from "./model";

/**
 * The state file: JSON lines, only ever appended to. A line is one list of changes that belong together, and it is
 * written before the answer is sent, so what was answered survives kill -9: the kernel has it. A line that the kill cut
 * short was never answered, and is dropped.
 */
export interface Journal {
  append(changes: readonly Change[]): void;
  close(): void;
}

const header = JSON.stringify({ state: "pulumi-sevenbridges emulator", version: 1 });

/** Reads the file, writes it anew without what later lines replaced, and opens it for more. */
export const openJournal = (path: string): { changes: readonly Change[]; journal: Journal } => {
  const changes = existsSync(path) ? latest(read(path)) : [];
  const compacted = `${path}.new`;
  writeFileSync(compacted, [header, ...changes.map((it) => JSON.stringify([it])), ""].join("\n"));
  // A rename is atomic: whoever is killed here leaves the old file or the new one.
  renameSync(compacted, path);
  const file = openSync(path, "a");
  return {
    changes,
    journal: {
      append: (added) => {
        writeSync(file, `${JSON.stringify(added)}\n`);
      },
      close: () => closeSync(file),
    },
  };
};

const read = (path: string): readonly Change[] => {
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  // What follows the last newline is a line that was cut short, or nothing.
  lines.pop();
  if (text !== "" && lines[0] !== header) throw new Error(`${path} is not a state file of the emulator`);
  return lines.slice(1).flatMap((line, index) => {
    const parsed: unknown = JSON.parse(line);
    if (!isChanges(parsed)) throw new Error(`${path}, line ${index + 2}: not a line of the emulator's state`);
    return parsed;
  });
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
