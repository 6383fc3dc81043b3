import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as t from "io-ts";
import { boolean } from "../model/codecs/executionSettings";
import { projectId } from "../model/codecs/ids";
import { isRecord, patternCodec, refined, strictObject } from "../shared/codec";
import { connectionName } from "../shared/connectionName";
import { joinWithAnd } from "../shared/text";
import { addressAdvice } from "./advice";
import type { FileOrigin } from "./filesArgs";

/** The args of `getFiles`, decoded: a program may be in JavaScript, and hold what the types refuse. */

/** Which files, in one of the four ways to say so. Paths are lists of names, the file's own last. */
export type Which =
  | { readonly _tag: "Names"; readonly names: readonly string[] }
  | { readonly _tag: "Paths"; readonly paths: readonly (readonly string[])[] }
  | { readonly _tag: "Metadata"; readonly metadata: Readonly<Record<string, readonly string[]>> }
  | { readonly _tag: "All" };

export interface FilesQuery {
  readonly connection?: string;
  readonly project: string;
  readonly folder: string | undefined;
  readonly recursive: boolean;
  readonly match: string | undefined;
  readonly origin: FileOrigin;
  readonly which: Which;
}

/** `reads/a.fastq` and `/reads/a.fastq` are the same path. */
export const segments = (path: string): readonly string[] => path.split("/").filter((name) => name !== "");

const listOf = (item: t.Type<string>, wanted: string): t.Type<readonly string[], unknown> => {
  const list = t.array(item);
  return new t.Type<readonly string[], unknown>(
    `listOf${item.name}`,
    list.is,
    (u, c) => (Array.isArray(u) ? list.validate(u, c) : t.failure(u, c, wanted)),
    t.identity,
  );
};

/** A text of a form that is no address of something else. */
const notAnAddress = (codec: t.Type<string>): t.Type<string> =>
  new t.Type<string>(
    codec.name,
    codec.is,
    (u, c) => {
      const advice = typeof u === "string" ? addressAdvice(u) : undefined;
      return advice === undefined ? codec.validate(u, c) : t.failure(u, c, advice);
    },
    t.identity,
  );

const fileName = notAnAddress(
  patternCodec("FileName", /^[^/]+$/, "must be a file's name without a folder (for paths there is paths)"),
);
const filePath = notAnAddress(
  patternCodec("FilePath", /[^/]$/, "must be the path of a file (like reads/batch1/a.fastq)"),
);
const folder = notAnAddress(
  patternCodec("Folder", /[^/]/, "must be a folder's path (like reads/batch1) or its id"),
);
const glob = patternCodec("Glob", /./, "must be a glob (like *.fastq.gz)");
const origin = refined(
  "Origin",
  (u): u is FileOrigin => u === "uploaded" || u === "task" || u === "any",
  'must be "uploaded", "task" or "any"',
);

const aValue = "must be a string or a list of at least one string";

const values: t.Type<readonly string[], unknown> = new t.Type<readonly string[], unknown>(
  "MetadataValues",
  (u): u is readonly string[] => Array.isArray(u) && u.every(t.string.is),
  (u, c) => {
    if (typeof u === "string") return t.success([u]);
    // No value at all would be no filter, and find everything.
    return Array.isArray(u) && u.length > 0 && u.every(t.string.is) ? t.success(u) : t.failure(u, c, aValue);
  },
  t.identity,
);

type Metadata = Readonly<Record<string, readonly string[]>>;
const isMetadata = (u: unknown): u is Metadata => isRecord(u) && Object.values(u).every(values.is);
const metadata: t.Type<Metadata, unknown> = new t.Type<Metadata, unknown>(
  "Metadata",
  isMetadata,
  (u, c) => {
    const like = '(like { sample_id: "E18127" })';
    if (!isRecord(u)) return t.failure(u, c, `must be an object of metadata fields ${like}`);
    if (Object.keys(u).length === 0) return t.failure(u, c, `needs at least one field ${like}`);
    const read = Object.entries(u).map(
      ([field, item]) => [field, values.validate(item, t.appendContext(c, field, values, item))] as const,
    );
    const errors = read.flatMap(([, one]) => (E.isLeft(one) ? one.left : []));
    return errors.length > 0
      ? t.failures(errors)
      : t.success(
          Object.fromEntries(read.flatMap(([field, one]) => (E.isRight(one) ? [[field, one.right]] : []))),
        );
  },
  t.identity,
);

