import * as E from "fp-ts/Either";
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
import { fail, orThrow, rightOrThrow } from "../failure";
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
const importTask = async ({ session, client, now, hidden }: Creation, id: string): Promise<Result> => {
  session.ownership.tasks.set(hidden.__owner ?? id, id);
  // Only `check` knows whether the program's values are secret, and the state does not: none is quoted.
  const found = await compareImport(session, client, id, now, { ...hidden, __hideValues: true });
  const { task, was, changes, other } = found;
  const before = rightOrThrow(readKnownTaskOrWait(was));
  // Another stack whose tag stays on the draft would take it back.
  const retag = isDraft(task.status) && other;
  return applyPlan(
    session,
    client,
    { id, olds: {}, before, now, hidden, retag, isHeld: true },
    { status: task.status, plan: { _tag: "Update", changes, resume: false } },
  );
};

const mayExistError = (error: ApiError, advice: string): HostError => ({
  _tag: "Declined",
  reason: `${explain(error)}. The task may have been made all the same: ${advice}`,
});

/** An answer that leaves it open whether the task exists is never read as "there is none", nor is the POST repeated. */
const lookForCreated = async (search: OrphanSearchContext, key: string, error: ApiError): Promise<Result> => {
  const { session, client, now } = search;
  if (session.connections.tagless.has(client.connection.endpoint))
    return fail(mayExistError(error, lookByName(now)));
  const open = mayExistError(error, "run pulumi up again; it looks for the task first, and adopts it");
  const found = await lookAgain(session, client, `task ${now.name}`, async () => {
    const listed = await listTasksSince(client, key)();
    return E.isLeft(listed) ? fail(open) : adoptOrphan(search, listed.right);
  });
  return found ?? fail(open);
};

/** One POST. Its own failure is looked at: what came of it may be open. */
const postTask = async (
  { session, client, now, hidden }: Creation,
  id: string | undefined,
): Promise<E.Either<ApiError, Result>> => {
  const { __session: sessionId } = hidden;
  const body = createBody(withOwnerTag(now, id, sessionId, { proof: "Sent" }));
  if (sessionId !== undefined && !storesAtEndOnly()) session.ownership.openSessions.add(sessionId);
  const posted = await createTask(client, body, now.run)();
  if (E.isLeft(posted)) return posted;
  const answer = posted.right;
  const task = newTask(answer, now);
  session.ownership.tasks.set(hidden.__owner ?? task.id, task.id);
  const whole = taskIn(answer);
  if (whole !== undefined && isDraft(whole.status)) session.ownership.createdDrafts.set(task.id, whole);
  if (hasSettings(answer)) saySettingsNotTaken(client, task, {}, now);
  const noted = noteTag(session, client, answer, id, hidden);
  return E.right(await toTaskResult(session, client, { task, declared: now, hidden: noted }));
};

/** The advice where no tag tells whose a task is. */
const lookByName = ({ name, project }: KnownTask): string =>
  `look for a task named ${name} in project ${project}, and delete it or adopt it with the resource option import before you run pulumi up again`;

/** Without a tag nothing tells whose a task is. */
const createUntagged = async (making: Creation): Promise<Result> => {
  const posted = await postTask(making, undefined);
  if (E.isRight(posted)) return posted.right;
  const { left: error } = posted;
  return fail(isOpen(error) ? mayExistError(error, lookByName(making.now)) : error);
};

/** A created task whose state the engine did not get: its hooks may ask for it again in the same process. */
const findOwnInProcess = async (search: OrphanSearchContext): Promise<Result | undefined> => {
  const id = search.session.ownership.tasks.get(search.seeker.owner);
  if (id === undefined) return undefined;
  const task = await getTaskOrUndefined(search.client, id);
  return adoptOrphan(search, task === undefined ? [] : [task]);
};

/** One POST. What came of it is looked for where its answer leaves that open. */
const postOrFind = async (making: Creation, search: OrphanSearchContext, key: string): Promise<Result> => {
  const posted = await postTask(making, search.seeker.id);
  if (E.isRight(posted)) return posted.right;
  const { left: error } = posted;
  return isOpen(error) ? lookForCreated(search, key, error) : fail(error);
};

/** For the program's process, which says on the platform when the tasks of a session are registered: see `witness.ts`. */
const noteForWitness = (
  { session, now, hidden: { __session: by } }: Creation,
  { seeker: { id }, retagged }: OrphanSearchContext,
  listed: readonly ListedTask[],
  result: Result,
): Result => {
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

const createTagged = async (making: Creation, id: string, days: number): Promise<Result> => {
  const { session, client, now, hidden } = making;
  // Observe.
  const user = await orThrow(session.cache.user(client));
  const key = await daysBack(session, client, now.project, days, user.now);
  const search: OrphanSearchContext = {
    ...making,
    client: sayingOnce(client),
    retagged: new Set(),
    seeker: candidateFor(session, hidden.__owner ?? id, id, user.username, now),
  };
  const before = await findOwnInProcess(search);
  if (before !== undefined) return noteForWitness(making, search, [], before);
  const listed = await orThrow(session.cache.tasksSince(client, key));
  const found = await adoptOrphan(search, listed);
  if (found !== undefined) return noteForWitness(making, search, listed, found);
  // Decide.
  await guardExistingWork(session, client, key, now, search.seeker);
  // Act.
  return noteForWitness(making, search, listed, await postOrFind(making, search, key));
};

/**
 * Looks for this resource's task that a process has left, else one POST, which is never repeated. With `run: true` it starts
 * the task, too. With `import` it makes none.
 */
export const create = async (session: Session, news: Properties): Promise<Result> => {
  const hidden = internalInputsOf(news);
  const { adopts } = news;
  const now = rightOrThrow(readKnownTask(news));
  const client = rightOrThrow(clientFor(session, "DraftTask", news));
  const finding = rightOrThrow(session.options.orphanSearch());
  const making: Creation = { session, client, now, hidden };
  if (typeof adopts === "string") return importTask(making, adopts);
  const id = idInTag(session, hidden);
  return id === undefined ? createUntagged(making) : createTagged(making, id, finding.days);
};
