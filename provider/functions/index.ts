/**
 * Lookups: what is on the platform already, for a program to build on. They run in the program's own process, in
 * previews and updates alike, and change nothing. Under Pulumi's mocks they ask the mock `call`, never the network.
 *
 * `getX` returns a promise; `getXOutput` takes Outputs, too, and returns an Output, which is unknown in a preview for
 * as long as an arg is.
 */
export * from "./filesArgs";
export type { FoundFile } from "./foundFile";
export {
  type AppBatching,
  type AppInfo,
  type AppPort,
  type GetAppArgs,
  type GetAppOutputArgs,
  getApp,
  getAppOutput,
} from "./getApp";
export { getFile, getFileOutput } from "./getFile";
export { getFiles, getFilesOutput } from "./getFiles";
export {
  type GetProjectArgs,
  type GetProjectOutputArgs,
  getProject,
  getProjectOutput,
  type ProjectInfo,
} from "./getProject";
export { type GetTaskArgs, type GetTaskOutputArgs, getTask, getTaskOutput } from "./getTask";
export type { TaskInfo } from "./taskInfo";
