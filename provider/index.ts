/**
 * Analysis tasks of the Seven Bridges platforms as Pulumi resources. This is the door: everything that a program
 * uses, and nothing else.
 */
export * from "./draftTask";
export * from "./draftTaskArgs";
export * from "./draftTaskOutputs";
export * from "./functions";
export { type BatchBy, type ByCriteria, type ByItem, byItem, byMetadata } from "./model/batching";
export type { ChildResult, RunResult } from "./runResults";
export * from "./taskRun";
export * from "./taskRunArgs";
export * from "./taskRunOutputs";
export {
  type Directory,
  directory,
  type File,
  file,
  files,
  type InputObject,
  type InputValue,
  type TaskRecord,
  type TaskValue,
} from "./values";
