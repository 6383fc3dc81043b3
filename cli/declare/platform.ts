import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { getApp } from "../../provider/api/endpoints/apps";
import { bulkGet } from "../../provider/api/endpoints/bulk";
import { getProject } from "../../provider/api/endpoints/projects";
import {
  type App,
  FileOrigin,
  type Project,
  type RecentTask,
  type Task,
} from "../../provider/api/endpoints/schemas";
import { getTasks, listRecent } from "../../provider/api/endpoints/tasks";
import type { Client } from "../../provider/api/transport/http";
import { readWholeRun, withoutWaiting } from "../../provider/host/apply/findRun";
import { attempt } from "../../provider/host/failure";
import type { RunSnapshot } from "../../provider/model/run/runSnapshot";
import type { StoredRetry } from "../../provider/model/run/runStored";
import { isDraft } from "../../provider/model/task/taskState";
import { type ApiError, explain, type HostError } from "../../provider/shared/errors";
import { joinWithAnd } from "../../provider/shared/text";

/* What `declare` reads: in bulk, and never written. Any trouble ends the command with its sentence. */

const answerOf = async <A>(asked: TE.TaskEither<HostError, A>): Promise<A> => {
  const result = await asked();
  if (E.isLeft(result)) throw new Error(`${explain(result.left)}.`);
  return result.right;
};

/** The tasks of these ids, in their order; one sentence names all that are not there. */
export const readTasks = async (client: Client, ids: readonly string[]): Promise<readonly Task[]> => {
  const answers = await answerOf(getTasks(client, ids));
  const gone = ids.filter((_, index) => answers[index] === undefined);
  if (gone.length > 0)
    throw new Error(
      `There ${gone.length === 1 ? "is no task" : "are no tasks"} ${joinWithAnd(gone)} at ${client.connection.endpoint}: check the ${gone.length === 1 ? "id" : "ids"} and the platform.`,
    );
  return answers.flatMap((task) => task ?? []);
};

/** All tasks of a project, or those created since a day, by what tells whose they are: one call per 100. */
export const readProjectTasks = async (
  client: Client,
  project: string,
  createdFrom: string | undefined,
): Promise<readonly RecentTask[]> => (await answerOf(listRecent(client, project, createdFrom))).items;

/**
 * What has become of a task that was started, with its children and the attempts after it; `undefined` of a draft. Whose
 * attempts those of children are, is known with the children only.
 */
export const readRun = async (
  client: Client,
  task: Task,
  attemptsOf: (ids: readonly string[]) => readonly StoredRetry[],
): Promise<RunSnapshot | undefined> => {
  if (isDraft(task.status)) return undefined;
  const own = attemptsOf([task.id]);
  const run = await answerOf(() => attempt(() => readWholeRun(withoutWaiting, client, task, own)));
  const all = attemptsOf([task.id, ...(run.children ?? []).map(({ id }) => id)]);
  return all.length === own.length
    ? run
    : answerOf(() => attempt(() => readWholeRun(withoutWaiting, client, task, all)));
};

/** What somebody has deleted, or does not show to this user, is not known; anything else is trouble. */
const knownApps = <A>(asked: TE.TaskEither<ApiError, A>): TE.TaskEither<ApiError, A | undefined> =>
  pipe(
    asked,
    TE.map((it): A | undefined => it),
    TE.orElse((error) =>
      error._tag === "Refused" && [403, 404].includes(error.status) ? TE.right(undefined) : TE.left(error),
    ),
  );

const readEach = async <A>(
  ids: readonly string[],
  read: (id: string) => TE.TaskEither<ApiError, A>,
): Promise<ReadonlyMap<string, A>> => {
  const found = new Map<string, A>();
  for (const id of new Set(ids)) {
    const one = await answerOf(knownApps(read(id)));
    if (one !== undefined) found.set(id, one);
  }
  return found;
};

export const readApps = (client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, App>> =>
  readEach(ids, (id) => getApp(client, id));

export const readProjects = (client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, Project>> =>
  readEach(ids, (id) => getProject(client, id));

/** What the platform says of a file: its name, and which task has made it. */
export interface Origin {
  readonly name: string | undefined;
  readonly task: string | undefined;
}

/** Of the files that the user sees. */
export const readOrigins = async (
  client: Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Origin>> => {
  const asked = [...new Set(ids)];
  const answers = asked.length === 0 ? [] : await answerOf(bulkGet(client, "files", FileOrigin, asked));
  return new Map(
    answers.flatMap((one) =>
      one._tag === "Found"
        ? [
            [
              one.resource.id,
              { name: one.resource.name ?? undefined, task: one.resource.origin?.task ?? undefined },
            ] as const,
          ]
        : [],
    ),
  );
};
