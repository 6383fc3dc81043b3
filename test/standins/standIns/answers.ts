import { isRecord } from "../../../provider/shared/codec";
import { showing, without } from "../change";
import type { Row } from "../row";
import {
  type Answer,
  type Asked,
  type Json,
  jsonOf,
  type StandIn,
  together,
  withJson,
  withTasks,
} from "../standIn";

const answering = (name: string, change: (asked: Asked, answer: Answer) => Answer): StandIn => ({
  name,
  behavior: () => async (asked, forward) => change(asked, await forward(asked)),
});

const isAction = ({ path }: Asked, name: string): boolean => path.endsWith(`/actions/${name}`);
const isList = ({ method, path }: Asked): boolean => method === "GET" && path === "/tasks";

const file = (item: unknown): unknown =>
  Array.isArray(item)
    ? item.map(file)
    : isRecord(item) && item.class === "File"
      ? {
          ...item,
          size: 10,
          location: item.path,
          secondaryFiles: [],
          metadata: { sample_id: "x" },
          contents: null,
        }
      : item;

/** Files with more keys, and every port that the app has. */
const verbose = (task: Json): Json => ({
  ...task,
  ...(isRecord(task.inputs)
    ? {
        inputs: {
          genome: null,
          label: "aligned",
          ...Object.fromEntries(Object.entries(task.inputs).map(([port, item]) => [port, file(item)])),
        },
      }
    : {}),
  ...(isRecord(task.batch_by)
    ? { batch_by: { ...task.batch_by, type: String(task.batch_by.type).toLowerCase() } }
    : {}),
});

const accepted = answering("202 for every POST, no charset, no total", (asked, answer) => ({
  ...answer,
  status: asked.method === "POST" && answer.status < 300 ? 202 : answer.status,
  headers: Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      name === "x-total-matching-query" ? [] : [[name, name === "content-type" ? "application/json" : value]],
    ),
  ),
}));

const newestFirst = answering("lists newest first, without `created_time`", (asked, answer) => {
  if (!isList(asked) || asked.query.get("order") !== "asc") return answer;
  const { items, ...body } = jsonOf(answer);
  return Array.isArray(items)
    ? withJson(answer, { ...body, items: items.toReversed().map(without("created_time")) })
    : answer;
});

const spelled = (id: unknown): unknown => (typeof id === "string" ? id.replace(/^ada\//, "Ada/") : id);

/** The platform takes either spelling, and answers with its own. */
const inAnotherCase: StandIn = {
  name: "owners in another case",
  behavior: () => async (asked, forward) => {
    const query = new URLSearchParams(
      [...asked.query].map(([key, value]): [string, string] => [key, value.replace(/^Ada\//, "ada/")]),
    );
    const path = asked.path.replace("/Ada/", "/ada/");
    return withTasks(asked, await forward({ ...asked, path, query }), (task) => ({
      ...task,
      ...("app" in task ? { app: spelled(task.app) } : {}),
      ...("project" in task ? { project: spelled(task.project) } : {}),
    }));
  },
};

const unfiltered: StandIn = {
  name: "lists that ignore `status`",
  behavior: () => async (asked, forward) => {
    const query = new URLSearchParams(asked.query);
    query.delete("status");
    return forward(isList(asked) ? { ...asked, query } : asked);
  },
};

/** A run answers with the task as it was, and two looks at it still show a draft. */
const lagging: StandIn = {
  name: "a started task that shows as a draft for two looks",
  behavior: () => {
    const looks = new Map<string, number>();
    const asBefore = (task: Json): Json => {
      const id = String(task.id);
      const left = looks.get(id) ?? 0;
      if (left > 0) looks.set(id, left - 1);
      return left > 0 && "status" in task ? { ...task, status: "DRAFT" } : task;
    };
    return async (asked, forward) => {
      const answer = await forward(asked);
      const id = /^\/tasks\/([^/]+)\/actions\/run$/.exec(asked.path)?.[1];
      if (id !== undefined && answer.status < 300) looks.set(id, 3);
      if (/^\/tasks\/[^/]+/.test(asked.path) && answer.status < 300 && answer.text !== "")
        return withJson(answer, asBefore(jsonOf(answer)));
      const { items, ...body } = asked.path === "/bulk/tasks/get" ? jsonOf(answer) : {};
      return Array.isArray(items)
        ? withJson(answer, {
            ...body,
            items: items.map((item: unknown) =>
              isRecord(item) && isRecord(item.resource)
                ? { ...item, resource: asBefore(item.resource) }
                : item,
            ),
          })
        : answer;
    };
  },
};

export const answerRows: readonly Row[] = [
  {
    standIn: showing(
      "no `execution_status`, `href`, `batch_group`, `created_time`, `start_time`, `end_time`, `executed_by`",
      without(
        "execution_status",
        "href",
        "batch_group",
        "created_time",
        "start_time",
        "end_time",
        "executed_by",
      ),
    ),
    meets: "works",
    demanded: {},
  },
  {
    standIn: together(accepted, showing("files with more keys, ports that nobody has set", verbose)),
    meets: "works, and nothing shows as drift",
    demanded: {},
  },
  { standIn: newestFirst, meets: "works", demanded: {} },
  { standIn: unfiltered, meets: "a started task is taken for no draft", demanded: {} },
  {
    standIn: showing("`app` without its revision", (task) => ({
      ...task,
      ...(typeof task.app === "string" ? { app: task.app.replace(/\/\d+$/, "") } : {}),
    })),
    meets: "each task is created once",
    demanded: {},
  },
  {
    standIn: inAnotherCase,
    meets: "each task is created once",
    demanded: {},
  },
  { standIn: lagging, meets: "is waited for, and not started again", demanded: {} },
  {
    standIn: answering("DELETE, abort and run answer 200 with an empty body", (asked, answer) =>
      (asked.method === "DELETE" || isAction(asked, "abort") || isAction(asked, "run")) && answer.status < 300
        ? { ...answer, status: 200, text: "" }
        : answer,
    ),
    meets: "works",
    demanded: {},
  },
];
