import { createHash } from "node:crypto";
import { inOneLine, resourceIdOf } from "./resourceId";

/**
 * The tag in a task's description, at its end, or before a text that is so long that a platform may cut it: `[pulumi <id> <what> <check sum>]`, one line of ASCII without any text of the user. `POST /tasks` and `actions/clone` have no
 * idempotency key (API digest, 5.1 and 5.8): a task whose process died before the state held it is found by its tag. Users never
 * see it: it is taken off wherever a description is read. docs/recovery.md says what a tag proves, and what it does not.
 */

/** What a tag proves of its task. */
export type Proof =
  /** It was sent with `POST /tasks`: whether a state holds the task, it does not say. A clone by hand copies it. */
  | "Sent"
  /** Written when a state held this very task. */
  | "Held"
  /** The same; and the stack that wrote it was about to start the task. */
  | "Started"
  /** Of version 0.1.0: the owner in clear, without a check sum. */
  | "Old"
  /** Nothing: the check sum is that of another task, so this one is a clone, or somebody has edited the tag. */
  | "Copied";

/** The tag of one task. */
export interface Tag {
  /** The resource's: see `resourceId.ts`. */
  readonly id: string;
  /** A draft's hash and session, or which attempt it is of which task. */
  readonly what: string;
  readonly proof: Proof;
  /** A witness: all tasks of its session are registered, and a state holds, or held, what they created. */
  readonly isWitness: boolean;
  /** Of a tag of version 0.1.0: the URN in clear. */
  readonly owner?: string;
}

/** A task, as far as its tag is concerned. */
export interface TaggedTask {
  readonly id: string;
  readonly description?: string | null | undefined;
}

const attempts = /(?:attempt \d+|again [0-9a-f]{8}) of [0-9a-f-]{36}/.source;

const form = `\\[pulumi ([0-9a-f]{20}) ([0-9a-f]{8} [0-9a-f]{8}|${attempts}) ([0-9a-f]{8})\\]`;

const atEnd = new RegExp(`${form}$`, "i");

const atStart = new RegExp(`^\\s*${form}(?=\\s)`, "i");

/** As version 0.1.0 wrote it: an owner may hold any character of a name. */
const old = new RegExp(`\\[pulumi (.+) ([0-9a-f]{8}|${attempts})\\]$`, "i");

/** The same over several lines, for names with line breaks. A URN tells it from a person's text. */
const oldBroken = new RegExp(`^${old.source.replace("(.+)", "([^\\[\\]]*/urn:pulumi:[^]+)")}`, "i");

const start = "[pulumi ";

/** What a check sum holds for: a task that was sent has no id yet. */
export type Bound =
  | { readonly proof: "Sent" }
  | { readonly proof: "Held" | "Started"; readonly taskId: string; readonly isWitness: boolean };

const checkSum = (id: string, what: string, bound: Bound): string => {
  const its =
    bound.proof === "Sent"
      ? []
      : [bound.proof, bound.taskId.toLowerCase(), ...(bound.isWitness ? ["witness"] : [])];
  const parts = [id, what.toLowerCase(), ...its];
  return createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, 8);
};

/** The text of a tag. */
export const tagText = (id: string, what: string, bound: Bound): string =>
  `${start}${id} ${what} ${checkSum(id, what, bound)}]`;

interface Found {
  readonly at: number;
  readonly end: number;
  readonly what: string;
  readonly id: string;
  readonly sum?: string;
  readonly owner?: string;
}

const tagPresentIn = (text: string, place: RegExp): Found | undefined => {
  const found = place.exec(text);
  const [whole = "", id, what, sum] = found ?? [];
  return found === null || id === undefined || what === undefined || sum === undefined
    ? undefined
    : {
        at: found.index,
        end: found.index + whole.length,
        id: id.toLowerCase(),
        what,
        sum: sum.toLowerCase(),
      };
};

