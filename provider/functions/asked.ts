import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { FileItem } from "../api/endpoints/schemas";
import type { ApiError } from "../shared/errors";
import { leftOut } from "./choose";
import type { FileLists } from "./fileLists";
import type { FilesQuery } from "./filesQuery";
import type { Finding, Path } from "./findings";
import { below, type Located, type Place, pathOf } from "./folders";
import { isFolder } from "./foundFile";
import { hintFor, hintFrom } from "./hints";

/** Files that are asked for one by one. */

type Only = Pick<FilesQuery, "match" | "origin" | "project">;

const groupByFolder = <A>(
  all: readonly A[],
  keyOf: (one: A) => string,
): ReadonlyMap<string, readonly A[]> => {
  const groups = new Map<string, A[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
};

/** What of the items of one name is meant. */
const toResult = (path: Path, place: Place, items: readonly Located[], only: Only): Finding => {
  const files = items.filter(({ item }) => !isFolder(item));
  const [first, ...more] = files.filter(({ item }) => leftOut(item, only) === undefined);
  if (first !== undefined)
    return more.length === 0
      ? { _tag: "Found", item: first.item }
      : { _tag: "Ambiguous", path, all: [first, ...more].map(pathOf).sort() };
  const [other] = files;
  if (other !== undefined) return { _tag: "LeftOut", path, why: leftOut(other.item, only) ?? "" };
  return items.length > 0
    ? { _tag: "IsFolder", path }
    : { _tag: "Missing", path, depth: path.length - 1, place };
};

type Found = readonly (readonly [Path, Finding])[];

/** The findings of one folder by path, and of the folders below it: one list of names for each folder that a path goes through. */
const lookIn = (
  lists: FileLists,
  place: Place,
  depth: number,
  paths: readonly Path[],
  only: Only,
): TE.TaskEither<ApiError, Found> => {
  const byStep = groupByFolder(paths, (path) => path[depth] ?? "");
  return pipe(
    lists.named(place.level, [...byStep.keys()]),
    TE.flatMap((found) => {
      const byName = groupByFolder(found, ({ name }) => name);
      return pipe(
        [...byStep],
        TE.traverseArray(([step, some]) => {
          const items = byName.get(step) ?? [];
          const located = items.map((item) => ({ item, place }));
          const here = some
            .filter((path) => path.length === depth + 1)
            .map((path) => [path, toResult(path, place, located, only)] as const);
          const deeper = some.filter((path) => path.length > depth + 1);
          return pipe(
            inFolder(lists, place, depth, deeper, items, only),
            TE.map((there) => [...here, ...there]),
          );
        }),
        TE.map((all) => all.flat()),
      );
    }),
  );
};

/** The same for paths that go on into a folder, which may not be there. */
const inFolder = (
  lists: FileLists,
  place: Place,
  depth: number,
  paths: readonly Path[],
  items: readonly FileItem[],
  only: Only,
): TE.TaskEither<ApiError, Found> => {
  if (paths.length === 0) return TE.right([]);
  const folder = items.find(isFolder);
  if (folder !== undefined) return lookIn(lists, below(place, folder), depth + 1, paths, only);
  return TE.right(
    paths.map((path): readonly [Path, Finding] => [
      path,
      items.length > 0 ? { _tag: "IsFile", path, depth } : { _tag: "Missing", path, depth, place },
    ]),
  );
};

/** Files by their paths below a place, in the order asked. */
export const findByPaths = (
  lists: FileLists,
  place: Place,
  paths: readonly Path[],
  only: Only,
): TE.TaskEither<ApiError, readonly Finding[]> =>
  pipe(
    lookIn(lists, place, 0, paths, only),
    TE.flatMap((found) => {
      const byPath = new Map(found);
      return hintFor(
        lists,
        only.project,
        paths.flatMap((path) => byPath.get(path) ?? []),
      );
    }),
  );

/** Files by their names anywhere in a tree that has been listed, in the order asked. */
export const findByNames = (
  place: Place,
  tree: readonly Located[],
  names: readonly string[],
  only: Only,
): readonly Finding[] => {
  const byName = groupByFolder(tree, ({ item }) => item.name);
  const findings = names.map((name) => toResult([name], place, byName.get(name) ?? [], only));
  const taken = new Set(findings.flatMap((one) => (one._tag === "Found" ? [one.item.id] : [])));
  const known = tree
    .filter(({ item }) => !isFolder(item) && !taken.has(item.id))
    .map(({ item }) => item.name);
  return findings.map((one) => (one._tag === "Missing" ? hintFrom(only.project, one, known) : one));
};
