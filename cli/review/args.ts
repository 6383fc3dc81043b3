import * as t from "io-ts";
import { type ArgName, argNames, fields, shapes } from "../../provider/model/task/fields";
import { formatParts } from "../../provider/shared/codec";
import { isUnknown } from "../../provider/shared/unknown";

/** The args of a `DraftTask`, and what `check` adds. Each for itself: one that is not known takes none along. */
const Args = t.partial(
  {
    ...shapes,
    adopts: t.string,
    // Added by check, to new and changed batches.
    expectedChildren: t.intersection([t.type({ count: t.number }), t.partial({ groups: t.array(t.string) })]),
    __endpoint: t.string,
    __secret: t.boolean,
    __defaultName: t.string,
  },
  "Args",
);
export type TaskArgs = { readonly [K in keyof t.TypeOf<typeof Args>]: t.TypeOf<typeof Args>[K] };

export const argsOf = (properties: unknown): TaskArgs => formatParts(Args.props, properties);

/** The args that a column of a task table shows, by the column. */
export const shownArgs = (column: string): readonly ArgName[] =>
  argNames.filter((arg) => fields[arg].column === column);

/** The columns of the task tables that show args. */
export const columns: readonly string[] = [...new Set(argNames.flatMap((arg) => fields[arg].column ?? []))];

/** By the program, or by the app itself: then only what `check` adds shows it. */
export const isBatch = ({ batch, batchInput, expectedChildren }: TaskArgs): boolean =>
  batch ?? (batchInput !== undefined || expectedChildren !== undefined);

/** `undefined` where it is left to the app. */
export const machineOf = ({ executionSettings }: TaskArgs): string | undefined => {
  const type = executionSettings?.instanceType;
  return typeof type === "string" && !isUnknown(type) ? type : undefined;
};

export const startsAtOnce = ({ executionSettings }: TaskArgs): number => {
  const most = executionSettings?.maxParallelInstances;
  return typeof most === "number" ? most : 1;
};
