import { type PreviousRun, type Review, sumOf } from "./model";
import { money } from "./money";
import { abortsOf } from "./starts";

/** What becomes of tasks that leave the stack, by `pulumi destroy` or because the program no longer has them. */
interface Leaving {
  /** The drafts that are deleted, by name. */
  readonly drafts: readonly string[];
  /** What has ended: the platform keeps the records. */
  readonly ended: readonly PreviousRun[];
  /** What goes on running, because the stack has not started it. */
  readonly running: readonly PreviousRun[];
}

const isOver = ({ status }: PreviousRun): boolean =>
  ["COMPLETED", "FAILED", "ABORTED", "DELETED"].includes(status);

/** A task and its run are one; a task that some other resource keeps does not leave. */
const leavingOf = (review: Review): Leaving => {
  const { tasks, runs } = review;
  const gone = [...tasks, ...runs].filter(({ kind }) => kind === "delete");
  const kept = new Set(tasks.flatMap(({ kind, id }) => (kind === "delete" ? [] : [id])));
  const aborted = new Set(abortsOf(review).map(({ id }) => id));
  const pasts = new Map(gone.flatMap(({ past }) => (past === undefined ? [] : [[past.id, past] as const])));
  const left = [...pasts.values()].filter(({ id }) => !kept.has(id) && !aborted.has(id));
  return {
    drafts: tasks.flatMap(({ kind, past, name }) => (kind === "delete" && past === undefined ? [name] : [])),
    ended: left.filter(isOver),
    running: left.filter((past) => !isOver(past)),
  };
};

const paidText = (pasts: readonly PreviousRun[], text: (cost: string) => string): string => {
  const cost = money(sumOf(pasts.map(({ price }) => price)));
  return cost === "" ? "" : text(cost);
};

/** Sentences for the first line; none where nothing leaves. */
export const leavingTexts = (review: Review): readonly string[] => {
  const { drafts, ended, running } = leavingOf(review);
  const sentence = (count: number, one: string, many: string): readonly string[] =>
    count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
  const cost = paidText(ended, (text) => `, for ${text},`);
  return [
    ...sentence(drafts.length, "draft is deleted.", "drafts are deleted."),
    ...sentence(
      ended.length,
      `task that has ended${cost} leaves the stack; the platform keeps its record.`,
      `tasks that have ended${cost} leave the stack; the platform keeps their records.`,
    ),
    ...sentence(
      running.length,
      "running task leaves the stack and **goes on running**.",
      "running tasks leave the stack and **go on running**.",
    ),
  ];
};

/** The first line of `pulumi destroy --preview-only --json`. Nothing is asked of the platform there. */
export const destroyText = (review: Review): string => {
  const aborts = abortsOf(review);
  const all = [...review.tasks, ...review.runs];
  const pasts = aborts.flatMap(({ id }) => all.find(({ past }) => past?.id === id)?.past ?? []);
  const cost = paidText(pasts, (text) => ` (${text} so far)`);
  const what =
    aborts.length === 0
      ? "nothing"
      : aborts.length === 1
        ? `1 running task${cost}`
        : `${aborts.length} running tasks${cost}`;
  const started = all.some(({ past, kind }) => kind === "delete" && past !== undefined);
  return [
    `**\`pulumi destroy\` aborts ${what}.**`,
    ...leavingTexts(review),
    ...(started ? ["This is as of the last `pulumi up` or `pulumi refresh`."] : []),
  ].join(" ");
};
