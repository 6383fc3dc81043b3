import { randomUUID } from "node:crypto";
import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { bodyObject, booleanQuery, runsAtOnce } from "../calls/query";
import { NO_TASK_ACTION, NOT_ABORTABLE, ONLY_DRAFT, refuse, TASK_ACTION } from "../calls/refusals";
import { isVisible, statusOf } from "../rules/lifecycle";
import { logRemoved } from "../rules/logs";
import { start } from "../rules/start";
import { withoutOrders } from "../rules/taskControl";
import type { Change, Task } from "../store/model";
import { isDraft } from "../store/taskLists";
import { executionDetails } from "../views/executionDetails";
import type { Context } from "../world";
import { answer, find, findToExecute, findToWrite, save } from "./oneTask";

export const taskActionRoutes = (world: Context): readonly Route[] => [
  {
    method: "POST",
    path: "/tasks/:id/actions/:action",
    handler: (call) => {
      // No body, null and {} are fine, an array is not (API digest 2.2).
      bodyObject(call.body);
      if (call.params.action === "run") return run(world, call);
      if (call.params.action === "abort") return abort(world, call);
      if (call.params.action === "clone") return clone(world, call);
      return refuse(TASK_ACTION);
    },
  },
  {
    method: "POST",
    path: "/tasks/:id/actions",
    handler: (call) => {
      find(world, call);
      return refuse(NO_TASK_ACTION);
    },
  },
  {
    method: "GET",
    path: "/tasks/:id/execution_details",
    handler: (call) => {
      const view = executionDetails(world.store, find(world, call), call.base, call.now);
      return ok(select(view, call.query.get("fields")));
    },
  },
];

/** API digest 5.6. `batch=false` on a task that is no batch has no effect, the Java client always sends it: our choice. */
const run = (world: Context, call: Call): Answer => {
  const { store } = world;
  const draft = findToExecute(world, call);
  if (!isDraft(draft)) return refuse(ONLY_DRAFT);
  const { batching, ...unbatched } = draft;
  const batched = booleanQuery(call.query, "batch") === false ? unbatched : draft;
  const spot = booleanQuery(call.query, "use_interruptible_instances") ?? draft.spot;
  store.commitAll(start(world, { ...batched, spot }, call.user, call.now));
  return answer(world, call, store.tasks.get(draft.id) ?? draft);
};

/** API digest 5.7. A parent takes its unfinished children with it, and those that are not made yet never are: our choice. */
const abort = (world: Context, call: Call): Answer => {
  const { store } = world;
  const { now } = call;
  const task = findToExecute(world, call);
  const children = store.childrenOf(task.id);
  if (!["CREATING", "QUEUED", "RUNNING"].includes(statusOf(task, children, now)))
    return refuse(NOT_ABORTABLE);
  const aborted = (it: Task): Change => ["task", it.id, { ...it, abortedAt: it.abortedAt ?? now }];
  store.commitAll([
    aborted(task),
    ...children
      .filter((it) => !isVisible(it, now))
      .flatMap((it) => [["task", it.id, null], logRemoved(it)] as const),
    ...children.filter((it) => isVisible(it, now) && it.end === undefined).map(aborted),
  ]);
  return answer(world, call, store.tasks.get(task.id) ?? task);
};

/**
 * API digest 5.8: inputs, app revision and settings are copied, from any state. A copy of a batch's child is a plain task,
 * and what a test has ordered for a task is not for its copy.
 */
const clone = (world: Context, call: Call): Answer => {
  const { parent, group, run, abortedAt, end, ...copied } = findToWrite(world, call);
  const runs = runsAtOnce(call.query);
  if (runs) findToExecute(world, call);
  const made: Task = {
    ...withoutOrders(copied),
    id: randomUUID(),
    seq: world.store.nextSeq(),
    createdBy: call.user.username,
    createdAt: call.now,
  };
  return answer(world, call, save(world, call, made, runs), 201);
};
