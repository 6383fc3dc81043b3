import { isRecord } from "../../../provider/shared/codec";
import { showing, without } from "../change";
import { jsonOf, type StandIn, withJson, withTasks } from "../standIn";
import { isList, items, sending, withHeaders, withoutQuery } from "./changes";
import type { DoctorRow } from "./row";

/* Lists of tasks and of children. */

const lagging: StandIn = {
  name: "doctor: a new task shows at the second look",
  behavior: () => {
    const looks = new Map<unknown, number>();
    return async (asked, forward) =>
      withTasks(asked, await forward(asked), (task, place) => {
        if (place !== "list" || task.status !== "DRAFT" || !("name" in task)) return task;
        looks.set(task.id, (looks.get(task.id) ?? 0) + 1);
        return looks.get(task.id) === 1 ? undefined : task;
      });
  },
};

/** The time filter leaves out the very time. */
const exclusive = sending("doctor: created_from leaves out the very time", (asked) => {
  const from = asked.query.get("created_from");
  if (!isList(asked) || from === null) return asked;
  const next = withoutQuery(asked, "created_from");
  next.query.set("created_from", new Date(Date.parse(from) + 1000).toISOString());
  return next;
});

const mergingChildren: StandIn = {
  name: "doctor: lists of a project contain children",
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    const isOther = !isList(asked) || asked.query.has("parent") || asked.query.get("order") !== "asc";
    if (isOther || !asked.query.has("created_from")) return answer;
    const batch = items(jsonOf(answer)).find((task) => isRecord(task) && task.batch === true);
    if (!isRecord(batch)) return answer;
    const query = new URLSearchParams({ parent: String(batch.id), fields: "id,parent,created_time" });
    const children = items(jsonOf(await forward({ ...asked, query })));
    return withJson(answer, { ...jsonOf(answer), items: [...items(jsonOf(answer)), ...children] });
  },
};

export const listRows: readonly DoctorRow[] = [
  [lagging, ["list.lag"]],
  [
    showing("doctor: lists hide the description", (task, place) =>
      place === "list" ? without("description")(task) : task,
    ),
    ["list.description"],
  ],
  [
    showing("doctor: lists hide the creator", (task, place) =>
      place === "list" ? without("created_by")(task) : task,
    ),
    ["list.fields"],
  ],
  [
    sending("doctor: lists ignore the status", (asked) =>
      isList(asked) && asked.query.get("status") === "DRAFT" ? withoutQuery(asked, "status") : asked,
    ),
    ["list.filters"],
  ],
  [
    sending("doctor: lists ignore the order", (asked) =>
      isList(asked) ? withoutQuery(asked, "order") : asked,
    ),
    ["list.order"],
  ],
  [
    sending("doctor: lists ignore the offset", (asked) =>
      isList(asked) ? withoutQuery(asked, "offset") : asked,
    ),
    ["list.pages"],
  ],
  [withHeaders("doctor: lists have no total", without("x-total-matching-query")), ["list.total"]],
  [sending("doctor: created_from is ignored", (asked) => withoutQuery(asked, "created_from")), ["list.from"]],
  [exclusive, ["list.bounds"]],
  [
    {
      name: "doctor: a draft has children",
      behavior: () => (asked, forward) =>
        isList(asked) && asked.query.get("fields") === "id,parent"
          ? forward({ ...asked, query: new URLSearchParams({ limit: "1" }) })
          : forward(asked),
    },
    ["list.parent"],
  ],
  [mergingChildren, ["list.children"]],
  [showing("doctor: children without a group", without("batch_group")), ["children.form"]],
];
