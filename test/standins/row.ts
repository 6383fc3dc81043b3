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

/** An outcome, beside what is demanded of its row; a text is the pattern that it matches. */
const compared = (
  { demanded, warns = [], fails = [] }: Row,
  { warnings, failures, ...outcome }: Outcome,
): readonly [outcome: object, demanded: object] => [
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

/** One life of all rows, lived when the first test asks for it, and a test of each. */
export const testTogether = (rows: readonly Row[]): void => {
  let lived: Promise<readonly Outcome[]> | undefined;
  describe.each(rows)("$standIn.name", (row) => {
    test("the real engine creates each task once, and loses none", async () => {
      lived ??= liveThrough(rows);
      const outcome = (await lived)[rows.indexOf(row)];
      if (outcome === undefined) throw new Error("the row has not been lived through");
      const [found, demanded] = compared(row, outcome);
      expect(found).toStrictEqual(demanded);
    }, 600_000);
  });
};
