import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Level } from "../api/endpoints/files";
import type { FileItem } from "../api/endpoints/schemas";
import { chunks } from "../api/transport/splitQuery";
import { isFileId } from "../model/codecs/ids";
import { howToMatch, looksLike, visible } from "../shared/alike";
import type { ApiError, Declined, HostError } from "../shared/errors";
import { nearest } from "../shared/text";
import { folderAdvice } from "./advice";
import type { FileLists } from "./fileLists";
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

export const rootOf = (project: string): Place => ({ level: { project }, path: [] });

/** A file or a folder, with the place that it is in. */
export interface Located {
  readonly item: FileItem;
  readonly place: Place;
}

export const pathOf = ({ item, place }: Located): string => [...place.path, item.name].join("/");

const locatedIn =
  (place: Place) =>
  (items: readonly FileItem[]): readonly Located[] =>
    items.map((item) => ({ item, place }));

/** How many folders are listed at the same time. */
const abreast = 8;

const levelOf = (lists: FileLists, place: Place): TE.TaskEither<ApiError, readonly Located[]> =>
  pipe(lists.listed(place.level), TE.map(locatedIn(place)));

const foldersOf = (all: readonly Located[]): readonly Place[] =>
  all.filter(({ item }) => isFolder(item)).map(({ item, place }) => below(place, item));

/** All files and folders of these places and of all folders below them: one list per folder, level by level. */
const within = (lists: FileLists, places: readonly Place[]): TE.TaskEither<ApiError, readonly Located[]> =>
  pipe(
    chunks(places, abreast),
    TE.traverseSeqArray(TE.traverseArray((place: Place) => levelOf(lists, place))),
    TE.flatMap((found) => {
      const here = found.flat(2);
      const folders = foldersOf(here);
      return folders.length === 0
        ? TE.right<ApiError, readonly Located[]>(here)
        : pipe(
            within(lists, folders),
            TE.map((deeper) => [...here, ...deeper]),
          );
    }),
  );

/** All files and folders of a place and of all folders below it. */
export const allBelow = (lists: FileLists, place: Place): TE.TaskEither<ApiError, readonly Located[]> =>
  within(lists, [place]);

/** How many calls a look around may cost. */
const mostCalls = 40;

const callsFor = (items: readonly unknown[]): number => Math.max(1, Math.ceil(items.length / 100));

/** Files and folders of a project as far as 40 calls show them, those of the higher folders first: for hints. */
export const hintsAround = (
  lists: FileLists,
  places: readonly Place[],
  calls = mostCalls,
): TE.TaskEither<ApiError, readonly Located[]> => {
  const now = places.slice(0, Math.min(abreast, calls));
  if (now.length === 0) return TE.right([]);
  return pipe(
    now,
    TE.traverseArray((place) =>
      pipe(
        lists.first(place.level),
        TE.map(({ items }) => locatedIn(place)(items)),
      ),
    ),
    TE.flatMap((found) => {
      const here = found.flat();
      const spent = found.reduce((sum, items) => sum + callsFor(items), 0);
      return pipe(
        hintsAround(lists, [...places.slice(now.length), ...foldersOf(here)], calls - spent),
        TE.map((more) => [...here, ...more]),
      );
    }),
  );
};

const declineFolder = (reason: string): TE.TaskEither<HostError, never> =>
  TE.left<Declined>({ _tag: "Declined", reason });

const byId = (lists: FileLists, project: string, id: string): TE.TaskEither<HostError, Place> =>
  pipe(
    lists.item(id),
    TE.mapLeft(
      (error): HostError =>
        error._tag === "Refused" && error.status === 404
          ? { _tag: "Declined", reason: `there is no folder ${id}: check the id and the platform` }
          : error,
    ),
    TE.flatMap((item) => {
      if (!isFolder(item))
        return declineFolder(`folder ${id} is a file (${item.name}): give the id of a folder`);
      // The API would list it all the same, and the task would take another project's files.
      if (item.project && item.project !== project)
        return declineFolder(
          `folder ${id} (${item.name}) is in ${item.project}: give a folder of ${project}`,
        );
      return TE.right<HostError, Place>({ level: { parent: item.id }, path: [item.name] });
    }),
  );

/** The folder that was probably meant: beside it, or one of its name elsewhere. */
const folderMeantBy = (
  lists: FileLists,
  project: string,
  place: Place,
  name: string,
): TE.TaskEither<ApiError, string | undefined> =>
  pipe(
    lists.first(place.level),
    TE.flatMap(({ items }) => {
      const names = items.filter(isFolder).map((item) => item.name);
      const meant = names.find((one) => looksLike(name, one)) ?? nearest(name, names);
      if (meant !== undefined) {
        const how = howToMatch(name, meant);
        return TE.right(`${visible([...place.path, meant].join("/"))}${how === undefined ? "" : `, ${how}`}`);
      }
      return pipe(
        hintsAround(lists, [rootOf(project)]),
        TE.map((all) => all.filter(({ item }) => isFolder(item) && item.name === name).map(pathOf)[0]),
      );
    }),
  );

const noFolder = (
  lists: FileLists,
  project: string,
  place: Place,
  [name, rest]: readonly [string, readonly string[]],
  isFile: boolean,
): TE.TaskEither<HostError, never> => {
  const path = visible([...place.path, name].join("/"));
  if (isFile) return declineFolder(`folder ${path} is a file: give the path of a folder`);
  const advice = folderAdvice(project, [...place.path, name, ...rest]);
  if (advice !== undefined) return declineFolder(`there is no folder ${path}: ${advice}`);
  return pipe(
    folderMeantBy(lists, project, place, name),
    TE.flatMap((meant) =>
      declineFolder(
        `there is no folder ${path}: ${meant === undefined ? "check the path" : `did you mean ${meant}?`}`,
      ),
    ),
  );
};

/** One call per step of the path. */
const stepDown = (
  lists: FileLists,
  project: string,
  place: Place,
  path: readonly string[],
): TE.TaskEither<HostError, Place> => {
  const [name, ...rest] = path;
  if (name === undefined) return TE.right(place);
  return pipe(
    lists.named(place.level, [name]),
    TE.flatMap((items) => {
      const folder = items.find(isFolder);
      return folder === undefined
        ? noFolder(lists, project, place, [name, rest], items.length > 0)
        : stepDown(lists, project, below(place, folder), rest);
    }),
  );
};

/** The folder that is asked for, by its path or its id; without one, the project's root. */
export const folderAt = (
  lists: FileLists,
  project: string,
  folder: string | undefined,
): TE.TaskEither<HostError, Place> =>
  folder !== undefined && isFileId(folder)
    ? byId(lists, project, folder)
    : stepDown(lists, project, rootOf(project), segments(folder ?? ""));
