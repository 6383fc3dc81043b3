import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Filter, firstOfLevel, getFileItem, type Level, listLevel } from "../api/endpoints/files";
import type { Beginning } from "../api/endpoints/paging";
import type { FileItem } from "../api/endpoints/schemas";
import type { Client } from "../api/transport/http";
import type { ApiError } from "../shared/errors";
import { type Age, newMemo } from "./memo";
import type { Moments } from "./moments";
import { newNames } from "./names";

/** What lookups ask of files and folders, shared by all of one program and connection. */
export interface FileLists {
  /** The files and folders of these names on one level. */
  readonly named: (level: Level, names: readonly string[]) => TE.TaskEither<ApiError, readonly FileItem[]>;
  /** All files and folders of a level that the filter lets pass. */
  readonly listed: (level: Level, filter?: Filter) => TE.TaskEither<ApiError, readonly FileItem[]>;
  /** The first 1,000 files and folders of a level, for hints. */
  readonly first: (level: Level) => TE.TaskEither<ApiError, Beginning<FileItem>>;
  /** A file or a folder by its id. */
  readonly item: (id: string) => TE.TaskEither<ApiError, FileItem>;
}

const hintPages = 10;

/** The lists of one connection, for a lookup that takes answers of this age. */
export const newFileLists = (client: Client, moments: Moments): ((age: Age) => FileLists) => {
  const isThere = (items: readonly FileItem[]): boolean => items.length > 0;
  const nameMemo = newMemo<readonly FileItem[]>(moments.next, isThere);
  const listMemo = newMemo<readonly FileItem[]>(moments.next);
  const firstMemo = newMemo<Beginning<FileItem>>(moments.next);
  const itemMemo = newMemo<FileItem>(moments.next, () => true);
  const ask = newNames(client, moments);
  const later =
    <A>(call: TE.TaskEither<ApiError, A>) =>
    () =>
      moments.join().then(call);

  return (age) => ({
    named: (level, names) =>
      pipe(
        names,
        TE.traverseArray((name) => nameMemo(JSON.stringify([level, name]), age, () => ask({ level, name }))),
        TE.map((lists) => lists.flat()),
      ),
    listed: (level, filter = {}) =>
      listMemo(JSON.stringify([level, filter]), age, later(listLevel(client, level, filter))),
    first: (level) => firstMemo(JSON.stringify(level), age, later(firstOfLevel(client, level, hintPages))),
    item: (id) => itemMemo(id, age, later(getFileItem(client, id))),
  });
};
