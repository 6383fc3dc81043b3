import { isDeepStrictEqual } from "node:util";
import type { Task } from "../api/wire";
import type { Batching } from "../model/batching";
import type { DeclaredTask } from "../model/draftTask";
import { type ExecutionSettings, isSameSetting } from "../model/executionSettings";
import { batchingFrom, inputsFrom, locationFrom, settingsFrom, valueFrom } from "../model/fromApi";
import { isSameApp, isSameProject } from "../model/ids";
import { isKeptFrom } from "../model/keptText";
import { withoutTag } from "../model/tags/tag";
import { canonical, onPort, type TaskInputs, type Value } from "../model/value";
import { isUnknown, type Unknown } from "../unknown";

/**
 * What a refresh makes of the live task: the args as they stand now, in the program's own form. Only what the
 * program set can drift. For what it never set, `null` and defaults are no drift.
 */

/** The app's own values, which a draft may show although no program set them. */
export interface AppDefaults {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly batching: Batching | undefined;
}

/** The API may hand back `"8"` for `8` and the other way round (API digest, section 7). */
const worded = (given: Value): Value => {
  if (Array.isArray(given)) return given.map(worded);
  return typeof given === "object" && given !== null
    ? Object.fromEntries(Object.entries(given).map(([key, item]) => [key, worded(item)]))
    : given === null
      ? null
      : String(given);
};

/** Read as the API would hand it out, where an empty record is nothing. */
export const sameValue = (ours: Value, live: Value): boolean =>
  isDeepStrictEqual(worded(canonical(valueFrom(ours))), worded(canonical(live)));

const inputsNow = (
  stored: TaskInputs | Unknown,
  live: TaskInputs,
  defaults: AppDefaults["inputs"],
): TaskInputs => {
  const known = isUnknown(stored) ? {} : stored;
  const ports = [...new Set([...Object.keys(known), ...Object.keys(live)])];
  return Object.fromEntries(
    ports.flatMap((port): readonly (readonly [string, Value])[] => {
      const [before, now] = [onPort(known, port), onPort(live, port)];
      if (now === undefined) return before !== undefined && sameValue(before, null) ? [[port, before]] : [];
      if (before !== undefined && sameValue(before, now)) return [[port, before]];
      if (before === undefined && sameValue(valueFrom(onPort(defaults, port)), now)) return [];
      return [[port, now]];
    }),
  );
};

const batchingNow = (
  stored: Batching | Unknown,
  task: Task,
  { batching: ofApp }: AppDefaults,
): Batching | Unknown => {
  const live = batchingFrom(task);
  const isBatch = live._tag === "Override";
  if (isUnknown(stored) || isDeepStrictEqual(stored, live)) return stored;
  if (stored._tag === "Disabled") return isBatch ? live : stored;
  // `batch: true` was demanded, and somebody has switched it off.
  if (stored._tag === "AppDefault" && stored.required && task.batch === false) return { _tag: "Disabled" };
  if (stored._tag === "AppDefault")
    return !isBatch || isDeepStrictEqual(live, ofApp) || (stored.required && ofApp === undefined)
      ? stored
      : live;
  return isBatch ? live : { _tag: "Disabled" };
};

/** Of an object, only the keys that the program set. */
const keysOf = <T extends object>(stored: T | Unknown | undefined, live: T): T | Unknown | undefined => {
  if (stored === undefined || isUnknown(stored)) return stored;
  const kept = Object.entries(live).filter(([key]) => key in stored);
  return Object.fromEntries(kept) as T; // a part of `live` by the keys of `stored`, both of them T
};

/** A disk that only the platform names is its own. */
const settingsNow = (
  stored: ExecutionSettings | Unknown | undefined,
  live: ExecutionSettings,
): ExecutionSettings | Unknown | undefined => {
  const now = keysOf(stored, live);
  if (now === undefined || isUnknown(now) || stored === undefined || isUnknown(stored)) return now;
  return isSameSetting(stored.instanceType, now.instanceType)
    ? { ...now, ...optional("instanceType", stored.instanceType) }
    : now;
};

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V }); // the computed key is K

/** Without the tag; a program's own text that looks like one is its text. What the platform has made of a text is that text. */
const textIn = ({ description }: Task, { description: stored }: DeclaredTask): string => {
  if (description && description === stored) return description;
  return typeof stored === "string" && isKeptFrom(stored, description) ? stored : withoutTag(description);
};

/** The args of a draft as they stand now. */
export const observed = (stored: DeclaredTask, task: Task, defaults: AppDefaults): DeclaredTask => {
  const description = textIn(task, stored) || (stored.description === "" ? "" : undefined);
  const settings: ExecutionSettings | Unknown | undefined = settingsNow(
    stored.executionSettings,
    settingsFrom(task.execution_settings),
  );
  const spot =
    stored.useInterruptibleInstances === undefined
      ? undefined
      : (task.use_interruptible_instances ?? stored.useInterruptibleInstances);
  return {
    project: stored.project,
    app: stored.app,
    name: task.name ?? stored.name,
    inputs: inputsNow(stored.inputs, inputsFrom(task.inputs), defaults.inputs),
    batching: batchingNow(stored.batching, task, defaults),
    run: stored.run,
    triggers: stored.triggers,
    ...optional("description", description),
    ...optional("useInterruptibleInstances", spot),
    ...optional("executionSettings", settings),
    ...optional("connection", stored.connection),
    ...optional("outputLocation", keysOf(stored.outputLocation, locationFrom(task.output_location))),
  };
};

const isSame = (
  ours: string | Unknown,
  live: string,
  compare: (ours: string, live: string) => boolean,
): boolean => !isUnknown(ours) && compare(ours, live);

/** The same with the project and the app as they are: in what a task differs from a program that is yet to hold it. */
export const liveArgs = (now: DeclaredTask, task: Task, defaults: AppDefaults): DeclaredTask => ({
  ...observed(now, task, defaults),
  project: isSame(now.project, task.project, isSameProject) ? now.project : task.project,
  app: isSame(now.app, task.app, isSameApp) ? now.app : task.app,
});

/** Whether a refresh needs the app: only where the draft shows what the program never set. */
export const needsDefaults = (stored: DeclaredTask, task: Task): boolean => {
  const known = isUnknown(stored.inputs) ? {} : stored.inputs;
  const unasked = Object.keys(inputsFrom(task.inputs)).some((port) => !Object.hasOwn(known, port));
  const batching =
    !isUnknown(stored.batching) && stored.batching._tag === "AppDefault" && task.batch === true;
  return unasked || batching;
};

/** The ports in which two tasks differ. */
export const otherInputs = (one: Pick<Task, "inputs">, other: Pick<Task, "inputs">): readonly string[] => {
  const [ours, theirs] = [inputsFrom(one.inputs), inputsFrom(other.inputs)];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .sort()
    .filter((port) => !sameValue(onPort(ours, port) ?? null, onPort(theirs, port) ?? null));
};

/** The ports in which a started task differs from what the program set. Its inputs can't be edited any more. */
export const ranOtherwise = (stored: DeclaredTask, task: Task): readonly string[] => {
  const live = inputsFrom(task.inputs);
  return isUnknown(stored.inputs)
    ? []
    : Object.entries(stored.inputs).flatMap(([port, before]) =>
        before === null || sameValue(before, onPort(live, port) ?? null) ? [] : [port],
      );
};
