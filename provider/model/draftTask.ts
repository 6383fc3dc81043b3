import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { isUnknown, type Unknown } from "../unknown";
import { elsewhere } from "./argPlaces";
import { type Batching, batchBy, batchInput, batchingConflicts, batchingOf } from "./batching";
import { closed, isRecord, open, openWhole, scalar } from "./codec";
import { connectionName } from "./connection";
import { boolean, type ExecutionSettings, executionSettings } from "./executionSettings";
import { appId, projectId } from "./ids";
import { type OutputLocation, outputLocation } from "./outputLocation";
import { type Mistake, mistakesOf } from "./report";
import { withSlips } from "./slips";
import { type TaskInputs, taskInputs } from "./value";

export { argNames } from "./argPlaces";

const text: t.Type<string> = scalar("text", t.string.is, "must be a string");
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
export const triggers: t.Type<readonly unknown[]> = scalar(
  "triggers",
  (u): u is readonly unknown[] => Array.isArray(u),
  "must be a list",
);

/** The args of a `DraftTask` as the engine hands them over: flat, and open to unknown values. */
const flat = closed(
  "DraftTask",
  { project: open(projectId), app: open(appId), name: open(name) },
  {
    description: open(text),
    inputs: open(taskInputs),
    batch: open(boolean),
    batchInput: open(batchInput),
    batchBy: openWhole(batchBy),
    useInterruptibleInstances: open(boolean),
    executionSettings: open(executionSettings),
    outputLocation: open(outputLocation),
    run: open(boolean),
    triggers: open(triggers),
    connection: open(connectionName),
  },
  elsewhere("DraftTask"),
);

/** What a program declares of one task. Any part may be unknown in a preview. */
export interface DeclaredTask {
  readonly project: string | Unknown;
  /** With its revision, once `check` has pinned it. */
  readonly app: string | Unknown;
  readonly name: string | Unknown;
  readonly description?: string | Unknown;
  readonly inputs: TaskInputs | Unknown;
  readonly batching: Batching | Unknown;
  readonly useInterruptibleInstances?: boolean | Unknown;
  readonly executionSettings?: ExecutionSettings | Unknown;
  readonly outputLocation?: OutputLocation | Unknown;
  readonly run: boolean | Unknown;
  readonly triggers: readonly unknown[] | Unknown;
  /** One of `sevenbridges:connections`; without it, the stack's own settings. */
  readonly connection?: string | Unknown;
}

/** The inputs as far as they are known: a preview may know none of them. */
export const knownInputs = ({ inputs }: DeclaredTask): TaskInputs => (isUnknown(inputs) ? {} : inputs);

/** Decodes the args of a `DraftTask`: all mistakes at once, each with its path. */
export const decodeDeclared = (args: unknown): E.Either<readonly Mistake[], DeclaredTask> => {
  const decoded = flat.decode(args);
  const conflicts = isRecord(args) ? batchingConflicts(args) : [];
  if (E.isLeft(decoded)) return E.left(mistakesOf([...decoded.left, ...conflicts]));
  if (conflicts.length > 0) return E.left(mistakesOf(conflicts));
  const { batch: _, batchInput: __, batchBy: ___, inputs, run, triggers: given, ...rest } = decoded.right;
  const { executionSettings: settings, outputLocation: location, ...plain } = rest;
  return E.right({
    ...plain,
    // An empty object says nothing: it is the same as none.
    ...(settings === undefined || isEmpty(settings) ? {} : { executionSettings: settings }),
    ...(location === undefined || isEmpty(location) ? {} : { outputLocation: location }),
    inputs: inputs ?? {},
    batching: batchingOf(decoded.right),
    run: run ?? false,
    triggers: given ?? [],
  });
};

/** The same for what comes from a program: slips are mistakes, too, which a state may still hold from earlier. */
export const decodeGiven = withSlips(decodeDeclared);

const isEmpty = (given: object | Unknown): boolean => !isUnknown(given) && Object.keys(given).length === 0;

const flatBatching = (batching: Batching | Unknown): Record<string, unknown> => {
  if (isUnknown(batching)) return { batch: batching };
  if (batching._tag === "Override") return { batchInput: batching.batchInput, batchBy: batching.batchBy };
  if (batching._tag === "Disabled") return { batch: false };
  return batching.required ? { batch: true } : {};
};

/** The args again as plain JSON, in the one form that goes into the state: no `undefined`, defaults left out. */
export const encodeDeclared = ({
  batching,
  inputs,
  run,
  triggers: given,
  ...rest
}: DeclaredTask): Record<string, unknown> => ({
  ...flat.encode(rest),
  ...(isUnknown(inputs) || Object.keys(inputs).length > 0 ? { inputs } : {}),
  ...flatBatching(batching),
  ...(run === false ? {} : { run }),
  ...(!isUnknown(given) && given.length === 0 ? {} : { triggers: given }),
});
