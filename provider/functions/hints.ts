import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { FileItem } from "../api/endpoints/schemas";
import { looksLike } from "../shared/alike";
import type { ApiError } from "../shared/errors";
import { nearest } from "../shared/text";
import { fileAdvice } from "./advice";
import type { FileLists } from "./fileLists";
import type { Finding, Missing } from "./findings";
import { hintsAround, type Located, pathOf, rootOf } from "./folders";
import { isFolder } from "./foundFile";

/** What to say of files that are not there: only now, when something is missing, more is asked. */

/** Of how many missing files more is said than their names. */
export const mostHinted = 20;

const isLast = ({ path, depth }: Missing): boolean => depth === path.length - 1;

/** What looks the same to a reader, at the same place. */
const alikeOf = (missing: Missing, known: readonly string[]): string | undefined =>
  known.find((name) => looksLike(missing.path[missing.depth] ?? "", name));

const nearestOf = (missing: Missing, known: readonly string[]): string | undefined =>
  nearest(missing.path[missing.depth] ?? "", known);

const withSuggestion = (missing: Missing, meant: string | undefined): Missing =>
  meant === undefined ? missing : { ...missing, meant };

const adviseFor = (project: string, missing: Missing): Missing => {
  const advice = fileAdvice(project, [...missing.place.path, ...missing.path.slice(missing.depth)]);
  return advice === undefined ? missing : { ...missing, advice };
};

/** At its own place, where other files and folders are known. */
export const hintFrom = (project: string, missing: Missing, known: readonly string[]): Missing => {
  const advice = adviseFor(project, missing);
  return advice === missing
    ? withSuggestion(missing, alikeOf(missing, known) ?? nearestOf(missing, known))
    : advice;
};

/** Files of that very name in other folders. */
const elsewhere = ({ path }: Missing, around: readonly Located[]): readonly string[] =>
  around
    .filter(({ item }) => !isFolder(item) && item.name === path.at(-1))
    .map(pathOf)
    .sort();

const atPlace = (missing: Missing, known: readonly string[], around: readonly Located[]): Missing => {
  const near = nearestOf(missing, known);
  // A folder that is misspelt explains more than a file of the same name somewhere else.
  if (!isLast(missing) && near !== undefined) return { ...missing, meant: near };
  const there = elsewhere(missing, around);
  return there.length > 0 ? { ...missing, elsewhere: there } : withSuggestion(missing, near);
};

const keyOf = ({ place }: Missing): string => JSON.stringify(place.level);

/**
 * The findings with what may have been meant: what to write in place of it; the name at its place that looks the same; the
 * folder that the file is in; the nearest name at its place. One list for each place, and a look around of 40 calls at most.
 */
export const hintFor = (
  lists: FileLists,
  project: string,
  findings: readonly Finding[],
): TE.TaskEither<ApiError, readonly Finding[]> => {
  const missing = findings.flatMap((one) => (one._tag === "Missing" ? [one] : [])).slice(0, mostHinted);
  const said = new Map<Finding, Finding>(missing.map((one) => [one, adviseFor(project, one)]));
  const open = missing.filter((one) => said.get(one) === one);
  const taken = new Set(findings.flatMap((one) => (one._tag === "Found" ? [one.item.id] : [])));
  return pipe(
    [...new Map(open.map((one) => [keyOf(one), one.place]))],
    TE.traverseArray(([key, place]) =>
      pipe(
        lists.first(place.level),
        TE.map(({ items }) => [key, items.filter(({ id }) => !taken.has(id))] as const),
      ),
    ),
    TE.flatMap((there) => {
      const items = new Map<string, readonly FileItem[]>(there);
      const knownFor = (one: Missing): readonly string[] =>
        (items.get(keyOf(one)) ?? [])
          .filter((item) => isFolder(item) !== isLast(one))
          .map(({ name }) => name);
      for (const one of open) said.set(one, withSuggestion(one, alikeOf(one, knownFor(one))));
      const unseen = open.filter((one) => said.get(one) === one);
      return pipe(
        unseen.length === 0 ? TE.right([]) : hintsAround(lists, [rootOf(project)]),
        TE.map((around) => {
          for (const one of unseen) said.set(one, atPlace(one, knownFor(one), around));
          return findings.map((one) => said.get(one) ?? one);
        }),
      );
    }),
  );
};
