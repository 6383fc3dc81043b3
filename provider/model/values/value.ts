import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { isRecord } from "../../shared/codec";
import { emptyListMark, isMark, markWith, undefinedMark } from "../../shared/marks";
import { isUnknown } from "../../shared/unknown";

/** A file of the platform. `path` is the file's id; `name` is kept for people (API digest, section 7). */
export interface FileValue {
  readonly class: "File";
  /** The id of the file: 24 hexadecimal characters. */
  readonly path: string;
  /** The name of the file, for people: it is neither sent nor compared. */
  readonly name?: string;
}

/** A folder of the platform. `path` is the folder's id (API digest, section 7). */
export interface DirectoryValue {
  readonly class: "Directory";
  /** The id of the folder: 24 hexadecimal characters. */
  readonly path: string;
  readonly name?: string;
}

/** A CWL record: an object without `class`; its fields are values again. */
export interface RecordValue {
  readonly [field: string]: Value;
}

/** What a port of an app takes: API digest, section 7. An enum is its symbol, as a string; `null` is "unset". */
export type Value =
  | null
  | boolean
  | number
  | string
  | FileValue
  | DirectoryValue
  | readonly Value[]
  | RecordValue;
const classes = ["File", "Directory"] as const;
type Class = (typeof classes)[number];
const isClass = (value: unknown): value is Class => classes.some((known) => known === value);

const kinds = "a File, a Directory, a list, a record, a string, a number, a boolean or null";

const validateFile = (u: Readonly<Record<string, unknown>>, c: t.Context): t.Validation<Value> => {
  const { class: kind, path, name } = u;
  const lost = (["class", "path"] as const).filter((key) => isMark(u[key]));
  if (lost.length > 0)
    return t.failures(
      lost.map((key) => ({
        value: u[key],
        context: t.appendContext(c, key, t.string, u[key]),
        message: markWith(u[key]) ?? "",
      })),
    );
  if (!isClass(kind))
    return t.failure(
      kind,
      t.appendContext(c, "class", t.string, kind),
      `must be "File" or "Directory"${typeof kind === "string" ? ", not another string" : ""}`,
    );
  if (path === undefined)
    return t.failure(
      path,
      t.appendContext(c, "path", t.string, path),
      `is required: the id of the ${kind === "File" ? "file" : "folder"}`,
    );
  if (typeof path !== "string" || path === "")
    return t.failure(
      path,
      t.appendContext(c, "path", t.string, path),
      `must be the id of a ${kind === "File" ? "file" : "folder"}${path === "" ? ", not an empty string" : ""}`,
    );
  // A name is for people only: one that the program leaves undefined is none.
  return t.success(
    typeof name === "string" && !isMark(name) ? { class: kind, path, name } : { class: kind, path },
  );
};

const validateAll = (
  entries: readonly (readonly [string, unknown])[],
  c: t.Context,
): E.Either<t.Errors, readonly (readonly [string, Value])[]> => {
  const results = entries.map(
    ([key, item]) => [key, validate(item, t.appendContext(c, key, value, item))] as const,
  );
  const errors = results.flatMap(([, result]) => (E.isLeft(result) ? result.left : []));
  return errors.length > 0
    ? E.left(errors)
    : E.right(results.flatMap(([key, result]) => (E.isRight(result) ? [[key, result.right] as const] : [])));
};

const validate = (u: unknown, c: t.Context): t.Validation<Value> => {
  const marked = markWith(u);
  if (marked !== undefined)
    return t.failure(u, c, u === undefinedMark ? `${marked}; write null to leave a port empty` : marked);
  if (u === emptyListMark) return t.success([]);
  if (u === null || typeof u === "boolean" || typeof u === "string") return t.success(u);
  if (typeof u === "number")
    // `+ 0` takes the sign from -0, which JSON does not keep.
    return Number.isFinite(u) ? t.success(u + 0) : t.failure(u, c, "must be a finite number");
  if (Array.isArray(u)) {
    const items = validateAll(
      u.map((item, index) => [String(index), item] as const),
      c,
    );
    return E.isLeft(items) ? items : t.success(items.right.map(([, item]) => item));
  }
  if (!isRecord(u)) return t.failure(u, c, `must be ${kinds}`);
  if (u.class !== undefined && !isUnknown(u.class)) return validateFile(u, c);
  const fields = validateAll(
    Object.entries(u).filter(([, field]) => field !== undefined),
    c,
  );
  return E.isLeft(fields) ? fields : t.success(Object.fromEntries(fields.right));
};

const isValue = (u: unknown): u is Value => E.isRight(validate(u, []));

/**
 * Any value of a port. Decoding keeps `class`, `path` and `name` of files and folders and drops the rest (size,
 * metadata, checksum): what lookups and runs return can be given as it is. An unknown value is a string here.
 */
export const value: t.Type<Value> = new t.Type<Value>("Value", isValue, validate, t.identity);

/** Inputs by port id. Port ids are the app's and are never re-cased. */
export type TaskInputs = { readonly [port: string]: Value };

/** What is on a port, or in a field of a record. Either may be called `constructor`. */
export const onPort = <A>(
  values: Readonly<Record<string, A>> | null | undefined,
  port: string,
): A | undefined => (values && Object.hasOwn(values, port) ? values[port] : undefined);

const isInputs = (u: unknown): u is TaskInputs => isRecord(u) && Object.values(u).every(isValue);

export const taskInputs: t.Type<TaskInputs> = new t.Type<TaskInputs>(
  "TaskInputs",
  isInputs,
  (u, c) => {
    const marked = markWith(u);
    if (marked !== undefined) return t.failure(u, c, marked);
    if (!isRecord(u)) return t.failure(u, c, "must be an object with one entry per port");
    const ports = validateAll(
      Object.entries(u).filter(([, port]) => port !== undefined),
      c,
    );
    return E.isLeft(ports) ? ports : t.success(Object.fromEntries(ports.right));
  },
  t.identity,
);

/**
 * The form in which values are compared and sent: files and folders by class and id alone. A file's name, the
 * order of a record's keys and `1.0` against `1` are no differences.
 */
export const canonical = (given: Value): Value => {
  if (Array.isArray(given)) return given.map(canonical);
  if (typeof given !== "object" || given === null || isUnknown(given)) return given;
  const { class: kind, path } = given as RecordValue;
  return isClass(kind) && typeof path === "string"
    ? { class: kind, path }
    : Object.fromEntries(Object.entries(given as RecordValue).map(([key, item]) => [key, canonical(item)]));
};

/** Where a program says that a list is empty on purpose, as paths: it is `[]` from there on. */
export const emptyOnPurpose = (given: unknown, path = "inputs"): readonly string[] => {
  if (given === emptyListMark) return [path];
  if (Array.isArray(given)) return given.flatMap((item, index) => emptyOnPurpose(item, `${path}[${index}]`));
  return isRecord(given)
    ? Object.entries(given).flatMap(([key, item]) => emptyOnPurpose(item, `${path}.${key}`))
    : [];
};
