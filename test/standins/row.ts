import { type Act, liveThrough, type Outcome, whole } from "./lifecycle";
import type { StandIn } from "./standIn";

/** A stand-in, and where the life of the tasks differs from `whole` through it. */
export interface Row {
  readonly standIn: StandIn;
  /** The table's column. */
  readonly meets: string;
  readonly demanded: Partial<Omit<Outcome, "warnings" | "failures">>;
  /** What the warnings say: each of them matches one of these, and each of these is said. */
  readonly warns?: readonly RegExp[];
  /** The steps that fail, with what they print. */
  readonly fails?: readonly { readonly step: string; readonly text: RegExp }[];
  readonly act?: Act;
}

const matched = (patterns: readonly RegExp[], text: string): string =>
  String(patterns.find((pattern) => pattern.test(text)) ?? text);

/** What came of the row, beside what is demanded; a text is the pattern that it matches. */
export const resultOf = async ({
  standIn,
  demanded,
  act,
  warns = [],
  fails = [],
}: Row): Promise<readonly [outcome: object, demanded: object]> => {
  const { warnings, failures, ...outcome } = await liveThrough(standIn, act);
  return [
    {
      ...outcome,
      warnings: [...new Set(warnings.map((line) => matched(warns, line)))].sort(),
      failures: failures.map(({ step, text }) => ({
        step,
        text: matched(
          fails.filter((failure) => failure.step === step).map((failure) => failure.text),
          text,
        ),
      })),
    },
    {
      ...whole,
      ...demanded,
      warnings: warns.map(String).sort(),
      failures: fails.map(({ step, text }) => ({ step, text: String(text) })),
    },
  ];
};
