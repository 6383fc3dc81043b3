import { isRecord } from "../../provider/model/codec";
import {
  type Asked,
  type Json,
  jsonOf,
  type Place,
  refusal,
  type StandIn,
  withJson,
  withTasks,
} from "./standIn";

/*
 * Which questions of `doctor` differ through which stand-in. The stand-ins of the lifecycle come first; each question that none of
 * them answers otherwise has one here, which only `doctor` meets.
 */

const id = /^\/tasks\/[^/]+$/;

/** The bodies of some answers are other ones. */
const answering = (
  name: string,
  matches: (asked: Asked) => boolean,
  change: (body: Json) => unknown,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    return matches(asked) && answer.status < 300 ? withJson(answer, change(jsonOf(answer))) : answer;
  },
});

const refusing = (
  name: string,
  status: number,
  code: number,
  matches: (asked: Asked) => boolean,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) =>
    matches(asked) ? refusal(status, code, "Refused.") : forward(asked),
});

/** Tasks look otherwise, wherever they are shown. */
const showing = (
  name: string,
  change: (task: Json, place: Place, asked: Asked) => Json | undefined,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) =>
    withTasks(asked, await forward(asked), (task, place) => change(task, place, asked)),
});

/** What is sent arrives otherwise. */
const sending = (name: string, change: (asked: Asked) => Asked): StandIn => ({
  name,
  behavior: () => (asked, forward) => forward(change(asked)),
});

const withBody = (asked: Asked, change: (body: Json) => Json): Asked =>
  isRecord(asked.body) ? { ...asked, body: change(asked.body) } : asked;

const withoutQuery = (asked: Asked, ...keys: readonly string[]): Asked => {
  const query = new URLSearchParams(asked.query);
  for (const key of keys) query.delete(key);
  return { ...asked, query };
};

const without = (json: Json, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));

const isList = ({ method, path }: Asked): boolean => method === "GET" && path === "/tasks";
const isBulk = ({ path }: Asked): boolean => path === "/bulk/tasks/get";
const isCreate = ({ method, path }: Asked): boolean => method === "POST" && path === "/tasks";
const isClone = ({ path }: Asked): boolean => path.endsWith("/actions/clone");
const isPatch = ({ method, path }: Asked): boolean => method === "PATCH" && id.test(path);

const items = (body: Json): readonly unknown[] => (Array.isArray(body.items) ? body.items : []);

const dateless: StandIn = {
  name: "doctor: the platform's clock is an hour ahead",
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    return { ...answer, headers: { ...answer.headers, date } };
  },
};

const withHeaders = (name: string, change: (headers: Readonly<Record<string, string>>) => Json): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    const headers = Object.entries(change(answer.headers)).map(([key, value]) => [key, String(value)]);
    return { ...answer, headers: Object.fromEntries(headers) };
  },
});

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

