import type * as E from "fp-ts/Either";
import { type Checks, readChecks } from "../../config/checking";
import { type OrphanSearch, readOrphanSearch } from "../../config/finding";
import { type ReplaceFinished, readReplaceFinished } from "../../config/replaceFinished";
import type { SettingsProblem } from "../../shared/settingsProblem";
import type { Config } from "./session";

/** What the stack's configuration says of the provider's behavior. */
export interface Options {
  /** How much is checked on the platform before a task is created. */
  readonly checks: () => E.Either<SettingsProblem, Checks>;
  /** How tasks that an interrupted update left behind are found. */
  readonly orphanSearch: () => E.Either<SettingsProblem, OrphanSearch>;
  /** What happens to a change that repeats finished work. */
  readonly replaceFinished: () => E.Either<SettingsProblem, ReplaceFinished>;
}

export const newOptions = (config: () => Config): Options => ({
  checks: () => readChecks(config()),
  orphanSearch: () => readOrphanSearch(config()),
  replaceFinished: () => readReplaceFinished(config()),
});
