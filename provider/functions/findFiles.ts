import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { listLevel } from "../api/files";
import type { Client } from "../api/http";
import type { FileItem } from "../api/wire";
import type { HostError } from "../errors";
import { type Finding, findNames, findPaths } from "./asked";
import { hasMetadata, inOrder } from "./choose";
import { complaint } from "./complaint";
import type { FilesQuery, Which } from "./filesQuery";
import { allIn, folderAt, type Place } from "./folders";
import { type FoundFile, foundFile } from "./foundFile";

type Asked = Extract<Which, { readonly _tag: "Names" | "Paths" }>;
type Sought = Exclude<Which, Asked>;

const isAsked = (which: Which): which is Asked => which._tag === "Names" || which._tag === "Paths";

/** Files asked for one by one: all of them, or one error about all that are not there. */
const byName = (
  client: Client,
  place: Place,
  query: FilesQuery,
  which: Asked,
): TE.TaskEither<HostError, FoundFile[]> => {
  const findings: TE.TaskEither<HostError, readonly Finding[]> =
    which._tag === "Names" && query.recursive
      ? pipe(
          allIn(client, place, true),
          TE.map((tree) => findNames(place, tree, which.names, query)),
        )
      : findPaths(
          client,
          place,
          which._tag === "Names" ? which.names.map((name) => [name]) : which.paths,
          query,
        );
  return pipe(
    findings,
    TE.flatMap((found) => {
      const reason = complaint(found);
      return reason === undefined
        ? TE.right(found.flatMap((one) => (one._tag === "Found" ? [foundFile(one.item)] : [])))
        : TE.left<HostError>({ _tag: "Declined", reason });
    }),
  );
};

const filterOf = (metadata: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(metadata).map(([field, values]) => [`metadata.${field}`, values]));

/** Files by what they are. Folders have no metadata: where those below are wanted, too, all is listed and sifted here. */
const byKind = (
  client: Client,
  place: Place,
  query: FilesQuery,
  which: Sought,
): TE.TaskEither<HostError, FoundFile[]> => {
  const metadata = which._tag === "Metadata" ? which.metadata : {};
  const items: TE.TaskEither<HostError, readonly FileItem[]> = query.recursive
    ? pipe(
        allIn(client, place, true),
        TE.map((all) => all.map(({ item }) => item).filter((item) => hasMetadata(item, metadata))),
      )
    : listLevel(client, place.level, filterOf(metadata));
  return pipe(
    items,
    TE.map((all) => inOrder(all, query)),
  );
};

/** The files that a query means. */
export const findFiles = (client: Client, query: FilesQuery): TE.TaskEither<HostError, FoundFile[]> => {
  const { project, folder, which } = query;
  const asked = which._tag === "Names" ? which.names : which._tag === "Paths" ? which.paths : undefined;
  // A list that a program has computed may be empty.
  if (asked?.length === 0) return TE.right([]);
  return pipe(
    folderAt(client, project, folder),
    TE.flatMap((place) =>
      isAsked(which) ? byName(client, place, query, which) : byKind(client, place, query, which),
    ),
  );
};
