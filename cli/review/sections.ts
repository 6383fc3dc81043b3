/** How much of everything is shown: a comment has its size. */
export interface Limits {
  /** Rows of a table. */
  readonly rows: number;
  /** Items of a list: files, groups, names. */
  readonly items: number;
  /** Lines of a text. */
  readonly lines: number;
  /** Nodes of the graph; 0 for none. */
  readonly nodes: number;
}

/** A table under a title. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many things each row counts for: rows left out are counted in these. */
  readonly counts: readonly number[];
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => (cell === "" ? " " : cell)).join(" | ")} |`;

/** In Markdown; an empty column is left out. */
export const tableText = (table: Table, { rows: limit }: Limits): string => {
  const shown = table.rows.slice(0, limit);
  const left = table.counts.slice(limit).reduce((sum, count) => sum + count, 0);
  const columns = table.head
    .map((_, at) => at)
    .filter((at) => at === 0 || shown.some((cells) => (cells[at] ?? "") !== ""));
  const pick = (cells: readonly string[]): readonly string[] => columns.map((at) => cells[at] ?? "");
  const total = table.counts.reduce((sum, count) => sum + count, 0);
  return [
    `#### ${table.title} (${total})`,
    "",
    ...(shown.length === 0
      ? []
      : [row(pick(table.head)), row(columns.map(() => "---")), ...shown.map((cells) => row(pick(cells)))]),
    ...(left > 0 ? [...(shown.length > 0 ? [""] : []), `… and ${left} more.`] : []),
  ].join("\n");
};
