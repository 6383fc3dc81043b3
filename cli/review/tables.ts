import { joinWithAnd } from "../../provider/shared/text";
import { type AlikeGroup, groupBy } from "./alike";
import { columns, isBatch, shownArgs } from "./args";
import { appCell, changesCell, childrenCell, machineCell, nameCell, pastCell, valuesText } from "./cells";
import { isRunning, type Kind, type Review, type RunStep, type TaskStep } from "./model";
import type { Limits, Table } from "./sections";
import { code } from "./text";

/** The tables of tasks, one for each thing that happens to them. */

/** The runs by the tasks that they start. */
export const startersOf = ({ runs }: Review): ReadonlyMap<string, RunStep> => {
  const goneFirst = [...runs].sort((a, b) => Number(b.kind === "delete") - Number(a.kind === "delete"));
  return new Map(goneFirst.flatMap((run) => (run.task === undefined ? [] : [[run.task, run]])));
};

/** What has to be the same for two tasks to be one row. */
export const likenessOf = (task: TaskStep, run: RunStep | undefined): unknown => {
  const { kind, certainty, forced, args, changes, past, secret, was } = task;
  return [
    [kind, certainty, forced, secret],
    columns.flatMap(shownArgs).map((arg) => args[arg]),
    [
      was?.run,
      args.adopts !== undefined,
      task.existing !== undefined,
      isBatch(args) && args.expectedChildren === undefined,
    ],
    [changes.map(({ path, unsure }) => [path, unsure]), past?.status, past?.price === undefined],
    [run?.kind, run?.does._tag, run?.certainty],
  ];
};

/** `aligned`, which is replaced as well. */
const sourceText = (task: TaskStep, review: Review): string => {
  const sources = [...review.runs, ...review.tasks].filter(({ urn }) => task.from.includes(urn));
  const fates = { replace: "replaced", update: "changed in place", create: "new" };
  const shown = sources.slice(0, 3).map(({ name, kind, certainty }) => {
    const fate = kind === "replace" || kind === "update" || kind === "create" ? fates[kind] : undefined;
    const is = certainty === "sure" ? "is" : "may be";
    return `${code(name)}${fate === undefined ? "" : `, which ${is} ${fate}`}`;
  });
  return joinWithAnd(shown);
};

const whyMaybe = ({ first, all }: AlikeGroup<TaskStep>, review: Review): string => {
  if (first.forced) return "nothing: `--replace` makes no new task of one that matches the program";
  const ports = first.changes.filter(({ unsure }) => unsure).map(({ path }) => code(path));
  const sources = all.length === 1 ? sourceText(first, review) : "";
  const comes = sources === "" ? "" : `; ${ports.length > 1 ? "they come" : "it comes"} from ${sources}`;
  const changes = `${joinWithAnd(ports) || "what it is made from"} really ${ports.length > 1 ? "change" : "changes"}`;
  return `${first.certainty === "expected" ? "**expected**, " : ""}only if ${changes}${comes}`;
};

/** What becomes of a task that the program no longer has: design of `delete`. */
const fateOf = ({ first }: AlikeGroup<TaskStep>): string => {
  const { past, was } = first;
  if (past === undefined) return "the draft is deleted";
  if (!isRunning(past.status)) return "leaves the stack; the platform keeps the record";
  return was?.run === true
    ? "**it is aborted**, for it is running"
    : "leaves the stack, and is running: its run aborts it, if that is deleted as well";
};

const startedBy = (like: AlikeGroup<TaskStep>, starters: ReadonlyMap<string, RunStep>): string => {
  const { args, urn } = like.first;
  if (args.run === true) return "`run: true`";
  const run = starters.get(urn);
  if (run === undefined) return "nothing: stays a draft";
  return like.all.length === 1 ? code(run.name) : "one run each";
};

type Cell = (like: AlikeGroup<TaskStep>) => string;

/** These columns have cells that say more than the values of their args. */
const ownCells: readonly string[] = ["App", "Children", "Machine", "Started by"];

/** The columns of all other args that have one. A table without such a value leaves the column out. */
const otherCells = (limit: number): Readonly<Record<string, Cell>> =>
  Object.fromEntries(
    columns
      .filter((column) => !ownCells.includes(column))
      .map((column) => [column, ({ first: { args } }) => valuesText(args, shownArgs(column), limit)]),
  );

export const taskTables = (review: Review, { items }: Limits): readonly Table[] => {
  const starters = startersOf(review);
  const others = otherCells(items);
  const table = (
    title: string,
    of: (task: TaskStep) => boolean,
    cells: Readonly<Record<string, Cell>>,
  ): Table => {
    const likes = groupBy(review.tasks.filter(of), (task) => likenessOf(task, starters.get(task.urn)));
    const shown = Object.entries(cells).filter(
      ([head, cell]) => !(head in others) || likes.some((like) => cell(like) !== ""),
    );
    return {
      title,
      head: ["Task", ...shown.map(([head]) => head)],
      rows: likes.map((like) => [nameCell(like), ...shown.map(([, cell]) => cell(like))]),
      counts: likes.map(({ all }) => all.length),
    };
  };
  const isKind = (kind: Kind) => (task: TaskStep) => task.kind === kind;
  const isReplaced = (sure: boolean) => (task: TaskStep) =>
    task.kind === "replace" && (task.certainty === "sure") === sure;
  const children: Cell = (like) => childrenCell(like, items);
  const changes: Cell = (like) => changesCell(like, items);
  const reasons: Cell = (like) =>
    changes(like) || "the task is gone from the platform, or a secret has changed";
  const starter: Cell = (like) => startedBy(like, starters);
  return [
    table("Replaced", isReplaced(true), {
      App: appCell,
      Why: reasons,
      "Ran before": pastCell,
      Children: children,
      Machine: machineCell,
      ...others,
      "Started by": starter,
    }),
    table("May be replaced", isReplaced(false), {
      App: appCell,
      Why: (like) => whyMaybe(like, review),
      "Ran before": pastCell,
      Children: children,
      Machine: machineCell,
      ...others,
    }),
    table("New", isKind("create"), {
      App: appCell,
      Children: children,
      Machine: machineCell,
      ...others,
      "Started by": starter,
    }),
    table("Changed in place", isKind("update"), {
      App: appCell,
      Changes: (like) =>
        changes(like) || (like.first.secret ? "what is secret" : "finishes what the last `up` could not"),
      State: (like) => (like.first.past === undefined ? "draft" : pastCell(like)),
    }),
    table("Deleted", isKind("delete"), { App: appCell, "Ran before": pastCell, "What happens": fateOf }),
    table("Imported", (task) => task.kind === "adopt", {
      App: appCell,
      "Existing task": ({ first }) => code(first.args.adopts ?? first.id ?? ""),
      State: (like) => (like.first.past === undefined ? "draft" : pastCell(like)),
    }),
  ].filter(({ rows }) => rows.length > 0);
};
