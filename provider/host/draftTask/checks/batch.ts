import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type DefaultBatching, defaultBatching } from "../../../apps/ports";
import type { BatchBy } from "../../../model/batching";
import { isRecord } from "../../../model/codec";
import { expectedChildren, type Facts, lackingIn, unreadIn } from "../../../model/expectedChildren";
import { pendingIn } from "../../../model/pending";
import { containsUnknown, isUnknown } from "../../../unknown";
import { listed } from "../../../words";
import type { Unasked } from "../../ask";
import { type Checking, type Findings, nothingFound } from "./part";

/** A batch whose list is known. */
export interface Batch {
  readonly port: string;
  readonly by: BatchBy;
  /** As the program has handed it over: with the names and the metadata that lookups have found. */
  readonly list: readonly unknown[];
}

const byDefault = ({ batchInput, batchBy }: DefaultBatching): Pick<Batch, "port" | "by"> | undefined => {
  if (batchBy.type === "ITEM") return { port: batchInput, by: batchBy };
  const [first, ...more] = batchBy.criteria;
  return first === undefined
    ? undefined
    : { port: batchInput, by: { type: "CRITERIA", criteria: [first, ...more] } };
};

/** By what the task is batched: the program's word, or the app's. An app that cannot be read is told by others. */
const batchingOf = ({
  now: { app: id, batching },
  app,
}: Checking): TE.TaskEither<Unasked, Pick<Batch, "port" | "by"> | undefined> => {
  if (isUnknown(batching) || batching._tag === "Disabled") return TE.right(undefined);
  if (batching._tag === "Override") return TE.right({ port: batching.batchInput, by: batching.batchBy });
  if (isUnknown(id)) return TE.right(undefined);
  return pipe(
    app,
    TE.map(({ raw }) => {
      const found = defaultBatching(raw);
      return found === undefined ? undefined : byDefault(found);
    }),
    TE.orElse((error) => (error._tag === "Unasked" ? TE.left(error) : TE.right(undefined))),
  );
};

/** The list on a port; not one that a preview does not know yet, nor one that waits for a run. */
const listOn = ({ inputs }: Checking["news"], port: string): readonly unknown[] | undefined => {
  const list = isRecord(inputs) && Object.hasOwn(inputs, port) ? inputs[port] : undefined;
  return Array.isArray(list) && list.length > 0 && !containsUnknown(list) && pendingIn(list).length === 0
    ? list
    : undefined;
};

/** The batch that a task is, if it is one, and its list is known. */
export const batchIn = (checking: Checking): TE.TaskEither<Unasked, Batch | undefined> =>
  pipe(
    batchingOf(checking),
    TE.map((batching) => {
      const list = batching === undefined ? undefined : listOn(checking.news, batching.port);
      return batching === undefined || list === undefined ? undefined : { ...batching, list };
    }),
  );

/** Of which files of a batch the platform has to be asked. */
export const unreadOf = (batch: Batch | undefined): readonly string[] =>
  batch === undefined ? [] : unreadIn(batch.by, batch.list);

const mostNamed = 10;

const fileAt = ({ list }: Batch, index: number, facts: Facts): string => {
  const item = list[index];
  if (!isRecord(item) || typeof item.path !== "string") return "";
  const name = facts(item.path)?.name ?? item.name;
  return typeof name === "string" ? ` (${name}, ${item.path})` : ` (${item.path})`;
};

/** Where such files go is not known (API digest, section 6). */
const lackingText = (batch: Batch, facts: Facts): readonly string[] => {
  const lacking = lackingIn(batch.by, batch.list, facts);
  if (lacking.length === 0) return [];
  const named = lacking
    .slice(0, mostNamed)
    .map(({ index, fields }) => `[${index}]${fileAt(batch, index, facts)} has no ${listed(fields)}`);
  const more = lacking.length - named.length;
  return [
    `inputs.${batch.port}: ${lacking.length} of ${batch.list.length} files lack what the batch is grouped by: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join("; ")}. They are counted as groups of their own; what the platform makes of them is not documented`,
  ];
};

/** What there is to tell of a batch whose files are known. */
export const ofBatch = (batch: Batch | undefined, facts: Facts): Findings => {
  if (batch === undefined) return nothingFound;
  return {
    ...nothingFound,
    warnings: lackingText(batch, facts),
    expectedChildren: expectedChildren(batch.by, batch.list, facts),
  };
};