const own: readonly (readonly [StandIn, readonly string[]])[] = [
  [refusing("doctor: the token is refused", 401, 90001, () => true), ["user.token", "task.unknown"]],
  [
    {
      name: "doctor: GET /user answers at once",
      behavior: () => (asked, forward) =>
        asked.path === "/user" ? forward({ ...asked, path: "/users/ada" }) : forward(asked),
    },
    ["user.redirect"],
  ],
  [
    answering(
      "doctor: GET / is empty",
      ({ path }) => path === "/",
      () => ({}),
    ),
    ["paths"],
  ],
  [
    withHeaders("doctor: no headers of the rate limit", (its) => without(its, "x-ratelimit-reset")),
    ["limit.headers"],
  ],
  [
    withHeaders("doctor: 100 calls", (its) => ({
      ...its,
      "x-ratelimit-limit": "100",
      "x-ratelimit-remaining": "90",
    })),
    ["limit.window"],
  ],
  [dateless, ["clock"]],
  [
    {
      name: "doctor: what does not exist answers 403",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        return answer.status === 404 ? refusal(403, 7001, "Refused.") : answer;
      },
    },
    ["task.unknown", "delete.gone"],
  ],
  [
    answering(
      "doctor: projects show no permissions",
      ({ path }) => path.startsWith("/projects/"),
      (body) => without(body, "permissions"),
    ),
    ["project.permissions"],
  ],
  [refusing("doctor: the project is read only", 403, 7001, isCreate), ["create.draft"]],
  [
    answering(
      "doctor: POST answers a part",
      isCreate,
      ({ id: its, status, app, name, description, created_by }) => ({
        id: its,
        status,
        app,
        name,
        description,
        created_by,
        execution_settings: { max_parallel_instances: 2 },
      }),
    ),
    ["create.whole"],
  ],
  [
    showing("doctor: drafts have no errors", (task) =>
      "errors" in task && task.status === "DRAFT" ? { ...task, errors: [] } : task,
    ),
    ["create.errors"],
  ],
  [
    answering("doctor: apps without their revision", isCreate, (body) => ({
      ...body,
      app: String(body.app).replace(/\/\d+$/, ""),
    })),
    ["create.app", "create.same"],
  ],
  [
    sending("doctor: names in capitals", (asked) =>
      isCreate(asked)
        ? withBody(asked, (body) => ({ ...body, name: String(body.name).toUpperCase() }))
        : asked,
    ),
    ["create.name"],
  ],
  [
    showing("doctor: creators in capitals", (task) =>
      "created_by" in task ? { ...task, created_by: "ADA" } : task,
    ),
    ["create.user"],
  ],
  [
    showing("doctor: times with a zone", (task) =>
      "created_time" in task
        ? { ...task, created_time: String(task.created_time).replace("Z", "+00:00") }
        : task,
    ),
    ["create.time"],
  ],
  [
    sending("doctor: descriptions are cut", (asked) =>
      withBody(asked, (body) =>
        typeof body.description === "string" ? { ...body, description: body.description.slice(0, 40) } : body,
      ),
    ),
    ["description.length", "description.characters", "description.blanks", "description.tag", "clone.tag"],
  ],
  [
    sending("doctor: descriptions are trimmed", (asked) =>
      withBody(asked, (body) =>
        typeof body.description === "string" ? { ...body, description: body.description.trim() } : body,
      ),
    ),
    ["description.blanks"],
  ],
  [
    showing("doctor: descriptions are encoded", (task) =>
      typeof task.description === "string"
        ? { ...task, description: task.description.replaceAll("<", "&lt;") }
        : task,
    ),
    ["description.characters"],
  ],
  [
    answering(
      "doctor: tasks are read in another way",
      ({ method, path }) => method === "GET" && id.test(path),
      (body) => ({
        ...body,
        name: `${body.name}!`,
      }),
    ),
    ["create.same"],
  ],
  [lagging, ["list.lag"]],
  [
    showing("doctor: lists hide the description", (task, place) =>
      place === "list" ? without(task, "description") : task,
    ),
    ["list.description"],
  ],
  [
    showing("doctor: lists hide the creator", (task, place) =>
      place === "list" ? without(task, "created_by") : task,
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
  [
    withHeaders("doctor: lists have no total", (its) => without(its, "x-total-matching-query")),
    ["list.total"],
  ],
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
  [showing("doctor: children without a group", (task) => without(task, "batch_group")), ["children.form"]],
  [
    answering("doctor: bulk reads leave one out", isBulk, (body) => ({
      items: items(body).filter((it, index) => index < 2 || !isRecord(it)),
    })),
    ["bulk.ids"],
  ],
  [
    sending("doctor: bulk reads ignore fields", (asked) =>
      isBulk(asked) ? withoutQuery(asked, "fields") : asked,
    ),
    ["bulk.fields"],
  ],
  [
    showing("doctor: bulk reads hide the description", (task, place) =>
      place === "bulk" ? without(task, "description") : task,
    ),
    ["bulk.description"],
  ],
  [
    answering("doctor: bulk reads come in another order", isBulk, (body) => ({
      items: items(body).toReversed(),
    })),
    ["bulk.order"],
  ],
  [
    answering("doctor: bulk reads say nothing of what is missing", isBulk, (body) => ({
      items: items(body).filter((it) => isRecord(it) && "resource" in it),
    })),
    ["bulk.missing"],
  ],
  [
    showing("doctor: bulk reads have no inputs", (task, place) =>
      place === "bulk" ? without(task, "inputs") : task,
    ),
    ["bulk.whole"],
  ],
  [
    answering("doctor: PATCH answers the old name", isPatch, (body) => ({ ...body, name: "old" })),
    ["edit.answer"],
  ],
  [
    {
      name: "doctor: PATCH replaces inputs",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        const { inputs } = isRecord(asked.body) ? asked.body : {};
        return isPatch(asked) && inputs !== undefined
          ? withJson(answer, { ...jsonOf(answer), inputs })
          : answer;
      },
    },
    ["edit.inputs"],
  ],
  [
    {
      name: "doctor: PATCH keeps a setting",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        return isPatch(asked)
          ? withJson(answer, { ...jsonOf(answer), execution_settings: { max_parallel_instances: 2 } })
          : answer;
      },
    },
    ["edit.settings"],
  ],
  [refusing("doctor: no clones", 403, 7001, isClone), ["clone.draft"]],
  [
    answering("doctor: clones have other inputs", isClone, (body) => ({ ...body, inputs: {} })),
    ["clone.same"],
  ],
  [
    answering("doctor: clones lose the description", isClone, (body) => without(body, "description")),
    ["clone.description"],
  ],
  [
    answering(
      "doctor: a clone keeps its description",
      (asked) => isPatch(asked) && isRecord(asked.body) && "description" in asked.body,
      (body) => ({ ...body, description: "kept" }),
    ),
    ["clone.tag"],
  ],
  [
    showing("doctor: statuses in lower case", (task) =>
      "status" in task ? { ...task, status: String(task.status).toLowerCase() } : task,
    ),
    ["history.status"],
  ],
  [
    showing("doctor: prices are texts", (task) =>
      isRecord(task.price) ? { ...task, price: { ...task.price, amount: String(task.price.amount) } } : task,
    ),
    ["history.price"],
  ],
  [showing("doctor: no end_time", (task) => without(task, "end_time")), ["history.end"]],
  [
    showing("doctor: files without a path", (task) =>
      isRecord(task.outputs) && task.status === "COMPLETED"
        ? { ...task, outputs: { bam: { class: "File" } } }
        : task,
    ),
    ["history.outputs"],
  ],
  [
    answering(
      "doctor: no jobs",
      ({ path }) => path.endsWith("/execution_details"),
      (body) => ({ ...body, jobs: null }),
    ),
    ["history.jobs"],
  ],
  [
    showing("doctor: errors are texts", (task) =>
      task.status === "FAILED" && "errors" in task ? { ...task, errors: ["It failed."] } : task,
    ),
    ["history.errors"],
  ],
  [
    answering(
      "doctor: files without a type",
      ({ path }) => path === "/files",
      (body) => ({
        ...body,
        items: items(body).map((file) => (isRecord(file) ? without(file, "type") : file)),
      }),
    ),
    ["files.form"],
  ],
];

