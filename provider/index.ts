/**
 * Analysis tasks of the Seven Bridges platforms as Pulumi resources. This is the door: everything that a program
 * uses, and nothing else.
 */
import * as draftTask from "./draftTask";
import * as taskRun from "./taskRun";
import { withNew } from "./withNew";

export * from "./draftTaskArgs";
export * from "./draftTaskOutputs";
export * from "./functions";
export { type BatchBy, type ByCriteria, type ByItem, byItem, byMetadata } from "./model/batching";
export type { ChildResult, RunResult } from "./runResults";
export type { ChildOfRun } from "./taskRun";
export * from "./taskRunArgs";
export * from "./taskRunOutputs";
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
} from "./values";

export const DraftTask: typeof draftTask.DraftTask = withNew("DraftTask", draftTask.DraftTask);
export type DraftTask = draftTask.DraftTask;
export const TaskRun: typeof taskRun.TaskRun = withNew("TaskRun", taskRun.TaskRun);
export type TaskRun = taskRun.TaskRun;
