import { type Finding, saltedOwner } from "../finding";
import { shortened } from "../manyAlike";
import type { Properties } from "./properties";

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
    failures: shortened(reasons).map((reason) => ({ property: "", reason })),
  });

/** From here on the owner is the salted one, in the state as well. */
export const withSalt = <H extends { readonly __owner?: string }>(hidden: H, finding: Finding): H => {
  const owner = saltedOwner(hidden.__owner, finding);
  return owner === undefined ? hidden : { ...hidden, __owner: owner };
};
