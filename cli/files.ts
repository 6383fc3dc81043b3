import { isRecord } from "../provider/shared/codec";

/** Files and folders in values of any kind: those of the API, of a state, of a preview. */

export interface FileOrFolder {
  readonly class: "File" | "Directory";
  readonly path: string;
  readonly name?: unknown;
}

export const isFile = (given: unknown): given is FileOrFolder =>
  isRecord(given) &&
  (given.class === "File" || given.class === "Directory") &&
  typeof given.path === "string";

/** The ids of all files and folders in there. */
export const filesIn = (given: unknown): readonly string[] => {
  if (Array.isArray(given)) return given.flatMap(filesIn);
  if (!isRecord(given)) return [];
  return isFile(given) ? [given.path] : Object.values(given).flatMap(filesIn);
};
