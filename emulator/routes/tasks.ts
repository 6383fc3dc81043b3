import { randomUUID } from "node:crypto";
import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { page } from "../calls/paging";
import { bodyObject, booleanQuery, runsAtOnce } from "../calls/query";
import { BAD_REQUEST, NO_APP_ID, NOT_EDITABLE, ONLY_DRAFT, refuse, TASK_PRIVILEGES } from "../calls/refusals";
import { isString } from "../json";
import { appFor, filesFor, projectFor, requireExecute, requireWrite } from "../rules/access";
import { appName } from "../rules/appBody";
import { batchingOnCreate } from "../rules/batching";
import { editTask, onlyRenames } from "../rules/edits";
import { keptInputs } from "../rules/inputs";
import { statusOf } from "../rules/lifecycle";
import { portsOf } from "../rules/ports";
import { defaultName, readTaskBody, type TaskBody, withMemoization } from "../rules/taskBody";
import { listTasks } from "../rules/taskFilters";
import type { Task } from "../store/model";
import { isDraft } from "../store/taskLists";
import { inputsView } from "../views/task";
import type { Context } from "../world";
import { answer, find, findToWrite, save, shownTask } from "./oneTask";

export const taskRoutes = (world: Context): readonly Route[] => [
  { method: "POST", path: "/tasks", handler: (call) => create(world, call) },
  { method: "GET", path: "/tasks", handler: (call) => listedTask(world, call) },
  { method: "GET", path: "/tasks/:id", handler: (call) => answer(world, call, find(world, call)) },
  { method: "PATCH", path: "/tasks/:id", handler: (call) => modify(world, call) },
  { method: "DELETE", path: "/tasks/:id", handler: (call) => remove(world, call) },
  { method: "GET", path: "/tasks/:id/inputs", handler: (call) => inputs(world, call) },
  { method: "PATCH", path: "/tasks/:id/inputs", handler: (call) => modifyInputs(world, call) },
];

/** API digest 5.1; the answer's 201 is our choice. */
const create = (world: Context, call: Call): Answer => {
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
    name: body.name?.trim() ? body.name : defaultName(appName(app), now),
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

/** `href`, `id`, `name`, `project`, `status` of each item are our choice (API digest 2.3). */
const listedTask = (world: Context, call: Call): Answer =>
  page(
    call,
    "/tasks",
    listTasks(world.store, call),
    (it) => shownTask(world, call, it, itemFields),
    itemFields,
  );

const itemFields = ["href", "id", "name", "project", "status"];

/** API digest 5.4. */
const modify = (world: Context, call: Call): Answer => {
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
  // A new task gets a name in its place; here it is refused: our choice.
  if (body.name?.trim() === "") return refuse(BAD_REQUEST, "name must not be empty.");
  const next = isDraft(task) ? editTask(store, task, body) : renameTask(world, task, body, call.now);
  store.commit(["task", task.id, next]);
  return answer(world, call, next);
};

const renameTask = ({ store }: Context, task: Task, body: TaskBody, now: number): Task => {
  const status = statusOf(task, store.childrenOf(task.id), now);
  if ((status !== "RUNNING" && status !== "COMPLETED") || !onlyRenames(store, task, body))
    return refuse(NOT_EDITABLE);
  return { ...task, name: body.name ?? task.name };
};

const inputs = (world: Context, call: Call): Answer => inputsAnswer(world, call, find(world, call));

const inputsAnswer = ({ store }: Context, { user, query }: Call, task: Task): Answer =>
  ok(select(inputsView(store, task, filesFor(store, user)), query.get("fields")));

/** API digest 5.5. */
const modifyInputs = (world: Context, call: Call): Answer => {
  const task = findToWrite(world, call);
  if (!isDraft(task)) return refuse(NOT_EDITABLE);
  const next = editTask(world.store, task, readTaskBody({ inputs: bodyObject(call.body) }));
  world.store.commit(["task", task.id, next]);
  return inputsAnswer(world, call, next);
};

/** Drafts only; that ended tasks are refused too is our choice (API digest 5.9). */
const remove = (world: Context, call: Call): Answer => {
  const task = findToWrite(world, call);
  if (!isDraft(task)) return refuse(ONLY_DRAFT);
  world.store.commit(["task", task.id, null]);
  return { status: 204 };
};
