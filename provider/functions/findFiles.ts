import { pipe } from "fp-ts/function";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import type { FileItem } from "../api/endpoints/schemas";
import type { HostError } from "../shared/errors";
import { findByNames, findByPaths } from "./asked";
import { hasMetadata, inOrder } from "./choose";
import { lookupErrorText } from "./complaint";
import type { FileLists } from "./fileLists";
import type { FilesQuery, Which } from "./filesQuery";
import type { Finding } from "./findings";
import { allBelow, folderAt, type Place } from "./folders";
import { type FoundFile, foundFile } from "./foundFile";
import { isFiltered, nothingFound, nothingFoundUnseen } from "./nothingFound";

type Asked = Extract<Which, { readonly _tag: "Names" | "Paths" }>;
type Wanted = Exclude<Which, Asked>;

const isAsked = (which: Which): which is Asked => which._tag === "Names" || which._tag === "Paths";

/** Files asked for one by one: all of them, or one error about all that are not there. */
const byName = (
  lists: FileLists,
  place: Place,
  query: FilesQuery,
  which: Asked,
): TE.TaskEither<HostError, FoundFile[]> => {
  const findings: TE.TaskEither<HostError, readonly Finding[]> =
    which._tag === "Names" && query.recursive
      ? pipe(
          allBelow(lists, place),
          TE.map((tree) => findByNames(place, tree, which.names, query)),
        )
      : findByPaths(
          lists,
          place,
          which._tag === "Names" ? which.names.map((name) => [name]) : which.paths,
          query,
        );
  return pipe(
    findings,
    TE.flatMap((found) => {
      const reason = lookupErrorText(found, which._tag === "Names" ? "names" : "paths");
      return reason === undefined
        ? TE.right(found.flatMap((one) => (one._tag === "Found" ? [foundFile(one.item)] : [])))
        : TE.left<HostError>({ _tag: "Declined", reason });
    }),
  );
};

const filterOf = (metadata: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(metadata).map(([field, values]) => [`metadata.${field}`, values]));

/** All that there is, whatever is asked for: what was listed, or, where the API has sifted it, its beginning. */
const allFound = (
  lists: FileLists,
  place: Place,
  { which }: FilesQuery,
  listed: readonly FileItem[],
): TE.TaskEither<HostError, { readonly items: readonly FileItem[]; readonly isWhole: boolean }> =>
  which._tag === "Metadata" ? lists.first(place.level) : TE.right({ items: listed, isWhole: true });

/** Files by what they are. Folders have no metadata: where those below are wanted, too, all is listed and sifted here. */
const byKind = (
  lists: FileLists,
  place: Place,
  query: FilesQuery,
  which: Wanted,
  warn: (text: string) => void,
): TE.TaskEither<HostError, FoundFile[]> => {
  const metadata = which._tag === "Metadata" ? which.metadata : {};
  const items: TE.TaskEither<HostError, readonly FileItem[]> = query.recursive
    ? pipe(
        allBelow(lists, place),
        TE.map((all) => all.map(({ item }) => item)),
      )
    : lists.listed(place.level, filterOf(metadata));
  return pipe(
    items,
    TE.flatMap((all) => {
      const found = inOrder(query.recursive ? all.filter((item) => hasMetadata(item, metadata)) : all, query);
      if (found.length > 0 || !isFiltered(query)) return TE.right(found);
      const there = query.recursive
        ? TE.right({ items: all, isWhole: true })
        : allFound(lists, place, query, all);
      return pipe(
        there,
        // A warning is no reason to fail.
        TE.match(
          (error) => nothingFoundUnseen(query, error),
          ({ items: every, isWhole }) => nothingFound(query, every, isWhole),
        ),
        T.map((text) => {
          warn(text);
          return found;
        }),
        TE.fromTask,
      );
    }),
  );
};

/** The files that a query means. `warn` gets what is there where a filter lets nothing pass. */
export const findFiles = (
  lists: FileLists,
  query: FilesQuery,
  warn: (text: string) => void,
): TE.TaskEither<HostError, FoundFile[]> => {
  const { project, folder, which } = query;
  const asked = which._tag === "Names" ? which.names : which._tag === "Paths" ? which.paths : undefined;
  // A list that a program has computed may be empty.
  if (asked?.length === 0) return TE.right([]);
  return pipe(
    folderAt(lists, project, folder),
    TE.flatMap((place) =>
      isAsked(which) ? byName(lists, place, query, which) : byKind(lists, place, query, which, warn),
    ),
  );
};
