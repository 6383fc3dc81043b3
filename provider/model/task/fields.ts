import * as t from "io-ts";
// biome-ignore lint/style/noRestrictedImports: the compiler has to name each arg that has no row.
import type { DraftTaskArgs } from "../../resources/draftTaskArgs";
import { nonEmpty, orUnknown, orUnknownDeep, refined } from "../../shared/codec";
import { connectionName } from "../../shared/connectionName";
import type { Resolved } from "../../shared/unknown";
import { type Elsewhere, hintFor, type Place } from "../codecs/argPlaces";
import { boolean, executionSettingsCodec, storedExecutionSettings } from "../codecs/executionSettings";
import { appId, projectId } from "../codecs/ids";
import { outputLocationCodec, storedOutputLocation } from "../codecs/outputLocation";
import { withoutTag } from "../tags/tag";
import { type Batching, batchBy, batchInput } from "../values/batching";
import { locationFrom, settingsFrom } from "../values/fromApi";
import { textsIn } from "../values/secrets";
import { type TaskInputs, taskInputs } from "../values/value";
import { driftedDescription, driftedLocation, driftedSettings } from "./drift";
import {
  appTexts,
  criteriaTexts,
  type EditContext,
  type FieldRow,
  machineTexts,
  plain,
  setting,
  textsAlone,
} from "./fieldRow";
import {
  type BatchingBody,
  batchingBack,
  batchingTo,
  changedInputs,
  inputsTo,
  locationTo,
  settingsTo,
  withCleared,
} from "./partsToApi";

/*
 * The args of a task, one row each, in the order of bodies and messages. From these rows follow the bodies, the comparison, drift,
 * what is read from a state, `getTask`, what `review` shows, what `declare` prints, and the table in docs/resources.md.
 */

/** What to say of a name that belongs somewhere else. */
export const elsewhere =
  (place: Place): Elsewhere =>
  (name) =>
    hintFor(argNames, place, name);

export const executionSettings = executionSettingsCodec(elsewhere("executionSettings"));
export const outputLocation = outputLocationCodec(elsewhere("outputLocation"));

const text: t.Type<string> = refined("text", t.string.is, "must be a string");
const name: t.Type<string> = new t.Type<string>(
  "name",
  (u): u is string => typeof u === "string" && /\S/.test(u),
  (u, c) =>
    typeof u !== "string"
      ? t.failure(u, c, "must be a string")
      : /\S/.test(u)
        ? t.success(u)
        : t.failure(u, c, "must not be blank"),
  t.identity,
);
export const triggers: t.Type<readonly unknown[]> = refined(
  "triggers",
  (u): u is readonly unknown[] => Array.isArray(u),
  "must be a list",
);

/** A change makes a new task of a draft, too: the API refuses these edits (API digest, 5.4). */
const alwaysNew = { onDraft: "new task", onStarted: "new task" } as const;

const record = t.record(t.string, t.unknown);

interface Batched {
  readonly batching: Batching;
}

/** The three args of batching are one part of a task, and a key each in a body. */
const batchingArg = (key: keyof BatchingBody) =>
  ({
    kind: "part",
    part: "batching",
    onDraft: "edit",
    onStarted: "new task",
    whenUnset: "app",
    isWork: true,
    sent: (task: Batched): unknown => batchingTo(task.batching)[key],
    edited: (_: Batched, now: Batched, { defaults }: EditContext): unknown =>
      batchingBack(now.batching, defaults)[key],
  }) as const;

