import * as E from "fp-ts/Either";

/** Why there is no connection, as one sentence that says what to do. It never holds a token. */
export interface SettingsProblem {
  readonly _tag: "SettingsProblem";
  readonly reason: string;
  /** An arg of the resource is wrong, and not what the settings say. */
  readonly isOfResource?: true;
}

export const settingsProblem = (reason: string): E.Either<SettingsProblem, never> =>
  E.left({ _tag: "SettingsProblem", reason });
