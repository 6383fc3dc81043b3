import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type ListedTask, newTask, taskIn } from "../../api/endpoints/schemas";
import { createTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { noSession, ownerTagIn, unendedSessions } from "../../model/tags/ownerTag";
import { bodyHash, withOwnerTag } from "../../model/task/bodyHash";
import { type InternalInputs, internalInputsOf, isDraft } from "../../model/task/taskState";
import { createBody, type KnownTask } from "../../model/task/toApi";
import { type ApiError, explain, type HostError, isOpen } from "../../shared/errors";
import { applyPlan } from "../apply/applyPlan";
import { hasSettings, saySettingsNotTaken } from "../apply/settingsTaken";
import { noteTag } from "../apply/tagKept";
import { toTaskResult } from "../apply/taskResult";
import { compareImport } from "../import/compare";
import { type Properties, readKnownTask, readKnownTaskOrWait } from "../properties";
import { adoptOrphan, type OrphanSearchContext, sayingOnce } from "../recovery/adoptOrphan";
import { guardExistingWork } from "../recovery/existingWork";
import { lookAgain } from "../recovery/lookAgain";
import { daysBack } from "../recovery/lookBack";
import { candidateFor } from "../recovery/matchCandidate";
import type { Result } from "../results";
import { listTasksSince } from "../session/cache";
import { storesAtEndOnly } from "../session/checkpoints";
import { clientFor } from "../session/connections";
import { idInTag } from "../session/ownership";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";

/** A task to be made. */
interface Creation {
  readonly session: Session;
  readonly client: Client;
  readonly now: KnownTask;
  readonly hidden: InternalInputs;
}

/** Adopts the task that the program imports: a draft that differs is patched, nothing is made. */
const importTask = (
  { session, client, now, hidden }: Creation,
  id: string,
): TE.TaskEither<HostError, Result> => {
  session.ownership.tasks.set(hidden.__owner ?? id, id);
  return pipe(
    TE.Do,
    // Only `check` knows whether the program's values are secret, and the state does not: none is quoted.
    TE.bind("found", () => compareImport(session, client, id, now, { ...hidden, __veiled: true })),
    TE.bind("before", ({ found }) => TE.fromEither(readKnownTaskOrWait(found.was))),
    TE.flatMap(({ found: { task, changes, other }, before }) => {
      // Another stack whose tag stays on the draft would take it back.
      const retag = isDraft(task.status) && other;
      return applyPlan(
        session,
        client,
        { id, olds: {}, before, now, hidden, retag, isHeld: true },
        { status: task.status, plan: { _tag: "Update", changes, resume: false } },
      );
    }),
  );
};

const mayExistError = (error: ApiError, advice: string): HostError => ({
  _tag: "Declined",
  reason: `${explain(error)}. The task may have been made all the same: ${advice}`,
});

/** An answer that leaves it open whether the task exists is never read as "there is none", nor is the POST repeated. */
const lookForCreated = (
  search: OrphanSearchContext,
  key: string,
  error: ApiError,
): TE.TaskEither<HostError, Result> => {
  const { session, client, now } = search;
  if (session.connections.tagless.has(client.connection.endpoint))
    return TE.left(mayExistError(error, lookByName(now)));
  const open = mayExistError(error, "run pulumi up again; it looks for the task first, and adopts it");
  const look = adoptOrphan(
    search,
    pipe(
      listTasksSince(client, key),
      TE.mapLeft(() => open),
    ),
  );
  return pipe(
    lookAgain(session, client, `task ${now.name}`, look),
    TE.flatMap((found) => (found === undefined ? TE.left(open) : TE.right(found))),
  );
};

const postTask = (
  { session, client, now, hidden }: Creation,
  id: string | undefined,
): TE.TaskEither<ApiError, TE.TaskEither<HostError, Result>> => {
  const { __session: sessionId } = hidden;
  const body = createBody(withOwnerTag(now, id, sessionId, { proof: "Sent" }));
  if (sessionId !== undefined && !storesAtEndOnly()) session.ownership.openSessions.add(sessionId);
  return pipe(
    createTask(client, body, now.run),
    TE.map((answer) => {
      const task = newTask(answer, now);
      session.ownership.tasks.set(hidden.__owner ?? task.id, task.id);
      const whole = taskIn(answer);
      if (whole !== undefined && isDraft(whole.status)) session.ownership.createdDrafts.set(task.id, whole);
      if (hasSettings(answer)) saySettingsNotTaken(client, task, {}, now);
      return toTaskResult(session, client, {
        task,
        declared: now,
        hidden: noteTag(session, client, answer, id, hidden),
      });
    }),
  );
};

/** The advice where no tag tells whose a task is. */
const lookByName = ({ name, project }: KnownTask): string =>
  `look for a task named ${name} in project ${project}, and delete it or adopt it with the resource option import before you run pulumi up again`;

/** Without a tag nothing tells whose a task is. */
const createUntagged = (making: Creation): TE.TaskEither<HostError, Result> =>
  pipe(
    postTask(making, undefined),
    TE.mapLeft((error): HostError => {
      return isOpen(error) ? mayExistError(error, lookByName(making.now)) : error;
    }),
    TE.flatten,
  );

/** A created task whose state the engine did not get: its hooks may ask for it again in the same process. */
const findOwnInProcess = (search: OrphanSearchContext): TE.TaskEither<HostError, Result | undefined> => {
  const id = search.session.ownership.tasks.get(search.seeker.owner);
  return id === undefined
    ? TE.right(undefined)
    : adoptOrphan(
        search,
        pipe(
          getTaskOrUndefined(search.client, id),
          TE.map((task) => (task === undefined ? [] : [task])),
        ),
      );
};

/** One POST. What came of it is looked for where its answer leaves that open. */
const postOrFind = (
  making: Creation,
  search: OrphanSearchContext,
  key: string,
): TE.TaskEither<HostError, Result> =>
  pipe(
    postTask(making, search.seeker.id),
    TE.orElse((error) =>
      isOpen(error)
        ? TE.right<HostError, TE.TaskEither<HostError, Result>>(lookForCreated(search, key, error))
        : TE.left<HostError, TE.TaskEither<HostError, Result>>(error),
    ),
    TE.flatten,
  );

/** For the program's process, which says on the platform when the tasks of a session are registered: see `witness.ts`. */
const noteForWitness =
  (
    { session, now, hidden: { __session: by } }: Creation,
    { seeker: { id }, retagged }: OrphanSearchContext,
    listed: readonly ListedTask[],
  ) =>
  (result: Result): Result => {
    if (by === undefined) return result;
    const adopted = listed.find((task) => task.id === result.id && !retagged.has(task.id));
    const sessionId = (adopted === undefined ? undefined : ownerTagIn(adopted)?.session) ?? by;
    const unended = unendedSessions(listed, session.ownership.storedSessions.values());
    return {
      ...result,
      outs: {
        ...result.outs,
        __created: {
          // Where no state holds it before the end of the update, a later one says so.
          ...{ by: storesAtEndOnly() ? noSession : by, session: sessionId, id, hash: bodyHash(now) },
          ...(unended.length === 0 ? {} : { unended }),
        },
      },
    };
  };

const createTagged = (making: Creation, id: string, days: number): TE.TaskEither<HostError, Result> => {
  const { session, client, now, hidden } = making;
  return pipe(
    TE.Do,
    TE.bind("user", () => session.cache.user(client)),
    TE.bind("key", ({ user }) => daysBack(session, client, now.project, days, user.now)),
    TE.let(
      "search",
      ({ user }): OrphanSearchContext => ({
        ...making,
        client: sayingOnce(client),
        retagged: new Set(),
        seeker: candidateFor(session, hidden.__owner ?? id, id, user.username, now),
      }),
    ),
    TE.bindW("before", ({ search }) => findOwnInProcess(search)),
    TE.bindW("listed", ({ key, before }) =>
      before === undefined
        ? session.cache.tasksSince(client, key)
        : TE.right<HostError, readonly ListedTask[]>([]),
    ),
    TE.bindW("found", ({ search, listed, before }) =>
      before === undefined ? adoptOrphan(search, TE.right(listed)) : TE.right(before),
    ),
    TE.flatMap(({ search, key, listed, found }) =>
      pipe(
        found !== undefined
          ? TE.right(found)
          : pipe(
              guardExistingWork(session, client, key, now, search.seeker),
              TE.flatMap(() => postOrFind(making, search, key)),
            ),
        TE.map(noteForWitness(making, search, listed)),
      ),
    ),
  );
};

/**
 * Looks for this resource's task that a process has left, else one POST, which is never repeated. With `run: true` it starts
 * the task, too. With `import` it makes none.
 */
export const create = (session: Session, news: Properties): TE.TaskEither<HostError, Result> => {
  const hidden = internalInputsOf(news);
  const { adopts } = news;
  return pipe(
    TE.Do,
    TE.bind("now", () => TE.fromEither(readKnownTask(news))),
    TE.bindW("client", () => TE.fromEither(clientFor(session, "DraftTask", news))),
    TE.bindW("finding", () => TE.fromEither(session.options.orphanSearch())),
    TE.flatMap(({ client, now, finding }) => {
      const making: Creation = { session, client, now, hidden };
      if (typeof adopts === "string") return importTask(making, adopts);
      const id = idInTag(session, hidden);
      return id === undefined ? createUntagged(making) : createTagged(making, id, finding.days);
    }),
  );
};
