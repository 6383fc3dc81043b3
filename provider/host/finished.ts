import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../api/http";
import { listChildren } from "../api/tasks";
import type { Task } from "../api/wire";
import { sameEndpoint } from "../endpoint";
import type { HostError } from "../errors";
import { hasBegun, hasEnded, priceFrom, type StoredTask } from "../model/taskState";
import { listed, priced } from "../words";
import type { Host } from "./host";
import { type Find, findTask } from "./live";
import { inItsTime, type Unasked, whyNot } from "./reach";

/*
 * `sevenbridges:replaceFinished: refuse` keeps finished work from being made, and paid for, anew. An update fails where it
 * would. A preview goes on, for the engine stops at the first diff that fails: the second `check`, which the engine asks for
 * after each diff that replaces, hands the refusal to the program, which tells all of them and fails at its end.
 */

/** What would be made anew. */
export interface Replaced {
  /** `task 7f1c…`, `the run of task 7f1c…` */
  readonly what: string;
  readonly status: string;
  /** Of a batch: the statuses of its children, as far as they are known. */
  readonly children: readonly string[];
  readonly price: { readonly amount?: number; readonly currency?: string } | undefined;
  /** What surely changed, as messages name it: `inputs.threads`. */
  readonly changed: readonly string[];
  /** The args in which that is, for `ignoreChanges`; what is no arg cannot be ignored. */
  readonly args: readonly string[];
  /** What a second one beside it is. */
  readonly second: string;
}

const cost = (price: Replaced["price"]): string =>
  price?.amount === undefined ? "" : ` and has cost${priced(price).slice(1)}`;

const completedOf = ({ children }: Pick<Replaced, "children">): number =>
  children.filter((status) => status === "COMPLETED").length;

/** A batch that failed has finished what has come to a good end in it. */
const finishedWork = (replaced: Pick<Replaced, "status" | "children">): string | undefined => {
  const { status, children } = replaced;
  if (status === "COMPLETED") return status;
  const completed = completedOf(replaced);
  return completed === 0
    ? undefined
    : `${status} with ${completed} of ${children.length} ${children.length === 1 ? "child" : "children"} COMPLETED`;
};

/** The sentence that stands in a preview and in an update; nothing where no work is finished. */
export const refusal = (replaced: Replaced): string | undefined => {
  const { what, price, changed, args, second } = replaced;
  const finished = finishedWork(replaced);
  if (finished === undefined) return undefined;
  const ways = [
    "to pay for another one, run pulumi config set sevenbridges:replaceFinished allow",
    ...(args.length === 0
      ? []
      : [
          `to keep it as it is, give the resource the option ignoreChanges: ${JSON.stringify(args).replaceAll(",", ", ")}`,
        ]),
    `to have both, leave this resource as it was and declare ${second}`,
  ];
  return `${what} is ${finished}${cost(price)}, and would be made anew, because ${listed(changed)} changed, which sevenbridges:replaceFinished refuses: ${ways.join("; ")}`;
};

/** What is told of a task before it is paid for a second time. */
type Told = Pick<StoredTask, "status"> & Partial<Pick<StoredTask, "price">>;

const withWhatIs = <A extends Told>(known: A, task: Task | undefined): A =>
  task === undefined ? known : { ...known, status: task.status, price: priceFrom(task.price) };

/** Says that it could not be asked. */
export const byState = <A extends Told>(client: Client, known: A, error: Unasked | HostError): A => {
  client.say(
    `the task's status could not be asked (${whyNot(error)}); going by the stored one, ${known.status}`,
  );
  return known;
};

/** What the state knows as under way may have come to its end since. */
export const asOfNow = <A extends Told>(
  host: Host,
  client: Client,
  id: string,
  known: A,
): TE.TaskEither<HostError, A> =>
  hasBegun(known.status) && !hasEnded(known.status)
    ? pipe(
        inItsTime(host, client)((asking) => findTask(asking, id)),
        TE.match(
          (error) => byState(client, known, error),
          (task) => withWhatIs(known, task),
        ),
        TE.fromTask,
      )
    : TE.right(known);

/** A task of the state. */
interface Place {
  readonly id: string;
  readonly endpoint: string;
}

/** Its resource may be leaving the platform that it is on; nothing where nothing leads there any more. */
const clientThere = (host: Host, client: Client, endpoint: string): Client | undefined => {
  if (sameEndpoint(client.connection.endpoint, endpoint)) return client;
  const connection = host.connectionTo(endpoint);
  return connection === undefined ? undefined : { ...client, connection };
};

/** How the children of a batch that ended badly have ended: asked for only where the settings guard what is finished. */
export const childrenNow = (
  host: Host,
  client: Client,
  { id, endpoint }: Place,
  status: string,
): TE.TaskEither<HostError, readonly string[]> => {
  const setting = host.replaceFinished();
  if (E.isLeft(setting) || setting.right === "allow" || !hasEnded(status) || status === "COMPLETED")
    return TE.right([]);
  const there = clientThere(host, client, endpoint);
  if (there === undefined) return TE.right([]);
  return pipe(
    inItsTime(host, there)((asking) => listChildren(asking, id)),
    TE.map((children) => children.map((child) => child.status)),
    TE.orElse((error) => {
      client.say(`whether children of task ${id} have COMPLETED could not be asked (${whyNot(error)})`);
      return TE.right<HostError, readonly string[]>([]);
    }),
  );
};

/**
 * How a task stands that its resource leaves for another platform: what follows is made anew there. Where nothing leads to
 * the old platform any more, what the state says has to do.
 */
export const asLeft = <A extends Told>(
  host: Host,
  client: Client,
  { id, endpoint }: Place,
  known: A,
  look: Find = findTask,
): TE.TaskEither<HostError, A> => {
  const there = clientThere(host, client, endpoint);
  return there === undefined || hasEnded(known.status)
    ? TE.right(known)
    : pipe(
        inItsTime(host, there)((asking) => look(asking, id)),
        TE.match(
          (error) => byState(client, known, error),
          (task) => withWhatIs(known, task),
        ),
        TE.fromTask,
      );
};

/** Whether the replacement is refused; in an update it fails. What may not come after all is left to the update. */
export const refused = (host: Host, owner: string, replaced: Replaced): E.Either<HostError, boolean> => {
  const setting = host.replaceFinished();
  if (E.isLeft(setting)) return setting;
  if (setting.right === "allow" || replaced.changed.length === 0) return E.right(false);
  const reason = refusal(replaced);
  if (reason === undefined) return E.right(false);
  if (!host.mode.preview) return E.left({ _tag: "Declined", reason });
  host.refusals.set(owner, reason);
  return E.right(true);
};