const flat = strictObject(
  "getFiles",
  { project: projectId },
  {
    names: listOf(fileName, "must be a list of names"),
    paths: listOf(filePath, "must be a list of paths"),
    metadata,
    match: glob,
    origin,
    folder,
    recursive: boolean,
    connection: connectionName,
  },
);
type Flat = t.TypeOf<typeof flat>;

const wrong = (key: string, value: unknown, message: string): t.Errors => [
  { value, context: [{ key, type: t.unknown, actual: value }], message },
];

const ways = ["names", "paths", "metadata"] as const;

/** What cannot be combined, judged by its presence alone. */
const conflicts = (args: unknown): t.Errors => {
  if (!isRecord(args)) return [];
  const given = ways.filter((way) => args[way] !== undefined);
  if (given.length > 1)
    return wrong(
      given[1] ?? "",
      undefined,
      `does not go with ${given[0]}: keep one of ${joinWithAnd(given)}`,
    );
  return args.paths !== undefined && args.recursive !== undefined
    ? wrong("recursive", args.recursive, "does not go with paths, which say where each file is")
    : [];
};

/** A list that holds something twice is a mistake of the program: the task would get the file twice. */
const doubles = (key: "names" | "paths", given: readonly string[] | undefined): t.Errors => {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const path of (given ?? []).map((one) => segments(one).join("/"))) {
    if (seen.has(path)) twice.add(path);
    seen.add(path);
  }
  return twice.size === 0
    ? []
    : wrong(
        key,
        given,
        `must name each file once; ${joinWithAnd([...twice])} ${twice.size > 1 ? "are" : "is"} there twice`,
      );
};

const whichOf = ({ names, paths, metadata: fields }: Flat): Which => {
  if (names !== undefined) return { _tag: "Names", names };
  if (paths !== undefined) return { _tag: "Paths", paths: paths.map(segments) };
  return fields === undefined ? { _tag: "All" } : { _tag: "Metadata", metadata: fields };
};

const queryOf = (args: Flat): FilesQuery => ({
  ...(args.connection === undefined ? {} : { connection: args.connection }),
  project: args.project,
  folder: args.folder,
  recursive: args.recursive ?? false,
  match: args.match,
  origin: args.origin ?? "any",
  which: whichOf(args),
});

const validateQuery = (u: unknown, c: t.Context): t.Validation<FilesQuery> => {
  const decoded = flat.validate(u, c);
  if (E.isLeft(decoded)) return E.left([...decoded.left, ...conflicts(u)]);
  const { names, paths } = decoded.right;
  const errors = [...conflicts(u), ...doubles("names", names), ...doubles("paths", paths)];
  return errors.length > 0 ? t.failures(errors) : t.success(queryOf(decoded.right));
};

const isQuery = (u: unknown): u is FilesQuery => isRecord(u) && isRecord(u.which);

/** Decodes the args of `getFiles`: all mistakes at once. */
export const filesQuery: t.Type<FilesQuery, unknown> = new t.Type<FilesQuery, unknown>(
  "FilesQuery",
  isQuery,
  validateQuery,
  t.identity,
);

const one = strictObject("getFile", { project: projectId, path: filePath }, { connection: connectionName });

/** Decodes the args of `getFile`: a query for one path. */
export const fileQuery: t.Type<FilesQuery, unknown> = new t.Type<FilesQuery, unknown>(
  "FileQuery",
  isQuery,
  (u, c) =>
    pipe(
      one.validate(u, c),
      E.map(({ path, ...rest }) => queryOf({ ...rest, paths: [path] })),
    ),
  t.identity,
);
