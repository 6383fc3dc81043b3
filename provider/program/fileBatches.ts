import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { readChecks } from "../config/checking";
import { onPort } from "../model/values/value";
import { isRecord } from "../shared/codec";
import { isUnknown } from "../shared/unknown";
import { isUnderMocks } from "./previewErrors";

/**
 * `check` looks at one task after the other, and would ask for the files of each in a separate call. Here, in the
 * program's own process, all tasks are seen that are declared at the same time: the ids of their files are put into blocks
 * of a call's size, and each task is handed the blocks that its files are in.
 */

/** The most ids that a bulk call takes: API digest, 8.2 and 9.3. */
const blockSize = 100;

interface Moment {
  /** By connection: every id once, with its place. Two platforms are not asked in one call. */
  readonly places: Map<unknown, Map<string, number>>;
  readonly over: Promise<void>;
}

/** An Automation API process runs many programs, each with another monitor. */
const moments = new WeakMap<object, Moment>();

const thisMoment = (): Moment => {
  const monitor: object = pulumi.runtime.getMonitor() ?? moments;
  const known = moments.get(monitor);
  if (known !== undefined) return known;
  const over = new Promise<void>((done) =>
    setImmediate(() => {
      moments.delete(monitor);
      done();
    }),
  );
  const moment: Moment = { places: new Map(), over };
  moments.set(monitor, moment);
  return moment;
};

/** Secrets are not looked into: what is collected here is handed to other tasks. */
const filesIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  if (pulumi.runtime.isRpcSecret(value)) return [];
  if (Array.isArray(value)) return value.flatMap(filesIn);
  if (!isRecord(value)) return [];
  return value.class === "File" ? [value] : Object.values(value).flatMap(filesIn);
};

/** Of what `full` looks at, all; else what a batch is grouped by, where the program does not say it. */
const idsIn = (args: Readonly<Record<string, unknown>>, full: boolean): readonly string[] => {
  const { inputs, batchInput: port, batchBy } = args;
  const list = isRecord(inputs) && typeof port === "string" ? onPort(inputs, port) : undefined;
  const said = isRecord(batchBy) && String(batchBy.type).toUpperCase() === "ITEM" ? "name" : "metadata";
  const files = full ? filesIn(inputs) : filesIn(list).filter((file) => file[said] === undefined);
  return files.flatMap(({ path }) => (typeof path === "string" && !isUnknown(path) ? [path] : []));
};

const blocksOf = (
  places: ReadonlyMap<string, number>,
  own: readonly string[],
): readonly (readonly string[])[] => {
  const all = [...places.keys()];
  const blocks = new Set(own.map((id) => Math.floor((places.get(id) ?? 0) / blockSize)));
  return [...blocks].sort((a, b) => a - b).map((n) => all.slice(n * blockSize, (n + 1) * blockSize));
};

/**
 * The blocks of file ids that a task's are among, for `check`. `undefined` where there is nothing to ask. Only a task whose
 * args are known already is in it: later tasks are asked for later.
 */
export const fileBatchesFor = async (
  declared: pulumi.Inputs,
  serialized: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<readonly (readonly string[])[] | undefined> => {
  if (isUnderMocks()) return undefined;
  const level = readChecks(pulumi.runtime.getConfig);
  if (E.isLeft(level) || level.right === "offline") return undefined;
  const full = level.right === "full";
  if (!full && declared.batchInput === undefined) return undefined;
  const args = await serialized();
  const own = idsIn(args, full);
  if (own.length === 0) return undefined;
  const moment = thisMoment();
  const over: unknown = pulumi.runtime.unwrapRpcSecret(args.connection);
  const places = moment.places.get(over) ?? new Map<string, number>();
  moment.places.set(over, places);
  for (const id of own) if (!places.has(id)) places.set(id, places.size);
  await moment.over;
  return blocksOf(places, own);
};
