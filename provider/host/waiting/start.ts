import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Task, updatedBy } from "../../api/endpoints/schemas";
import { getTask, type RunOptions, runTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { SecretNotes } from "../../model/task/secretArgs";
import { hasBegun, hasEnded, isDraft } from "../../model/task/taskState";
import { type ApiError, type HostError, isSettledByLook } from "../../shared/errors";
import { redactMessage, redactor, type SecretHolder } from "../session/redact";
import { getTaskOrUndefined } from "../session/tasks";

const declineStart = (reason: string): TE.TaskEither<HostError, never> =>
  TE.left({ _tag: "Declined", reason });

/** The platform refuses to start a draft with errors (code 7024), and the errors say what to fix. */
const withErrors = (task: Task, notes: SecretNotes): TE.TaskEither<HostError, never> => {
  const clear = redactor(notes, task);
  const errors = (task.errors ?? []).map((entry) => clear(redactMessage(entry)).replace(/[.\s]+$/, ""));
  return declineStart(
    `task ${task.id} has errors and cannot start: ${errors.join("; ")}: fix the task and run pulumi up again`,
  );
};

/** A client that clears what the API says of the secrets in this task, too. */
export const clearedError = (client: Client, notes: SecretNotes, task: SecretHolder): Client => {
  const clear = redactor(notes, task);
  return { ...client, clear: (message) => client.clear(clear(message)) };
};

const hasErrors = (task: Task): boolean => (task.errors ?? []).length > 0;

/** A start is never sent twice: where it is open what came of it, the task itself tells. */
const lookAgainAtStart = (
  client: Client,
  id: string,
  notes: SecretNotes,
  error: ApiError,
): TE.TaskEither<HostError, Task> =>
  pipe(
    getTaskOrUndefined(client, id),
    TE.flatMap((task): TE.TaskEither<HostError, Task> => {
      if (task !== undefined && !isDraft(task.status)) return TE.right(task);
      return task !== undefined && hasErrors(task) ? withErrors(task, notes) : TE.left(error);
    }),
  );

/** How often an accepted start is looked at that still shows a draft. */
const looksAtStart = 5;

/** Whether the answer to a start, and the next looks, show it at once is not established (API digest, 10.3). */
const untilBegun = (client: Client, task: Task, look = 1): TE.TaskEither<ApiError, Task> =>
  !isDraft(task.status) || look > looksAtStart
    ? TE.right(task)
    : pipe(
        TE.fromTask<void, ApiError>(() => client.sleep(client.policy.firstDelay * 2 ** (look - 1))),
        TE.flatMap(() => getTask(client, task.id)),
        TE.flatMap((now) => untilBegun(client, now, look + 1)),
      );

/** Starts a draft; what has started already is left as it is. */
export const startTask = (
  given: Client,
  task: Task,
  options: RunOptions,
  notes: SecretNotes,
): TE.TaskEither<HostError, Task> => {
  // What a status says that is not known here, the platform tells by starting the task, or by refusing to.
  if (hasBegun(task.status)) return TE.right(task);
  if (hasErrors(task)) return withErrors(task, notes);
  const client = clearedError(given, notes, task);
  return pipe(
    runTask(client, task.id, options),
    // Of what has ended at once, the answer need not have the values yet.
    TE.flatMap((answer) =>
      hasEnded(answer.status) ? getTask(client, task.id) : untilBegun(client, updatedBy(task, answer)),
    ),
    TE.orElse((error) =>
      isSettledByLook(error)
        ? lookAgainAtStart(client, task.id, notes, error)
        : TE.left<HostError, Task>(error),
    ),
  );
};
