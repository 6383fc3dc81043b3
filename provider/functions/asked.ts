import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { listLevel } from "../api/files";
import type { Client } from "../api/http";
import type { FileItem } from "../api/wire";
import type { ApiError } from "../errors";
import { nearest } from "../words";
import { leftOut } from "./choose";
import type { FilesQuery } from "./filesQuery";
import { below, type Located, type Place, pathOf } from "./folders";
import { isFolder } from "./foundFile";

/** Files that are asked for one by one: what became of each. */

type Path = readonly string[];

/** Not there: the file, or, where `depth` is not its last step, a folder on the way to it. */
export interface Missing {
  readonly _tag: "Missing";
  readonly path: Path;
  readonly depth: number;
  /** Where it should be. */
  readonly place: Place;
  /** What was probably meant in place of that step. */
  readonly meant?: string;
}

export type Finding =
  | { readonly _tag: "Found"; readonly item: FileItem }
  | Missing
  /** A folder where a file is asked for. */
  | { readonly _tag: "IsFolder"; readonly path: Path }
  /** A file where the path has a folder. */
  | { readonly _tag: "IsFile"; readonly path: Path; readonly depth: number }
  | { readonly _tag: "LeftOut"; readonly path: Path; readonly why: string }
  | { readonly _tag: "Ambiguous"; readonly path: Path; readonly all: readonly string[] };

type Only = Pick<FilesQuery, "match" | "origin">;

const grouped = <A>(all: readonly A[], keyOf: (one: A) => string): ReadonlyMap<string, readonly A[]> => {
  const groups = new Map<string, A[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
};

/** What of the items of one name is meant. */
const judged = (path: Path, place: Place, items: readonly Located[], only: Only): Finding => {
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

/** The findings of one folder by path, and of the folders below it: one call for each folder that a path goes through. */
const lookIn = (
  client: Client,
  place: Place,
  depth: number,
  paths: readonly Path[],
  only: Only,
): TE.TaskEither<ApiError, readonly (readonly [Path, Finding])[]> => {
  const byStep = grouped(paths, (path) => path[depth] ?? "");
  return pipe(
    listLevel(client, place.level, { name: [...byStep.keys()] }),
    TE.flatMap((found) => {
      const byName = grouped(found, ({ name }) => name);
      return pipe(
        [...byStep],
        TE.traverseSeqArray(([step, some]) => {
          const items = byName.get(step) ?? [];
          const here = some
            .filter((path) => path.length === depth + 1)
            .map(
              (path) =>
                [
                  path,
                  judged(
                    path,
                    place,
                    items.map((item) => ({ item, place })),
                    only,
                  ),
                ] as const,
            );
          const deeper = some.filter((path) => path.length > depth + 1);
          return pipe(
            inFolder(client, place, depth, deeper, items, only),
            TE.map((there) => [...here, ...there]),
          );
        }),
        TE.map((lists) => lists.flat()),
      );
    }),
  );
};

/** The same for paths that go on into a folder, which may not be there. */
const inFolder = (
  client: Client,
  place: Place,
  depth: number,
  paths: readonly Path[],
  items: readonly FileItem[],
  only: Only,
): TE.TaskEither<ApiError, readonly (readonly [Path, Finding])[]> => {
  if (paths.length === 0) return TE.right([]);
  const folder = items.find(isFolder);
  if (folder !== undefined) return lookIn(client, below(place, folder), depth + 1, paths, only);
  return TE.right(
    paths.map((path): readonly [Path, Finding] => [
      path,
      items.length > 0 ? { _tag: "IsFile", path, depth } : { _tag: "Missing", path, depth, place },
    ]),
  );
};

const withMeant = (missing: Missing, known: readonly string[]): Missing => {
  const meant = nearest(missing.path[missing.depth] ?? "", known);
  return meant === undefined ? missing : { ...missing, meant };
};

/** The nearest names: only now, when something is missing, the folders are listed where it should be. */
const hinted = (
  client: Client,
  findings: readonly Finding[],
): TE.TaskEither<ApiError, readonly Finding[]> => {
  const taken = new Set(findings.flatMap((one) => (one._tag === "Found" ? [one.item.id] : [])));
  const places = new Map(
    findings.flatMap((one) => (one._tag === "Missing" ? [[JSON.stringify(one.place.level), one.place]] : [])),
  );
  return pipe(
    [...places],
    TE.traverseSeqArray(([key, place]) =>
      pipe(
        listLevel(client, place.level),
        TE.map((items) => [key, items.filter(({ id }) => !taken.has(id))] as const),
      ),
    ),
    TE.map((lists) => {
      const there = new Map(lists);
      return findings.map((one) => {
        if (one._tag !== "Missing") return one;
        const folder = one.depth < one.path.length - 1;
        const items = there.get(JSON.stringify(one.place.level)) ?? [];
        return withMeant(
          one,
          items.filter((item) => isFolder(item) === folder).map(({ name }) => name),
        );
      });
    }),
  );
};

/** Files by their paths below a place, in the order asked. */
export const findPaths = (
  client: Client,
  place: Place,
  paths: readonly Path[],
  only: Only,
): TE.TaskEither<ApiError, readonly Finding[]> =>
  pipe(
    lookIn(client, place, 0, paths, only),
    TE.flatMap((found) => {
      const byPath = new Map(found);
      return hinted(
        client,
        paths.flatMap((path) => byPath.get(path) ?? []),
      );
    }),
  );

/** Files by their names anywhere in a tree that has been listed, in the order asked. */
export const findNames = (
  place: Place,
  tree: readonly Located[],
  names: readonly string[],
  only: Only,
): readonly Finding[] => {
  const byName = grouped(tree, ({ item }) => item.name);
  const findings = names.map((name) => judged([name], place, byName.get(name) ?? [], only));
  const taken = new Set(findings.flatMap((one) => (one._tag === "Found" ? [one.item.id] : [])));
  const known = tree
    .filter(({ item }) => !isFolder(item) && !taken.has(item.id))
    .map(({ item }) => item.name);
  return findings.map((one) => (one._tag === "Missing" ? withMeant(one, known) : one));
};
