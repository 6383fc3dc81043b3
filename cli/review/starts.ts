import type { TaskArgs } from "./args";
import {
  type Certainty,
  isRunning,
  type PreviousRun,
  type Price,
  type Review,
  type RunStep,
  type TaskStep,
} from "./model";
import { renamesOf } from "./renames";

/** Something that will be started, and paid for. */
export interface Start {
  /** The task's resource; a run of a bare id has none. */
  readonly name: string;
  readonly certainty: Certainty;
  readonly args: TaskArgs;
  /** Of a batch, its child tasks; `undefined` where its files are not known yet. */
  readonly children: number | undefined;
  /** It has been paid for before; the price is missing where nobody knows it. */
  readonly again: { readonly price: Price | undefined } | undefined;
}

const againOf = (past: Pick<PreviousRun, "price"> | undefined): Start["again"] =>
  past === undefined ? undefined : { price: past.price };

/** `run: true`: made and started in one call. An unchanged one is started where that has not happened yet. */
const itself = (task: TaskStep): readonly Start[] => {
  const { kind, args, past, certainty, name, forced } = task;
  const starts =
    args.run === true &&
    !forced &&
    (kind === "create" ||
      kind === "replace" ||
      ((kind === "update" || kind === "adopt") && past === undefined));
  return starts
    ? [{ name, certainty, args, children: args.expectedChildren?.count, again: againOf(past) }]
    : [];
};

const byRun = (task: TaskStep | undefined, run: RunStep): readonly Start[] => {
  const { does, certainty, past, forced, settings } = run;
  const name = task?.name ?? run.name;
  const args = { ...task?.args, ...settings };
  if (forced) return [];
  if (does._tag === "Starts")
    return [{ name, certainty, args, children: args.expectedChildren?.count, again: againOf(past) }];
  return does._tag === "Retries"
    ? [{ name, certainty: "sure", args, children: does.failed || undefined, again: { price: does.price } }]
    : [];
};

export const startsOf = (review: Review): readonly Start[] => {
  const tasks = new Map(review.tasks.map((task) => [task.urn, task]));
  // A task that only has another name now has been paid for, too, and so has one that the state has lost.
  const renames = renamesOf(review).filter(({ unsure }) => !unsure);
  const paid = new Map([
    ...renames.map(({ to, past }) => [to.urn, past] as const),
    ...review.tasks.flatMap(({ urn, existing }) =>
      existing === undefined ? [] : [[urn, existing] as const],
    ),
  ]);
  const begun = (urn: string | undefined, starts: readonly Start[]): readonly Start[] =>
    starts.map((start) => ({ ...start, again: start.again ?? againOf(paid.get(urn ?? "")) }));
  return [
    ...review.tasks.flatMap((task) => begun(task.urn, itself(task))),
    ...review.runs.flatMap((run) => begun(run.task, byRun(tasks.get(run.task ?? ""), run))),
  ];
};

/** Something that runs and will be aborted, as of the last up or refresh. */
interface Abort {
  readonly name: string;
  readonly id: string;
  readonly certainty: Certainty;
}

/** A run that goes, or a task with `run: true`, takes what still runs with it; a task is named once. */
export const abortsOf = ({ tasks, runs }: Review): readonly Abort[] => {
  const ours = runs.filter(({ isOfAnother }) => !isOfAnother);
  const going = [...ours, ...tasks.filter(({ was }) => was?.run === true)].filter(
    ({ kind, forced }) => kind === "delete" || (kind === "replace" && !forced),
  );
  const aborts = going.flatMap(({ name, past, certainty }): readonly Abort[] =>
    past !== undefined && isRunning(past.status) ? [{ name, id: past.id, certainty }] : [],
  );
  return aborts.filter(({ id }, at) => aborts.findIndex((other) => other.id === id) === at);
};
