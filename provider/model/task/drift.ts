import { isUnknown, type Unknown } from "../../shared/unknown";
import { type ExecutionSettings, isSameSetting } from "../codecs/executionSettings";
import type { OutputLocation } from "../codecs/outputLocation";
import { isKeptFrom } from "../tags/keptText";
import { withoutTag } from "../tags/tag";
import { locationFrom, settingsFrom } from "../values/fromApi";

/*
 * What a refresh makes of a setting, from what the program sets and what the platform has. Only what the program set can drift. For
 * what it never set, `null` and defaults are no drift.
 */

/** Without the tag; a program's own text that looks like one is its text. What the platform has made of a text is that text. */
const textIn = (said: string | Unknown | undefined, description: string | undefined): string => {
  if (description && description === said) return description;
  return typeof said === "string" && isKeptFrom(said, description) ? said : withoutTag(description);
};

/** A description that somebody has written shows, though the program sets none. */
export const driftedDescription = (
  said: string | Unknown | undefined,
  wire: unknown,
): string | Unknown | undefined =>
  textIn(said, typeof wire === "string" ? wire : undefined) || (said === "" ? "" : undefined);

/** Of an object, only the keys that the program set. */
const keysOf = <T extends object>(said: T | Unknown | undefined, live: T): T | Unknown | undefined => {
  if (said === undefined || isUnknown(said)) return said;
  const kept = Object.entries(live).filter(([key]) => key in said);
  return Object.fromEntries(kept) as T; // a part of `live` by the keys of `said`, both of them T
};

/** A disk that only the platform names is its own. */
export const driftedSettings = (
  said: ExecutionSettings | Unknown | undefined,
  wire: unknown,
): ExecutionSettings | Unknown | undefined => {
  const now = keysOf(said, settingsFrom(wire));
  if (now === undefined || isUnknown(now) || said === undefined || isUnknown(said)) return now;
  const { instanceType } = said;
  return instanceType !== undefined && isSameSetting(instanceType, now.instanceType)
    ? { ...now, instanceType }
    : now;
};

export const driftedLocation = (
  said: OutputLocation | Unknown | undefined,
  wire: unknown,
): OutputLocation | Unknown | undefined => keysOf(said, locationFrom(wire));
