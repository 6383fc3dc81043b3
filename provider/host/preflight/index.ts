import * as E from "fp-ts/Either";
import { explain, type HostError } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { isReported, type Skipped } from "../session/bestEffort";
import { type Check, type CheckContext, type Findings, nothingFound } from "./check";
import { existing } from "./existing";
import { files } from "./files";
import { ports } from "./ports";
import { project } from "./project";

/** All that is checked of a task before it is made, in this order. */
const checks: readonly Check[] = [project, ports, files, existing];

/** What a preview alone looks at: `create` of an update looks for itself. */
const previewedCheck: readonly Check[] = [existing];

/**
 * The same sentence for all parts and all tasks: an endpoint that did not answer is not asked again. An update does not go
 * on without the revisions.
 */
export const uncheckedBecause = (error: Skipped, preview: boolean): readonly string[] =>
  isReported(error)
    ? []
    : [
        `not checked: ${joinWithAnd([
          ...(preview ? ["the newest revisions of apps"] : []),
          ...checks.filter((part) => preview || !previewedCheck.includes(part)).map(({ what }) => what),
        ])}. ${error.why}`,
      ];

const skipped = (what: string, error: Skipped | HostError, preview: boolean): Findings => ({
  ...nothingFound,
  unchecked:
    error._tag === "Skipped" ? uncheckedBecause(error, preview) : [`not checked: ${what}. ${explain(error)}`],
});

const runCheck = async (checking: CheckContext, { what, look }: Check): Promise<Findings> => {
  const found = await look(checking);
  return E.isLeft(found) ? skipped(what, found.left, checking.preview) : found.right;
};

const mergeFindings = (found: readonly Findings[]): Findings => {
  const expected = found.find(({ expectedChildren }) => expectedChildren !== undefined);
  const paid = found.find((one) => one.existing !== undefined)?.existing;
  const other = found.find((one) => one.other !== undefined)?.other;
  return {
    mistakes: found.flatMap(({ mistakes }) => mistakes),
    warnings: found.flatMap(({ warnings }) => warnings),
    unchecked: found.flatMap(({ unchecked }) => unchecked),
    ...(expected === undefined ? {} : { expectedChildren: expected.expectedChildren }),
    ...(paid === undefined ? {} : { existing: paid }),
    ...(other === undefined ? {} : { other }),
  };
};

/** What a task with mistakes would pay for again does not matter: the preview fails, and names why. */
const withoutMoot = (found: readonly Findings[]): readonly Findings[] =>
  found.some(({ mistakes }) => mistakes.length > 0)
    ? found.map((one, index) =>
        previewedCheck.some((part) => part === checks[index]) ? { ...one, unchecked: [] } : one,
      )
    : found;

/** Everything that can be known of a task beforehand. Nothing here fails. */
export const runChecks = async (checking: CheckContext): Promise<Findings> => {
  const found: Findings[] = [];
  for (const check of checks) found.push(await runCheck(checking, check));
  return mergeFindings(withoutMoot(found));
};
