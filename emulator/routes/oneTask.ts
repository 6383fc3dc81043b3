import type { Answer, Call } from "../calls/call";
import { asks, select } from "../calls/fields";
import { taskId } from "../calls/query";
import { TASK_PRIVILEGES } from "../calls/refusals";
import type { JsonObject } from "../json";
import { filesFor, requireExecute, requireWrite, taskFor } from "../rules/access";
import { findings } from "../rules/findings";
import { start } from "../rules/start";
import type { Task } from "../store/model";
import { taskView } from "../views/task";
import type { Context } from "../world";

/** What the task routes share: the task that a call is about, how it is kept, and how it is shown. */

export const find = (world: Context, { user, params, now }: Call): Task =>
  taskFor(world.store, user, taskId(params.id), now);

/** The same task, for somebody who may change it. */
export const findToWrite = (world: Context, call: Call): Task => {
  const task = find(world, call);
  requireWrite(world.store, call.user, task.project, TASK_PRIVILEGES);
  return task;
};

/** The same task, for somebody who may run and abort it. */
export const findToExecute = (world: Context, call: Call): Task => {
  const task = find(world, call);
  requireExecute(world.store, call.user, task.project, TASK_PRIVILEGES);
  return task;
};

/** What `fields` asks for of a task. */
export const shownTask = (
  world: Context,
  { base, now, query, user }: Call,
  task: Task,
  defaults?: readonly string[],
): JsonObject => {
  const fields = query.get("fields");
  const file = filesFor(world.store, user);
  const view = taskView(world.store, task, { base, now, file, asks: asks(fields, defaults) });
  return select(view, fields, defaults);
};

export const answer = (world: Context, call: Call, task: Task, status = 200): Answer => ({
  status,
  body: shownTask(world, call, task),
});

/** Stores a new task and starts it if asked; one with errors stays DRAFT, at no refusal (API digest 4). */
export const save = (world: Context, { user, now }: Call, task: Task, run: boolean): Task => {
  const { store } = world;
  const startable = run && findings(store, task, filesFor(store, user)).errors.length === 0;
  store.commitAll(startable ? start(world, task, user, now) : [["task", task.id, task]]);
  return store.tasks.get(task.id) ?? task;
};
