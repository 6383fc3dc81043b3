import type { Trial } from "../trial";

/** The tasks that cost money stay in the project: the platform deletes drafts only. */
export const paidName = ({ name }: Pick<Trial, "name">, which: "started" | "renamed" | "aborted"): string =>
  `${name.replace(/, delete me$/, "")} (${which})`;

export const echoAppName = "pulumi-sevenbridges-doctor-echo";

export const priceClass =
  "two tasks that print one line: the first runs for some seconds, the second is aborted while it is queued. The platform bills the machine of the first, probably less than 0.10 USD, to the project's billing group";
