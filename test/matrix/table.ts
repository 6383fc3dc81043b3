/** The matrix as Markdown. Imports nothing: the command that prints it is run by Node as it is. */

/** How many cases of a cell went how. */
export interface Counts {
  /** As if nothing had happened. */
  readonly unnoticed: number;
  /** A clear error, and the next `up` finishes. */
  readonly resumed: number;
  /** A partial failure, which keeps the task in the state; the next `up` finishes. */
  readonly kept: number;
  readonly violation: number;
}

export interface Row {
  readonly operation: string;
  /** In the order of the columns: an object would put `401` before all names. */
  readonly cells: readonly { readonly fault: string; readonly counts: Counts }[];
}

const sum = (all: readonly Counts[]): Counts => ({
  unnoticed: all.reduce((total, it) => total + it.unnoticed, 0),
  resumed: all.reduce((total, it) => total + it.resumed, 0),
  kept: all.reduce((total, it) => total + it.kept, 0),
  violation: all.reduce((total, it) => total + it.violation, 0),
});

const casesIn = ({ unnoticed, resumed, kept, violation }: Counts): number =>
  unnoticed + resumed + kept + violation;

/** `12`: as if nothing had happened. `8+4`: four of twelve ended in an error, and the next `up` finished. */
const shown = ({ unnoticed, resumed, kept, violation }: Counts): string =>
  `${unnoticed}${resumed + kept > 0 ? `+${resumed + kept}` : ""}${violation > 0 ? ` **${violation} broken**` : ""}`;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** One operation under all faults, and in all. */
export const rowText = ({ operation, cells }: Row): string =>
  line([
    operation,
    ...cells.map(({ counts }) => shown(counts)),
    String(casesIn(sum(cells.map(({ counts }) => counts)))),
  ]);

const countsIn = (rows: readonly Row[]): readonly Counts[] =>
  rows.flatMap(({ cells }) => cells.map(({ counts }) => counts));

/** What is lost, made twice or left behind is among the violations: there must be none. */
export const summary = (rows: readonly Row[]): string => {
  const all = sum(countsIn(rows));
  return [
    `${casesIn(all)} cases: ${all.unnoticed} as if nothing had happened, ${all.resumed} clear errors after which the next \`up\` finishes,`,
    `${all.kept} partial failures that keep the task in the state and are finished by the next \`up\`.`,
    all.violation === 0
      ? "Duplicates: 0. Orphans: 0. Losses: 0."
      : `**Broken promises: ${all.violation}.** Each is printed by \`npx jest test/matrix\`.`,
  ].join("\n");
};

export const table = (rows: readonly Row[]): string => {
  const faults = (rows[0]?.cells ?? []).map(({ fault }) => fault);
  const totals = faults.map((_, at) =>
    String(casesIn(sum(rows.flatMap(({ cells }) => cells[at]?.counts ?? [])))),
  );
  const all = casesIn(sum(countsIn(rows)));
  return [
    line(["", ...faults, "cases"]),
    line(["---", ...faults.map(() => "--:"), "--:"]),
    ...rows.map(rowText),
    line(["cases", ...totals, String(all)]),
    "",
    summary(rows),
  ].join("\n");
};

/** A table without the blanks and dashes that a formatter fills its columns up with. */
export const unpadded = (markdown: string): string =>
  markdown.replace(/ +\|/g, " |").replace(/\| +/g, "| ").replace(/-+:/g, "--:").replace(/-{3,}/g, "---");
