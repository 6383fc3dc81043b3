import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { ownerTagIn } from "../../model/tags/ownerTag";
import { hasEnded, webPageOf } from "../../model/task/taskState";
import { isSameUser } from "../../model/values/sameUser";
import { storesAtEndOnly } from "../session/checkpoints";
import type { Session } from "../session/session";

/*
 * Who has started a task that was found under way. `destroy` aborts only what this stack's own call has started; what somebody
 * else has started is left running, and named.
 */

/** The `DraftTask` of the program whose task it is, as its tag should name it. */
interface OwnStart {
  readonly id: string | undefined;
  /** `run: true` starts the task in the very call that creates it. */
  readonly run: boolean;
  /** An `import` names the task: without this resource's tag, it was started elsewhere. */
  readonly isImported: boolean;
}

/** Whether this stack has started a task, as the task's tag tells; nothing where no tag does. */
const isStartedByStack = (task: Task, { id, run, isImported }: OwnStart): boolean | undefined => {
  const tag = ownerTagIn(task);
  if (isImported && (id === undefined || tag?.id !== id)) return false;
  // Another stack's run of a task that this program only names.
  if (tag?.proof === "Started" && tag.id !== id) return false;
  if (tag === undefined || tag.id !== id || tag.proof === "Old" || tag.proof === "Copied") return undefined;
  if (tag.proof === "Started" || (tag.proof === "Sent" && run)) return true;
  // Such an update writes no tag before a start: see `announceStart.ts`.
  return storesAtEndOnly() ? undefined : false;
};

/**
 * The user who has started a task, if that was not this stack. Where no tag tells, the token's user is taken for this stack: a
 * start that was cut off is aborted by `destroy` rather than left to cost.
 */
export const otherStarter = async (
  session: Session,
  client: Client,
  task: Task,
  own: OwnStart,
): Promise<string | undefined> => {
  const { executed_by: by } = task;
  if (hasEnded(task.status)) return undefined;
  const isOwn = isStartedByStack(task, own);
  if (isOwn !== undefined) return isOwn ? undefined : (by ?? "somebody");
  if (typeof by !== "string") return undefined;
  const user = await session.cache.user(client)();
  return E.isLeft(user) || isSameUser(by, user.right.username, task.project) ? undefined : by;
};

/** What `destroy` says of a task that somebody else has started. */
export const leftRunning = (client: Client, task: Task, by: string): string =>
  `task ${task.id} (${task.status}) was started by ${by}, not by this stack: left running, removed from this state only. If nobody needs it, abort it on its page: ${webPageOf(task, client.connection.endpoint)}`;
