import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { partsOf } from "./codec";
import { type Mistake, mistakesOf } from "./report";
import type { Retry } from "./runNow";
import { type DeclaredRun, storedRunArgs } from "./taskRun";

/** Inputs of a `TaskRun` that are the provider's own; they stand in the outputs, too, for `read` is given those only. */
export const RunHidden = t.partial(
  {
    /** The resource's URN with its organization. */
    __owner: t.string,
    /** Where the task lives. */
    __endpoint: t.string,
    /** The inputs or the description of the `DraftTask` hold a secret. */
    __secret: t.boolean,
    /** `customTimeouts.create`, which the engine does not pass on (pulumi/pulumi#12259). */
    __timeout: t.string,
    /** What the `DraftTask` says of machines and places: a further attempt is made with these. */
    __settings: t.record(t.string, t.unknown),
    /** The id of a run to adopt (`import`). */
    __import: t.string,
  },
  "RunHidden",
);
export type RunHidden = t.TypeOf<typeof RunHidden>;

export const runHiddenOf = (properties: unknown): RunHidden => partsOf(RunHidden.props, properties);

const Computed = t.intersection(
  [
    t.type({ status: t.string, __endpoint: t.string }),
    t.partial({
      lastStatus: t.string,
      __tries: t.number,
      __unread: t.boolean,
      price: t.partial({ amount: t.number, currency: t.string }),
      children: t.array(
        t.intersection([
          t.type({ id: t.string, status: t.string }),
          t.partial({ price: t.partial({ amount: t.number, currency: t.string }) }),
        ]),
      ),
      attempts: t.array(
        t.intersection([
          t.type({ number: t.number, status: t.string }),
          t.partial({
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
  /** It has ended, but its values could not be read. */
  readonly unread: boolean;
  readonly retries: readonly StoredRetry[];
  readonly hidden: RunHidden;
}

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
    __tries: tries,
    __unread: unread,
    price,
    children = [],
    attempts = [],
  } = computed.right;
  const retries = attempts.flatMap(({ number, tasks = [] }) =>
    tasks.flatMap(({ id, of }) => (of === undefined ? [] : [{ id, of, number }])),
  );
  return E.right({
    declared: declared.right,
    status,
    endpoint,
    price,
    children,
    lastStatus: lastStatus ?? status,
    tries,
    unread: unread === true,
    retries,
    hidden: runHiddenOf(outputs),
  });
};
