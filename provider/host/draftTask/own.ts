import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { ListedTask, Task } from "../../api/wire";
import type { HostError } from "../../errors";
import { type Hidden, priceFrom, webPageOf } from "../../model/taskState";
import type { KnownTask } from "../../model/toApi";
import { paidAgain } from "../../words";
import type { Host } from "../host";
import { findTask } from "../live";
import { observed, ranOtherwise } from "../observe";
import { isDraft, namesOf, type Plan, plan } from "../plan";
import { knownBefore } from "../properties";
import type { Result } from "../results";
import { claimOn, claimsOn, type Seeker } from "./claim";
import { appDefaults } from "./defaults";
import { carriedOut } from "./edit";

/*
 * A task of one's own that the state does not know: a process made it and died before the engine could store it, or the
 * answer to its POST was lost. It is found by its line and taken over, so that none is made twice.
 */

/** What is looked for, and where. */
export interface Search {
  readonly host: Host;
  readonly client: Client;
  readonly now: KnownTask;
  readonly hidden: Hidden;
  readonly seeker: Seeker;
}

/** A search that looks several times says a thing once. */
export const sayingOnce = (client: Client): Client => {
  const said = new Set<string>();
  const say = (line: string): void => {
    if (!said.has(line)) client.say(line);
    said.add(line);
  };
  return { ...client, say };
};

const ofOtherKind = ({ client }: Search, task: Task, names: string): void =>
  client.say(
    `warning: draft ${task.id} bears this resource's line, but differs in ${names}, which cannot be changed: it is left as it is; if nobody needs it, delete it: ${webPageOf(task, client.connection.endpoint)}`,
  );

/** A draft is brought to what the program says. A started task cannot be, and was made from the same body. */
const takenOver = (
  search: Search,
  task: Task,
  relabel: boolean,
): TE.TaskEither<HostError, Result | undefined> => {
  const { host, client, now, hidden, seeker } = search;
  const { endpoint } = client.connection;
  const carry = (before: KnownTask, found: Plan): TE.TaskEither<HostError, Result> => {
    host.live.set(seeker.owner, task.id);
    client.say(
      `found task ${task.id} (${task.status}), which was made for this resource before: taken over, and no other is made; to have another one made, change \`triggers\`${isDraft(task.status) ? "" : `, ${paidAgain(priceFrom(task.price))}`}`,
    );
    return carriedOut(
      host,
      client,
      { id: task.id, olds: {}, before, now, hidden, relabel },
      { status: task.status, plan: found },
    );
  };
  if (!isDraft(task.status)) {
    const others = ranOtherwise(now, task);
    if (others.length > 0)
      client.say(
        `warning: task ${task.id} was started with other values than the program's for ${others.join(", ")}`,
      );
    return carry(now, { _tag: "Keep" });
  }
  return pipe(
    TE.Do,
    TE.bindW("defaults", () => appDefaults(host, client, now, task)),
    TE.let("was", ({ defaults }) => ({
      ...observed(now, task, defaults),
      project: task.project,
      app: task.app,
    })),
    TE.bindW("before", ({ was }) => TE.fromEither(knownBefore(was))),
    TE.flatMap(({ was, before }): TE.TaskEither<HostError, Result | undefined> => {
      const found = plan({ declared: was, endpoint, status: task.status, errors: [] }, now, endpoint);
      if (found._tag !== "Replace") return carry(before, found);
      ofOtherKind(search, task, namesOf(found.changes));
      return TE.right(undefined);
    }),
  );
};

/** The list may be older than the task: only a GET tells whether it may be adopted. */
const firstOf = (
  search: Search,
  [next, ...rest]: readonly ListedTask[],
): TE.TaskEither<HostError, Result | undefined> =>
  next === undefined
    ? TE.right(undefined)
    : pipe(
        findTask(search.client, next.id),
        TE.flatMap((task): TE.TaskEither<HostError, Result | undefined> => {
          const claim = task === undefined ? "None" : claimOn(task, search.seeker);
          return task !== undefined && (claim === "Adopt" || claim === "Patch")
            ? takenOver(search, task, claim === "Patch")
            : TE.right(undefined);
        }),
        TE.flatMap((found) => (found === undefined ? firstOf(search, rest) : TE.right(found))),
      );

const nameOthers = ({ client }: Search, tasks: readonly ListedTask[]): void => {
  for (const task of tasks)
    client.say(
      `warning: task ${task.id} (${task.status}) was made for this resource from other args, and goes on: if nobody needs it, abort it on its page: ${webPageOf(task, client.connection.endpoint)}`,
    );
};

/** The task of one's own among these, taken over; `undefined` where there is none. */
export const takeOwn = (
  search: Search,
  tasks: TE.TaskEither<HostError, readonly ListedTask[]>,
): TE.TaskEither<HostError, Result | undefined> =>
  pipe(
    tasks,
    TE.map((all) => claimsOn(all, search.seeker)),
    TE.tapIO(
      ({ Name }) =>
        () =>
          nameOthers(search, Name),
    ),
    TE.flatMap(({ Adopt, Patch }) => firstOf(search, [...Adopt, ...Patch])),
  );
