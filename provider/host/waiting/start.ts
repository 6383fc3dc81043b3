import * as E from "fp-ts/Either";
import { type Task, updatedBy } from "../../api/endpoints/schemas";
import { getTask, type RunOptions, runTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { SecretNotes } from "../../model/task/secretArgs";
import { hasBegun, hasEnded, isDraft } from "../../model/task/taskState";
import { type HostError, isSettledByLook } from "../../shared/errors";
import { attempt, fail, orThrow } from "../failure";
import { redactMessage, redactor, type SecretHolder } from "../session/redact";
import { getTaskOrUndefined } from "../session/tasks";

/** The platform refuses to start a draft with errors (code 7024), and the errors say what to fix. */
const failWithErrors = (task: Task, notes: SecretNotes): never => {
  const clear = redactor(notes, task);
  const errors = (task.errors ?? []).map((entry) => clear(redactMessage(entry)).replace(/[.\s]+$/, ""));
  return fail({
    _tag: "Declined",
    reason: `task ${task.id} has errors and cannot start: ${errors.join("; ")}: fix the task and run pulumi up again`,
  });
};

/** A client that clears what the API says of the secrets in this task, too. */
export const clearedError = (client: Client, notes: SecretNotes, task: SecretHolder): Client => {
  const clear = redactor(notes, task);
  return { ...client, clear: (message) => client.clear(clear(message)) };
};

const hasErrors = (task: Task): boolean => (task.errors ?? []).length > 0;

/** A start is never sent twice: where it is open what came of it, the task itself tells. */
const lookAgainAtStart = async (
  client: Client,
  id: string,
  notes: SecretNotes,
  error: HostError,
): Promise<Task> => {
  const task = await getTaskOrUndefined(client, id);
  if (task !== undefined && !isDraft(task.status)) return task;
  return task !== undefined && hasErrors(task) ? failWithErrors(task, notes) : fail(error);
};

/** How often an accepted start is looked at that still shows a draft. */
const looksAtStart = 5;

/** Whether the answer to a start, and the next looks, show it at once is not established (API digest, 10.3). */
const untilBegun = async (client: Client, started: Task): Promise<Task> => {
  let task = started;
  for (let look = 1; isDraft(task.status) && look <= looksAtStart; look += 1) {
    await client.sleep(client.policy.firstDelay * 2 ** (look - 1));
    task = await orThrow(getTask(client, task.id));
  }
  return task;
};

/** Starts a draft; what has started already is left as it is. */
export const startTask = async (
  given: Client,
  task: Task,
  options: RunOptions,
  notes: SecretNotes,
): Promise<Task> => {
  // What a status says that is not known here, the platform tells by starting the task, or by refusing to.
  if (hasBegun(task.status)) return task;
  if (hasErrors(task)) return failWithErrors(task, notes);
  const client = clearedError(given, notes, task);
  const started = await attempt(async () => {
    const answer = await orThrow(runTask(client, task.id, options));
    // Of what has ended at once, the answer need not have the values yet.
    return hasEnded(answer.status)
      ? orThrow(getTask(client, task.id))
      : untilBegun(client, updatedBy(task, answer));
  });
  if (E.isRight(started)) return started.right;
  return isSettledByLook(started.left)
    ? lookAgainAtStart(client, task.id, notes, started.left)
    : fail(started.left);
};
