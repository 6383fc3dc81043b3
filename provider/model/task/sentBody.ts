import { isRecord } from "../../shared/codec";
import type { Resolved } from "../../shared/unknown";
import type { OwnerTag } from "../tags/ownerTag";
import { bodyHashes, hasHash } from "./bodyHash";
import type { WhenUnset } from "./fieldRow";
import { type Settings, settingRows } from "./fields";
import type { KnownTask } from "./toApi";

/*
 * Whether a task still is what its tag says that was sent. The platform fills in what a program leaves out, so one task can have
 * been made from several bodies: all of them are tried. Pure.
 */

/** An object with some of its keys: all choices. */
const partsOfKeys = (given: Readonly<Record<string, unknown>>): readonly object[] =>
  Object.entries(given).reduce<readonly object[]>(
    (all, [key, item]) => all.flatMap((one) => [{ ...one, [key]: item }, one]),
    [{}],
  );

/** What may have been sent of a setting. */
const choicesOf = (value: unknown, whenUnset: WhenUnset): readonly unknown[] => {
  if (value === undefined || whenUnset === "nothing") return [value];
  return whenUnset === "platform, key by key" && isRecord(value)
    ? [undefined, ...partsOfKeys(value)]
    : [value, undefined];
};

const settingsOf = (live: KnownTask): readonly Resolved<Settings>[] =>
  settingRows.reduce<readonly Resolved<Settings>[]>(
    (all, { part, whenUnset }) =>
      all.flatMap((some) =>
        choicesOf(live[part], whenUnset).map((value) =>
          value === undefined ? some : { ...some, [part]: value },
        ),
      ),
    [{}],
  );

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
): boolean => {
  const { project, app: ofApp, name, run } = live;
  const settings = settingsOf(live);
  return [triggers, []].some((its) =>
    inputsOf(live, app).some((inputs) =>
      batchingsOf(live, app).some((batching) =>
        settings.some((some) =>
          hasHash(
            tag,
            bodyHashes({ project, app: ofApp, name, run, inputs, batching, triggers: its, ...some }),
          ),
        ),
      ),
    ),
  );
};
