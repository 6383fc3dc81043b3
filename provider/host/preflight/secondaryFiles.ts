import * as E from "fp-ts/Either";
import type { Bulk } from "../../api/endpoints/bulk";
import { listLevel } from "../../api/endpoints/files";
import type { FileFacts } from "../../api/endpoints/schemas";
import { requiredSecondaryFiles } from "../../cwl/ports";
import { secondaryName } from "../../cwl/secondaryName";
import { isRecord } from "../../shared/codec";
import { type ApiError, explain } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import type { Skipped } from "../session/bestEffort";
import { type CheckContext, type Findings, nothingFound } from "./check";

/*
 * Secondary files are not sent: the platform finds them beside the file (API digest, section 7). An app that needs one that is not
 * there fails when its task has begun to cost money.
 */

/** A file on a port that needs others beside it. */
interface Main {
  /** `inputs.bams[3]` */
  readonly path: string;
  readonly port: string;
  readonly id: string;
  /** The secondary files that the program names itself. */
  readonly given: readonly Given[];
}

interface Given {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** What one file needs, and where. */
interface Needed {
  readonly main: Main;
  readonly name: string;
  readonly project: string | undefined;
  readonly folder: string;
  readonly names: readonly string[];
}

type Answers = ReadonlyMap<string, Bulk<FileFacts>>;

const metadataTextOf = (value: unknown): string | undefined =>
  typeof value === "string" && !isUnknown(value) ? value : undefined;

const givenIn = (value: unknown): readonly Given[] =>
  Array.isArray(value)
    ? value
        .filter(isRecord)
        .map(({ path, name }) => ({ id: metadataTextOf(path), name: metadataTextOf(name) }))
    : [];

/** Files in lists belong to the port, too; those in records have separate patterns, if any. */
const mainsIn = (port: string, value: unknown, path: string): readonly Main[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => mainsIn(port, item, `${path}[${index}]`));
  if (!isRecord(value) || value.class !== "File") return [];
  const id = metadataTextOf(value.path);
  return id === undefined ? [] : [{ path, port, id, given: givenIn(value.secondaryFiles) }];
};

/** What is needed of the files that the platform has answered. */
const neededBy = (
  mains: readonly Main[],
  patterns: ReadonlyMap<string, readonly string[]>,
  answers: Answers,
  givenNames: (given: Given) => string | undefined,
): readonly Needed[] =>
  mains.flatMap((main) => {
    const answer = answers.get(main.id);
    if (answer?._tag !== "Found") return [];
    const { name, parent, project } = answer.resource;
    if (typeof parent !== "string") return [];
    const given = new Set(main.given.map(givenNames));
    const names = [
      ...new Set((patterns.get(main.port) ?? []).map((pattern) => secondaryName(name, pattern))),
    ].filter((one) => one !== name && !given.has(one));
    return names.length === 0 ? [] : [{ main, name, project: project ?? undefined, folder: parent, names }];
  });

/** Which of the names are in a folder: one list for all that are looked for, and by their names in a large folder. */
const namesThere = async (
  { session, ask }: CheckContext,
  folder: string,
  names: readonly string[],
): Promise<E.Either<Skipped | ApiError, ReadonlySet<string>>> => {
  const listed = await ask((asking) => session.cache.folder(asking, folder))();
  if (E.isLeft(listed)) return listed;
  const { items, isWhole } = listed.right;
  const there = new Set(items.map(({ name }) => name));
  const left = names.filter((name) => !there.has(name));
  if (isWhole || left.length === 0) return E.right(there);
  const found = await ask((asking) => listLevel(asking, { parent: folder }, { name: left }))();
  if (E.isLeft(found)) return found;
  return E.right(new Set([...there, ...found.right.map(({ name }) => name)]));
};

const maxNamed = 10;

const warningsOf = (missing: readonly Needed[]): readonly string[] => {
  const more = missing.length - maxNamed;
  return [
    ...missing
      .slice(0, maxNamed)
      .map(
        ({ main: { path, port, id }, name, project, folder, names }) =>
          `${path}: ${name} (${id}) lacks ${joinWithAnd(names)}, which port ${port} requires beside it: there is no such file in folder ${folder}${project === undefined ? "" : ` of project ${project}`}. The task would start, cost money and fail; put ${names.length === 1 ? "it" : "them"} there first`,
      ),
    ...(more > 0 ? [`inputs: ${more} more files lack secondary files that their ports require`] : []),
  ];
};

/** Names of secondary files that the program gives by their ids only. */
const givenNames = async (
  { session, ask }: CheckContext,
  mains: readonly Main[],
): Promise<E.Either<Skipped | ApiError, (given: Given) => string | undefined>> => {
  const ids = mains.flatMap(({ given }) =>
    given.flatMap(({ id, name }) => (name === undefined && id !== undefined ? [id] : [])),
  );
  const answers: E.Either<Skipped | ApiError, Answers> =
    ids.length === 0 ? E.right(new Map()) : await ask((asking) => session.cache.files.read(asking, ids))();
  if (E.isLeft(answers)) return answers;
  return E.right(({ id, name }) => {
    const answer = id === undefined ? undefined : answers.right.get(id);
    return name ?? (answer?._tag === "Found" ? answer.resource.name : undefined);
  });
};

const missingOf = async (
  checking: CheckContext,
  needed: readonly Needed[],
): Promise<E.Either<Skipped | ApiError, readonly Needed[]>> => {
  const there = new Map<string, ReadonlySet<string>>();
  for (const folder of new Set(needed.map((one) => one.folder))) {
    const inIt = needed.filter((one) => one.folder === folder);
    const found = await namesThere(checking, folder, [...new Set(inIt.flatMap(({ names }) => names))]);
    if (E.isLeft(found)) return found;
    there.set(folder, found.right);
  }
  return E.right(
    needed.flatMap((one) => {
      const names = one.names.filter((name) => there.get(one.folder)?.has(name) !== true);
      return names.length === 0 ? [] : [{ ...one, names }];
    }),
  );
};

const missingBeside = async (
  checking: CheckContext,
  mains: readonly Main[],
  patterns: ReadonlyMap<string, readonly string[]>,
  answers: Answers,
): Promise<E.Either<Skipped | ApiError, readonly Needed[]>> => {
  const named = await givenNames(checking, mains);
  return E.isLeft(named) ? named : missingOf(checking, neededBy(mains, patterns, answers, named.right));
};

/** Of these files, whose facts are known: those that lack a file that their ports require. A warning, never a mistake. */
export const secondaryFiles = async (checking: CheckContext, answers: Answers): Promise<Findings> => {
  const { inputs } = checking.news;
  if (answers.size === 0 || !isRecord(inputs) || isUnknown(checking.now.app)) return nothingFound;
  const app = await checking.app();
  // That the app cannot be read, others tell.
  if (E.isLeft(app)) return nothingFound;
  const patterns = requiredSecondaryFiles(app.right.raw);
  const mains = [...patterns.keys()].flatMap((port) =>
    Object.hasOwn(inputs, port) ? mainsIn(port, inputs[port], `inputs.${port}`) : [],
  );
  const missing = await missingBeside(checking, mains, patterns, answers);
  if (E.isRight(missing)) return { ...nothingFound, warnings: warningsOf(missing.right) };
  const error = missing.left;
  return error._tag === "Skipped"
    ? nothingFound
    : { ...nothingFound, unchecked: [`not checked: secondary files. ${explain(error)}`] };
};
