import type { OrphanSearch } from "../../config/finding";
import { idOf, resourceIdOf, withSalt } from "../../model/tags/resourceId";
import { shorten } from "../../shared/manyAlike";
import { safeText } from "../../shared/safeText";
import type { SettingsProblem } from "../../shared/settingsProblem";
import type { Properties } from "../properties";
import type { Session } from "./session";

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

export const refuseInputs =
  (inputs: Properties) =>
  (...reasons: readonly string[]): Checked => ({
    inputs,
    failures: shorten(reasons).map((reason) => ({ property: "", reason: safeText(reason) })),
  });

/** What is wrong with one resource, in a preview: the program's own process reports it with that of all others. */
export const toMistakes = (inputs: Properties, ...mistakes: readonly string[]): Checked => ({
  inputs: { ...inputs, __checkErrors: mistakes.map(safeText) },
  failures: [],
});

/** No connection, in a preview: the program's own process reports it once for all resources that share it. */
export const connectionMistakes = (inputs: Properties, { reason, isOfResource }: SettingsProblem): Checked =>
  isOfResource === true
    ? toMistakes(inputs, reason)
    : { inputs: { ...inputs, __noConnection: safeText(reason) }, failures: [] };

/** Whether the program has reported what is wrong, and is going to fail: only in a preview. */
export const isReportedByCheck = ({
  __checkErrors,
  __noConnection,
  __alreadyReported,
}: Properties): boolean =>
  __checkErrors !== undefined || __noConnection !== undefined || __alreadyReported === true;

interface Identity {
  readonly __owner?: string;
  readonly __id?: string;
}

/**
 * From here on the owner is the salted one, in the state as well. The id is the one that the state has, whatever the owner is
 * called now; the second check of a replacement is given no state. Only a new resource gets a new one.
 */
export const withIdentity = <H extends Identity>(
  session: Session,
  olds: Identity,
  hidden: H,
  finding: OrphanSearch,
): H => {
  const owner = withSalt(hidden.__owner, finding.salt);
  if (owner === undefined) return hidden;
  const id = idOf(olds) ?? session.ownership.resourceIds.get(owner) ?? resourceIdOf(owner);
  session.ownership.resourceIds.set(owner, id);
  return { ...hidden, __owner: owner, __id: id };
};
