import * as E from "fp-ts/Either";
import { didYouMean } from "../shared/alike";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { joinWithAnd, nearest } from "../shared/text";

/**
 * How much is asked of the platform before tasks are made: `full` looks at all files, too; `apps` reads each app and each
 * project once, and the files of batches where the program does not say what they are grouped by; `offline` asks nothing.
 */
export type Checks = "full" | "apps" | "offline";

const levels: readonly Checks[] = ["full", "apps", "offline"];

/** `sevenbridges:checks`, by the stack's configuration. Default: `apps`. */
export const readChecks = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, Checks> => {
  const text = config("sevenbridges:checks")?.trim() ?? "";
  if (text === "") return E.right("apps");
  const level = levels.find((one) => one === text.toLowerCase());
  if (level !== undefined) return E.right(level);
  const meant = nearest(text, levels);
  return settingsProblem(
    `sevenbridges:checks must be ${joinWithAnd(levels).replace(" and ", " or ")}${meant === undefined ? "" : `: ${didYouMean(text, meant)}`}`,
  );
};
