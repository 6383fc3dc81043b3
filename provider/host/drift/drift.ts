import { isDeepStrictEqual } from "node:util";
import type { Task } from "../../api/endpoints/schemas";
import { isSameApp, isSameProject } from "../../model/codecs/ids";
import type { DeclaredTask } from "../../model/task/draftTask";
import { settingsBy } from "../../model/task/fields";
import type { Batching } from "../../model/values/batching";
import { batchingFrom, inputsFrom, valueFrom } from "../../model/values/fromApi";
import { canonical, onPort, type TaskInputs, type Value } from "../../model/values/value";
import { isUnknown, type Unknown } from "../../shared/unknown";

/**
 * What a refresh makes of the live task: the args as they are now, in the program's own form. Only what the
 * program set can drift. For what it never set, `null` and defaults are no drift.
 */

/** The app's own values, which a draft may show although no program set them. */
export interface AppDefaults {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly batching: Batching | undefined;
}

/** The API may hand back `"8"` for `8` and the other way round (API digest, section 7). */
const asComparableText = (given: Value): Value => {
  if (Array.isArray(given)) return given.map(asComparableText);
  return typeof given === "object" && given !== null
    ? Object.fromEntries(Object.entries(given).map(([key, item]) => [key, asComparableText(item)]))
    : given === null
      ? null
      : String(given);
};

/** Read as the API would hand it out, where an empty record is nothing. */
export const isSameValue = (ours: Value, live: Value): boolean =>
  isDeepStrictEqual(asComparableText(canonical(valueFrom(ours))), asComparableText(canonical(live)));

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
      if (now === undefined) return before !== undefined && isSameValue(before, null) ? [[port, before]] : [];
      if (before !== undefined && isSameValue(before, now)) return [[port, before]];
      if (before === undefined && isSameValue(valueFrom(onPort(defaults, port)), now)) return [];
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

/** The args of a draft as they are now. */
export const readLiveArgs = (stored: DeclaredTask, task: Task, defaults: AppDefaults): DeclaredTask => {
  const { project, app, run, triggers, connection } = stored;
  return {
    project,
    app,
    name: task.name ?? stored.name,
    inputs: inputsNow(stored.inputs, inputsFrom(task.inputs), defaults.inputs),
    batching: batchingNow(stored.batching, task, defaults),
    run,
    triggers,
    ...settingsBy((row) => row.live(stored, task)),
    ...(connection === undefined ? {} : { connection }),
  };
};

const isSame = (
  ours: string | Unknown,
  live: string,
  compare: (ours: string, live: string) => boolean,
): boolean => !isUnknown(ours) && compare(ours, live);

/** The same with the project and the app as they are: in what a task differs from a program that is yet to hold it. */
export const liveArgs = (now: DeclaredTask, task: Task, defaults: AppDefaults): DeclaredTask => ({
  ...readLiveArgs(now, task, defaults),
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
    .filter((port) => !isSameValue(onPort(ours, port) ?? null, onPort(theirs, port) ?? null));
};

/** The ports in which a started task differs from what the program set. Its inputs can't be edited any more. */
export const changedSinceStart = (stored: DeclaredTask, task: Task): readonly string[] => {
  const live = inputsFrom(task.inputs);
  return isUnknown(stored.inputs)
    ? []
    : Object.entries(stored.inputs).flatMap(([port, before]) =>
        before === null || isSameValue(before, onPort(live, port) ?? null) ? [] : [port],
      );
};
