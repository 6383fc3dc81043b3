import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../../shared/errors";
import { type Client, call, inPath, type Query } from "../transport/http";
import { sizeOf, splitQuery } from "../transport/splitQuery";
import { type Beginning, listAll, listFirst, pageSize } from "./paging";
import { FileItem } from "./schemas";

/** One level of folders: a project's root, or a folder by its id (API digest, 8.2: exactly one of the two). */
export type Level = { readonly project: string } | { readonly parent: string };

/** `name` and `metadata.<field>`: values of one key are alternatives, different keys all hold (API digest, 8.2). */
export type Filter = Readonly<Record<string, readonly string[]>>;

/** The official Python client sends no longer URL than 6,000 characters (API digest, 2.2). */
const longestUrl = 6_000;

const fields = "id,name,type,size,project,parent,origin.task,metadata";

/** `GET /files/{id}`: API digest, 8.2. */
export const getFileItem = (client: Client, id: string): TE.TaskEither<ApiError, FileItem> =>
  call(client)(FileItem, "GET", `/files/${inPath(id)}`, { fields });

/** Room for the query beside the endpoint, the path, and the place of a page. */
const roomFor = ({ connection }: Client): number =>
  longestUrl - `${connection.endpoint}/files`.length - sizeOf({ offset: 9_999_999, limit: 100 }) - 1;

/** `GET /files`: files and folders of one level, in as many calls as the length of a URL demands (API digest, 8.2). */
export const listLevel = (
  client: Client,
  level: Level,
  filter: Filter = {},
): TE.TaskEither<ApiError, readonly FileItem[]> => {
  const query: Query = { ...level, ...filter, fields };
  return pipe(
    // A folder has a name once: of a page's length of names, the answer is one page.
    splitQuery(query, roomFor(client), "name" in filter ? pageSize : undefined),
    TE.traverseSeqArray((piece) => listAll(client, "/files", FileItem, piece)),
    TE.map((lists) => [...new Map(lists.flat().map((item) => [item.id, item])).values()]),
  );
};

/** The names in lists of which each is asked for in one call, and answered in one page. */
export const nameLists = (
  client: Client,
  level: Level,
  names: readonly string[],
): readonly (readonly string[])[] =>
  splitQuery({ ...level, name: names, fields }, roomFor(client), pageSize).map(({ name }) =>
    [name ?? []].flat().map(String),
  );

/** The first files and folders of a level: at most so many pages of 100. */
export const firstOfLevel = (
  client: Client,
  level: Level,
  pages: number,
): TE.TaskEither<ApiError, Beginning<FileItem>> =>
  listFirst(client, "/files", FileItem, { ...level, fields }, pages);
