import { fileId } from "../ids";

/** The folder at the top of a project. */
export const rootFolder = (project: string): string => fileId("root", project);

/** Where a task's logs are: in no folder that a listing shows. */
export const logFolder = (task: string): string => fileId("logs", task);
export const logFile = (task: string): string => fileId("logs", task, "stderr");
