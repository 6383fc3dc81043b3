import { hasUnknown } from "../../provider/shared/unknown";
import type { PreviousRun, Review, TaskStep } from "./model";
import { hasHidden, listDelta, onPort } from "./values";

/** A batch that has run and would be made again, although nothing has changed but that its list has grown. */
export interface GrownBatch {
  readonly task: TaskStep;
  readonly past: PreviousRun;
  readonly port: string;
  /** The items that are new on its list. */
  readonly added: readonly unknown[];
  /** How many groups have run; `undefined` where that is not known. */
  readonly ran: number | undefined;
  /** The groups that are new; `undefined` where the preview does not say which groups there are. */
  readonly fresh: readonly string[] | number | undefined;
}

/** New groups, by their values where the preview has them. A new file of an old group makes no new one. */
const newItemsOf = (task: TaskStep, ran: readonly string[], added: number): GrownBatch["fresh"] => {
  const { batchBy, expectedChildren } = task.args;
  if (expectedChildren?.groups !== undefined && ran.length > 0)
    return expectedChildren.groups.filter((group) => !ran.includes(group));
  return batchBy?.type === "ITEM" ? added : undefined;
};

const grownBatchOf = (task: TaskStep, review: Review): readonly GrownBatch[] => {
  const { past, kind, certainty, changes, args, was } = task;
  const port = args.batchInput;
  if (past === undefined || kind !== "replace" || certainty !== "sure" || port === undefined) return [];
  const [before, after] = [onPort(was?.inputs, port), onPort(args.inputs, port)];
  // Whatever else differs on a started task is either another reason, or stored for later.
  const others = changes.filter(
    ({ path }) => path !== `inputs.${port}` && path !== "name" && path !== "description",
  );
  if (others.length > 0 || task.secret || !Array.isArray(before) || !Array.isArray(after)) return [];
  if (hasUnknown(args.inputs) || hasHidden(args.inputs)) return [];
  const { added, removed } = listDelta(before, after);
  if (removed.length > 0 || added.length === 0) return [];
  const groups = review.runs.find((run) => run.task === task.urn && run.kind !== "delete")?.groups ?? [];
  const ran = groups.length > 0 ? groups.length : args.batchBy?.type === "ITEM" ? before.length : undefined;
  return [{ task, past, port, added, ran, fresh: newItemsOf(task, groups, added.length) }];
};

export const grownBatches = (review: Review): readonly GrownBatch[] =>
  review.tasks.flatMap((task) => grownBatchOf(task, review));
