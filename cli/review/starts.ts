import { isBatch, type TaskArgs } from "./args";
import {
  type Certainty,
  isRunning,
  type Past,
  type Price,
  type Review,
  type RunStep,
  type TaskStep,
} from "./model";

/** Something that will be started, and paid for. */
export interface Start {
  /** The task's resource; a run of a bare id has none. */
  readonly name: string;
  readonly certainty: Certainty;
  readonly args: TaskArgs;
  /** Child tasks; `undefined` for a batch whose files are not known yet; 0 where it is no batch. */
  readonly children: number | undefined;
  /** It has been paid for before; the price is missing where nobody knows it. */
  readonly again: { readonly price: Price | undefined } | undefined;
}

const childrenOf = (args: TaskArgs): number | undefined => (isBatch(args) ? args.expectedChildren?.count : 0);

const againOf = (past: Past | undefined): Start["again"] =>
  past === undefined ? undefined : { price: past.price };

/** `run: true`: made and started in one call. An unchanged one is started where that has not happened yet. */
const itself = (task: TaskStep): readonly Start[] => {
  const { kind, args, past, certainty, name, forced } = task;
  const starts =
    args.run === true &&
    !forced &&
    (kind === "create" || kind === "replace" || (kind === "update" && past === undefined));
  return starts ? [{ name, certainty, args, children: childrenOf(args), again: againOf(past) }] : [];
};

const byRun = (task: TaskStep | undefined, run: RunStep): readonly Start[] => {
  const { does, certainty, past, forced } = run;
  const { name, args } = task ?? { name: run.name, args: {} };
  if (forced) return [];
  if (does._tag === "Starts")
    return [{ name, certainty, args, children: childrenOf(args), again: againOf(past) }];
  return does._tag === "Retries"
    ? [{ name, certainty: "sure", args, children: does.failed, again: { price: does.price } }]
    : [];
};

export const startsOf = ({ tasks, runs }: Review): readonly Start[] => {
  const byUrn = new Map(tasks.map((task) => [task.urn, task]));
  return [...tasks.flatMap(itself), ...runs.flatMap((run) => byRun(byUrn.get(run.task ?? ""), run))];
};

/** Something that runs and will be aborted, as of the last up or refresh. */
export interface Abort {
  readonly name: string;
  readonly id: string;
  readonly certainty: Certainty;
}

/** A run that goes, or a task with `run: true`, takes what still runs with it; a task is named once. */
export const abortsOf = ({ tasks, runs }: Review): readonly Abort[] => {
  const going = [...runs, ...tasks.filter(({ was }) => was?.run === true)].filter(
    ({ kind, forced }) => kind === "delete" || (kind === "replace" && !forced),
  );
  const aborts = going.flatMap(({ name, past, certainty }): readonly Abort[] =>
    past !== undefined && isRunning(past.status) ? [{ name, id: past.id, certainty }] : [],
  );
  return aborts.filter(({ id }, at) => aborts.findIndex((other) => other.id === id) === at);
};
