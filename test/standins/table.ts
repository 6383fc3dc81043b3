import * as E from "fp-ts/Either";
import * as t from "io-ts";

/** The table of results, as `npm run proof -- --standins` prints it. */

/** A row, as far as the table shows it. */
interface Shown {
  readonly standIn: { readonly name: string };
  readonly meets: string;
}

/** What Jest writes of its tests. */
const Report = t.type({
  testResults: t.array(
    t.type({
      assertionResults: t.array(t.type({ ancestorTitles: t.array(t.string), status: t.string })),
    }),
  ),
});

/** The name of each stand-in whose test has run, and whether it has passed. */
export const resultsIn = (report: unknown): ReadonlyMap<string, boolean> => {
  const decoded = Report.decode(report);
  if (E.isLeft(decoded)) throw new Error("Jest's report has a form that is not known");
  return new Map(
    decoded.right.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .flatMap(({ ancestorTitles: [name], status }) =>
        name === undefined || status === "pending" ? [] : [[name, status === "passed"]],
      ),
  );
};

const resultOf = (passed: boolean | undefined): string =>
  passed === undefined ? "not run" : passed ? "passed" : "**failed**";

const line = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

export const table = (rows: readonly Shown[], results: ReadonlyMap<string, boolean>): string =>
  [
    line("stand-in", "demanded", "result"),
    line("---", "---", "---"),
    ...rows.map(({ standIn: { name }, meets }) => line(name, meets, resultOf(results.get(name)))),
  ].join("\n");
