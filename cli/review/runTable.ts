import { type Alike, alike } from "./alike";
import { changesCell, nameCell, pastCell } from "./cells";
import { money } from "./decision";
import type { Review, RunStep, TaskStep } from "./model";
import type { Limits, Table } from "./sections";
import { code, counted } from "./text";

/** The table of runs: what each does with its task. */

const taskText = ({ first, all }: Alike<RunStep>, tasks: ReadonlyMap<string, TaskStep>): string => {
  if (all.length > 1) return "a task each";
  const task = tasks.get(first.task ?? "");
  return code(task?.name ?? first.past?.id ?? "a task");
};

const sureness = { sure: "", expected: ", expected", maybe: ", only if its task is made anew" } as const;

const starts = (like: Alike<RunStep>): string => {
  const { kind, certainty, changes, forced } = like.first;
  if (forced) return "forced by `--replace`: the run is kept";
  if (kind !== "replace") return "**starts it**";
  const triggers = changes.some(({ path }) => path === "triggers") ? " because `triggers` changed" : "";
  return `${certainty === "sure" ? "**starts the new one**" : "starts the new one"}${sureness[certainty]}${triggers}`;
};

const doesText = (like: Alike<RunStep>): string => {
  const { does, wait } = like.first;
  switch (does._tag) {
    case "Starts":
      return `${starts(like)}${wait ? "" : ", and does not wait"}`;
    case "Retries": {
      const what =
        does.failed === 0 ? "what failed" : counted(does.failed, "failed child", "failed children");
      const cost = does.price === undefined ? "" : `, which had cost **${money([does.price])}**`;
      return `**runs ${what} again** (attempt ${does.attempt} of ${like.first.maxAttempts})${cost}`;
    }
    case "Waits":
      return "waits for its end";
    case "Fails":
      return "has ended badly, and no attempt is left: `up` fails";
    case "Keeps":
      return "is only stored";
    case "Aborts":
      return "**is aborted**";
    case "Forgets":
      return "is forgotten; the platform keeps its record";
  }
};

const attempts = ({ first: { maxAttempts, does } }: Alike<RunStep>): string =>
  maxAttempts > 1 && does._tag === "Starts" ? `up to ${maxAttempts}` : "";

const likeness = (
  { kind, does, certainty, wait, maxAttempts, past, changes, task }: RunStep,
  tasks: ReadonlyMap<string, TaskStep>,
) => {
  const { app, kind: ofTask } =
    tasks.get(task ?? "")?.args.app === undefined
      ? { app: undefined, kind: undefined }
      : { app: tasks.get(task ?? "")?.args.app, kind: tasks.get(task ?? "")?.kind };
  return [
    kind,
    does,
    certainty,
    wait,
    maxAttempts,
    past?.status,
    changes.map(({ path }) => path),
    app,
    ofTask,
  ];
};

export const runTable = (review: Review, { items }: Limits): Table => {
  const tasks = new Map(review.tasks.map((task) => [task.urn, task]));
  const shown = review.runs.filter(({ kind, does }) => kind !== "keep" || does._tag !== "Keeps");
  const likes = alike(shown, (run) => likeness(run, tasks));
  return {
    title: "Runs",
    head: ["Run", "Task", "What it does", "Attempts", "Had run", "Changes"],
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
