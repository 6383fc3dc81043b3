import type { Call } from "../call";
import { booleanQuery, taskId, timeQuery } from "../query";
import { BAD_REQUEST, refuse, TASK_STATUS } from "../refusals";
import { type Rows, reversed } from "../rows";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import type { TaskOrder } from "../store/taskLists";
import { mayUse, projectFor, taskFor } from "./access";
import { isVisible, statusOf } from "./lifecycle";

type Asked = Pick<Call, "user" | "query" | "now">;

/** The tasks that a list asks for, in order: all filters combine (API digest 5.3). */
export const listTasks = (store: Store, { user, query, now }: Asked): Rows<Task> => {
  const project = query.get("project") || undefined;
  if (project !== undefined) projectFor(store, user, project);
  const parent = query.get("parent") ? taskId(query.get("parent") ?? "") : undefined;
  if (parent !== undefined) taskFor(store, user, parent, now);
  const status = statusQuery(query);
  const batch = booleanQuery(query, "batch");
  const within = times.flatMap(([name, timeOf]) => timeTest(query, name, timeOf));
  const order = orderQuery(query);
  // No task of the emulator comes from an automation run, so none has an `origin_id` (API digest 3.1).
  if (query.get("origin_id")) return [];
  // A list without `parent` leaves children out: our choice.
  const { tasks, valued, newest } = store.tasksIn({ project, parent }, order.by);
  // Only what can leave something out is asked of each task: a list without filters costs no more than its page.
  const anywhere = project === undefined && parent === undefined ? [...store.projectsWithTasks()] : [];
  const closed = new Set(anywhere.filter((it) => !mayUse(store, user, it)));
  const tests: readonly ((task: Task) => boolean)[] = [
    ...(newest === undefined || isVisible(newest, now) ? [] : [(it: Task) => isVisible(it, now)]),
    ...(closed.size === 0 ? [] : [(it: Task) => !closed.has(it.project)]),
    ...(parent === undefined || project === undefined ? [] : [(it: Task) => it.project === project]),
    ...(batch === undefined ? [] : [(it: Task) => (it.batching !== undefined) === batch]),
    ...within,
    ...(status === undefined ? [] : [(it: Task) => statusOf(it, store.childrenOf(it.id), now) === status]),
  ];
  const rows = order.descending ? reversed(tasks, valued) : tasks;
  return tests.length === 0
    ? rows
    : rows.slice(0, rows.length).filter((it) => tests.every((test) => test(it)));
};

const times: readonly (readonly [string, (task: Task) => number | undefined])[] = [
  ["created", (it) => it.createdAt],
  ["started", (it) => it.run?.at ?? it.createdAt],
  ["ended", (it) => it.end?.at],
];

/** Both bounds are inclusive, to the second that the API shows: our choice (API digest 10.3). */
const timeTest = (
  query: URLSearchParams,
  name: string,
  timeOf: (task: Task) => number | undefined,
): readonly ((task: Task) => boolean)[] => {
  const [from, to] = [timeQuery(query, `${name}_from`), timeQuery(query, `${name}_to`)];
  if (from === undefined && to === undefined) return [];
  const [least, most] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
  return [
    (task) => {
      const time = timeOf(task);
      return time !== undefined && toSecond(time) >= least && toSecond(time) <= most;
    },
  ];
};

const toSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** In either case (API digest 2.2). CREATING is of the enum, if not of 7006's text: accepted, our choice. */
const statusQuery = (query: URLSearchParams): string | undefined => {
  const status = query.get("status")?.toUpperCase();
  if (status === undefined || status === "") return undefined;
  const known = ["DRAFT", "CREATING", "QUEUED", "RUNNING", "COMPLETED", "FAILED", "ABORTING", "ABORTED"];
  return known.includes(status) ? status : refuse(TASK_STATUS);
};

const orders = new Map<string, TaskOrder>([
  ["created_time", "created"],
  ["start_time", "started"],
  ["end_time", "ended"],
  ["name", "name"],
  ["created_by", "creator"],
]);

/**
 * `desc` by default: our choice between the clients, who disagree (API digest 5.3). Ties fall back on creation; tasks
 * without the value (no end yet) come last in both directions: our choice.
 */
const orderQuery = (query: URLSearchParams): { readonly by: TaskOrder; readonly descending: boolean } => {
  const by =
    orders.get(query.get("order_by") || "created_time") ??
    refuse(BAD_REQUEST, `order_by must be one of ${[...orders.keys()].join(", ")}.`);
  const direction = (query.get("order") || "desc").toLowerCase();
  if (direction !== "asc" && direction !== "desc") return refuse(BAD_REQUEST, "order must be asc or desc.");
  return { by, descending: direction === "desc" };
};