const oldIn = (text: string, from: number, form: RegExp): Found | undefined => {
  const found = form.exec(text.slice(from));
  const [whole = "", owner, what] = found ?? [];
  if (found === null || owner === undefined || what === undefined) return undefined;
  const line = inOneLine(owner);
  const at = from + found.index;
  return { at, end: at + whole.length, id: resourceIdOf(line), what, owner: line };
};

const foundIn = (text: string): Found | undefined => {
  const lastLine = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
  const found = tagPresentIn(text, atEnd) ?? tagPresentIn(text, atStart) ?? oldIn(text, lastLine, old);
  if (found !== undefined) return found;
  for (let at = text.lastIndexOf(start); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(start, at - 1)) {
    const broken = oldIn(text, at, oldBroken);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

const boundsOf = (taskId: string): readonly Bound[] => [
  { proof: "Sent" },
  ...[false, true].flatMap((isWitness): readonly Bound[] => [
    { proof: "Held", taskId, isWitness },
    { proof: "Started", taskId, isWitness },
  ]),
];

const proofOf = ({ id, what, sum }: Found, taskId: string): Pick<Tag, "proof" | "isWitness"> => {
  if (sum === undefined) return { proof: "Old", isWitness: false };
  const bound = boundsOf(taskId).find((it) => sum === checkSum(id, what, it));
  return bound === undefined
    ? { proof: "Copied", isWitness: false }
    : { proof: bound.proof, isWitness: bound.proof !== "Sent" && bound.isWitness };
};

const readTag = ({ id: taskId, description }: TaggedTask): Tag | undefined => {
  const found = foundIn((description ?? "").trimEnd());
  if (found === undefined) return undefined;
  const { id, what, owner } = found;
  return { id, what, ...proofOf(found, taskId), ...(owner === undefined ? {} : { owner }) };
};

/** Each create looks at all tasks of one list: their tags are taken apart once. */
const known = new WeakMap<TaggedTask, { readonly tag: Tag | undefined }>();

/** The tag of a task, if it carries one. */
export const tagIn = (task: TaggedTask): Tag | undefined => {
  const { tag } = known.get(task) ?? { tag: readTag(task) };
  known.set(task, { tag });
  return tag;
};

/** A quick look, before a description is taken apart: whether it may carry the tag of a resource, in either form. */
export const mayCarry = (description: string | null | undefined): boolean =>
  description?.includes(start) === true;

const gap = "\n\n";

/** A description as people know it: without the tag. */
export const withoutTag = (description: string | null | undefined): string => {
  const whole = description ?? "";
  const found = foundIn(whole.trimEnd());
  if (found === undefined) return whole;
  const [before, after] = [whole.slice(0, found.at), whole.slice(found.end)];
  if (after.trim() !== "") return after.startsWith(gap) ? after.slice(gap.length) : after.trimStart();
  // Somebody may have edited what is before the tag.
  return before.endsWith(gap) ? before.slice(0, -gap.length) : before.trimEnd();
};

/** So many bytes of a description the platform keeps for sure: how many it keeps is not documented (API digest, 12). */
const surelyKept = 255;

/** A platform may count bytes, and encode what HTML encodes. */
const keptLength = (text: string): number =>
  Buffer.byteLength(text.replace(/[<>"']/g, "&quot;").replace(/&(?!quot;)/g, "&amp;"));

/** A text with a tag: behind it, where people see the text first; before it, where the platform may cut a tag at the end. */
export const withTag = (text: string | null | undefined, tag: string): string => {
  if (!text) return tag;
  const behind = `${text}${gap}${tag}`;
  // A text of the user's that ends in a tag would be read in place of one before it.
  return keptLength(behind) <= surelyKept || foundIn(text.trimEnd()) !== undefined
    ? behind
    : `${tag}${gap}${text}`;
};

/** A description with this tag in place of the one that it may have. */
export const retag = (description: string | null | undefined, tag: string): string =>
  withTag(withoutTag(description), tag);
