import { pipe } from "fp-ts/function";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import { type ApiError, explain } from "../../shared/errors";
import { listed } from "../../shared/text";
import { isReported, type Unasked } from "../session/bestEffort";
import { type Checking, type Findings, nothingFound, type Part } from "./check";
import { existing } from "./existing";
import { files } from "./files";
import { ports } from "./ports";
import { project } from "./project";

/** All that is checked of a task before it is made, in this order. */
const parts: readonly Part[] = [project, ports, files, existing];

/** What a preview alone looks at: `create` of an update looks for itself. */
const previewed: readonly Part[] = [existing];

/**
 * The same sentence for all parts and all tasks: an endpoint that did not answer is not asked again. An update does not go
 * on without the revisions.
 */
export const uncheckedBecause = (error: Unasked, preview: boolean): readonly string[] =>
  isReported(error)
    ? []
    : [
        `not checked: ${listed([
          ...(preview ? ["the newest revisions of apps"] : []),
          ...parts.filter((part) => preview || !previewed.includes(part)).map(({ what }) => what),
        ])}. ${error.why}`,
      ];

const unlooked = (what: string, error: Unasked | ApiError, preview: boolean): Findings => ({
  ...nothingFound,
  unchecked:
    error._tag === "Unasked" ? uncheckedBecause(error, preview) : [`not checked: ${what}. ${explain(error)}`],
});

const looked =
  (checking: Checking) =>
  ({ what, look }: Part): T.Task<Findings> =>
    pipe(
      look(checking),
      TE.getOrElse((error) => T.of(unlooked(what, error, checking.preview))),
    );

const together = (found: readonly Findings[]): Findings => {
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
        previewed.some((part) => part === parts[index]) ? { ...one, unchecked: [] } : one,
      )
    : found;

/** Everything that can be known of a task beforehand. Nothing here fails. */
export const findingsOf = (checking: Checking): T.Task<Findings> =>
  pipe(
    parts.map(looked(checking)),
    T.sequenceSeqArray,
    T.map((found) => together(withoutMoot(found))),
  );
