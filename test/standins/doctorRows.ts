import { isRecord } from "../../provider/model/codec";
import { jsonOf, refusal, type StandIn, withJson, withTasks } from "./standIn";

/* Which questions of `doctor` differ through which stand-in; and stand-ins for questions that need no lifecycle. */

/** A stand-in that changes answers only. */
const changing = (name: string, change: Parameters<typeof withTasks>[2]): StandIn => ({
  name,
  behavior: () => async (asked, forward) => withTasks(asked, await forward(asked), change),
});

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Each with the keys that differ through it. */
const own: readonly (readonly [StandIn, readonly string[]])[] = [
  [
    changing("doctor: lists hide the description", ({ description, ...task }, place) =>
      place === "list" ? task : { ...task, description },
    ),
    ["list.description"],
  ],
  [
    {
      name: "doctor: descriptions are cut at 255 characters",
      behavior: () => (asked, forward) =>
        forward(
          isRecord(asked.body) && typeof asked.body.description === "string"
            ? { ...asked, body: { ...asked.body, description: asked.body.description.slice(0, 255) } }
            : asked,
        ),
    },
    ["description.length", "description.tag", "clone.tag"],
  ],
  [
    {
      name: "doctor: descriptions are trimmed",
      behavior: () => (asked, forward) =>
        forward(
          isRecord(asked.body) && typeof asked.body.description === "string"
            ? { ...asked, body: { ...asked.body, description: asked.body.description.trim() } }
            : asked,
        ),
    },
    ["description.blanks"],
  ],
  [
    changing("doctor: descriptions are encoded", (task) =>
      "description" in task
        ? {
            ...task,
            description: textOf(task.description).replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
          }
        : task,
    ),
    ["description.characters"],
  ],
  [
    {
      name: "doctor: bulk reads answer in another order",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        if (asked.path !== "/bulk/tasks/get") return answer;
        const { items } = jsonOf(answer);
        return withJson(answer, { items: Array.isArray(items) ? items.toReversed() : items });
      },
    },
    ["bulk.order"],
  ],
  [
    {
      name: "doctor: bulk reads ignore fields",
      behavior: () => (asked, forward) => {
        if (asked.path === "/bulk/tasks/get") asked.query.delete("fields");
        return forward(asked);
      },
    },
    ["bulk.fields"],
  ],
  [
    {
      name: "doctor: a deleted task answers 403",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        return asked.method === "GET" && answer.status === 404 && asked.path.startsWith("/tasks/")
          ? refusal(403, 7001, "You do not have the privileges.")
          : answer;
      },
    },
    ["task.unknown", "delete.gone"],
  ],
  [
    {
      name: "doctor: a new task shows in lists only after a while",
      behavior: () => {
        const looks = new Map<string, number>();
        return async (asked, forward) =>
          withTasks(asked, await forward(asked), (task, place) => {
            if (place !== "list" || task.status !== "DRAFT" || !("name" in task)) return task;
            const id = textOf(task.id);
            looks.set(id, (looks.get(id) ?? 0) + 1);
            return (looks.get(id) ?? 0) > 2 ? task : undefined;
          });
      },
    },
    ["list.lag"],
  ],
  [
    {
      name: "doctor: the project is read only",
      behavior: () => async (asked, forward) =>
        asked.method === "POST" && asked.path === "/tasks"
          ? refusal(403, 7001, "You do not have the privileges.")
          : forward(asked),
    },
    ["create.draft"],
  ],
  [
    changing("doctor: drafts have no errors", (task) =>
      "errors" in task && task.status === "DRAFT" ? { ...task, errors: [] } : task,
    ),
    ["create.errors"],
  ],
];

export const ownStandIns: readonly StandIn[] = own.map(([standIn]) => standIn);

/** By the stand-in's name. Complete: a stand-in without an entry fails. */
export const differencesOf: Readonly<Record<string, readonly string[]>> = {
  "the emulator itself": [],
  ...Object.fromEntries(own.map(([{ name }, keys]) => [name, keys])),
};
