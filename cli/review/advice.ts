import { joinWithAnd } from "../../provider/shared/text";
import { secondBatch } from "./declaration";
import { type GrownBatch, grownBatches } from "./grown";
import { type Review, sumOf } from "./model";
import { money } from "./money";
import { aliasText, type Rename, renamesOf } from "./renames";
import type { Limits } from "./sections";
import { code, fenced, formatCount } from "./text";

/** Where money can be saved, and how. */

const renameText = ({ from, to, past, aliases, unsure }: Rename): string => {
  const cost = past.price === undefined ? past.status : `${past.status}, ${money([past.price])}`;
  const options = aliases.map(
    ({ name, was, what }) => `- ${what} ${code(name)}: ${code(`{ ${aliasText(was)} }`, 300)}`,
  );
  return [
    `**A rename?** ${code(from.name)} (${cost}) is deleted and ${code(to.name)} is new, but ${unsure ? "as far as the preview can tell " : ""}both are the same task. To keep it and its results, give ${aliases.length === 1 ? "the resource this option" : "the resources these options"}:`,
    "",
    ...options,
  ].join("\n");
};

const freshText = (fresh: GrownBatch["fresh"], added: number, limit: number): string => {
  const files = formatCount(added, "file is new", "files are new");
  if (fresh === undefined) return files;
  if (typeof fresh === "number") return `${fresh} ${fresh === 1 ? "is" : "are"} new`;
  if (fresh.length === 0) return `${files}, in groups that have run`;
  const names = fresh.slice(0, limit).map((group) => code(group));
  const more = fresh.length > limit ? [`${fresh.length - limit} more`] : [];
  return `${fresh.length} ${fresh.length === 1 ? "is" : "are"} new (${joinWithAnd([...names, ...more])})`;
};

const grownText = (review: Review, grown: GrownBatch, limits: Limits): string => {
  const { task, past, port, added, ran, fresh } = grown;
  const paid = past.price === undefined ? "" : `, ${money([past.price])}`;
  const groups =
    ran === undefined
      ? `The batch has run${paid}`
      : `${formatCount(ran, "group has", "groups have")} run${paid}`;
  const head = `**${code(task.name)} is replaced only because its list grew.** ${groups}; ${freshText(fresh, added.length, limits.items)}.`;
  if (Array.isArray(fresh) && fresh.length === 0)
    return `${head} These groups have to run again: a second batch over the new files alone would lack their old ones.`;
  const run = review.runs.find(({ task: urn, kind }) => urn === task.urn && kind !== "delete");
  const text = secondBatch(grown, run?.name);
  return [
    `${head} A second batch over the new files pays for these alone:`,
    "",
    ...(text.length > limits.lines
      ? [
          `(${formatCount(text.length, "line")}, too long for this comment: the files new on ${code(port)} are what it takes)`,
        ]
      : [fenced(text.join("\n"), limits.lines).replace(/^(`+)text/, "$1ts")]),
    "",
    `Give ${code(task.name)} the option ${code(`{ ignoreChanges: ["inputs"] }`)}, so that it keeps what it has.${typeof fresh === "number" ? "" : " Make sure that no group has old files and new ones."}`,
  ].join("\n");
};

/** What a state has lost, or `pulumi destroy` has taken out of it. With its run, the preview goes on to what follows it. */
const existingTexts = ({ tasks, runs }: Review, { rows }: Limits): readonly string[] => {
  const found = tasks.flatMap(({ name, urn, existing }) =>
    existing === undefined ? [] : [{ name, urn, existing }],
  );
  if (found.length === 0) return [];
  const one = found.length === 1;
  const cost = money(sumOf(found.map(({ existing }) => existing.price)));
  const options = found.slice(0, rows).map(({ name, urn, existing: { id, status, price, createdTime } }) => {
    const paid = price === undefined ? "" : `, ${money([price])}`;
    const when = createdTime === undefined ? "" : `, created ${createdTime.slice(0, 10)}`;
    const run = runs.find(({ kind, task }) => kind === "create" && task === urn);
    const its = run === undefined ? "" : ` and TaskRun ${code(run.name)}`;
    return `- DraftTask ${code(name)}${its} (${code(status)}${paid}${when}): ${code(`{ import: ${JSON.stringify(id)} }`)}`;
  });
  const more = found.length > rows ? [`- … and ${found.length - rows} more`] : [];
  return [
    [
      `**Paid for already?** ${formatCount(found.length, "new task has", "new tasks have")} run before from the same args${cost === "" ? "" : ` (${cost})`}, and ${one ? "is" : "are"} not in the state. To keep ${one ? "it and its" : "them and their"} results, give the resources these options; \`pulumi-sevenbridges declare --project\` prints the program of all of them:`,
      "",
      ...options,
      ...more,
    ].join("\n"),
  ];
};

export const adviceTexts = (review: Review, limits: Limits): readonly string[] => [
  ...existingTexts(review, limits),
  ...grownBatches(review).map((grown) => grownText(review, grown, limits)),
  ...renamesOf(review).map(renameText),
];
