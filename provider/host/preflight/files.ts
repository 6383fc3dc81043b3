import * as E from "fp-ts/Either";
import * as t from "io-ts";
import type { Bulk } from "../../api/endpoints/bulk";
import type { FileFacts } from "../../api/endpoints/schemas";
import { knownInputs } from "../../model/task/draftTask";
import type { Facts } from "../../model/task/expectedChildren";
import type { ApiError } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import type { Skipped } from "../session/bestEffort";
import { batchIn, ofBatch, unreadOf } from "./batch";
import { type Check, type CheckContext, type Findings, nothingFound } from "./check";
import { type FileAt, filesIn } from "./filesIn";
import { secondaryFiles } from "./secondaryFiles";

type Answers = ReadonlyMap<string, Bulk<FileFacts>>;

/** The blocks in which the program's process has put the ids of several tasks: see `provider/program/fileBatches.ts`. */
const Together = t.readonlyArray(t.readonlyArray(t.string));
const togetherIn = ({ __fileBatches }: CheckContext["news"]): readonly (readonly string[])[] =>
  Together.is(__fileBatches) ? __fileBatches : [];

const factsOf =
  (answers: Answers): Facts =>
  (id) => {
    const answer = answers.get(id);
    if (answer?._tag !== "Found") return undefined;
    const { name, metadata } = answer.resource;
    // A platform may leave it out of such an answer, which does not say that there is none: API digest, section 12.
    return metadata === undefined ? { name } : { name, metadata: metadata ?? {} };
  };

/** The API's own word about a file, and not trouble with the platform: API digest, 9.2. */
const isAnswer = (status: number): boolean => status >= 400 && status < 500 && ![401, 429].includes(status);

interface Asked {
  readonly file: FileAt;
  readonly answer: Bulk<FileFacts>;
}

const missingFiles = ({ file: { path, id }, answer }: Asked, endpoint: string): Findings => {
  if (answer._tag === "Found") return nothingFound;
  const { status, message } = answer;
  const said = `${status === 0 ? "" : `${status}, `}${message.replace(/[.\s]+$/, "")}`;
  if (!isAnswer(status))
    return { ...nothingFound, unchecked: [`not checked: file ${id}, ${path}. The platform says ${said}`] };
  const why =
    status === 403
      ? `the token's user may not see file ${id}: ask for access to its project`
      : `there is no file ${id} at ${endpoint}: check the id, and the platform`;
  return { ...nothingFound, mistakes: [`${path}: ${why} (${said})`] };
};

const maxNamed = 10;

/**
 * A file of another project works where the token's user may read it (API digest, section 7, knows no rule against it); the
 * others of the task's project need not see it.
 */
const foreignFiles = (files: readonly Asked[], project: string): readonly string[] => {
  const others = files.flatMap(({ file: { path }, answer }) => {
    if (answer._tag !== "Found") return [];
    const { id, name, project: its } = answer.resource;
    return typeof its === "string" && its !== project ? [{ its, text: `${path} (${name}, ${id})` }] : [];
  });
  return [...new Set(others.map(({ its }) => its))].map((its) => {
    const texts = others.filter((one) => one.its === its).map(({ text }) => text);
    const more = texts.length - maxNamed;
    const named = joinWithAnd([...texts.slice(0, maxNamed), ...(more > 0 ? [`${more} more`] : [])]);
    return `${named} ${texts.length === 1 ? "is" : "are"} in project ${its}, not in the task's, ${project}`;
  });
};

const findingsOf = (checking: CheckContext, wanted: readonly FileAt[], answers: Answers): Findings => {
  const { client, level, now } = checking;
  const all = wanted.flatMap((file) => {
    const answer = answers.get(file.id);
    return answer === undefined ? [] : [{ file, answer }];
  });
  const misses = all.map((one) => missingFiles(one, client.connection.endpoint));
  const { project } = now;
  return {
    mistakes: misses.flatMap(({ mistakes }) => mistakes),
    unchecked: misses.flatMap(({ unchecked }) => unchecked),
    warnings: level === "full" && !isUnknown(project) ? foreignFiles(all, project) : [],
  };
};

/** Sentences and groups name files, which may be secret. */
const clearFindings = (
  { client: { clear } }: CheckContext,
  { mistakes, warnings, unchecked, expectedChildren: expected }: Findings,
): Findings => ({
  mistakes: mistakes.map(clear),
  warnings: warnings.map(clear),
  unchecked: unchecked.map(clear),
  ...(expected === undefined
    ? {}
    : { expectedChildren: { count: expected.count, groups: expected.groups.map(clear) } }),
});

const joinFindings = (found: Findings, batch: Findings): Findings =>
  // Groups of files that are not there are none.
  found.mistakes.length + found.unchecked.length > 0
    ? found
    : { ...batch, warnings: [...batch.warnings, ...found.warnings] };

const withMore = (found: Findings, { warnings, unchecked }: Findings): Findings => ({
  ...found,
  warnings: [...found.warnings, ...warnings],
  unchecked: [...found.unchecked, ...unchecked],
});

/**
 * The files of a task: into which groups a batch falls; with `full`, whether all files are there, and in the task's project. Of
 * all that are looked up, whether the files are beside them that their ports require.
 */
export const files: Check = {
  what: "the files of batches",
  look: async (checking) => {
    const { session, now, news, level, changed, ask } = checking;
    if (!changed("app", "inputs", "batching", "project")) return E.right(nothingFound);
    const split = await batchIn(checking);
    if (E.isLeft(split)) return split;
    const batch = split.right;
    const unread = new Set(unreadOf(batch));
    const all = filesIn(knownInputs(now));
    const wanted = level === "full" ? all : all.filter(({ id }) => unread.has(id));
    const ids = [...new Set([...wanted.map(({ id }) => id), ...unread])];
    const answers: E.Either<Skipped | ApiError, Answers> =
      ids.length === 0
        ? E.right(new Map())
        : await ask((asking) => session.cache.files.read(asking, ids, togetherIn(news)))();
    if (E.isLeft(answers)) return answers;
    const beside = await secondaryFiles(checking, answers.right);
    const found = findingsOf(checking, wanted, answers.right);
    const grouped = ofBatch(batch, factsOf(answers.right));
    return E.right(clearFindings(checking, withMore(joinFindings(found, grouped), beside)));
  },
};
