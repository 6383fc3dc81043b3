import * as E from "fp-ts/Either";
import type { HostError } from "../errors";
import { listed, priced } from "../words";
import type { Host } from "./host";

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

/** A batch has finished what has come to a good end in it, however far it is itself. */
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

/** Whether the settings keep finished work from being made anew. What they hold that cannot be read, `refused` says. */
export const guards = (host: Host): boolean => {
  const setting = host.replaceFinished();
  return E.isRight(setting) && setting.right === "refuse";
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
