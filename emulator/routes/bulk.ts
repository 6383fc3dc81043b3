import { errorBody } from "../answers";
import type { Answer, Call, Route } from "../call";
import { ok } from "../call";
import { select } from "../fields";
import { type JsonObject, strings } from "../json";
import { bodyObject, taskId } from "../query";
import { BAD_REQUEST, Refused, refuse } from "../refusals";
import { fileFor, taskFor } from "../rules/access";
import { fileView } from "../views/others";
import type { World } from "../world";
import { shown } from "./tasks";

/** API digest 5.11 and 8.2. */
export const bulkRoutes = (world: World): readonly Route[] => [
  {
    method: "POST",
    path: "/bulk/tasks/get",
    handler: (call) =>
      bulk(call, "task_ids", (id) =>
        shown(world, call, taskFor(world.store, call.user, taskId(id), call.now)),
      ),
  },
  {
    method: "POST",
    path: "/bulk/files/get",
    handler: (call) =>
      bulk(call, "file_ids", (id) => fileView(fileFor(world.store, call.user, id), call.base)),
  },
];

/** One item per id, `resource` or `error`, in the order asked; above 100 it is refused: our choice. */
const bulk = (call: Call, key: string, view: (id: string) => JsonObject): Answer => {
  const ids = bodyObject(call.body)[key];
  if (!strings(ids) || ids.length === 0) return refuse(BAD_REQUEST, `${key} must be a list of ids.`);
  if (ids.length > 100) return refuse(BAD_REQUEST, `${key} must hold at most 100 ids, not ${ids.length}.`);
  const fields = call.query.get("fields");
  const items = ids.map((id) => {
    try {
      return { resource: select(view(id), fields) };
    } catch (error) {
      if (error instanceof Refused) return { error: errorBody(error.refusal) };
      throw error;
    }
  });
  return ok({ items });
};
