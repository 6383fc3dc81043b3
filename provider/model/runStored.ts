import * as E from "fp-ts/Either";
import * as t from "io-ts";
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
    /** The inputs of the `DraftTask` hold a secret. */
    __secret: t.boolean,
    /** `customTimeouts.create`, which the engine does not pass on (pulumi/pulumi#12259). */
    __timeout: t.string,
    /** What the `DraftTask` says of machines and places: a further attempt is made with these. */
    __settings: t.record(t.string, t.unknown),
  },
  "RunHidden",
);
export type RunHidden = t.TypeOf<typeof RunHidden>;

export const runHiddenOf = (properties: unknown): RunHidden =>
  E.getOrElse<unknown, RunHidden>(() => ({}))(t.exact(RunHidden).decode(properties));

const Computed = t.intersection(
  [
    t.type({ status: t.string, __endpoint: t.string }),
    t.partial({
      __tries: t.number,
      price: t.partial({ amount: t.number, currency: t.string }),
      children: t.array(t.type({ id: t.string, status: t.string })),
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
  readonly children: readonly { readonly id: string; readonly status: string }[];
  /** How the last attempt ended; a record that the platform has lost keeps it. */
  readonly lastStatus: string;
  /** Of what ended badly: how often it was run, at the least. */
  readonly tries: number | undefined;
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
    __endpoint: endpoint,
    __tries: tries,
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
    lastStatus: attempts.at(-1)?.status ?? status,
    tries,
    retries,
    hidden: runHiddenOf(outputs),
  });
};
