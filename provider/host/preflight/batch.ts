import * as E from "fp-ts/Either";
import { type DefaultBatching, defaultBatching } from "../../cwl/ports";
import { expectedChildren, type Facts, hasAllMetadata, unreadIn } from "../../model/task/expectedChildren";
import type { BatchBy } from "../../model/values/batching";
import { isRecord } from "../../shared/codec";
import { pendingIn } from "../../shared/pending";
import { hasUnknown, isUnknown } from "../../shared/unknown";
import type { Skipped } from "../session/bestEffort";
import { type CheckContext, type Findings, nothingFound } from "./check";
import { incompleteFields, missingFields, unreadMetadata } from "./grouping";

/** A batch whose list is known. */
export interface Batch {
  readonly port: string;
  readonly by: BatchBy;
  /** The app's own batching, of which the program says nothing. */
  readonly isOfApp: boolean;
  /** As the program has handed it over: with the names and the metadata that lookups have found. */
  readonly list: readonly unknown[];
}

/** How a task is split, as far as that is known without its files. */
type Splitting = Omit<Batch, "list">;

const byDefault = ({ batchInput, batchBy }: DefaultBatching): Splitting | undefined => {
  if (batchBy.type === "ITEM") return { port: batchInput, by: batchBy, isOfApp: true };
  const [first, ...more] = batchBy.criteria;
  return first === undefined
    ? undefined
    : { port: batchInput, by: { type: "CRITERIA", criteria: [first, ...more] }, isOfApp: true };
};

/** By what the task is batched: the program's word, or the app's. An app that cannot be read is reported elsewhere. */
const batchingOf = async ({
  now: { app: id, batching },
  app: readApp,
}: CheckContext): Promise<E.Either<Skipped, Splitting | undefined>> => {
  if (isUnknown(batching) || batching._tag === "Disabled") return E.right(undefined);
  if (batching._tag === "Override")
    return E.right({ port: batching.batchInput, by: batching.batchBy, isOfApp: false });
  if (isUnknown(id)) return E.right(undefined);
  const app = await readApp();
  if (E.isLeft(app)) return app.left._tag === "Skipped" ? E.left(app.left) : E.right(undefined);
  const found = defaultBatching(app.right.raw);
  return E.right(found === undefined ? undefined : byDefault(found));
};

/** The list on a port; not one that a preview does not know yet, nor one that waits for a run. */
const listOn = ({ inputs }: CheckContext["news"], port: string): readonly unknown[] | undefined => {
  const list = isRecord(inputs) && Object.hasOwn(inputs, port) ? inputs[port] : undefined;
  return Array.isArray(list) && list.length > 0 && !hasUnknown(list) && pendingIn(list).length === 0
    ? list
    : undefined;
};

/** The batch that a task is, if it is one, and its list is known. */
export const batchIn = async (checking: CheckContext): Promise<E.Either<Skipped, Batch | undefined>> => {
  const found = await batchingOf(checking);
  if (E.isLeft(found)) return found;
  const batching = found.right;
  const list = batching === undefined ? undefined : listOn(checking.news, batching.port);
  return E.right(batching === undefined || list === undefined ? undefined : { ...batching, list });
};

/** Of which files of a batch the platform has to be asked. */
export const unreadOf = (batch: Batch | undefined): readonly string[] =>
  batch === undefined ? [] : unreadIn(batch.by, batch.list);

/** What there is to tell of a batch whose files are known. */
export const ofBatch = (batch: Batch | undefined, facts: Facts): Findings => {
  if (batch === undefined) return nothingFound;
  if (!hasAllMetadata(batch.by, batch.list, facts))
    return { ...nothingFound, unchecked: [unreadMetadata(batch)] };
  const mistakes = missingFields(batch, facts);
  return mistakes.length > 0
    ? { ...nothingFound, mistakes }
    : {
        ...nothingFound,
        warnings: incompleteFields(batch, facts),
        expectedChildren: expectedChildren(batch.by, batch.list, facts),
      };
};
