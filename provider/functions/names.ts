import * as E from "fp-ts/Either";
import { type Level, listLevel, nameLists } from "../api/endpoints/files";
import type { FileItem } from "../api/endpoints/schemas";
import type { Client } from "../api/transport/http";
import { chunks } from "../api/transport/splitQuery";
import type { ApiError } from "../shared/errors";
import { newGathering, type Waiting } from "./gathering";
import type { Moments } from "./moments";

/** Names that are asked for at nearly the same time go into one call for each 100 of a folder. */

type Answer = E.Either<ApiError, readonly FileItem[]>;

interface Question {
  readonly level: Level;
  readonly name: string;
}

type Asked = Waiting<Question, Answer>;

interface Call {
  readonly level: Level;
  readonly asked: readonly Asked[];
}

/** How many calls are made at the same time. */
const abreast = 8;

/** The API does not take the query as it is: one of the names in it, which the others must not pay for. */
const isAboutAName = (error: ApiError): boolean =>
  error._tag === "Refused" && (error.status === 400 || error.status === 414);

const make = async (client: Client, { level, asked }: Call): Promise<void> => {
  const names = asked.map(({ question }) => question.name);
  const found = await listLevel(client, level, { name: names })();
  if (E.isLeft(found) && asked.length > 1 && isAboutAName(found.left)) {
    const half = Math.ceil(asked.length / 2);
    for (const some of chunks(asked, half)) await make(client, { level, asked: some });
    return;
  }
  for (const { question, answer } of asked)
    answer(E.isLeft(found) ? found : E.right(found.right.filter(({ name }) => name === question.name)));
};

const callsOf = (client: Client, all: readonly Asked[]): readonly Call[] => {
  const folders = new Map<string, Map<string, Asked>>();
  for (const one of all) {
    const key = JSON.stringify(one.question.level);
    const folder = folders.get(key) ?? new Map<string, Asked>();
    folders.set(key, folder.set(one.question.name, one));
  }
  return [...folders.values()].flatMap((folder) => {
    const [first] = folder.values();
    if (first === undefined) return [];
    const { level } = first.question;
    return nameLists(client, level, [...folder.keys()]).map((names) => ({
      level,
      asked: names.flatMap((name) => folder.get(name) ?? []),
    }));
  });
};

/** Asks for one name of a folder or of a project's root. Nobody asks for the same twice in a moment. */
export const newNames = (client: Client, moments: Moments): ((question: Question) => Promise<Answer>) =>
  newGathering<Question, Answer>(moments, async (all) => {
    for (const some of chunks(callsOf(client, all), abreast))
      await Promise.all(some.map((one) => make(client, one)));
  });
