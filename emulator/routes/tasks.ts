import { randomUUID } from "node:crypto";
import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { asks, select } from "../calls/fields";
import { page } from "../calls/paging";
import { bodyObject, booleanQuery, runsAtOnce, taskId } from "../calls/query";
import { BAD_REQUEST, NO_APP_ID, NOT_EDITABLE, ONLY_DRAFT, refuse, TASK_PRIVILEGES } from "../calls/refusals";
import { isString, type JsonObject } from "../json";
import { appFor, projectFor, requireExecute, requireWrite, taskFor } from "../rules/access";
import { appName } from "../rules/appBody";
import { batchingOnCreate, batchingOnModify } from "../rules/batching";
import { findings } from "../rules/findings";
import { keptInputs } from "../rules/inputs";
import { statusOf } from "../rules/lifecycle";
import { cwlOf, portsOf } from "../rules/ports";
import { start } from "../rules/start";
import { defaultName, readTaskBody, type TaskBody, withMemoization } from "../rules/taskBody";
import { listTasks } from "../rules/taskFilters";
import type { Batching, Task } from "../store/model";
import { inputsView, taskView } from "../views/task";
import type { World } from "../world";

export const taskRoutes = (world: World): readonly Route[] => [
  { method: "POST", path: "/tasks", handler: (call) => create(world, call) },
  { method: "GET", path: "/tasks", handler: (call) => listed(world, call) },
  { method: "GET", path: "/tasks/:id", handler: (call) => answer(world, call, find(world, call)) },
  { method: "PATCH", path: "/tasks/:id", handler: (call) => modify(world, call) },
  { method: "DELETE", path: "/tasks/:id", handler: (call) => remove(world, call) },
  { method: "GET", path: "/tasks/:id/inputs", handler: (call) => inputs(world, call) },
  { method: "PATCH", path: "/tasks/:id/inputs", handler: (call) => modifyInputs(world, call) },
];

export const find = (world: World, { user, params, now }: Call): Task =>
  taskFor(world.store, user, taskId(params.id), now);

/** The same task, for somebody who may change it. */
export const findToWrite = (world: World, call: Call): Task => {
  const task = find(world, call);
  requireWrite(world.store, call.user, task.project, TASK_PRIVILEGES);
  return task;
};

/** The same task, for somebody who may run and abort it. */
export const findToExecute = (world: World, call: Call): Task => {
  const task = find(world, call);
  requireExecute(world.store, call.user, task.project, TASK_PRIVILEGES);
  return task;
};

/** What `fields` asks for of a task. */
export const shown = (
  world: World,
  { base, now, query }: Call,
  task: Task,
  defaults?: readonly string[],
): JsonObject => {
  const fields = query.get("fields");
  return select(taskView(world.store, task, { base, now, asks: asks(fields, defaults) }), fields, defaults);
};

export const answer = (world: World, call: Call, task: Task, status = 200): Answer => ({
  status,
  body: shown(world, call, task),
});

/** API digest 5.1; the answer's 201 is our choice. */
const create = (world: World, call: Call): Answer => {
  const { store } = world;
  const { user, query, now } = call;
  const sent = bodyObject(call.body);
  if (!isString(sent.project)) return refuse(BAD_REQUEST, "project is required, as owner/project.");
  if (!isString(sent.app) || sent.app === "") return refuse(NO_APP_ID);
  const project = projectFor(store, user, sent.project);
  requireWrite(store, user, project.id, TASK_PRIVILEGES);
  const run = runsAtOnce(query);
  if (run) requireExecute(store, user, project.id, TASK_PRIVILEGES);
  const app = appFor(store, user, sent.app);
  const body = readTaskBody(sent);
  const ports = portsOf(app.cwl);
  const batching = batchingOnCreate(body, ports.batching, { batch: booleanQuery(query, "batch"), run });
  const task: Task = {
    id: randomUUID(),
    seq: store.nextSeq(),
    name: body.name ?? defaultName(appName(app), now),
    ...(body.description === undefined ? {} : { description: body.description }),
    project: project.id,
    // With its revision, even if created without (API digest 3.1).
    app: `${app.app}/${app.revision}`,
    createdBy: user.username,
    createdAt: now,
    inputs: keptInputs(body.inputs, ports.inputs, batching?.batchInput),
    // The default is the project's (API digest 3.4).
    spot: body.spot ?? project.settings.use_interruptible_instances === true,
    executionSettings: withMemoization(body.executionSettings, project),
    ...(body.outputLocation == null ? {} : { outputLocation: body.outputLocation }),
    ...(batching === undefined ? {} : { batching }),
  };
  return answer(world, call, save(world, call, task, run), 201);
};

