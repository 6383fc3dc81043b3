import { bulkAnswer, bulkIds } from "../calls/bulk";
import type { Route } from "../calls/call";
import { taskId } from "../calls/query";
import { taskFor } from "../rules/access";
import type { Context } from "../world";
import { shownTask } from "./oneTask";

/** API digest 5.11. */
export const bulkRoutes = (world: Context): readonly Route[] => [
  {
    method: "POST",
    path: "/bulk/tasks/get",
    handler: (call) =>
      bulkAnswer(call, bulkIds(call, "task_ids"), (id) =>
        shownTask(world, call, taskFor(world.store, call.user, taskId(id), call.now)),
      ),
  },
];
