import * as E from "fp-ts/Either";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";

/** What happens to a change that would pay for finished work again. `refuseCostly` is the default and cannot be written. */
export type ReplaceFinished = "allow" | "refuse" | "refuseCostly";

/**
 * By default, work that has cost this much is not paid for again. The amount is in the platform's own currency: no public source
 * of the API has exchange rates. Smaller sums are the daily price of trying an analysis; from about here on, one wrong edit of a
 * cohort hurts a project's budget.
 */
export const costlyAmount = 100;

const words: readonly string[] = ["allow", "refuse"] satisfies readonly ReplaceFinished[];
const isWord = (text: string): text is "allow" | "refuse" => words.includes(text);

/** `sevenbridges:replaceFinished` by the stack's configuration: `allow`, `refuse`, or not set. */
export const readReplaceFinished = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, ReplaceFinished> => {
  const text = config("sevenbridges:replaceFinished")?.trim().toLowerCase() || undefined;
  if (text === undefined) return E.right("refuseCostly");
  return isWord(text)
    ? E.right(text)
    : settingsProblem(
        `sevenbridges:replaceFinished must be allow or refuse (not set: work that has cost ${costlyAmount} or more is refused)`,
      );
};

/** Why finished work of this price is not paid for again; `undefined` where it may be. An unknown price is no reason by default. */
export const refusalCause = (
  setting: ReplaceFinished,
  price: { readonly amount?: number } | undefined,
): string | undefined => {
  if (setting === "allow") return undefined;
  if (setting === "refuse") return 'sevenbridges:replaceFinished is "refuse"';
  return price?.amount !== undefined && price.amount >= costlyAmount
    ? `its cost reaches ${costlyAmount} and sevenbridges:replaceFinished is not set`
    : undefined;
};
