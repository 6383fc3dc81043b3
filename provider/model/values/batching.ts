import * as t from "io-ts";
import { isRecord, patternCodec } from "../../shared/codec";
import { isUnknown, type Unknown } from "../../shared/unknown";

/** One child per item of the list on the batch port (API digest, section 6). */
export interface ByItem {
  readonly type: "ITEM";
}

/** One child per combination of metadata values, grouped in the order of the list (API digest, section 6). */
export interface ByCriteria {
  readonly type: "CRITERIA";
  /** Not empty; each is `metadata.<field>`. */
  readonly criteria: readonly [string, ...string[]];
}

/** How a batch is split into its child tasks. */
export type BatchBy = ByItem | ByCriteria;

/**
 * The three ways to batch, of which a task has exactly one (API digest, section 6):
 * the app's default (which is none for most apps), an override, or switched off.
 */
export type Batching =
  | { readonly _tag: "AppDefault"; readonly required: boolean }
  | { readonly _tag: "Override"; readonly batchInput: string; readonly batchBy: BatchBy }
  | { readonly _tag: "Disabled" };

/** The same as a user writes it: three flat args, any of which may be unknown. */
interface Flat {
  readonly batch?: boolean | Unknown;
  readonly batchInput?: string | Unknown;
  readonly batchBy?: BatchBy | Unknown;
}

/** A field's name is whatever the platform takes as one: blanks, dots and all. */
const isCriterion = (u: unknown): boolean => typeof u === "string" && /^metadata\../s.test(u);
const isCriteria = (u: unknown): u is readonly [string, ...string[]] =>
  Array.isArray(u) && u.length > 0 && u.every(isCriterion);

const isBatchBy = (u: unknown): u is BatchBy =>
  isRecord(u) && (u.type === "ITEM" || (u.type === "CRITERIA" && isCriteria(u.criteria)));

/** `{ type: "ITEM" }` or `{ type: "CRITERIA", criteria: ["metadata.…", …] }`; the case of `type` does not matter. */
export const batchBy: t.Type<BatchBy, unknown> = new t.Type<BatchBy, unknown>(
  "BatchBy",
  isBatchBy,
  (u, c) => {
    if (!isRecord(u))
      return t.failure(u, c, 'must be { type: "ITEM" } or { type: "CRITERIA", criteria: ["metadata.…"] }');
    const at = (key: string): t.Context => t.appendContext(c, key, t.unknown, u[key]);
    const type = typeof u.type === "string" ? u.type.toUpperCase() : undefined;
    const stray = Object.keys(u).filter(
      (key) => u[key] !== undefined && key !== "type" && !(key === "criteria" && type === "CRITERIA"),
    );
    const strays = stray.map((key) => ({
      value: u[key],
      context: at(key),
      message: `does not go with type ${type ?? "?"}`,
    }));
    if (type !== "ITEM" && type !== "CRITERIA")
      return t.failure(
        u.type,
        at("type"),
        `must be "ITEM" or "CRITERIA"${type === undefined ? "" : ", not another string"}`,
      );
    if (strays.length > 0) return t.failures(strays);
    if (type === "ITEM") return t.success({ type });
    const criteria = u.criteria;
    if (!Array.isArray(criteria) || criteria.length === 0)
      return t.failure(criteria, at("criteria"), "must be a list of at least one metadata field");
    if (isCriteria(criteria)) return t.success({ type, criteria });
    return t.failures(
      criteria.flatMap((field, index) =>
        isCriterion(field)
          ? []
          : [
              {
                value: field,
                context: t.appendContext(at("criteria"), String(index), t.string, field),
                message: `must be metadata.<field> (like metadata.sample_id)${typeof field === "string" ? ", not a string of another form" : ""}`,
              },
            ],
      ),
    );
  },
  t.identity,
);

/** `batchInput`: the id of an input port, without `#` (API digest, section 7). What else is in it is the app's. */
export const batchInput: t.Type<string> = patternCodec(
  "BatchInput",
  /^[^#]/,
  "must be the id of an input port (without #)",
);

/** What cannot be combined in the three flat args, judged by their presence alone. */
export const batchingConflicts = (args: Readonly<Record<string, unknown>>): t.Errors => {
  const { batch, batchInput: port, batchBy: by } = args;
  const wrong = (key: keyof Flat, message: string): t.Errors => [
    { value: args[key], context: [{ key, type: t.unknown, actual: args[key] }], message },
  ];
  if (port === undefined && by !== undefined)
    return wrong("batchInput", "is required: batchInput and batchBy go together");
  if (port !== undefined && by === undefined)
    return wrong("batchBy", "is required: batchInput and batchBy go together");
  return batch === false && port !== undefined
    ? wrong(
        "batch",
        "cannot be false together with batchInput and batchBy: take these out to switch batching off",
      )
    : [];
};

/** The three flat args, which do not conflict, as one of three states. Unknown while one of them is. */
export const batchingOf = ({ batch, batchInput: port, batchBy: by }: Flat): Batching | Unknown => {
  if (isUnknown(batch)) return batch;
  if (isUnknown(port)) return port;
  if (by !== undefined && isUnknown(by)) return by;
  if (port !== undefined && by !== undefined) return { _tag: "Override", batchInput: port, batchBy: by };
  return batch === false ? { _tag: "Disabled" } : { _tag: "AppDefault", required: batch === true };
};

/** Groups by metadata fields: `byMetadata("library_id", "sample_id")`. The prefix `metadata.` is added where it lacks. */
export const byMetadata = (first: string, ...more: readonly string[]): ByCriteria => {
  // A program in JavaScript may give anything: the codec of batchBy names it, with its place.
  const prefixed = (field: string): string =>
    typeof field !== "string" || field.startsWith("metadata.") ? field : `metadata.${field}`;
  return { type: "CRITERIA", criteria: [prefixed(first), ...more.map(prefixed)] };
};

/** One child task per item of the list on the batch port. */
export const byItem: ByItem = { type: "ITEM" };
