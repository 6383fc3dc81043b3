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
    failures: reasons.map((reason) => ({ property: "", reason })),
  });
