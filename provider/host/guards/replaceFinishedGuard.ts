import * as E from "fp-ts/Either";
import { refusalCause } from "../../config/replaceFinished";
import type { HostError } from "../../shared/errors";
import { formatPrice, joinWithAnd } from "../../shared/text";
import type { Session } from "../session/session";

/*
 * Finished work that `sevenbridges:replaceFinished` protects is not paid for again. An update fails at the change. A preview
 * continues, because the engine stops at the first diff that fails: the second `check`, which the engine asks for after each diff
 * that replaces, hands the refusal to the program. The program reports all refusals and fails at its end.
 */

/** What would be made and paid for again. */
export interface ReplacedWork {
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

const completedOf = ({ children }: Pick<ReplacedWork, "children">): number =>
  children.filter((status) => status === "COMPLETED").length;

/** The completed children of a batch are finished work, whatever the status of the batch. */
const finishedWork = (replaced: Pick<ReplacedWork, "status" | "children">): string | undefined => {
  const { status, children } = replaced;
  if (status === "COMPLETED") return status;
  const completed = completedOf(replaced);
  return completed === 0
    ? undefined
    : `${status} with ${completed} of ${children.length} ${children.length === 1 ? "child" : "children"} COMPLETED`;
};

/** The sentence of a preview and of an update; `undefined` where no work is finished. */
export const refusalMessage = (replaced: ReplacedWork, cause: string): string | undefined => {
  const { what, price, changed, args, second } = replaced;
  const finished = finishedWork(replaced);
  if (finished === undefined) return undefined;
  const options = [
    "to pay for another one, run pulumi config set sevenbridges:replaceFinished allow",
    ...(args.length === 0
      ? []
      : [
          `to keep it as it is, give the resource the option ignoreChanges: ${JSON.stringify(args).replaceAll(",", ", ")}`,
        ]),
    `to have both, leave this resource as it was and declare ${second}`,
  ];
  return `Refusing to replace ${what} (${finished}${formatPrice(price)}): ${joinWithAnd(changed)} changed, and ${cause}. Options: ${options.join("; ")}`;
};

/** Whether the settings protect finished work of some price. Settings that cannot be read fail in `refused`. */
export const isEnabled = (session: Session): boolean => {
  const setting = session.options.replaceFinished();
  return E.isRight(setting) && setting.right !== "allow";
};

/** Why the settings protect finished work of this price; `undefined` where they do not. */
export const guardCause = (session: Session, price: ReplacedWork["price"]): string | undefined => {
  const setting = session.options.replaceFinished();
  return E.isRight(setting) ? refusalCause(setting.right, price) : undefined;
};

/** Whether the replacement is refused; in an update it fails. Changes that are not sure are left to the update. */
export const shouldRefuse = (
  session: Session,
  owner: string,
  replaced: ReplacedWork,
): E.Either<HostError, boolean> => {
  const setting = session.options.replaceFinished();
  if (E.isLeft(setting)) return setting;
  const cause = refusalCause(setting.right, replaced.price);
  if (cause === undefined || replaced.changed.length === 0) return E.right(false);
  const reason = refusalMessage(replaced, cause);
  if (reason === undefined) return E.right(false);
  if (!session.handoff.mode.preview) return E.left({ _tag: "Declined", reason });
  session.handoff.refusals.set(owner, reason);
  return E.right(true);
};
