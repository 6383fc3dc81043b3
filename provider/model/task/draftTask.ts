import * as E from "fp-ts/Either";
import { isRecord, strictObject } from "../../shared/codec";
import { type Mistake, mistakesOf } from "../../shared/mistakes";
import { isUnknown, type Unknown } from "../../shared/unknown";
import { type Batching, batchingConflicts, batchingOf } from "../values/batching";
import type { TaskInputs } from "../values/value";
import { elsewhere, neededCodecs, optionalCodecs, type Settings, settingsBy } from "./fields";
import { withSlips } from "./slips";

/** The args of a `DraftTask` as the engine hands them over: flat, and open to unknown values. */
const flattenArgs = strictObject("DraftTask", neededCodecs, optionalCodecs, elsewhere("DraftTask"));

/** What a program declares of one task. Any part may be unknown in a preview. */
export interface DeclaredTask extends Settings {
  readonly project: string | Unknown;
  /** With its revision, once `check` has pinned it. */
  readonly app: string | Unknown;
  readonly name: string | Unknown;
  readonly inputs: TaskInputs | Unknown;
  readonly batching: Batching | Unknown;
  readonly run: boolean | Unknown;
  readonly triggers: readonly unknown[] | Unknown;
  /** One of `sevenbridges:connections`; without it, the stack's own settings. */
  readonly connection?: string | Unknown;
}

/** The inputs as far as they are known: a preview may know none of them. */
export const knownInputs = ({ inputs }: DeclaredTask): TaskInputs => (isUnknown(inputs) ? {} : inputs);

/** Decodes the args of a `DraftTask`: all mistakes at once, each with its path. */
export const decodeDeclared = (args: unknown): E.Either<readonly Mistake[], DeclaredTask> => {
  const decoded = flattenArgs.decode(args);
  const conflicts = isRecord(args) ? batchingConflicts(args) : [];
  if (E.isLeft(decoded)) return E.left(mistakesOf([...decoded.left, ...conflicts]));
  if (conflicts.length > 0) return E.left(mistakesOf(conflicts));
  const { project, app, name, inputs, run, triggers, connection } = decoded.right;
  return E.right({
    project,
    app,
    name,
    ...settingsBy(({ part }) => {
      const value = decoded.right[part];
      // An empty object says nothing: it is the same as none.
      return isRecord(value) && Object.keys(value).length === 0 ? undefined : value;
    }),
    inputs: inputs ?? {},
    batching: batchingOf(decoded.right),
    run: run ?? false,
    triggers: triggers ?? [],
    ...(connection === undefined ? {} : { connection }),
  });
};

/** The same for what comes from a program: slips are mistakes, too, which a state may still hold from earlier. */
export const decodeGiven = withSlips(decodeDeclared);

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
  triggers,
  ...rest
}: DeclaredTask): Record<string, unknown> => ({
  ...flattenArgs.encode(rest),
  ...(isUnknown(inputs) || Object.keys(inputs).length > 0 ? { inputs } : {}),
  ...flatBatching(batching),
  ...(run === false ? {} : { run }),
  ...(!isUnknown(triggers) && triggers.length === 0 ? {} : { triggers }),
});
