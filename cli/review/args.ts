import * as t from "io-ts";
import { batchBy } from "../../provider/model/batching";
import { partsOf } from "../../provider/model/codec";
import { isUnknown } from "../../provider/unknown";

/** The args of a `DraftTask` that a reviewer looks for first. Each for itself: one that is not known takes none along. */
const Args = t.partial(
  {
    project: t.string,
    app: t.string,
    name: t.string,
    inputs: t.record(t.string, t.unknown),
    batch: t.boolean,
    batchInput: t.string,
    batchBy,
    useInterruptibleInstances: t.boolean,
    executionSettings: t.record(t.string, t.unknown),
    outputLocation: t.record(t.string, t.unknown),
    run: t.boolean,
    adopts: t.string,
    connection: t.string,
    // Added by check, to new and changed batches.
    expectedChildren: t.intersection([t.type({ count: t.number }), t.partial({ groups: t.array(t.string) })]),
    __endpoint: t.string,
    __secret: t.boolean,
    __defaultName: t.string,
  },
  "Args",
);
export type TaskArgs = { readonly [K in keyof t.TypeOf<typeof Args>]: t.TypeOf<typeof Args>[K] };

export const argsOf = (properties: unknown): TaskArgs => partsOf(Args.props, properties);

/** By the program, or by the app itself: then only what `check` adds shows it. */
export const isBatch = ({ batch, batchInput, expectedChildren }: TaskArgs): boolean =>
  batch ?? (batchInput !== undefined || expectedChildren !== undefined);

/** `undefined` where it is left to the app. */
export const machineOf = ({ executionSettings }: TaskArgs): string | undefined => {
  const type = executionSettings?.instanceType;
  return typeof type === "string" && !isUnknown(type) ? type : undefined;
};

export const atOnce = ({ executionSettings }: TaskArgs): number => {
  const most = executionSettings?.maxParallelInstances;
  return typeof most === "number" ? most : 1;
};
