import type { Call } from "../calls/call";
import { booleanQuery, taskId, timeQuery } from "../calls/query";
import { BAD_REQUEST, refuse, TASK_STATUS } from "../calls/refusals";
import { allOf, type Rows } from "../calls/rows";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import type { MomentRange, TaskOrder } from "../store/taskLists";
import { projectFor, taskFor } from "./access";
import { phaseIn, STATUSES, type Status, statusOf } from "./lifecycle";
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
  const everywhere = project === undefined && parent === undefined ? store.projectsWithTasks() : [];
  // A list without `parent` leaves children out: our choice.
  const rows = store.tasksIn({
    ...(parent === undefined ? { project } : { parent }),
    phase,
    batch,
    ranges,
    ...order,
    exceptProjects: everywhere.filter((it) => !takesPart(store, user, it)),
    // What `isVisible` says of one task.
    createdUntil: now,
  });
  // Which of these statuses a task has is up to the clock.
  return phase === "moving"
    ? allOf(rows).filter((it) => statusOf(it, childrenOf(store, it), now) === status)
    : rows;
};

const childrenOf = (store: Store, { id, batching }: Task): readonly Task[] =>
  batching === undefined ? [] : store.childrenOf(id);

/** Both bounds are inclusive, to the second that the API shows: our choice (API digest 10.3). */
const rangeQueries = (query: URLSearchParams): readonly MomentRange[] =>
  (["created", "started", "ended"] as const).flatMap((by) => {
    const [from, to] = [timeQuery(query, `${by}_from`), timeQuery(query, `${by}_to`)];
    if (from === undefined && to === undefined) return [];
    return [
      {
        by,
        from: from === undefined ? Number.NEGATIVE_INFINITY : Math.ceil(from / 1000) * 1000,
        before: to === undefined ? Number.POSITIVE_INFINITY : (Math.floor(to / 1000) + 1) * 1000,
      },
    ];
  });

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
  readonly isDescending: boolean;
}

/**
 * `desc` by default: our choice between the clients, who disagree (API digest 5.3). Ties fall back on creation. Tasks
 * without an end come last in both directions: our choice.
 */
const orderQuery = (query: URLSearchParams): Order => {
  const by =
    orders.get(query.get("order_by") || "created_time") ??
    refuse(BAD_REQUEST, `order_by must be one of ${[...orders.keys()].join(", ")}.`);
  const direction = (query.get("order") || "desc").toLowerCase();
  if (direction !== "asc" && direction !== "desc") return refuse(BAD_REQUEST, "order must be asc or desc.");
  return { by, isDescending: direction === "desc" };
};
