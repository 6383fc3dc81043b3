import * as E from "fp-ts/Either";
import { problem, type SettingsProblem } from "./endpoint";

/** What becomes of a change that would make finished work anew: it is made and paid for again, or the preview fails. */
export type ReplaceFinished = "allow" | "refuse";

const words: readonly string[] = ["allow", "refuse"] satisfies readonly ReplaceFinished[];
const isWord = (text: string): text is ReplaceFinished => words.includes(text);

/** `sevenbridges:replaceFinished` by the stack's configuration: `allow`, which is the default, or `refuse`. */
export const replaceFinishedFrom = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, ReplaceFinished> => {
  const text = config("sevenbridges:replaceFinished")?.trim().toLowerCase() || "allow";
  return isWord(text)
    ? E.right(text)
    : problem("sevenbridges:replaceFinished must be allow or refuse (default: allow)");
};