/** Stores a new task and starts it if asked; one with errors stays DRAFT, at no refusal (API digest 4). */
export const save = (world: World, { user, now }: Call, task: Task, run: boolean): Task => {
  const { store } = world;
  const startable = run && findings(store, task, "DRAFT").errors.length === 0;
  store.commitAll(startable ? start(world, task, user, now) : [["task", task.id, task]]);
  return store.tasks.get(task.id) ?? task;
};

/** `href`, `id`, `name`, `project`, `status` of each item are our choice (API digest 2.3). */
export const listed = (world: World, call: Call): Answer =>
  page(call, "/tasks", listTasks(world.store, call), (it) => shown(world, call, it, itemFields), itemFields);

const itemFields = ["href", "id", "name", "project", "status"];

/** API digest 5.4. */
const modify = (world: World, call: Call): Answer => {
  const { store } = world;
  const task = findToWrite(world, call);
  const sent = bodyObject(call.body);
  for (const fixed of ["project", "app"] as const) {
    // No documented example changes them: our choice.
    if (sent[fixed] !== undefined && sent[fixed] !== task[fixed]) {
      return refuse(BAD_REQUEST, `The ${fixed} of a task can not be changed.`);
    }
  }
  const body = readTaskBody(sent);
  const status = statusOf(task, store.childrenOf(task.id), call.now);
  if (status !== "DRAFT") {
    const renames = Object.keys(sent).every((it) => it === "name");
    if (!renames || (status !== "RUNNING" && status !== "COMPLETED")) return refuse(NOT_EDITABLE);
  }
  const { batching: app } = portsOf(cwlOf(store, task));
  const batching = status === "DRAFT" ? batchingOnModify(task.batching, body, app) : task.batching;
  const next = edited(world, task, body, batching);
  store.commit(["task", task.id, next]);
  return answer(world, call, next);
};

const edited = (world: World, task: Task, body: TaskBody, batching: Batching | undefined): Task => {
  const { batching: _, outputLocation, ...rest } = task;
  const { executionSettings: settings } = body;
  // Sent settings replace the old ones whole, null takes them away: our choice.
  const location = body.outputLocation === undefined ? outputLocation : body.outputLocation;
  return {
    ...rest,
    name: body.name ?? task.name,
    ...(body.description === undefined ? {} : { description: body.description }),
    inputs: merged(world, task, body.inputs, batching),
    spot: body.spot ?? task.spot,
    ...(settings === undefined
      ? {}
      : { executionSettings: withMemoization(settings, world.store.projects.get(task.project)) }),
    ...(location == null ? {} : { outputLocation: location }),
    ...(batching === undefined ? {} : { batching }),
  };
};

/** Inputs merge by port (API digest 5.4). */
const merged = (world: World, task: Task, sent: JsonObject, batching: Batching | undefined): JsonObject =>
  keptInputs({ ...task.inputs, ...sent }, portsOf(cwlOf(world.store, task)).inputs, batching?.batchInput);

const inputs = (world: World, call: Call): Answer =>
  ok(select(inputsView(world.store, find(world, call)), call.query.get("fields")));

/** API digest 5.5. */
const modifyInputs = (world: World, call: Call): Answer => {
  const task = findToWrite(world, call);
  if (task.run !== undefined) return refuse(NOT_EDITABLE);
  const next = { ...task, inputs: merged(world, task, bodyObject(call.body), task.batching) };
  world.store.commit(["task", task.id, next]);
  return ok(select(inputsView(world.store, next), call.query.get("fields")));
};

/** Drafts only; that ended tasks are refused too is our choice (API digest 5.9). */
const remove = (world: World, call: Call): Answer => {
  const task = findToWrite(world, call);
  if (task.run !== undefined) return refuse(ONLY_DRAFT);
  world.store.commit(["task", task.id, null]);
  return { status: 204 };
};
