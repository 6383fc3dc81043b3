import type { Task } from "../../api/endpoints/schemas";
import { batchingFrom, inputsFrom } from "../values/fromApi";
import type { DeclaredTask } from "./draftTask";
import { settingsBy } from "./fields";

/** A task as a program would declare it: what `DraftTask.get` and an adoption compare with. */
export const declaredFrom = (task: Task): DeclaredTask => ({
  project: task.project,
  app: task.app,
  name: task.name ?? task.id,
  inputs: inputsFrom(task.inputs),
  batching: batchingFrom(task),
  run: false,
  triggers: [],
  ...settingsBy((row) => row.read(task)),
});
