import { groupBy } from "./alike";
import { nameCell } from "./cells";
import type { Review, TaskStep } from "./model";
import type { Limits } from "./sections";
import { likenessOf, startersOf } from "./tables";
import { code } from "./text";
import { valueText } from "./valueText";

/** The inputs of what will be made, files by name and id. */

/** Closed until somebody wants to know. GitHub reads Markdown in it only after an empty line. */
const details = (summary: string, body: string): string =>
  [`<details><summary>${summary}</summary>`, "", body, "", "</details>"].join("\n");

const portsText = ({ args }: TaskStep, items: number): readonly string[] =>
  Object.entries(args.inputs ?? {}).map(
    ([port, given]) => `  - ${code(port, 60)}: ${valueText(given, items)}`,
  );

const isMade = ({ kind, certainty }: TaskStep): boolean =>
  kind === "create" || (kind === "replace" && certainty === "sure");

export const inputsText = (review: Review, { rows, items }: Limits): string | undefined => {
  const starters = startersOf(review);
  const likes = groupBy(review.tasks.filter(isMade), (task) => likenessOf(task, starters.get(task.urn)));
  if (likes.length === 0) return undefined;
  const texts = likes.slice(0, rows).map((like) => {
    const ofFirst = like.all.length > 1 ? `: those of ${code(like.first.name)}` : "";
    return [`- ${nameCell(like)}${ofFirst}`, ...portsText(like.first, items)].join("\n");
  });
  const left = likes.slice(rows).reduce((sum, { all }) => sum + all.length, 0);
  return details(
    "Inputs of the new and the replaced tasks",
    [...texts, ...(left > 0 ? [`- … and ${left} more`] : [])].join("\n"),
  );
};
