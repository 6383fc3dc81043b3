import { adviceTexts } from "./advice";
import { decision, isEmpty } from "./decision";
import { graphText } from "./graph";
import { inputsText } from "./inputs";
import type { Complaint, Kind, Review } from "./model";
import { type Rule, rules } from "./rules";
import { runTable } from "./runTable";
import { type Limits, tableText } from "./sections";
import { taskTables } from "./tables";
import { code, fenced, formatCount, prose } from "./text";

export interface Options {
  /** What the comment is about; it is part of the marker, so that two stacks have two comments. */
  readonly title?: string;
  /** The rules of `--fail-on` that hit. */
  readonly hits: readonly Rule[];
  readonly maxChars: number;
}

const headline = ({ title }: Options, review: Review): string =>
  `${title === undefined ? "" : `**${prose(title)}:** `}${decision(review)}`;

/** By this a workflow finds the comment that it has to update. */
const marker = (title: string | undefined, { project, stack }: Review): string =>
  `<!-- pulumi-sevenbridges review: ${(title ?? `${project}/${stack}`).replace(/[^\p{L}\p{N} ./_]+/gu, " ").slice(0, 100)} -->`;

const counts = ({ tasks, runs }: Review): string => {
  const words: Readonly<Record<Exclude<Kind, "keep">, string>> = {
    create: "new",
    adopt: "imported",
    update: "changed in place",
    replace: "replaced",
    delete: "deleted",
    read: "read",
  };
  const all = [...tasks, ...runs];
  const parts = Object.entries(words).flatMap(([kind, word]) => {
    const these = all.filter((step) => step.kind === kind);
    const open = these.filter(({ certainty }) => certainty !== "sure").length;
    return [
      ...(these.length - open > 0 ? [`${these.length - open} ${word}`] : []),
      ...(open > 0 ? [`${open} may be ${word}`] : []),
    ];
  });
  return parts.join(", ");
};

const unchangedText = ({ unchanged: { count, listed } }: Review): string =>
  count === 0
    ? ""
    : `${count} unchanged${listed ? "" : " (not in the graph: the preview was made without `--show-sames`)"}`;

const othersText = ({ others }: Review, limit: number): string | undefined => {
  if (others.length === 0) return undefined;
  const shown = others
    .slice(0, limit)
    .map(({ type, op, count }) => `${count} ${code(type, 60)} ${prose(op)}`);
  const left = others.slice(limit).reduce((sum, { count }) => sum + count, 0);
  return `Resources of other kinds: ${[...shown, ...(left > 0 ? [`${left} more`] : [])].join(", ")}.`;
};

const summary = (review: Review): string => {
  const parts = [counts(review), unchangedText(review)].filter((text) => text !== "");
  const where = review.stack === "" ? "" : `Stack ${code(review.stack)} of project ${code(review.project)}.`;
  return [where, parts.length === 0 ? "" : `Tasks and runs: ${parts.join(", ")}.`]
    .filter((text) => text !== "")
    .join(" ");
};

const hitsText = (hits: readonly Rule[]): string | undefined =>
  hits.length === 0
    ? undefined
    : [
        "> [!CAUTION]",
        "> The check fails:",
        ...hits.map((rule) => `> - ${code(rule)}: ${rules[rule][0]}`),
      ].join("\n");

const errorsText = ({ errors }: Review, { rows, lines }: Limits): string | undefined =>
  errors.length === 0
    ? undefined
    : [
        `#### Errors (${errors.length})`,
        ...errors
          .slice(0, rows)
          .map(({ name, text }) =>
            [...(name === undefined ? [] : [`${code(name)}:`, ""]), fenced(text, lines)].join("\n"),
          ),
        ...(errors.length > rows ? [`… and ${errors.length - rows} more.`] : []),
      ].join("\n\n");

const warningText = ({ name, text }: Complaint): string =>
  `> - ${name === undefined ? "" : `${code(name)}: `}${prose(text, 600)}`;

const warningsText = ({ warnings }: Review, { rows }: Limits): string | undefined =>
  warnings.length === 0
    ? undefined
    : [
        "> [!WARNING]",
        ...warnings.slice(0, rows).map(warningText),
        ...(warnings.length > rows
          ? [`> - … and ${formatCount(warnings.length - rows, "more warning")}`]
          : []),
      ].join("\n");

const tooLong = "*The rest is too long for a comment: see the preview itself.*";

const graphSection = (review: Review, { nodes }: Limits): string | undefined => {
  const graph = graphText(review, nodes);
  return graph === undefined ? undefined : `#### The pipeline\n\n${graph}\n\n${legend}`;
};

const legend =
  "<sub>Boxes are tasks, rounded ones their runs (▶: starts now). Green: new. Blue: changed in place. Red: replaced. Yellow: may be replaced. Gray: deleted. White: unchanged.</sub>";

const withLimits = (review: Review, options: Options, limits: Limits): string => {
  const tables = taskTables(review, limits);
  const runs = runTable(review, limits);
  const sections = [
    headline(options, review),
    errorsText(review, limits),
    hitsText(options.hits),
    summary(review),
    warningsText(review, limits),
    ...adviceTexts(review, limits),
    ...tables.map((table) => tableText(table, limits)),
    ...(runs.rows.length > 0 ? [tableText(runs, limits)] : []),
    isEmpty(review) ? undefined : graphSection(review, limits),
    inputsText(review, limits),
    othersText(review, limits.items),
    marker(options.title, review),
  ];
  return `${sections.filter((text) => text !== undefined && text !== "").join("\n\n")}\n`;
};

/** From all to nearly nothing. */
const levelsOfDetail: readonly Limits[] = [
  { rows: 200, items: 50, lines: 200, nodes: 40 },
  { rows: 100, items: 20, lines: 100, nodes: 40 },
  { rows: 40, items: 10, lines: 40, nodes: 30 },
  { rows: 15, items: 5, lines: 20, nodes: 20 },
  { rows: 5, items: 3, lines: 10, nodes: 12 },
  { rows: 2, items: 1, lines: 5, nodes: 0 },
];

/** The shortest that still is a decision. */
const minimalOptions = (review: Review, options: Options): string =>
  [headline(options, review), hitsText(options.hits), tooLong, marker(options.title, review)]
    .filter((text) => text !== undefined)
    .join("\n\n");

/** The comment, no longer than it may be. */
export const markdown = (review: Review, options: Options): string => {
  for (const limits of levelsOfDetail) {
    const text = withLimits(review, options, limits);
    if (text.length <= options.maxChars) return text;
  }
  return `${minimalOptions(review, options)}\n`;
};
