import type * as t from "io-ts";
import { isRecord, orUnknown } from "../../shared/codec";
import type { Resolved, Unknown } from "../../shared/unknown";
import { hasRevision, unversioned } from "../codecs/ids";
import { textsIn } from "../values/secrets";
import { fieldOf } from "./expectedChildren";

/** What `fields.ts` says of one arg of a task. */

/** What a change does to a draft. `edit ports` sends only the ports that differ. */
export type OnDraft = "new task" | "edit" | "edit ports" | "start" | "store";

/** What a change does to a started task. */
export type OnStarted = "new task" | "rename" | "next attempt" | "store";

/** Who decides where a program sets nothing: what they set is no drift. `never` is an arg that always has a value. */
export type WhenUnset = "never" | "nothing" | "app" | "project" | "platform" | "platform, key by key";

/** What only the platform knows, for args that a program no longer sets: they fall back to these. */
export interface Defaults {
  /** The app's own batching, if it has any. */
  readonly batching: { readonly batchInput: string; readonly batchBy: object } | undefined;
  /** The project's setting for interruptible instances. */
  readonly useInterruptibleInstances: boolean | undefined;
}

/** What an edit needs beside the two tasks. */
export interface EditContext {
  /** The ports that differ. */
  readonly ports: readonly string[];
  readonly defaults: Defaults;
}

/** What every row says. */
export interface FieldRow {
  /** A `setting` follows from its own value alone. A `part` has rules that need more. A `local` arg is never in a body. */
  readonly kind: "setting" | "part" | "local";
  /** The part of a task that it belongs to: the three args of batching are one part. */
  readonly part: string;
  /** Its name in the API's bodies. */
  readonly wire: string | undefined;
  /** What a program may write. */
  readonly codec: t.Mixed;
  /** What a state may hold: a refresh writes there what the platform has. */
  readonly shape: t.Mixed;
  readonly onDraft: OnDraft;
  readonly onStarted: OnStarted;
  readonly whenUnset: WhenUnset;
  /** Whether it decides what a run computes or costs: a draft that somebody edited in it is not started. */
  readonly isWork: boolean;
  /** The texts that must not be seen where it is a secret. */
  readonly secretTexts: (value: unknown, withNumbers: boolean) => readonly string[];
  /** The column of `review` that shows it for a new task. A change of it is always shown. */
  readonly column: string | undefined;
  /** What the table in docs/resources.md says of it. */
  readonly doc: string;
}

/** Without numbers: sizes and counts are in every second line, and no secret. */
export const textsAlone = (value: unknown): readonly string[] => textsIn(value, false);

/** What follows from an app's id: the id without the revision, and the app's own name. */
export const appTexts = (value: unknown): readonly string[] =>
  textsAlone(value).flatMap((app) => {
    const id = hasRevision(app) ? unversioned(app) : app;
    return [app, id, id.split("/").at(-1) ?? id];
  });

export const criteriaTexts = (value: unknown): readonly string[] =>
  textsAlone(isRecord(value) ? value.criteria : value).flatMap((text) => [text, fieldOf(text)]);

/** `c4.8xlarge;ebs-gp2;1024`: messages name the machine alone, too. */
export const machineTexts = (value: unknown): readonly string[] =>
  textsAlone(value).flatMap((text) => [text, text.split(";")[0] ?? text]);

interface Setting<A> {
  readonly wire: string;
  readonly codec: t.Type<A | Unknown, unknown>;
  readonly shape: t.Mixed;
  readonly whenUnset: WhenUnset;
  readonly isWork: boolean;
  readonly secretTexts: FieldRow["secretTexts"];
  readonly column: string | undefined;
  readonly doc: string;
  /** Out of a state. */
  readonly stored: (value: unknown) => A | undefined;
  /** The API's value in our words. */
  readonly from: (wire: unknown) => A | undefined;
  /** Our value in the API's words. */
  readonly to: (value: Resolved<A>) => unknown;
  /** What PATCH sends for a new value. */
  readonly changed: (was: Resolved<A> | undefined, now: Resolved<A>) => unknown;
  /** What PATCH sends where a program no longer sets it. */
  readonly cleared: (was: Resolved<A> | undefined, defaults: Defaults) => unknown;
  /** What a refresh makes of it, from what the program sets and what the platform has. */
  readonly drifted: (said: A | Unknown | undefined, wire: unknown) => A | Unknown | undefined;
}

type Said<N extends string, A> = { readonly [P in N]?: A };

/** A value of a task, or of an answer that may be only a part of one, as the API says it. */
export const wireValue = (task: object, wire: string): unknown => Reflect.get(task, wire);

/** The row of a setting: an edit on a draft, kept for the next attempt once the task has started. */
export const setting = <N extends string, A>(name: N, row: Setting<A>) => ({
  ...row,
  kind: "setting" as const,
  part: name,
  onDraft: "edit" as const,
  onStarted: "next attempt" as const,
  /** The value in the body of POST. What is `undefined` is not sent. */
  sent: (task: Said<N, Resolved<A>>): unknown => {
    const value = task[name];
    return value === undefined ? undefined : row.to(value);
  },
  /** The value in the body of PATCH. */
  edited: (was: Said<N, Resolved<A>>, now: Said<N, Resolved<A>>, { defaults }: EditContext): unknown => {
    const value = now[name];
    return value === undefined ? row.cleared(was[name], defaults) : row.changed(was[name], value);
  },
  /** The value that a task has on the platform, in our words. */
  read: (task: object): A | undefined => row.from(wireValue(task, row.wire)),
  /** What a refresh makes of it. */
  live: (said: Said<N, A | Unknown>, task: object): A | Unknown | undefined =>
    row.drifted(said[name], wireValue(task, row.wire)),
});

type Derived =
  | "codec"
  | "shape"
  | "secretTexts"
  | "stored"
  | "from"
  | "to"
  | "changed"
  | "cleared"
  | "drifted";

type Plain<A> = Omit<Setting<A>, Derived> & {
  readonly codec: t.Type<A>;
} & Partial<Pick<Setting<A>, "from" | "cleared" | "drifted">>;

/** The row of a text, a number or a boolean that is the same here and in the API. `null` clears it there. */
export const plain = <N extends string, A>(name: N, { codec, ...row }: Plain<A>) => {
  const known = (value: unknown): A | undefined => (codec.is(value) ? value : undefined);
  const from = row.from ?? known;
  return setting<N, A>(name, {
    cleared: () => null,
    drifted: (said, wire) => (said === undefined ? undefined : from(wire)),
    ...row,
    codec: orUnknown(codec),
    shape: codec,
    secretTexts: textsAlone,
    from,
    stored: known,
    to: (value) => value,
    changed: (_, now) => now,
  });
};
