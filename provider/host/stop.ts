import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../api/http";
import { abortTask } from "../api/tasks";
import type { Task } from "../api/wire";
import { type ApiError, isGone } from "../errors";
import { hasEnded } from "../model/taskState";
import type { Host } from "./host";
import { findTask } from "./live";

const longestInterval = 20_000;

/** An aborted task is ABORTING for a while and still costs money: look until it has stopped. */
const untilStopped = (
  host: Host,
  client: Client,
  id: string,
  interval: number = host.pollInterval,
): TE.TaskEither<ApiError, void> =>
  pipe(
    findTask(client, id),
    TE.flatMap((task) =>
      task === undefined || hasEnded(task.status)
        ? TE.right(undefined)
        : pipe(
            TE.fromTask(() => sleep(interval)),
            // Calls are the scarce thing (API digest, 9.3), and many may be stopping at once.
            TE.flatMap(() => untilStopped(host, client, id, Math.min(interval * 1.5, longestInterval))),
          ),
    ),
  );

/** Whether there is something to wait for: a task that is gone has stopped. */
const aborted = (client: Client, id: string): TE.TaskEither<ApiError, boolean> =>
  pipe(
    abortTask(client, id),
    TE.map(() => true),
    TE.orElse((error) => (isGone(error) ? TE.right(false) : TE.left(error))),
  );

/** Aborts a task that is CREATING, QUEUED, RUNNING or ABORTING, and waits until it has stopped. */
export const stopped = (host: Host, client: Client, task: Task): TE.TaskEither<ApiError, void> =>
  pipe(
    task.status === "ABORTING" ? TE.right(true) : aborted(client, task.id),
    TE.flatMap((goesOn) => {
      if (!goesOn) return TE.right(undefined);
      client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`);
      return untilStopped(host, client, task.id);
    }),
  );