export const fields = {
  project: {
    ...alwaysNew,
    kind: "part",
    part: "project",
    wire: "project",
    codec: orUnknown(projectId),
    shape: t.string,
    whenUnset: "never",
    isWork: true,
    secretTexts: textsAlone,
    column: "App",
    doc: "`owner/project`",
    sent: (task: { readonly project: string }): unknown => task.project,
    edited: (): unknown => undefined,
  },
  app: {
    ...alwaysNew,
    kind: "part",
    part: "app",
    wire: "app",
    codec: orUnknown(appId),
    shape: t.string,
    whenUnset: "never",
    isWork: true,
    secretTexts: appTexts,
    column: "App",
    doc: "`owner/project/app/revision`; without the revision: the newest at first sight, kept while this text stays",
    sent: (task: { readonly app: string }): unknown => task.app,
    edited: (): unknown => undefined,
  },
  name: {
    kind: "part",
    part: "name",
    wire: "name",
    codec: orUnknown(name),
    shape: t.string,
    onDraft: "edit",
    onStarted: "rename",
    // `check` has put the resource's name there.
    whenUnset: "never",
    isWork: false,
    secretTexts: textsAlone,
    column: undefined,
    doc: "default: the resource's name, which stays through an aliased rename",
    sent: (task: { readonly name: string }): unknown => task.name,
    edited: (_: unknown, now: { readonly name: string }): unknown => now.name,
  },
  description: plain("description", {
    wire: "description",
    codec: text,
    whenUnset: "nothing",
    isWork: false,
    column: undefined,
    doc: "a text for people",
    from: (wire) => (typeof wire === "string" && withoutTag(wire)) || undefined,
    drifted: driftedDescription,
  }),
  inputs: {
    kind: "part",
    part: "inputs",
    wire: "inputs",
    codec: orUnknown(taskInputs),
    shape: record,
    onDraft: "edit ports",
    onStarted: "new task",
    whenUnset: "app",
    isWork: true,
    secretTexts: textsIn,
    column: undefined,
    doc: "values by the app's port ids; `null` clears a port, as does taking it out",
    sent: (task: { readonly inputs: TaskInputs }): unknown => inputsTo(task.inputs),
    edited: (
      was: { readonly inputs: TaskInputs },
      now: { readonly inputs: TaskInputs },
      { ports }: EditContext,
    ): unknown => changedInputs(was.inputs, now.inputs, ports),
  },
  batch: {
    ...batchingArg("batch"),
    wire: "batch",
    codec: orUnknown(boolean),
    shape: t.boolean,
    secretTexts: textsAlone,
    // "Children" counts them for every batch, also for one that the app asks for.
    column: undefined,
    doc: "`false`: no batching, whatever the app says; `true`: demand the app's own. Default: what the app says",
  },
  batchInput: {
    ...batchingArg("batchInput"),
    wire: "batch_input",
    codec: orUnknown(batchInput),
    shape: t.string,
    secretTexts: textsAlone,
    column: "Children",
    doc: "the port whose list is split; goes with `batchBy`",
  },
  batchBy: {
    ...batchingArg("batchBy"),
    wire: "batch_by",
    codec: orUnknownDeep(batchBy),
    shape: batchBy,
    secretTexts: criteriaTexts,
    column: "Children",
    doc: 'how it is split: `sb.byItem`, `sb.byMetadata("sample_id", …)`; goes with `batchInput`',
  },
  useInterruptibleInstances: plain("useInterruptibleInstances", {
    wire: "use_interruptible_instances",
    codec: boolean,
    whenUnset: "project",
    isWork: true,
    column: "Machine",
    doc: "spot instances. Default: the project's setting",
    // `null` does not take it back.
    cleared: (_, defaults) => defaults.useInterruptibleInstances,
    drifted: (said, wire) => (said === undefined || !boolean.is(wire) ? said : wire),
  }),
  executionSettings: setting("executionSettings", {
    wire: "execution_settings",
    codec: orUnknown(executionSettings),
    shape: record,
    whenUnset: "platform, key by key",
    isWork: true,
    secretTexts: machineTexts,
    column: "Machine",
    doc: "`instanceType` (`type;disk;GB` or `AUTO`), `maxParallelInstances`, `useMemoization`, `useElasticDisk`",
    stored: storedExecutionSettings,
    from: (wire) => nonEmpty(settingsFrom(wire)),
    to: settingsTo,
    changed: (was, now) => withCleared(was, now, settingsTo),
    cleared: (was) => withCleared(was, {}, settingsTo),
    drifted: driftedSettings,
  }),
  outputLocation: setting("outputLocation", {
    wire: "output_location",
    codec: orUnknown(outputLocation),
    shape: record,
    whenUnset: "platform",
    isWork: true,
    secretTexts: textsAlone,
    column: undefined,
    doc: "`mainLocation`, `mainLocationAlias`, `nodesOverride`, `nodesLocation` by node id",
    stored: storedOutputLocation,
    from: (wire) => nonEmpty(locationFrom(wire)),
    to: locationTo,
    changed: (was, now) => withCleared(was, now, locationTo),
    cleared: () => null,
    drifted: driftedLocation,
  }),
  run: {
    kind: "local",
    part: "run",
    wire: undefined,
    codec: orUnknown(boolean),
    shape: t.boolean,
    onDraft: "start",
    onStarted: "store",
    whenUnset: "nothing",
    isWork: false,
    secretTexts: textsAlone,
    column: "Started by",
    doc: "start it in the same call; its end is not awaited. Default: `false`",
  },
  triggers: {
    ...alwaysNew,
    kind: "local",
    part: "triggers",
    wire: undefined,
    codec: orUnknown(triggers),
    shape: triggers,
    whenUnset: "nothing",
    isWork: false,
    secretTexts: textsAlone,
    column: undefined,
    doc: "any list; a change asks for a new task",
  },
  connection: {
    kind: "local",
    part: "connection",
    wire: undefined,
    codec: orUnknown(connectionName),
    shape: t.string,
    onDraft: "store",
    onStarted: "store",
    whenUnset: "nothing",
    isWork: false,
    secretTexts: textsAlone,
    column: undefined,
    doc: "one of `sevenbridges:connections`. Default: the stack's own settings",
  },
} as const satisfies Record<
  keyof DraftTaskArgs,
  FieldRow & { readonly sent?: unknown; readonly edited?: unknown }
