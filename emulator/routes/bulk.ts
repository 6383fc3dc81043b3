import { bulkAnswer, bulkIds } from "../calls/bulk";
import type { Route } from "../calls/call";
import { taskId } from "../calls/query";
import { taskFor } from "../rules/access";
import type { World } from "../world";
import { shown } from "./oneTask";

/** API digest 5.11. */
export const bulkRoutes = (world: World): readonly Route[] => [
  {
    method: "POST",
    path: "/bulk/tasks/get",
    handler: (call) =>
      bulkAnswer(call, bulkIds(call, "task_ids"), (id) =>
        shown(world, call, taskFor(world.store, call.user, taskId(id), call.now)),
      ),
  },
];
