/** What the reference documents: the door of the package, with the two resources as classes. */
export * from "../../provider/functions";
export {
  type BatchBy,
  type ByCriteria,
  type ByItem,
  byItem,
  byMetadata,
} from "../../provider/model/values/batching";
export { DraftTask } from "../../provider/resources/draftTask";
export * from "../../provider/resources/draftTaskArgs";
export * from "../../provider/resources/draftTaskOutputs";
export type { ChildResult, RunResult } from "../../provider/resources/runResults";
export { type ChildOfRun, TaskRun } from "../../provider/resources/taskRun";
export * from "../../provider/resources/taskRunArgs";
export * from "../../provider/resources/taskRunOutputs";
export * from "../../provider/resources/values";
