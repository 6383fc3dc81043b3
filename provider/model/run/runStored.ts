import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { formatParts } from "../../shared/codec";
import { type Mistake, mistakesOf } from "../../shared/mistakes";
import { withOwnerInOneLine } from "../tags/resourceId";
import { hasEnded, projectOnPage } from "../task/taskState";
import type { Retry } from "./runSnapshot";
import { type DeclaredRun, storedRunArgs } from "./taskRun";

/** Internal inputs of a `TaskRun`; they are in the outputs, too, because `read` gets only those. */
export const RunHidden = t.partial(
  {
    /** The resource's URN with its organization. */
    __owner: t.string,
    /** The resource's id in tags: see `tags/resourceId.ts`. It stays what it was when the URN changes. */
    __id: t.string,
    /** Where the task lives. */
    __endpoint: t.string,
    /** The inputs or the description of the `DraftTask` hold a secret. */
    __secret: t.boolean,
    /** The args that hold a secret, those of the `DraftTask` included: see `secretArgs.ts`. */
    __secretArgs: t.array(t.string),
    /** The secret args of the `DraftTask` that the run's own state and its task's inputs do not have. */
    __draft: t.record(t.string, t.unknown),
    /** `customTimeouts.create`, which the engine does not pass on (pulumi/pulumi#12259). */
    __timeout: t.string,
    /** What the `DraftTask` says of machines and places: a further attempt is made with these. */
    __settings: t.record(t.string, t.unknown),
    /** The id of a run to adopt (`import`). */
    __import: t.string,
    /** The user who had started the task, where that is not the token's: what is theirs is never aborted. */
    __startedBy: t.string,
  },
  "RunHidden",
);
export type RunHidden = t.TypeOf<typeof RunHidden>;

export const runHiddenOf = (properties: unknown): RunHidden =>
  withOwnerInOneLine(formatParts(RunHidden.props, properties));

const Computed = t.intersection(
  [
    t.type({ status: t.string, __endpoint: t.string }),
    t.partial({
      lastStatus: t.string,
      __attemptCount: t.number,
      __outputsUnread: t.boolean,
      // The same in states of version 0.1.0.
      __tries: t.number,
      __unread: t.boolean,
      __attemptsRead: t.boolean,
      missingOutputs: t.array(t.string),
      url: t.string,
      price: t.partial({ amount: t.number, currency: t.string }),
      children: t.array(
        t.intersection([
          t.type({ id: t.string, status: t.string }),
          t.partial({
            price: t.partial({ amount: t.number, currency: t.string }),
            missingOutputs: t.array(t.string),
          }),
        ]),
      ),
      attempts: t.array(
        t.intersection([
          t.type({ number: t.number, status: t.string }),
          t.partial({
            price: t.partial({ amount: t.number }),
            tasks: t.array(t.intersection([t.type({ id: t.string }), t.partial({ of: t.string })])),
          }),
        ]),
      ),
    }),
  ],
  "RunState",
);

/** A task that runs another one again, by its id. */
export interface StoredRetry extends Omit<Retry, "task"> {
  readonly id: string;
}

/** What the state knows of a run. */
export interface StoredRun {
  /** The project of its task, where the task's page names it. */
  readonly project: string | undefined;
  readonly declared: DeclaredRun;
  readonly status: string;
  readonly endpoint: string;
  readonly price: { readonly amount?: number; readonly currency?: string } | undefined;
  /** Empty where it is no batch, or has none yet. */
  readonly children: readonly {
    readonly id: string;
    readonly status: string;
    readonly price?: { readonly amount?: number; readonly currency?: string };
  }[];
  /** How it stood when it was last seen: a record that the platform has lost keeps that. */
  readonly lastStatus: string;
  /** Of what ended badly: how often it was run, at the least. */
  readonly tries: number | undefined;
  /** It has ended, but its values are not in the state: they could not be read, or were taken from a list, which has none. */
  readonly unread: boolean;
  /** The required outputs that a finished task of it had not made when it was read. */
  readonly missing: readonly string[];
  readonly retries: readonly StoredRetry[];
  readonly hidden: RunHidden;
}

const Price = t.partial({ price: t.partial({ amount: t.number, currency: t.string }) });

/** What a run has cost, out of its outputs. */
export const storedPrice = (outputs: unknown): StoredRun["price"] => formatParts(Price.props, outputs).price;

type Computed = t.TypeOf<typeof Computed>;

/**
 * Version 0.1.0 took an attempt that it found in a list for a task that it had read, and stored it without outputs and price.
 * A platform that names no prices is read once more, and then has the mark.
 */
const isFromList = ({ status, __attemptsRead, attempts = [], children = [] }: Computed): boolean => {
  if (__attemptsRead === true || !hasEnded(status) || status === "DELETED") return false;
  const again = attempts.filter(({ tasks = [] }) => tasks.some(({ of }) => of !== undefined));
  const ids = new Set(again.flatMap(({ tasks = [] }) => tasks.map(({ id }) => id)));
  return [...again, ...children.filter(({ id }) => ids.has(id))].some(({ price }) => price === undefined);
};

export const decodeStoredRun = (
  outputs: Readonly<Record<string, unknown>>,
): E.Either<readonly Mistake[], StoredRun> => {
  const computed = Computed.decode(outputs);
  if (E.isLeft(computed)) return E.left(mistakesOf(computed.left));
  const declared = storedRunArgs(outputs);
  if (E.isLeft(declared)) return declared;
  const {
    status,
    lastStatus,
    __endpoint: endpoint,
    __tries,
    __unread,
    __attemptCount: tries = __tries,
    __outputsUnread: unread = __unread,
    price,
    children = [],
    attempts = [],
    missingOutputs = [],
    url = "",
  } = computed.right;
  const retries = attempts.flatMap(({ number, tasks = [] }) =>
    tasks.flatMap(({ id, of }) => (of === undefined ? [] : [{ id, of, number }])),
  );
  return E.right({
    project: projectOnPage(url),
    declared: declared.right,
    status,
    endpoint,
    price,
    children,
    lastStatus: lastStatus ?? status,
    tries,
    unread: unread === true || isFromList(computed.right),
    missing: [missingOutputs, ...children.map((child) => child.missingOutputs ?? [])].flat(),
    retries,
    hidden: runHiddenOf(outputs),
  });
};
