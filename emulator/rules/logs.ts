import type { Change, FileEntry, Task } from "../store/model";
import { logFile, logFolder } from "../store/roots";

/**
 * A log of each task, in a separate folder, with its name and its size: our choice. It is there from the start: the details
 * of a task that runs link to the logs of the jobs that are done (API digest 5.10).
 */
export const logAdded = (task: Task, at: number): Change => ["file", logFile(task.id), logOf(task, at)];

export const logRemoved = (task: Task): Change => ["file", logFile(task.id), null];

const logOf = (task: Task, at: number): FileEntry => ({
  id: logFile(task.id),
  name: "stderr.log",
  project: task.project,
  parent: logFolder(task.id),
  type: "file",
  size: 1024,
  createdAt: at,
  modifiedAt: at,
  metadata: {},
  tags: [],
  task: task.id,
});
