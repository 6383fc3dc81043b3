import * as t from "io-ts";
import type { ExistingWork } from "../../provider/shared/existingWork";
import { roundAmount } from "../../provider/shared/text";
import type { TaskArgs } from "./args";

/** What a preview comes to, as a reviewer needs it: pure data, with the secrets taken out. */

export const Price = t.readonly(t.type({ amount: t.number, currency: t.string }), "Price");
export type Price = t.TypeOf<typeof Price>;

/** A task that has been started, as of the last up or refresh, or as the provider has just seen it. */
export interface PreviousRun {
  readonly id: string;
  readonly status: string;
  readonly price?: Price;
}

/** One arg or one port that differs. */
export interface Change {
  /** `inputs.reads`, `executionSettings.instanceType`, `name`. */
  readonly path: string;
  /** `undefined` where there was, or is, none. */
  readonly was: unknown;
  readonly now: unknown;
  /** Whether it really differs turns out only when what it comes from has been made. */
  readonly unsure: boolean;
}

/**
 * How surely something comes. `expected`: the values that it depends on come from a run that is made again, so they will be
 * other files. `maybe`: they come from something that only changes in place.
 */
export type Certainty = "sure" | "expected" | "maybe";

export type Kind = "create" | "adopt" | "read" | "update" | "replace" | "delete" | "keep";

interface Common {
  readonly urn: string;
  readonly name: string;
  readonly kind: Kind;
  /** `sure` for all but some replacements. */
  readonly certainty: Certainty;
  /** Forced by `--replace`: nothing differs, and what is there is kept. */
  readonly forced: boolean;
  readonly id?: string;
  /** What had been started before, and is replaced, deleted or run again. */
  readonly past?: PreviousRun;
  readonly changes: readonly Change[];
  /** The runs and tasks that its inputs come from, by URN. */
  readonly from: readonly string[];
}

export interface TaskStep extends Common {
  readonly what: "task";
  /** What the program says now; for a deleted task, what the state says. */
  readonly args: TaskArgs;
  /** What the state says. */
  readonly was?: TaskArgs;
  /** Of a new task: one that was made for it before and is not in the state. It is paid for again, unless the task is adopted. */
  readonly existing?: ExistingWork;
  /** `inputs` hold a secret: none of their values is shown. */
  readonly secret: boolean;
}

/** What a run does with its task. */
export type Action =
  | { readonly _tag: "Starts" }
  /** One more attempt for what has failed. */
  | {
      readonly _tag: "Retries";
      readonly attempt: number;
      readonly failed: number;
      readonly price: Price | undefined;
    }
  /** The task has been started already: its end is awaited, or looked for. */
  | { readonly _tag: "Waits" }
  /** It has ended badly, and no attempt is left: `up` fails once more. */
  | { readonly _tag: "Fails" }
  /** Only settings for later. */
  | { readonly _tag: "Keeps" }
  | { readonly _tag: "Aborts" }
  | { readonly _tag: "Forgets" };

export interface RunStep extends Common {
  readonly what: "run";
  /** The `DraftTask` that it starts, by URN; none where the program gives an id. */
  readonly task: string | undefined;
  readonly does: Action;
  /** What it says about its task for itself. */
  readonly settings: Pick<TaskArgs, "batch" | "useInterruptibleInstances">;
  readonly maxAttempts: number;
  readonly wait: boolean;
  /** Another user has started its task, and it is theirs: nothing aborts it. */
  readonly isOfAnother: boolean;
  /** Group values of the children that have run. */
  readonly groups: readonly string[];
  /** The ids of the files that it has made. */
  readonly made: ReadonlySet<string>;
}

export interface Complaint {
  /** The resource's name. */
  readonly name?: string;
  readonly text: string;
}

export interface Review {
  readonly project: string;
  readonly stack: string;
  /** It is the preview of `pulumi destroy`: everything is deleted, the stack itself or what `--target` names. */
  readonly destroys: boolean;
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Complaint[];
  readonly tasks: readonly TaskStep[];
  readonly runs: readonly RunStep[];
  /** Resources of other types, the stack itself left out: `aws:s3/bucket:Bucket` by operation. */
  readonly others: readonly { readonly type: string; readonly op: string; readonly count: number }[];
  /** Of all types; `listed` where the preview names them (`--show-sames`). */
  readonly unchanged: { readonly count: number; readonly listed: boolean };
}

/** In these, a task costs money by the minute: API digest, section 4. */
export const isRunning = (status: string): boolean => ["CREATING", "QUEUED", "RUNNING"].includes(status);

export const sumOf = (prices: readonly (Price | undefined)[]): readonly Price[] => {
  const sums = new Map<string, number>();
  for (const price of prices)
    if (price !== undefined) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.amount);
  return [...sums].map(([currency, amount]) => ({ currency, amount: roundAmount(amount) }));
};
