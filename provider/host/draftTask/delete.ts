import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { deleteTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { idOf } from "../../model/tags/resourceId";
import {
  hasEnded,
  isDraft,
  isKnownStatus,
  priceFrom,
  type StoredTask,
  webPageOf,
} from "../../model/task/taskState";
import { type HostError, isGone, isSettledByLook } from "../../shared/errors";
import { formatPrice } from "../../shared/text";
import { fail, rightOrThrow } from "../failure";
import { type Properties, readStoredTask } from "../properties";
import { cleanupClientFor } from "../session/clients";
import { tagOwnerOf } from "../session/ownership";
import { getPresence, sayLeft } from "../session/presence";
import type { Session } from "../session/session";
import { leftRunning, otherStarter } from "../waiting/starter";
import { stopTask } from "../waiting/stop";

const deleteDraft = async (
  session: Session,
  client: Client,
  id: string,
  stored: StoredTask,
  looks: number,
): Promise<void> => {
  const result = await deleteTask(client, id)();
  if (E.isRight(result) || isGone(result.left)) return;
  if (!isSettledByLook(result.left) || looks === 0) return fail(result.left);
  await currentTask(session, client, id, stored, looks - 1);
};

/** Whether it costs something, or is a draft in other words, is unknown: nothing is forgotten. */
const unknownStatus = (client: Client, task: Task): HostError => ({
  _tag: "Declined",
  reason: `task ${task.id} has a status that is not known here (${task.status}): nothing is done to it, and the state keeps it: try again later, with a newer version of pulumi-sevenbridges if that does not help, or see to it on its page and take it out of the state with pulumi state delete: ${webPageOf(task, client.connection.endpoint)}`,
});

/** Whether the draft now belongs to another resource: an `import` in another program, or in another place of this one, rewrites its tag. */
const isOthers = (task: Task, { hidden }: StoredTask): boolean => {
  const [id, now] = [idOf(hidden), tagOwnerOf(task)];
  return id !== undefined && now !== undefined && now !== id;
};

/** Who has started the task, if it was not this stack: a draft of the state, somebody may have started since. */
const starterOf = async (
  session: Session,
  client: Client,
  task: Task,
  { hidden, status }: StoredTask,
): Promise<string | undefined> =>
  isDraft(status)
    ? otherStarter(session, client, task, { id: idOf(hidden), run: false, isImported: false })
    : hidden.__startedBy;

/** The live status decides: the state's DRAFT is stale after a run. */
const currentTask = async (
  session: Session,
  client: Client,
  id: string,
  stored: StoredTask,
  looks: number,
): Promise<void> => {
  const presence = await getPresence(session, client, id, stored.declared.project);
  if (presence._tag === "Gone") return;
  if (presence._tag === "Hidden") {
    const { status } = stored;
    // What has ended is a record, and a draft costs nothing; but one in a hidden project may have been started since.
    const isHarmless = hasEnded(status) || (isDraft(status) && presence.error.hiddenWith === undefined);
    return isHarmless ? sayLeft(client, id, status, presence.error) : fail(presence.error);
  }
  const { task } = presence;
  if (isDraft(task.status) && isOthers(task, stored)) {
    client.say(
      `task ${id} is now managed by another resource, which has imported it: removed from this state only: ${webPageOf(task, client.connection.endpoint)}`,
    );
    return;
  }
  if (isDraft(task.status)) return deleteDraft(session, client, id, stored, looks);
  if (hasEnded(task.status)) {
    client.say(
      `task ${id} is ${task.status}${formatPrice(priceFrom(task.price))}: removed from this state only; the platform keeps its record`,
    );
    return;
  }
  if (!isKnownStatus(task.status)) return fail(unknownStatus(client, task));
  if (stored.declared.run === true) {
    const by = await starterOf(session, client, task, stored);
    if (by === undefined) return stopTask(session, client, task);
    client.say(leftRunning(client, task, by));
    return;
  }
  client.say(
    `task ${id} is ${task.status} and the program does not say run: true: left running, removed from this state only. If nobody needs it, abort it on its page: ${webPageOf(task, client.connection.endpoint)}`,
  );
};

/** Draft → deleted; our own run → aborted; what has ended is a record; what is gone is gone. */
export const remove = async (session: Session, id: string, olds: Properties): Promise<void> => {
  // A forced replacement of an identical task keeps the task: its "old" id is then the new one's.
  if ([...session.ownership.tasks.values()].includes(id)) return;
  session.ownership.deleted.add(id);
  const stored = rightOrThrow(readStoredTask(id, olds));
  const client = await cleanupClientFor(session, id, stored, olds);
  await currentTask(session, client, id, stored, 1);
};