>;

type Fields = typeof fields;

/** The args of a `DraftTask`. */
export type ArgName = keyof Fields;

/** The args of a `DraftTask`: what a diff can name. */
export const argNames = Object.keys(fields) as readonly ArgName[]; // an object literal has no other keys

/** The row of an arg. */
export const rowOf = (arg: string): FieldRow | undefined =>
  Object.entries<FieldRow>(fields).find(([name]) => name === arg)?.[1];

/** All rows, in their order. */
export const rows: readonly Fields[ArgName][] = Object.values(fields);

type PartsThat<R> = { [K in ArgName]: Fields[K] extends R ? Fields[K]["part"] : never }[ArgName];

/** The parts of a draft that `PATCH /tasks/{id}` can change: API digest, 5.4. */
export type EditablePart = PartsThat<{ readonly onDraft: "edit" | "edit ports" }>;

const editableParts: readonly string[] = rows
  .filter(({ onDraft }) => onDraft === "edit" || onDraft === "edit ports")
  .map(({ part }) => part);

export const isEditable = (part: string): part is EditablePart => editableParts.includes(part);

/** The parts whose row compares, sends and reads them by their value alone. */
export type SettingName = PartsThat<{ readonly kind: "setting" }>;

/** The parts of a task that can differ. */
export type Part = Fields[ArgName]["part"];

/** What a program says of settings. Any of it may be unknown in a preview. */
export type Settings = { readonly [K in SettingName]?: t.TypeOf<Fields[K]["codec"]> };

export const settingRows = rows.filter((row) => row.kind === "setting");

/** The parts of the rows that `has` accepts, each once. */
export const partsWhere = (has: (row: FieldRow) => boolean): readonly Part[] => [
  ...new Set(rows.filter(has).map(({ part }) => part)),
];

/** The args that make up a part. */
export const argsOfPart = (part: string): readonly ArgName[] =>
  argNames.filter((arg) => fields[arg].part === part);

type ValueOf = (row: (typeof settingRows)[number]) => unknown;

const valuesBy = (value: ValueOf): object =>
  Object.fromEntries(
    settingRows.flatMap((row) => {
      const one = value(row);
      return one === undefined ? [] : [[row.part, one]];
    }),
  );

/** The settings that have a value, each from its own row. */
export const settingsBy = (value: ValueOf): Settings => valuesBy(value) as Settings; // each from the row of its name

/** The same where no value is unknown. */
export const knownSettingsBy = (value: ValueOf): Resolved<Settings> => valuesBy(value) as Resolved<Settings>; // the same

type Codecs<K extends ArgName> = { readonly [A in K]: Fields[A]["codec"] };

type NeededArg = { [K in ArgName]: Fields[K]["whenUnset"] extends "never" ? K : never }[ArgName];

const codecsWhere = (has: (row: FieldRow) => boolean): Readonly<Record<string, t.Mixed>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([arg, row]) => (has(row) ? [[arg, row.codec]] : [])));

/** The codecs of the args that always have a value. */
export const neededCodecs = codecsWhere(({ whenUnset }) => whenUnset === "never") as Codecs<NeededArg>; // by the same condition

/** The codecs of all others. */
export const optionalCodecs = codecsWhere(({ whenUnset }) => whenUnset !== "never") as Codecs<
  Exclude<ArgName, NeededArg>
>; // by the same condition

/** What a state may hold of each arg. */
export const shapes = Object.fromEntries(Object.entries(fields).map(([arg, { shape }]) => [arg, shape])) as {
  readonly [K in ArgName]: Fields[K]["shape"]; // from each row its own
};
