import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as E from "fp-ts/Either";
import {
  editsIn,
  maxRecordAge,
  type PreviewedEdit,
  type PreviewedPin,
  pinsIn,
  recordFileName,
  recordLine,
  usedLine,
} from "../../model/previewRecord";
import { internalInputsOf } from "../../model/task/taskState";
import { homeFolder } from "../../shared/openSessions";
import { attempt, rightOrThrow } from "../failure";
import type { Properties } from "../properties";
import type { Session } from "./session";

/**
 * What the last preview of each stack has shown: which revisions it pinned, and which drafts it changes in place. All of it is best
 * effort: without records, an update takes the newest revisions, and makes a new task of a draft that was started meanwhile.
 */
export interface PreviewRecords {
  /** Called for each task that a preview checks: the first call of a stack removes the records of an earlier preview. */
  readonly startPreview: (owner: string) => void;
  readonly record: (shown: PreviewedPin | PreviewedEdit) => void;
  /** What the last preview has pinned for this owner, if no update has used it. */
  readonly find: (owner: string) => PreviewedPin | undefined;
  /** The draft that the last preview has shown as changed in place, for this owner, if no update has changed it. */
  readonly edited: (owner: string) => string | undefined;
  /** Called when the state holds what was previewed: removes the records of the owner. */
  readonly remove: (owner: string) => void;
}

export const noPreviewRecords: PreviewRecords = {
  startPreview: () => undefined,
  record: () => undefined,
  find: () => undefined,
  edited: () => undefined,
  remove: () => undefined,
};

/** A home that is read-only, full or missing must fail no preview and no update. */
const bestEffort = <A>(run: () => A): A | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

/** Previews that no update has followed leave their files behind. */
const removeOldFiles = (folder: string): void => {
  for (const name of bestEffort(() => readdirSync(folder)) ?? [])
    bestEffort(() => {
      const file = join(folder, name);
      if (name.endsWith(".jsonl") && Date.now() - statSync(file).mtimeMs > maxRecordAge) rmSync(file);
    });
};

/**
 * The records as files of Pulumi's home folder. Each pin is appended at once, in one write: the engine kills the provider process
 * at the end of a preview without warning.
 */
export const recordsInHome = (
  folder: () => string = homeFolder,
  workingDirectory: () => string = () => process.cwd(),
): PreviewRecords => {
  const started = new Set<string>();
  const unused = new Map<string, Map<string, PreviewedPin>>();
  const edits = new Map<string, Map<string, string>>();
  const fileOf = (owner: string): string => join(folder(), recordFileName(workingDirectory(), owner));

  const readOnce = (file: string): Map<string, PreviewedPin> => {
    const known = unused.get(file);
    if (known !== undefined) return known;
    const text = bestEffort(() => readFileSync(file, "utf8")) ?? "";
    const pins = new Map(pinsIn(text, Date.now()));
    unused.set(file, pins);
    edits.set(file, new Map(editsIn(text, Date.now())));
    return pins;
  };

  return {
    startPreview: (owner) =>
      void bestEffort(() => {
        const file = fileOf(owner);
        if (started.has(file)) return;
        started.add(file);
        removeOldFiles(folder());
        rmSync(file, { force: true });
      }),
    record: (pin) =>
      void bestEffort(() => {
        mkdirSync(folder(), { recursive: true, mode: 0o700 });
        appendFileSync(fileOf(pin.owner), recordLine(pin), { mode: 0o600 });
      }),
    find: (owner) => bestEffort(() => readOnce(fileOf(owner)).get(owner)),
    edited: (owner) =>
      bestEffort(() => {
        const file = fileOf(owner);
        readOnce(file);
        return edits.get(file)?.get(owner);
      }),
    remove: (owner) =>
      void bestEffort(() => {
        const file = fileOf(owner);
        const [pins, promised] = [unused.get(file), edits.get(file)];
        const isUsed = [pins?.delete(owner), promised?.delete(owner)].includes(true);
        if (pins === undefined || promised === undefined || !isUsed) return;
        if (pins.size + promised.size === 0) rmSync(file, { force: true });
        else appendFileSync(file, usedLine(owner), { mode: 0o600 });
      }),
  };
};

/** Once the state holds the task, with or without a partial failure, it holds the pin as well. */
export const removingRecords = async <A>(
  { handoff: { previewRecords } }: Session,
  inputs: Properties,
  run: () => Promise<A>,
): Promise<A> => {
  const result = await attempt(run);
  if (E.isRight(result) || result.left._tag === "Unfinished")
    previewRecords.remove(internalInputsOf(inputs).__owner ?? "");
  return rightOrThrow(result);
};
