import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Task, updatedBy } from "../../api/endpoints/schemas";
import { getTask, type RunOptions, runTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { SecretNotes } from "../../model/task/secretArgs";
import { hasBegun, hasEnded } from "../../model/task/taskState";
import { type ApiError, type HostError, lookDecides } from "../../shared/errors";
import { isDraft } from "../drift/plan";
import { clearingOf, messageOf, type SecretHolder } from "../session/redact";
import { findTask } from "../session/tasks";

const declined = (reason: string): TE.TaskEither<HostError, never> => TE.left({ _tag: "Declined", reason });

/** The platform refuses to start a draft with errors (code 7024), and the errors say what to fix. */
const withErrors = (task: Task, notes: SecretNotes): TE.TaskEither<HostError, never> => {
  const clear = clearingOf(notes, task);
  const errors = (task.errors ?? []).map((entry) => clear(messageOf(entry)).replace(/[.\s]+$/, ""));
  return declined(
    `task ${task.id} has errors and cannot start: ${errors.join("; ")}: fix the task and run pulumi up again`,
  );
};

/** A client that clears what the API says of the secrets in this task, too. */
export const clearedOf = (client: Client, notes: SecretNotes, task: SecretHolder): Client => {
  const clear = clearingOf(notes, task);
  return { ...client, clear: (message) => client.clear(clear(message)) };
};

const hasErrors = (task: Task): boolean => (task.errors ?? []).length > 0;

/** A start is never sent twice: where it is open what came of it, the task itself tells. */
const lookedAgain = (
  client: Client,
  id: string,
  notes: SecretNotes,
  error: ApiError,
): TE.TaskEither<HostError, Task> =>
  pipe(
    findTask(client, id),
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
export const started = (
  given: Client,
  task: Task,
  options: RunOptions,
  notes: SecretNotes,
): TE.TaskEither<HostError, Task> => {
  // What a status says that is not known here, the platform tells by starting the task, or by refusing to.
  if (hasBegun(task.status)) return TE.right(task);
  if (hasErrors(task)) return withErrors(task, notes);
  const client = clearedOf(given, notes, task);
  return pipe(
    runTask(client, task.id, options),
    // Of what has ended at once, the answer need not have the values yet.
    TE.flatMap((answer) =>
      hasEnded(answer.status) ? getTask(client, task.id) : untilBegun(client, updatedBy(task, answer)),
    ),
    TE.orElse((error) =>
      lookDecides(error) ? lookedAgain(client, task.id, notes, error) : TE.left<HostError, Task>(error),
    ),
  );
};
