import * as E from "fp-ts/Either";
import type * as t from "io-ts";
import { orUnknown, patternCodec, strictObject } from "../../shared/codec";
import { connectionName } from "../../shared/connectionName";
import { duration } from "../../shared/duration";
import { type Mistake, mistakesOf } from "../../shared/mistakes";
import type { Resolved, Unknown } from "../../shared/unknown";
import { runArgNames } from "../codecs/argPlaces";
import { atLeastOne, boolean } from "../codecs/executionSettings";
import { elsewhere, triggers } from "../task/fields";
import { withSlips } from "../task/slips";

export { runArgNames };

const task: t.Type<string> = patternCodec(
  "Task",
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "must be a DraftTask or the id of a task (a UUID)",
);

/** The args of a `TaskRun` as the engine hands them over. */
const flat = strictObject(
  "TaskRun",
  { task: orUnknown(task) },
  {
    batch: orUnknown(boolean),
    useInterruptibleInstances: orUnknown(boolean),
    wait: orUnknown(boolean),
    timeout: orUnknown(duration),
    allowFailures: orUnknown(boolean),
    maxAttempts: orUnknown(atLeastOne),
    triggers: orUnknown(triggers),
    connection: orUnknown(connectionName),
  },
  elsewhere("TaskRun"),
);

/** What a program declares of one run. Any part may be unknown in a preview. */
export interface DeclaredRun {
  readonly task: string | Unknown;
  readonly batch?: boolean | Unknown;
  readonly useInterruptibleInstances?: boolean | Unknown;
  readonly wait: boolean | Unknown;
  readonly timeout?: string | Unknown;
  readonly allowFailures: boolean | Unknown;
  readonly maxAttempts: number | Unknown;
  readonly triggers: readonly unknown[] | Unknown;
  /** That of its DraftTask, or the program's own word for a task that is given by its id. */
  readonly connection?: string | Unknown;
}

/** A run whose every arg is known. */
export type KnownRun = Resolved<DeclaredRun>;

const withDefaults = (given: t.TypeOf<typeof flat>): DeclaredRun => ({
  ...given,
  wait: given.wait ?? true,
  allowFailures: given.allowFailures ?? false,
  maxAttempts: given.maxAttempts ?? 1,
  triggers: given.triggers ?? [],
});

/** Decodes the args of a `TaskRun`: all mistakes at once, each with its path. */
export const decodeRun = (args: unknown): E.Either<readonly Mistake[], DeclaredRun> =>
  E.bimap(mistakesOf, withDefaults)(flat.decode(args));

/** The same for what comes from a program: slips are mistakes, too, which a state may still hold from earlier. */
export const decodeGivenRun = withSlips(decodeRun);

const isDefault = (key: string, value: unknown): boolean =>
  (key === "wait" && value === true) ||
  (key === "allowFailures" && value === false) ||
  (key === "maxAttempts" && value === 1) ||
  (key === "triggers" && Array.isArray(value) && value.length === 0);

/** The args again as plain JSON, in the one form that goes into the state: no `undefined`, defaults left out. */
export const encodeRun = (declared: DeclaredRun): Record<string, unknown> =>
  Object.fromEntries(Object.entries(flat.encode(declared)).filter(([key, value]) => !isDefault(key, value)));

/** The args out of a state. They have passed `check` before they were stored; only `task` is indispensable. */
export const storedRunArgs = (
  stored: Readonly<Record<string, unknown>>,
): E.Either<readonly Mistake[], DeclaredRun> => {
  const args = runArgNames.flatMap((name) => (stored[name] === undefined ? [] : [[name, stored[name]]]));
  const decoded = decodeRun(Object.fromEntries(args));
  return E.isRight(decoded) ? decoded : decodeRun({ task: stored.task });
};
