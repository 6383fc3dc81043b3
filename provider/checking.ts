import * as E from "fp-ts/Either";
import { problem, type SettingsProblem } from "./endpoint";
import { listed, nearest } from "./words";

/**
 * How much a preview asks the platform: `full` looks at the files, too; `apps` reads each app once; `offline` asks
 * nothing.
 */
export type Checks = "full" | "apps" | "offline";

const levels: readonly Checks[] = ["full", "apps", "offline"];

/** `sevenbridges:checks`, by the stack's configuration. Default: `apps`. */
export const checksFrom = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, Checks> => {
  const text = config("sevenbridges:checks")?.trim() ?? "";
  if (text === "") return E.right("apps");
  const level = levels.find((one) => one === text.toLowerCase());
  if (level !== undefined) return E.right(level);
  const meant = nearest(text, levels);
  return problem(
    `sevenbridges:checks must be ${listed(levels).replace(" and ", " or ")}${meant === undefined ? "" : `: did you mean ${meant}?`}`,
  );
};
