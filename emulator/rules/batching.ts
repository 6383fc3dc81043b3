import type { DefaultBatching } from "../../provider/cwl/ports";
import {
  BAD_REQUEST,
  BATCH_CRITERIA,
  BATCH_DISABLE,
  BATCH_INPUT,
  BATCH_PAIR,
  BATCH_TYPE,
  refuse,
} from "../calls/refusals";
import { isObject, isString, strings } from "../json";
import type { Batching } from "../store/model";

/** Which of the three ways a task is batched: the app's default, override, disabled (API digest 6). */

/** What a body says; a key that was not sent is undefined, which is not the same as null. */
export interface Wanted {
  readonly batch: unknown;
  readonly batchInput: unknown;
  readonly batchBy: unknown;
}

export interface AppBatching {
  /** Ids of the app's input ports; undefined where the app is gone. */
  readonly inputs: readonly string[] | undefined;
  readonly byDefault: DefaultBatching | undefined;
}

/**
 * On create. `query` is `?batch=`: it switches batching off only together with a run (API digest 6, our choice). Where
 * there is nothing to switch off it has no effect: the R client sends it with each plain task.
 */
export const batchingOnCreate = (
  wanted: Wanted,
  app: AppBatching,
  query: { readonly batch: boolean | undefined; readonly run: boolean },
): Batching | undefined => {
  if (flag(wanted.batch) === false) return undefined;
  const given = pair(wanted.batchInput ?? undefined, wanted.batchBy ?? undefined, app);
  const asked = flag(wanted.batch) ?? query.batch;
  if (query.batch === false) {
    if (query.run) return undefined;
    return given !== undefined || asked === true || app.byDefault !== undefined
      ? refuse(BATCH_DISABLE)
      : undefined;
  }
  if (given !== undefined) return given;
  // `batch: true` without `batch_input` means the app's default; an app without one lacks criteria.
  if (asked === true && app.byDefault === undefined) refuse(BATCH_CRITERIA);
  return app.byDefault;
};

/**
 * On modify: 7023 is judged on the resulting task, because the official Python client leaves out the half that did not
 * change; of `batch_by`, too, it sends only the keys that did (`{"criteria": …}`), and the others stay. `batch: false`,
 * or both as null, switches batching off (API digest 5.4).
 */
export const batchingOnModify = (
  was: Batching | undefined,
  wanted: Wanted,
  app: AppBatching,
): Batching | undefined => {
  if (flag(wanted.batch) === false) return undefined;
  const next = pair(
    wanted.batchInput === undefined ? was?.batchInput : (wanted.batchInput ?? undefined),
    isObject(wanted.batchBy)
      ? { ...was?.batchBy, ...wanted.batchBy }
      : wanted.batchBy === undefined
        ? was?.batchBy
        : (wanted.batchBy ?? undefined),
    app,
  );
  if (next !== undefined || flag(wanted.batch) !== true) return next;
  return app.byDefault ?? refuse(BATCH_CRITERIA);
};

const flag = (value: unknown): boolean | undefined => {
  if (value === undefined || value === null || typeof value === "boolean") return value ?? undefined;
  return refuse(BAD_REQUEST, "batch must be a boolean.");
};

/** A task is a batch when both are there, with or without `batch: true` (API digest 6). */
const pair = (input: unknown, by: unknown, app: AppBatching): Batching | undefined => {
  if (input === undefined && by === undefined) return undefined;
  if (input !== undefined && (!isString(input) || /^#?$/.test(input))) return refuse(BATCH_INPUT);
  if (input === undefined || by === undefined) return refuse(BATCH_PAIR);
  const batchBy = readBatchBy(by);
  // Apps may write a `#` before it (API digest 8.1), tasks do not (API digest 7): taken with and without, our choice.
  const batchInput = input.replace(/^#/, "");
  // By 7018's own text an input must be referenced; that one which the app lacks is none is our choice.
  if (app.inputs?.includes(batchInput) === false)
    return refuse(BATCH_INPUT, `The app has no input ${batchInput} to batch by.`);
  return { batchInput, batchBy };
};

/** `type` in either case (API digest 6). */
const readBatchBy = (by: unknown): Batching["batchBy"] => {
  const type = isObject(by) && isString(by.type) ? by.type.toUpperCase() : "";
  if (type === "ITEM") return { type };
  if (type !== "CRITERIA" || !isObject(by)) return refuse(BATCH_TYPE);
  const { criteria } = by;
  if (!strings(criteria) || criteria.length === 0) return refuse(BATCH_CRITERIA);
  const odd = criteria.find((it) => !/^metadata\../s.test(it));
  // That a criterion is `metadata.` and a field is documented (API digest 6); this code for another is our choice.
  if (odd !== undefined) return refuse(BATCH_CRITERIA, `Batch criterion ${odd} must be metadata.<field>.`);
  return { type, criteria };
};
