import { isRecord } from "../../../provider/shared/codec";
import type { Row } from "../row";
import { type Json, jsonOf, type StandIn, withJson, withTasks } from "../standIn";

const counts = ["queued", "running", "completed", "failed", "aborted"] as const;

/** A batch counts only the children that there are so far. */
const counting =
  (children: number) =>
  (task: Json): Json =>
    task.batch === true && isRecord(task.execution_status)
      ? {
          ...task,
          execution_status: {
            ...task.execution_status,
            ...Object.fromEntries(
              counts.map((key) => [key, key === "completed" && task.status === "COMPLETED" ? children : 0]),
            ),
          },
        }
      : task;

/**
 * Each look at the list of a batch's children shows one more; the first shows `first`. They come only after the batch has ended
 * where `late` says so.
 */
const oneByOne = (name: string, first: number, late: boolean): StandIn => ({
  name,
  behavior: () => {
    let shown = first;
    return async (asked, forward) => {
      const answer = await forward(asked);
      const parent = asked.query.get("parent");
      if (asked.method !== "GET" || asked.path !== "/tasks" || parent === null)
        return withTasks(asked, answer, counting(Math.min(2, shown)));
      const batch = jsonOf(
        await forward({ ...asked, path: `/tasks/${parent}`, query: new URLSearchParams() }),
      );
      const body = jsonOf(answer);
      const items = Array.isArray(body.items) ? body.items.slice(0, shown) : [];
      if (!late || batch.status === "COMPLETED") shown += 1;
      return {
        ...withJson(answer, { ...body, items }),
        headers: { ...answer.headers, "x-total-matching-query": String(items.length) },
      };
    };
  },
});

export const childrenRows: readonly Row[] = [
  {
    standIn: oneByOne("children that come one by one, none at first", 0, false),
    meets: "no child is lost",
    demanded: {},
  },
  {
    standIn: oneByOne("a batch that is COMPLETED before its last child", 1, true),
    meets: "no child is lost",
    demanded: {},
  },
];
