import { type Finding, saltedOwner } from "../../config/finding";
import type { SettingsProblem } from "../../config/platforms";
import { idOf, resourceIdOf } from "../../model/tags/resourceId";
import { shortened } from "../../shared/manyAlike";
import { safeText } from "../../shared/safeText";
import type { Properties } from "../properties";
import type { Host } from "./session";

/** A failure as the engine takes it. `property` stays empty: the engine would print a named property's value in clear. */
interface Failure {
  readonly property: "";
  readonly reason: string;
}

/** What `check` gives back: the inputs that are stored, or why there are none. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

export const refusing =
  (inputs: Properties) =>
  (...reasons: readonly string[]): Checked => ({
    inputs,
    failures: shortened(reasons).map((reason) => ({ property: "", reason: safeText(reason) })),
  });

/** What is wrong with one resource, in a preview: the program's own process reports it with that of all others. */
export const mistaken = (inputs: Properties, ...mistakes: readonly string[]): Checked => ({
  inputs: { ...inputs, __mistakes: mistakes.map(safeText) },
  failures: [],
});

/** No connection, in a preview: the program's own process reports it once for all resources that share it. */
export const unconnected = (inputs: Properties, { reason, isOfResource }: SettingsProblem): Checked =>
  isOfResource === true
    ? mistaken(inputs, reason)
    : { inputs: { ...inputs, __noConnection: safeText(reason) }, failures: [] };

/** Whether the program has reported what is wrong, and is going to fail: only in a preview. */
export const isReported = ({ __mistakes, __noConnection, __reported }: Properties): boolean =>
  __mistakes !== undefined || __noConnection !== undefined || __reported === true;

interface Identity {
  readonly __owner?: string;
  readonly __id?: string;
}

/**
 * From here on the owner is the salted one, in the state as well. The id is the one that the state has, whatever the owner is
 * called now; the second check of a replacement is given no state. Only a new resource gets a new one.
 */
export const withIdentity = <H extends Identity>(
  host: Host,
  olds: Identity,
  hidden: H,
  finding: Finding,
): H => {
  const owner = saltedOwner(hidden.__owner, finding);
  if (owner === undefined) return hidden;
  const id = idOf(olds) ?? host.ids.get(owner) ?? resourceIdOf(owner);
  host.ids.set(owner, id);
  return { ...hidden, __owner: owner, __id: id };
};
