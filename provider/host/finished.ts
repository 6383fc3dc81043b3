import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../api/http";
import { explain, type HostError } from "../errors";
import { hasBegun, hasEnded, priceFrom } from "../model/taskState";
import { listed, priced } from "../words";
import type { Host } from "./host";
import { findTask } from "./live";

/*
 * `sevenbridges:replaceFinished: refuse` keeps finished work from being made, and paid for, anew. An update fails where it
 * would. A preview goes on, for the engine stops at the first diff that fails: the second `check`, which the engine asks for
 * after each diff that replaces, hands the refusal to the program, which tells all of them and fails at its end.
 */

/** What would be made anew. */
export interface Replaced {
  readonly id: string;
  /** `task 7f1c…`, `the run of task 7f1c…` */
  readonly what: string;
  readonly status: string;
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

/** The sentence that stands in a preview and in an update. */
export const refusal = ({ what, price, changed, args, second }: Omit<Replaced, "id" | "status">): string => {
  const ways = [
    "to pay for another one, run pulumi config set sevenbridges:replaceFinished allow",
    ...(args.length === 0
      ? []
      : [
          `to keep it as it is, give the resource the option ignoreChanges: ${JSON.stringify(args).replaceAll(",", ", ")}`,
        ]),
    `to have both, leave this resource as it was and declare ${second}`,
  ];
  return `${what} is COMPLETED${cost(price)}, and would be made anew, because ${listed(changed)} changed, which sevenbridges:replaceFinished refuses: ${ways.join("; ")}`;
};

/** What the state knows as under way may have come to its end since. */
const lookedAt = (client: Client, replaced: Replaced): TE.TaskEither<HostError, Replaced> =>
  hasBegun(replaced.status) && !hasEnded(replaced.status)
    ? pipe(
        findTask(client, replaced.id),
        TE.map((task) =>
          task?.status === "COMPLETED"
            ? { ...replaced, status: task.status, price: priceFrom(task.price) }
            : replaced,
        ),
        TE.orElse((error) => {
          client.say(
            `the task's status could not be asked (${explain(error)}); going by the stored one, ${replaced.status}`,
          );
          return TE.right<HostError, Replaced>(replaced);
        }),
      )
    : TE.right(replaced);

/** Whether the replacement is refused; in an update it fails. What may not come after all is left to the update. */
export const refused = (
  host: Host,
  client: Client,
  owner: string,
  replaced: Replaced,
): TE.TaskEither<HostError, boolean> => {
  const setting = host.replaceFinished();
  if (E.isLeft(setting)) return TE.left(setting.left);
  if (setting.right === "allow" || replaced.changed.length === 0) return TE.right(false);
  return pipe(
    lookedAt(client, replaced),
    TE.flatMap((now): TE.TaskEither<HostError, boolean> => {
      if (now.status !== "COMPLETED") return TE.right(false);
      const reason = refusal(now);
      if (!host.previewed.has(owner)) return TE.left({ _tag: "Declined", reason });
      host.refusals.set(owner, reason);
      return TE.right(true);
    }),
  );
};
