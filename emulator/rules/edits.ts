import { isDeepStrictEqual } from "node:util";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import { batchingOnModify } from "./batching";
import { keptInputs } from "./inputs";
import { taskPorts } from "./ports";
import { readTaskBody, type TaskBody, withMemoization } from "./taskBody";

/** What a modification makes of a task (API digest 5.4). */
export const editTask = (store: Store, task: Task, body: TaskBody): Task => {
  const { batching: was, outputLocation, ...rest } = task;
  const { executionSettings: settings } = body;
  const ports = taskPorts(store, task);
  const batching = batchingOnModify(
    was,
    body,
    ports?.batching ?? { inputs: undefined, byDefault: undefined },
  );
  // Sent settings replace the old ones whole, null takes them away, and the description as well: our choice.
  const location = body.outputLocation === undefined ? outputLocation : body.outputLocation;
  return {
    ...rest,
    name: body.name ?? task.name,
    ...(body.description === undefined ? {} : { description: body.description }),
    // Inputs merge by port.
    inputs: keptInputs({ ...task.inputs, ...body.inputs }, ports?.inputs ?? [], batching?.batchInput),
    spot: body.spot ?? task.spot,
    ...(settings === undefined
      ? {}
      : { executionSettings: withMemoization(settings, store.projects.get(task.project)) }),
    ...(location == null ? {} : { outputLocation: location }),
    ...(batching === undefined ? {} : { batching }),
  };
};

/**
 * Whether nothing but the name would be another: keys that say what is so already are no edit, Python and R send some
 * with each. R's update has `description: null` in it whatever the task's description is, so there it says nothing: our
 * choice.
 */
export const onlyRenames = (store: Store, task: Task, body: TaskBody): boolean =>
  isDeepStrictEqual(
    editTask(store, task, { ...body, name: undefined, description: body.description ?? undefined }),
    editTask(store, task, readTaskBody({})),
  );
