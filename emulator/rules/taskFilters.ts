import type { Call } from "../calls/call";
import { booleanQuery, taskId, timeQuery } from "../calls/query";
import { BAD_REQUEST, refuse, TASK_STATUS } from "../calls/refusals";
import { joinRows, type Rows, rowsPart } from "../calls/rows";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import { type Moment, moments, type TaskList, type TaskOrder } from "../store/taskLists";
import { projectFor, taskFor } from "./access";
import { isVisible, phaseIn, STATUSES, type Status, statusOf } from "./lifecycle";
import { takesPart } from "./permissions";

type Asked = Pick<Call, "user" | "query" | "now">;

/** The tasks that a list asks for, in order: all filters combine (API digest 5.3). */
export const listTasks = (store: Store, { user, query, now }: Asked): Rows<Task> => {
  const project = query.get("project") || undefined;
  if (project !== undefined) projectFor(store, user, project);
  const parent = query.get("parent") ? taskId(query.get("parent") ?? "") : undefined;
  const of = parent === undefined ? undefined : taskFor(store, user, parent, now);
  const status = statusQuery(query);
  const phase = status && phaseIn(status);
  const batch = booleanQuery(query, "batch");
  const ranges = rangeQueries(query);
  const order = orderQuery(query);
  // No task of the emulator comes from an automation run, so none has an `origin_id` (API digest 3.1).
  if (query.get("origin_id")) return [];
  // Children are in their parent's project.
  if (of !== undefined && project !== undefined && of.project !== project) return [];
  // A list without `parent` leaves children out: our choice.
  const list = store.tasksIn({ project, parent, phase, batch }, order.by);
  const everywhere = project === undefined && parent === undefined ? [...store.projectsWithTasks()] : [];
  const closed = new Set(everywhere.filter((it) => !takesPart(store, user, it)));
  const hidden = store.newestIn({ project, parent });
  // Only what can leave something out is asked of each task: most lists cost no more than their page.
  const tests: readonly ((task: Task) => boolean)[] = [
    ...(hidden === undefined || isVisible(hidden, now) ? [] : [(it: Task) => isVisible(it, now)]),
    ...(closed.size === 0 ? [] : [(it: Task) => !closed.has(it.project)]),
    ...ranges.filter(({ by }) => by !== order.by).map((range) => (it: Task) => isIn(range, it)),
    ...(phase === "moving" ? [(it: Task) => statusOf(it, store.childrenOf(it.id), now) === status] : []),
  ];
  const rows = orderTasks(
    list,
    order,
    ranges.find(({ by }) => by === order.by),
  );
  return tests.length === 0
    ? rows
    : rows.slice(0, rows.length).filter((it) => tests.every((test) => test(it)));
};

/** Tasks without the value (no end yet) come last in both directions: our choice. */
const orderTasks = (
  { tasks, valued }: TaskList,
  { descending }: Order,
  range: Range | undefined,
): Rows<Task> => {
  if (range !== undefined) {
    const start = tasks.countWhile((it) => timeIn(range, it) < range.from);
    const end = tasks.countWhile((it) => timeIn(range, it) <= range.to);
    return rowsPart(tasks, start, Math.min(end, valued), descending);
  }
  return descending
    ? joinRows(rowsPart(tasks, 0, valued, true), rowsPart(tasks, valued, tasks.length, true))
    : tasks;
};

interface Range {
  readonly by: Moment;
  readonly from: number;
  readonly to: number;
}

/** Both bounds are inclusive, to the second that the API shows: our choice (API digest 10.3). */
const rangeQueries = (query: URLSearchParams): readonly Range[] =>
  (["created", "started", "ended"] as const).flatMap((by) => {
    const [from, to] = [timeQuery(query, `${by}_from`), timeQuery(query, `${by}_to`)];
    if (from === undefined && to === undefined) return [];
    return [{ by, from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY }];
  });

const isIn = (range: Range, task: Task): boolean =>
  moments[range.by](task) !== undefined &&
  timeIn(range, task) >= range.from &&
  timeIn(range, task) <= range.to;

/** What has no such time is after all times. */
const timeIn = ({ by }: Range, task: Task): number =>
  Math.floor((moments[by](task) ?? Number.POSITIVE_INFINITY) / 1000) * 1000;

/** In either case (API digest 2.2). CREATING is of the enum, if not of 7006's text: accepted, our choice. */
const statusQuery = (query: URLSearchParams): Status | undefined => {
  const status = query.get("status")?.toUpperCase();
  if (status === undefined || status === "") return undefined;
  return STATUSES.find((it) => it === status) ?? refuse(TASK_STATUS);
};

const orders = new Map<string, TaskOrder>([
  ["created_time", "created"],
  ["start_time", "started"],
  ["end_time", "ended"],
  ["name", "name"],
  ["created_by", "creator"],
]);

interface Order {
  readonly by: TaskOrder;
  readonly descending: boolean;
}

/** `desc` by default: our choice between the clients, who disagree (API digest 5.3). Ties fall back on creation. */
const orderQuery = (query: URLSearchParams): Order => {
  const by =
    orders.get(query.get("order_by") || "created_time") ??
    refuse(BAD_REQUEST, `order_by must be one of ${[...orders.keys()].join(", ")}.`);
  const direction = (query.get("order") || "desc").toLowerCase();
  if (direction !== "asc" && direction !== "desc") return refuse(BAD_REQUEST, "order must be asc or desc.");
  return { by, descending: direction === "desc" };
};
