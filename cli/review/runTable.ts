import { type AlikeGroup, groupBy } from "./alike";
import { changesCell, nameCell, pastCell } from "./cells";
import type { Review, RunStep, TaskStep } from "./model";
import { money } from "./money";
import type { Limits, Table } from "./sections";
import { code, formatCount } from "./text";

/** The table of runs: what each does with its task. */

const taskText = ({ first, all }: AlikeGroup<RunStep>, tasks: ReadonlyMap<string, TaskStep>): string => {
  if (all.length > 1) return "one each";
  const task = tasks.get(first.task ?? "");
  return code(task?.name ?? first.past?.id ?? "?");
};

const sureness = {
  sure: "**starts the new task**",
  expected: "starts the new task, which is expected to come",
  maybe: "starts the new task, if there is one",
} as const;

const starts = (like: AlikeGroup<RunStep>): string => {
  const { kind, certainty, changes, forced } = like.first;
  if (forced) return "nothing: `--replace` makes no new run (a change of `triggers` makes and pays for one)";
  if (kind !== "replace") return "**starts the task**";
  return changes.some(({ path, unsure }) => path === "triggers" && !unsure)
    ? "**runs the task once more**, because `triggers` changed"
    : sureness[certainty];
};

const doesText = (like: AlikeGroup<RunStep>): string => {
  const { does, wait } = like.first;
  switch (does._tag) {
    case "Starts":
      return `${starts(like)}${wait ? "" : ", and does not wait for its end"}`;
    case "Retries": {
      const what =
        does.failed === 0 ? "what has failed" : formatCount(does.failed, "failed child", "failed children");
      const cost = does.price === undefined ? "" : `, which had cost **${money([does.price])}**`;
      return `**runs ${what} again** (attempt ${does.attempt} of ${like.first.maxAttempts})${cost}`;
    }
    case "Waits":
      return "waits for the end of the task";
    case "Fails":
      return "fails: the task has ended badly, and no attempt is left";
    case "Keeps":
      return "stores what has changed; nothing runs";
    case "Aborts":
      return "**aborts the task**, which is running";
    case "Forgets":
      return "leaves the stack; the platform keeps the record";
  }
};

const attempts = ({ first: { maxAttempts, does } }: AlikeGroup<RunStep>): string =>
  maxAttempts > 1 && does._tag === "Starts" ? `up to ${maxAttempts}` : "";

const groupKey = (
  { kind, does, certainty, wait, maxAttempts, past, changes, task }: RunStep,
  tasks: ReadonlyMap<string, TaskStep>,
) => {
  const draft = tasks.get(task ?? "");
  return [
    kind,
    does,
    certainty,
    wait,
    maxAttempts,
    past?.status,
    changes.map(({ path }) => path),
    draft?.args.app,
    draft?.kind,
  ];
};

export const runTable = (review: Review, { items }: Limits): Table => {
  const tasks = new Map(review.tasks.map((task) => [task.urn, task]));
  const shown = review.runs.filter(({ kind, does }) => kind !== "keep" || does._tag !== "Keeps");
  const likes = groupBy(shown, (run) => groupKey(run, tasks));
  return {
    title: "Runs",
    head: ["Run", "Task", "What it does", "Attempts", "Ran before", "Changes"],
    rows: likes.map((like) => [
      nameCell(like),
      taskText(like, tasks),
      doesText(like),
      attempts(like),
      like.first.past === undefined ? "" : pastCell(like),
      like.first.kind === "update" ? changesCell(like, items) : "",
    ]),
    counts: likes.map(({ all }) => all.length),
  };
};
