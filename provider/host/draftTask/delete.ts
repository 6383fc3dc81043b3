import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { abortTask, deleteTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { type ApiError, type Declined, type HostError, isGone, type OtherEndpoint } from "../../errors";
import { hasEnded, type StoredTask } from "../../model/taskState";
import { clientFor, type Host } from "../host";
import { findTask, sameHome } from "../live";
import { isDraft } from "../plan";
import { type Properties, storedFrom } from "../properties";

const done: TE.TaskEither<HostError, void> = TE.right(undefined);

const said = (client: Client, line: string): TE.TaskEither<HostError, void> =>
  TE.fromIO(() => client.say(line));

/** An aborted task is ABORTING for a while and still costs money: look until it has stopped. */
const untilStopped = (host: Host, client: Client, id: string): TE.TaskEither<ApiError, void> =>
  pipe(
    findTask(client, id),
    TE.flatMap((task) =>
      task === undefined || hasEnded(task.status)
        ? TE.right(undefined)
        : pipe(
            TE.fromTask(() => sleep(host.pollInterval)),
            TE.flatMap(() => untilStopped(host, client, id)),
          ),
    ),
  );

/** Another look decides when the task has moved on between the look and the call (codes 7007 and 7011). */
const movedOn = (error: ApiError): boolean => error._tag === "Refused" && error.status === 400;

const deleteDraft = (
  host: Host,
  client: Client,
  id: string,
  stored: StoredTask,
  looks: number,
): TE.TaskEither<HostError, void> =>
  pipe(
    deleteTask(client, id),
    TE.asUnit,
    TE.orElse((error) => {
      if (isGone(error)) return done;
      return movedOn(error) && looks > 0
        ? observed(host, client, id, stored, looks - 1)
        : TE.left<HostError, void>(error);
    }),
  );

const abort = (
  host: Host,
  client: Client,
  task: Task,
  stored: StoredTask,
  looks: number,
): TE.TaskEither<HostError, void> =>
  pipe(
    task.status === "ABORTING" ? TE.right(undefined) : pipe(abortTask(client, task.id), TE.asUnit),
    TE.tapIO(
      () => () => client.say(`task ${task.id} was ${task.status}: aborted, waiting until it has stopped`),
    ),
    TE.flatMap(() => untilStopped(host, client, task.id)),
    TE.orElse((error) =>
      movedOn(error) && looks > 0
        ? observed(host, client, task.id, stored, looks - 1)
        : TE.left<HostError, void>(error),
    ),
  );

/** The live status decides: the state's DRAFT is stale after a run. */
const observed = (
  host: Host,
  client: Client,
  id: string,
  stored: StoredTask,
  looks: number,
): TE.TaskEither<HostError, void> =>
  pipe(
    findTask(client, id),
    TE.flatMap((task): TE.TaskEither<HostError, void> => {
      if (task === undefined) return done;
      if (isDraft(task.status)) return deleteDraft(host, client, id, stored, looks);
      if (hasEnded(task.status))
        return said(
          client,
          `task ${id} is ${task.status}: the platform keeps its record, only the state forgets it`,
        );
      if (stored.declared.run === true) return abort(host, client, task, stored, looks);
      return said(
        client,
        `task ${id} is ${task.status} and the program does not say run: true: it is left running, only the state forgets it`,
      );
    }),
  );

const notThere = (error: OtherEndpoint): Declined => ({
  _tag: "Declined",
  reason: `task ${error.id} is at ${error.stored}, but the stack is configured for ${error.configured}: to have it deleted, add a profile with api_endpoint = ${error.stored} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
});

/** Where the task is: after a move to another platform the old one still has to be cleared up. */
const clientAt = (
  host: Host,
  here: Client,
  id: string,
  stored: StoredTask,
): TE.TaskEither<HostError, Client> =>
  pipe(
    sameHome(id, stored.endpoint, here),
    TE.orElse((error) => {
      const there = host.connectionTo(stored.endpoint);
      return there === undefined
        ? TE.left<HostError, Client>(notThere(error))
        : TE.right<HostError, Client>({ ...here, connection: there });
    }),
  );

/** Draft → deleted; our own run → aborted; what has ended is a record; what is gone is gone. */
export const remove = (host: Host, id: string, olds: Properties): TE.TaskEither<HostError, void> => {
  // A forced replacement of an identical task keeps the task: its "old" id is then the new one's.
  if ([...host.live.values()].includes(id)) return done;
  return pipe(
    TE.Do,
    TE.bind("stored", () => TE.fromEither(storedFrom(id, olds))),
    TE.bindW("here", () => TE.fromEither(clientFor(host, id, olds))),
    TE.bindW("client", ({ here, stored }) => clientAt(host, here, id, stored)),
    TE.flatMap(({ client, stored }) => observed(host, client, id, stored, 1)),
  );
};
