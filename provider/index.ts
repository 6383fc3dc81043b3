/**
 * Analysis tasks of the Seven Bridges platforms as Pulumi resources. This is the door: everything that a program
 * uses, and nothing else.
 */
import * as draftTask from "./resources/draftTask";
import * as taskRun from "./resources/taskRun";
import { withNew } from "./resources/withNew";

export * from "./functions";
export { type BatchBy, type ByCriteria, type ByItem, byItem, byMetadata } from "./model/values/batching";
export * from "./resources/draftTaskArgs";
export * from "./resources/draftTaskOutputs";
export type { ChildResult, RunResult } from "./resources/runResults";
export type { ChildOfRun } from "./resources/taskRun";
export * from "./resources/taskRunArgs";
export * from "./resources/taskRunOutputs";
export {
  type Directory,
  directory,
  emptyList,
  type File,
  file,
  files,
  type InputObject,
  type InputValue,
  type TaskRecord,
  type TaskValue,
} from "./resources/values";

export const DraftTask: typeof draftTask.DraftTask = withNew("DraftTask", draftTask.DraftTask);
export type DraftTask = draftTask.DraftTask;
export const TaskRun: typeof taskRun.TaskRun = withNew("TaskRun", taskRun.TaskRun);
export type TaskRun = taskRun.TaskRun;
