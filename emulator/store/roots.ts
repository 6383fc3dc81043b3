import { fileId } from "../ids";
import type { FileEntry, Project } from "./model";
import { newFolder } from "./newRecords";

/** The folder at the top of a project. */
export const rootFolder = (project: string): string => fileId("root", project);

/** It is not among the files, but is read like one of them; it has no parent. Its name is our choice. */
export const rootEntry = ({ id, createdAt }: Project): FileEntry =>
  newFolder({ id: rootFolder(id), name: id.slice(id.indexOf("/") + 1), project: id, parent: "" }, createdAt);

/** Where a task's logs are: in no folder that a listing shows. */
export const logFolder = (task: string): string => fileId("logs", task);
export const logFile = (task: string): string => fileId("logs", task, "stderr");
