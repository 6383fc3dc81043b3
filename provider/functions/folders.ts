import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { getFileItem, type Level, listLevel } from "../api/files";
import type { Client } from "../api/http";
import { chunks } from "../api/pieces";
import type { FileItem } from "../api/wire";
import type { ApiError, Declined, HostError } from "../errors";
import { nearest } from "../words";
import { segments } from "./filesQuery";
import { isFolder } from "./foundFile";

/** A folder of a project, or its root, with the way to it, for messages. */
export interface Place {
  readonly level: Level;
  readonly path: readonly string[];
}

export const below = ({ path }: Place, folder: FileItem): Place => ({
  level: { parent: folder.id },
  path: [...path, folder.name],
});

const declined = (reason: string): TE.TaskEither<HostError, never> =>
  TE.left<Declined>({ _tag: "Declined", reason });

const isFolderId = (text: string): boolean => /^[0-9a-f]{24}$/i.test(text);

const byId = (client: Client, project: string, id: string): TE.TaskEither<HostError, Place> =>
  pipe(
    getFileItem(client, id),
    TE.mapLeft(
      (error): HostError =>
        error._tag === "Refused" && error.status === 404
          ? { _tag: "Declined", reason: `there is no folder ${id}: check the id and the platform` }
          : error,
    ),
    TE.flatMap((item) => {
      if (!isFolder(item)) return declined(`folder ${id} is a file (${item.name}): give the id of a folder`);
      // The API would list it all the same, and the task would take another project's files.
      if (item.project && item.project !== project)
        return declined(`folder ${id} (${item.name}) is in ${item.project}: give a folder of ${project}`);
      return TE.right<HostError, Place>({ level: { parent: item.id }, path: [item.name] });
    }),
  );

const noFolder = (
  client: Client,
  place: Place,
  name: string,
  isFile: boolean,
): TE.TaskEither<HostError, never> => {
  const path = [...place.path, name].join("/");
  if (isFile) return declined(`folder ${path} is a file: give the path of a folder`);
  return pipe(
    listLevel(client, place.level),
    TE.flatMap((items) => {
      const meant = nearest(
        name,
        items.filter(isFolder).map((item) => item.name),
      );
      return declined(
        `there is no folder ${path}${meant === undefined ? ": check the path" : `: did you mean ${[...place.path, meant].join("/")}?`}`,
      );
    }),
  );
};

/** One call per step of the path. */
const down = (client: Client, place: Place, path: readonly string[]): TE.TaskEither<HostError, Place> => {
  const [name, ...rest] = path;
  if (name === undefined) return TE.right(place);
  return pipe(
    listLevel(client, place.level, { name: [name] }),
    TE.flatMap((items) => {
      const folder = items.find(isFolder);
      return folder === undefined
        ? noFolder(client, place, name, items.length > 0)
        : down(client, below(place, folder), rest);
    }),
  );
};

/** The folder that is asked for, by its path or its id; without one, the project's root. */
export const folderAt = (
  client: Client,
  project: string,
  folder: string | undefined,
): TE.TaskEither<HostError, Place> =>
  folder !== undefined && isFolderId(folder)
    ? byId(client, project, folder)
    : down(client, { level: { project }, path: [] }, segments(folder ?? ""));

/** A file or a folder, with the place that it is in. */
export interface Located {
  readonly item: FileItem;
  readonly place: Place;
}

export const pathOf = ({ item, place }: Located): string => [...place.path, item.name].join("/");

/** How many folders are listed at the same time. */
const abreast = 8;

const levelOf = (client: Client, place: Place): TE.TaskEither<ApiError, readonly Located[]> =>
  pipe(
    listLevel(client, place.level),
    TE.map((items) => items.map((item) => ({ item, place }))),
  );

/** All files and folders of these places and of all folders below them: one list per folder, level by level. */
const within = (client: Client, places: readonly Place[]): TE.TaskEither<ApiError, readonly Located[]> =>
  pipe(
    chunks(places, abreast),
    TE.traverseSeqArray(TE.traverseArray((place: Place) => levelOf(client, place))),
    TE.flatMap((lists) => {
      const here = lists.flat(2);
      const folders = here.filter(({ item }) => isFolder(item));
      return folders.length === 0
        ? TE.right<ApiError, readonly Located[]>(here)
        : pipe(
            within(
              client,
              folders.map(({ item, place }) => below(place, item)),
            ),
            TE.map((deeper) => [...here, ...deeper]),
          );
    }),
  );

/** All files and folders of a place, and, if asked for, of all folders below it. */
export const allIn = (
  client: Client,
  place: Place,
  recursive: boolean,
): TE.TaskEither<ApiError, readonly Located[]> =>
  recursive ? within(client, [place]) : levelOf(client, place);
