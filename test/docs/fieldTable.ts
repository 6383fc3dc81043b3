import { argNames, fields } from "../../provider/model/task/fields";

/** The table of args in docs/resources.md. */

const onDraft = {
  "new task": "new task",
  edit: "in place",
  "edit ports": "in place, that port only",
  start: "`true` starts it",
  store: "stored",
} as const;

const onStarted = {
  "new task": "new task",
  rename: "in place while RUNNING or COMPLETED, else a warning",
  "next attempt": "kept for the next attempt",
  store: "stored",
} as const;

const head = ["arg", "what it is", "a change on a draft", "once started"];

const rows = argNames.map((arg) => {
  const row = fields[arg];
  return [`\`${arg}\``, row.doc, onDraft[row.onDraft], onStarted[row.onStarted]];
});

const widths = head.map((title, at) =>
  Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)),
);

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;

const fieldTable: string = [
  line(head),
  `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
  ...rows.map(line),
].join("\n");

const start = "## DraftTask\n\n";

/** The page with the table as the rows have it. */
export const withFieldTable = (page: string): string => {
  const from = page.indexOf(start) + start.length;
  return `${page.slice(0, from)}${fieldTable}${page.slice(page.indexOf("\n\n", from))}`;
};
