import type { KnownTask } from "../toApi";
import { bodyHashes, hasHash, type OwnerTag } from "./ownerTag";

/*
 * Whether a task still is what its tag says that was sent. The platform fills in what a program leaves out, so one task can have
 * been made from several bodies: all of them are tried. Pure.
 */

const withAndWithout = <T extends object, K extends keyof T>(
  given: T,
  ...keys: readonly K[]
): readonly T[] => {
  const [key, ...rest] = keys;
  if (key === undefined) return [given];
  const others = withAndWithout(given, ...rest);
  if (given[key] === undefined) return others;
  return others.flatMap((it) => {
    const { [key]: _, ...less } = it;
    return [it, less as T]; // without a key that is optional in T
  });
};

const settingsOf = ({ executionSettings }: KnownTask): readonly KnownTask["executionSettings"][] =>
  executionSettings === undefined
    ? [undefined]
    : [
        undefined,
        ...withAndWithout(
          executionSettings,
          "instanceType",
          "maxParallelInstances",
          "useMemoization",
          "useElasticDisk",
        ),
      ];

/** What an app sets where a program is silent. */
export interface AppValues {
  readonly isDefault: (port: string, value: unknown) => boolean;
  readonly isOwnBatching: (batching: KnownTask["batching"]) => boolean;
}

/** An app's own batching need not have been sent, and what is off need not either. */
const batchingsOf = (
  { batching }: KnownTask,
  { isOwnBatching }: AppValues,
): readonly KnownTask["batching"][] => {
  if (batching._tag === "Override" && !isOwnBatching(batching)) return [batching];
  const silent = { _tag: "AppDefault", required: false } as const;
  return batching._tag === "Disabled"
    ? [batching, silent]
    : [batching, silent, { _tag: "AppDefault", required: true }];
};

/** Ports without a value, and those with the app's own one, need not have been sent. */
const inputsOf = ({ inputs }: KnownTask, { isDefault }: AppValues): readonly KnownTask["inputs"][] => {
  const set = Object.entries(inputs).filter(([, value]) => value !== null);
  return [
    inputs,
    Object.fromEntries(set),
    Object.fromEntries(set.filter(([port, value]) => !isDefault(port, value))),
  ];
};

/** Whether a task, as it is now, is made from the body of its tag. `triggers`: those of the program, which no task holds. */
export const isAsSent = (
  tag: OwnerTag,
  live: KnownTask,
  triggers: KnownTask["triggers"],
  app: AppValues,
): boolean =>
  [triggers, []].some((its) =>
    inputsOf(live, app).some((inputs) =>
      batchingsOf(live, app).some((batching) =>
        settingsOf(live).some((executionSettings) => {
          const { executionSettings: _, ...rest } = live;
          const body: KnownTask = {
            ...rest,
            inputs,
            batching,
            triggers: its,
            ...(executionSettings === undefined ? {} : { executionSettings }),
          };
          return withAndWithout(body, "useInterruptibleInstances", "outputLocation").some((one) =>
            hasHash(tag, bodyHashes(one)),
          );
        }),
      ),
    ),
  );
