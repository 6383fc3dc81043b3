import type { Call } from "../call";
import { booleanQuery, taskId, timeQuery } from "../query";
import { BAD_REQUEST, refuse, TASK_STATUS } from "../refusals";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import { mayUse, projectFor, taskFor } from "./access";
import { isVisible, statusOf } from "./lifecycle";

type Asked = Pick<Call, "user" | "query" | "now">;

/** The tasks that a list asks for, in order: all filters combine (API digest 5.3). */
export const listTasks = (store: Store, { user, query, now }: Asked): Task[] => {
  const project = query.get("project") || undefined;
  if (project !== undefined) projectFor(store, user, project);
  const parent = query.get("parent") ? taskId(query.get("parent") ?? "") : undefined;
  if (parent !== undefined) taskFor(store, user, parent, now);
  const status = statusQuery(query);
  const batch = booleanQuery(query, "batch");
  const within = times.map(([name, timeOf]) => {
    const from = timeQuery(query, `${name}_from`) ?? Number.NEGATIVE_INFINITY;
    const to = timeQuery(query, `${name}_to`);
    const bounded = query.get(`${name}_from`) || to !== undefined;
    return (task: Task): boolean => {
      const time = timeOf(task);
      if (!bounded) return true;
      // Both bounds are inclusive, to the second that the API shows: our choice (API digest 10.3).
      return (
        time !== undefined && toSecond(time) >= from && toSecond(time) <= (to ?? Number.POSITIVE_INFINITY)
      );
    };
  });
  // No task of the emulator comes from an automation run, so none has an `origin_id` (API digest 3.1).
  if (query.get("origin_id")) return [];
  const candidates = parent === undefined ? [...store.tasks.values()] : store.childrenOf(parent);
  return candidates
    .filter(
      (it) =>
        isVisible(it, now) &&
        mayUse(store, user, it.project) &&
        (project === undefined || it.project === project) &&
        // A list without `parent` leaves children out: our choice.
        (parent !== undefined || it.parent === undefined) &&
        (status === undefined || statusOf(it, store.childrenOf(it.id), now) === status) &&
        (batch === undefined || (it.batching !== undefined) === batch) &&
        within.every((test) => test(it)),
    )
    .sort(order(query));
};

const times: readonly (readonly [string, (task: Task) => number | undefined])[] = [
  ["created", (it) => it.createdAt],
  ["started", (it) => it.run?.at ?? it.createdAt],
  ["ended", (it) => it.end?.at],
];

const toSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** In either case (API digest 2.2). CREATING is of the enum, if not of 7006's text: accepted, our choice. */
const statusQuery = (query: URLSearchParams): string | undefined => {
  const status = query.get("status")?.toUpperCase();
  if (status === undefined || status === "") return undefined;
  const known = ["DRAFT", "CREATING", "QUEUED", "RUNNING", "COMPLETED", "FAILED", "ABORTING", "ABORTED"];
  return known.includes(status) ? status : refuse(TASK_STATUS);
};

const keys = new Map<string, (task: Task) => string | number | undefined>([
  ["created_time", (it) => it.createdAt],
  ["start_time", (it) => it.run?.at ?? it.createdAt],
  ["end_time", (it) => it.end?.at],
  ["name", (it) => it.name],
  ["created_by", (it) => it.createdBy],
]);

/** `desc` by default: our choice between the clients, who disagree (API digest 5.3). Ties fall back on creation. */
const order = (query: URLSearchParams): ((a: Task, b: Task) => number) => {
  const by = query.get("order_by") || "created_time";
  const key = keys.get(by) ?? refuse(BAD_REQUEST, `order_by must be one of ${[...keys.keys()].join(", ")}.`);
  const direction = (query.get("order") || "desc").toLowerCase();
  if (direction !== "asc" && direction !== "desc") return refuse(BAD_REQUEST, "order must be asc or desc.");
  const sign = direction === "asc" ? 1 : -1;
  return (a, b) => compare(key(a), key(b), sign) || (a.seq - b.seq) * sign;
};

/** Tasks without the value (no end yet) come last in both directions: our choice. */
const compare = (a: string | number | undefined, b: string | number | undefined, sign: number): number => {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
};