export const ownStandIns: readonly StandIn[] = own.map(([standIn]) => standIn);

/** What `doctor` cannot see differs in nothing: it starts nothing, and deletes nothing of the project. */
const lifecycle: Readonly<Record<string, readonly string[]>> = {
  "the emulator itself": [],
  "lists never show `description`": ["list.description"],
  "project lists contain children": ["list.children"],
  "lists that ignore `parent`": ["list.parent"],
  "a new task shows in lists only after 60 s": ["list.lag"],
  "description cut at 255 characters": ["description.length", "description.blanks"],
  "description cut at 40 characters": [
    "description.length",
    "description.characters",
    "description.blanks",
    "description.tag",
    "clone.tag",
  ],
  "description trimmed, with its line breaks as CR LF": ["description.characters", "description.blanks"],
  "description with `<`, `>`, `&` and quotes encoded": ["description.characters"],
  "403 for deleted tasks": ["task.unknown", "bulk.missing", "delete.gone"],
  "404 for hidden tasks, and for their project": [],
  "abort refused for QUEUED and CREATING (400, code 7011)": [],
  "abort refused for QUEUED and CREATING (403, code 7008)": [],
  "abort refused for QUEUED and CREATING (409, code 90007)": [],
  "RUNNING and COMPLETED tasks cannot be renamed (400, code 7026)": [],
  "RUNNING and COMPLETED tasks cannot be renamed (403, code 7026)": [],
  "RUNNING and COMPLETED tasks cannot be renamed (403, code 90002)": [],
  "children that come one by one, none at first": [],
  "a batch that is COMPLETED before its last child": [],
  "PATCH merges `execution_settings`": ["edit.settings"],
  "PATCH merges `execution_settings`, and null says nothing": ["edit.settings"],
  "`price.amount` as text, without `breakdown`": ["history.price"],
  "`price` null for ever": ["history.price"],
  "no key `price`": ["history.price"],
  "`price` only minutes after the end": ["history.price"],
  "`status` in lower case": ["history.status"],
  "a status that nobody has seen": [],
  "no headers of the rate limit": ["limit.headers"],
  "100 calls a minute": ["limit.window"],
  "no `execution_status`, `href`, `batch_group`, `created_time`, `start_time`, `end_time`, `executed_by`": [
    "create.time",
    "children.form",
    "history.end",
  ],
  "`errors` as texts": ["create.errors"],
  "`errors` as one object by port": ["create.errors"],
  "`errors` as objects of other keys": ["create.errors"],
  "`/user` redirects twice within its origin": ["user.redirect"],
  "`/user` redirects to another origin": ["user.token"],
  "a POST redirects within its origin": ["create.draft"],
  "202 for every POST, no charset, no total + files with more keys, ports that nobody has set": [
    "list.total",
  ],
  "lists newest first, without `created_time`": [],
  "lists that ignore `status`": ["list.filters", "history.price", "history.end", "history.jobs"],
  "`app` without its revision": ["create.app"],
  "owners in another case": ["create.app", "list.filters"],
  "a started task that shows as a draft for two looks": [],
  "bulk get ignores `fields`": ["bulk.fields"],
  "bulk get answers items without the asked keys": [
    "bulk.fields",
    "bulk.description",
    "bulk.whole",
    "files.form",
  ],
  "bulk get leaves an id out": ["bulk.ids"],
  "bulk get answers in another order": ["bulk.order"],
  "clone drops the description": ["clone.description"],
  "clone keeps the description of its source": [],
  "`created_by` in another case": ["create.user"],
  "`created_by` with the division before the name": ["create.user"],
  "time filters leave their bounds out": ["list.bounds"],
  "`created_from` is ignored": ["list.from"],
  "times without a fraction": [],
  "times of another zone": ["create.time"],
  "times without a zone": ["create.time"],
  "DELETE, abort and run answer 200 with an empty body": [],
};

/** By the stand-in's name. Complete: a stand-in without an entry fails. */
export const differencesOf: Readonly<Record<string, readonly string[]>> = {
  ...lifecycle,
  ...Object.fromEntries(own.map(([{ name }, keys]) => [name, keys])),
};
