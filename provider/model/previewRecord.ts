import { createHash } from "node:crypto";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as t from "io-ts";
import { hasRevision, unversioned } from "./codecs/ids";

/*
 * What a preview has shown, for the update that follows. The engine runs the two in two processes and hands nothing from one to
 * the other: without a record, an update would silently create the task from a revision that nobody has seen.
 */

export const PreviewedPin = t.type(
  {
    /** The owner of the task: its URN with the organization, after the salt. */
    owner: t.string,
    /** The app as the program writes it. */
    written: t.string,
    endpoint: t.string,
    /** The app with the revision that the preview showed. */
    pinned: t.string,
    /** Milliseconds since 1970. */
    time: t.number,
  },
  "PreviewedPin",
);
export type PreviewedPin = t.TypeOf<typeof PreviewedPin>;

/** A preview has shown a change of a draft in place: its task by its id. */
export const PreviewedEdit = t.type({ owner: t.string, edits: t.string, time: t.number }, "PreviewedEdit");
export type PreviewedEdit = t.TypeOf<typeof PreviewedEdit>;

/** After a record was used: lines are only appended, so that a process that is killed leaves all earlier ones. */
const UsedPin = t.type({ owner: t.string, used: t.literal(true) }, "UsedPin");

const Line = t.union([PreviewedPin, PreviewedEdit, UsedPin], "PreviewRecordLine");

export const recordLine = (pin: PreviewedPin | PreviewedEdit): string => `${JSON.stringify(pin)}\n`;
export const usedLine = (owner: string): string => `${JSON.stringify({ owner, used: true })}\n`;

/** Who agrees to a preview does so within a day; an older one was for something else. */
export const maxRecordAge = 24 * 60 * 60 * 1000;

const isRecent = ({ time }: { readonly time: number }, now: number): boolean =>
  Math.abs(now - time) < maxRecordAge;

/** The file is the user's own, and its last line may have been cut off. */
const lineFrom = (text: string): E.Either<unknown, t.TypeOf<typeof Line>> =>
  pipe(
    E.tryCatch((): unknown => JSON.parse(text), String),
    E.flatMap((value): E.Either<unknown, t.TypeOf<typeof Line>> => Line.decode(value)),
  );

/** Owner → what the preview has pinned for it and no update has used. The last line of an owner holds. */
export const pinsIn = (text: string, now: number): ReadonlyMap<string, PreviewedPin> => {
  const pins = new Map<string, PreviewedPin>();
  for (const line of text.split("\n").map(lineFrom)) {
    if (E.isLeft(line)) continue;
    if (PreviewedPin.is(line.right) && isRecent(line.right, now)) pins.set(line.right.owner, line.right);
    else if (!PreviewedEdit.is(line.right)) pins.delete(line.right.owner);
  }
  return pins;
};

/** Owner → the draft that the preview has shown as changed in place. */
export const editsIn = (text: string, now: number): ReadonlyMap<string, string> => {
  const edits = new Map<string, string>();
  for (const line of text.split("\n").map(lineFrom)) {
    if (E.isLeft(line) || PreviewedPin.is(line.right)) continue;
    if (PreviewedEdit.is(line.right) && isRecent(line.right, now))
      edits.set(line.right.owner, line.right.edits);
    else edits.delete(line.right.owner);
  }
  return edits;
};

/** The pin for the same text on the same platform; another platform has its own revisions of an app of that name. */
export const pinFor = (
  pin: PreviewedPin | undefined,
  written: string,
  endpoint: string,
): string | undefined =>
  pin?.written === written &&
  pin.endpoint === endpoint &&
  hasRevision(pin.pinned) &&
  unversioned(pin.pinned) === written
    ? pin.pinned
    : undefined;

/** The stack and the project of an owner: `organization/urn:pulumi:dev::lab`. */
const stackIn = (owner: string): string => owner.split("::").slice(0, 2).join("::");

/** One file per working directory and stack. Names of folders and stacks need not be legal names of files. */
export const recordFileName = (workingDirectory: string, owner: string): string => {
  const key = JSON.stringify([workingDirectory, stackIn(owner)]);
  return `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.jsonl`;
};
