import type { JsonObject } from "../json";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import { isDraft } from "../store/taskLists";
import type { Files } from "./access";
import { taskPorts } from "./ports";
import { validate } from "./validation";

/**
 * A draft's errors and warnings as of now, to somebody who sees these files; a started task has only errors that were
 * added to it: our choice.
 */
export const findings = (
  store: Store,
  task: Task,
  file: Files,
): { errors: JsonObject[]; warnings: JsonObject[] } => {
  const added = task.addedErrors ?? [];
  if (!isDraft(task)) return { errors: [...added], warnings: [] };
  const { errors, warnings } = validate({
    app: task.app,
    inputs: task.inputs,
    batching: task.batching,
    ports: taskPorts(store, task)?.inputs,
    file,
  });
  return { errors: [...errors, ...added], warnings: [...warnings] };
};
