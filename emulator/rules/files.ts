import { randomUUID } from "node:crypto";
import type { Refusal } from "../calls/codes";
import {
  COPY_PRIVILEGES,
  FILE_EXISTS,
  FILE_NAME,
  FILE_PRIVILEGES,
  FILE_PROJECT,
  FILE_REQUEST,
  FILES_BOTH,
  FILES_WHERE,
  FOLDER_COPY,
  FOLDER_EXISTS,
  FOLDER_FULL,
  FOLDER_TYPE,
  NO_DESTINATION,
  NO_FOLDER,
  OTHER_PROJECT,
  refuse,
} from "../calls/refusals";
import { fileId } from "../ids";
import { isString, type JsonObject } from "../json";
import type { FileEntry, User } from "../store/model";
import { newFolder } from "../store/newRecords";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { fileEntry, fileFor, projectFor, requireCopy, requireWrite } from "./access";

/**
 * Where files and folders may be, and under which names (API digest 8.2, 9.2). A name is there once in a folder, be it a
 * file's or a folder's: our choice.
 */

/** A file or folder that the user may change, or put something into: the one place that says so. */
export const writableFile = (
  store: Store,
  user: User,
  id: string,
  refusal: Refusal = FILE_PRIVILEGES,
): FileEntry => {
  const file = fileFor(store, user, id);
  requireWrite(store, user, file.project, refusal);
  return file;
};

/** A file that the user may copy out of the project that it is in. */
export const copyableFile = (store: Store, user: User, id: string): FileEntry => {
  const file = fileFor(store, user, id);
  requireCopy(store, user, file.project, COPY_PRIVILEGES);
  return file;
};

export const isFolder = ({ type }: FileEntry): boolean => type === "folder";

/** The folder that a new file or folder goes to: the top of a project, or a folder by its id. */
export const placeFor = (store: Store, user: User, body: JsonObject): FileEntry => {
  const [project, parent] = [givenFolder(body.project), givenFolder(body.parent)];
  if (project !== undefined && parent !== undefined) return refuse(FILES_BOTH);
  if (project === undefined) return destination(store, user, parent);
  if (!isString(project)) return refuse(FILE_PROJECT, "project must be owner/project.");
  return writableFile(store, user, rootFolder(projectFor(store, user, project).id));
};

export const destination = (store: Store, user: User, parent: unknown): FileEntry => {
  const id = givenFolder(parent) ?? refuse(FILES_WHERE);
  if (!isString(id)) return refuse(FILE_REQUEST, "parent must be the id of a folder.");
  if (fileEntry(store, id) === undefined) return refuse(NO_DESTINATION);
  const folder = writableFile(store, user, id);
  return isFolder(folder) ? folder : refuse(NO_FOLDER);
};

/** The R client sends null for what was not given, and the documentation shows an empty string (API digest 2.2). */
const givenFolder = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

export const folderFor = (store: Store, user: User, body: JsonObject, now: number): FileEntry => {
  // The R client sends FOLDER.
  if (!isString(body.type) || !/^folder$/i.test(body.type)) return refuse(FOLDER_TYPE);
  const name = fileName(body.name);
  // Documented: a folder's name must not begin so.
  if (name.startsWith("__")) return refuse(FILE_NAME, "A folder's name must not begin with __.");
  const parent = placeFor(store, user, body);
  const there = store.fileNamed(parent.id, name);
  if (there !== undefined) return refuse(isFolder(there) ? FOLDER_EXISTS : FILE_EXISTS);
  return newFolder({ id: newId(), name, project: parent.project, parent: parent.id }, now);
};

/** Tags and metadata go along; that it comes from no task is our choice. */
export const copyFile = (
  store: Store,
  file: FileEntry,
  to: FileEntry,
  name: unknown,
  now: number,
): FileEntry => {
  if (isFolder(file)) return refuse(FOLDER_COPY);
  const { task: _, ...rest } = file;
  const called = nameIn(store, to.id, file.name, name);
  return {
    ...rest,
    id: newId(),
    name: called,
    project: to.project,
    parent: to.id,
    createdAt: now,
    modifiedAt: now,
  };
};

export const moveFile = (
  store: Store,
  file: FileEntry,
  to: FileEntry,
  name: unknown,
  now: number,
): FileEntry => {
  if (isFolder(file)) return refuse(FILE_REQUEST, "Moving folders is not supported.");
  if (file.project !== to.project) return refuse(OTHER_PROJECT);
  return { ...file, name: nameIn(store, to.id, file.name, name, file.id), parent: to.id, modifiedAt: now };
};

/** Only an empty folder can be deleted, as documented; a project's own folder never, our choice. */
export const deletable = (store: Store, file: FileEntry): FileEntry => {
  if (file.parent === "") return refuse(FILE_REQUEST, "A project's root folder can not be deleted.");
  return store.filesIn(file.id).length === 0 ? file : refuse(FOLDER_FULL);
};

/** What a name may be is our choice: not empty, and no path. */
const fileName = (value: unknown): string =>
  isString(value) && value.trim() !== "" && !/[/\0]/.test(value) ? value : refuse(FILE_NAME);

/** A name that was asked for, as long as nothing else in the folder has it. */
export const freeName = (store: Store, folder: string, name: unknown, file?: string): string => {
  const wanted = fileName(name);
  const there = store.fileNamed(folder, wanted);
  return there === undefined || there.id === file ? wanted : refuse(FILE_EXISTS);
};

/**
 * Without a name it keeps its own: where that is taken, it gets a number in front, as documented for copies of several
 * files (`1_file.ext`). That a name that was asked for is refused where it is taken is our choice.
 */
const nameIn = (store: Store, folder: string, own: string, name: unknown, file?: string): string => {
  if (name !== undefined && name !== null) return freeName(store, folder, name, file);
  const isTaken = (wanted: string): boolean => (store.fileNamed(folder, wanted)?.id ?? file) !== file;
  let free = own;
  for (let n = 1; isTaken(free); n += 1) free = `${n}_${own}`;
  return free;
};

const newId = (): string => fileId(randomUUID());
