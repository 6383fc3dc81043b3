import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { Task } from "../../api/wire";
import type { HostError } from "../../errors";
import type { DeclaredTask } from "../../model/draftTask";
import { taskId } from "../../model/ids";
import type { Host } from "../host";
import { findTask } from "../live";
import { observed } from "../observe";
import { type Change, namesOf, plan } from "../plan";
import { appDefaults } from "./defaults";

/** An existing task that a program takes over (`import`), and in what it differs from the program. */
export interface Adoption {
  readonly task: Task;
  /** The task in the program's own form. */
  readonly was: DeclaredTask;
  readonly changes: readonly Change[];
}

const declined = (reason: string): TE.TaskEither<HostError, never> => TE.left({ _tag: "Declined", reason });

const existing = (client: Client, id: string): TE.TaskEither<HostError, Task> =>
  taskId.is(id)
    ? pipe(
        findTask(client, id),
        TE.flatMap(
          (task): TE.TaskEither<HostError, Task> =>
            task === undefined
              ? declined(
                  `there is no task ${id} at ${client.connection.endpoint} to import: check the id and the platform`,
                )
              : TE.right(task),
        ),
      )
    : declined("the id to import must be the id of a task (a UUID)");

/**
 * Looks at the task to adopt. What the program never set is no difference; a draft that differs will be patched;
 * a started task that differs is refused, for it cannot be made what the program says.
 */
export const adoption = (
  host: Host,
  client: Client,
  id: string,
  now: DeclaredTask,
): TE.TaskEither<HostError, Adoption> =>
  pipe(
    TE.Do,
    TE.bind("task", () => existing(client, id)),
    TE.bindW("defaults", ({ task }) => appDefaults(host, client, now, task)),
    TE.flatMap(({ task, defaults }): TE.TaskEither<HostError, Adoption> => {
      const was = { ...observed(now, task, defaults), project: task.project, app: task.app };
      const { endpoint } = client.connection;
      const found = plan({ declared: was, endpoint, status: task.status, errors: [] }, now, endpoint);
      return found._tag === "Replace"
        ? declined(
            `task ${id} (${task.status}) cannot be imported, because it differs from the program in ${namesOf(found.changes)}: change the program to say what the task is, or take \`import\` out to have a new one made`,
          )
        : TE.right({ task, was, changes: found._tag === "Update" ? found.changes : [] });
    }),
  );

/** What the preview says of an adoption. */
export const adoptionNote = ({ task, changes }: Adoption): string =>
  changes.length === 0
    ? `takes over task ${task.id} (${task.status}), which is as the program says`
    : `takes over task ${task.id} (${task.status}), and changes its ${namesOf(changes)}`;
