import type { Refusal } from "../calls/codes";
import {
  APP_ID,
  APP_PRIVILEGES,
  FILE_PRIVILEGES,
  NO_APP,
  NO_FILE,
  NO_PROJECT,
  NO_TASK,
  PROJECT_ID,
  PROJECT_PRIVILEGES,
  refuse,
  TASK_PRIVILEGES,
} from "../calls/refusals";
import { type AppRef, appRef, isProjectId } from "../ids";
import type { FileEntry, Permissions, Project, Revision, Task, User } from "../store/model";
import { rootEntry } from "../store/roots";
import type { Store } from "../store/store";
import { isVisible } from "./lifecycle";
import { permissionsOf } from "./permissions";

/**
 * Who may see what: everybody who may read in its project. What of all that is there somebody may not see is 403
 * with the code of its kind, what is not there 404 (API digest 9.2): that the two differ is our choice.
 */
export const mayUse = (store: Store, user: Pick<User, "username">, project: string): boolean =>
  permissionsOf(store, user, project).read;

type Check = (store: Store, user: Pick<User, "username">, project: string, refusal: Refusal) => void;

const requires =
  (permission: keyof Permissions): Check =>
  (store, user, project, refusal) => {
    if (permissionsOf(store, user, project)[permission]) return;
    refuse(refusal, `${refusal.message} It takes the ${permission} permission in ${project}.`);
  };

/** To make, change and delete files, apps, drafts and metadata. The refusal is the one of what is asked for. */
export const requireWrite = requires("write");
/** To copy something out of the project. */
export const requireCopy = requires("copy");
/** To run and abort tasks. */
export const requireExecute = requires("execute");
/** To edit or delete the project and its members. */
export const requireAdmin = requires("admin");

export const projectFor = (store: Store, user: User, id: string): Project => {
  if (!isProjectId(id)) return refuse(PROJECT_ID);
  const project = store.projects.get(id) ?? refuse(NO_PROJECT);
  return mayUse(store, user, id) ? project : refuse(PROJECT_PRIVILEGES);
};

/** A file or folder; also the folder at the top of a project, by the id that the project names. */
export const fileEntry = (store: Store, id: string): FileEntry | undefined => {
  const file = store.files.get(id);
  if (file !== undefined) return file;
  const project = store.projectOfRoot(id);
  return project && rootEntry(project);
};

export const fileFor = (store: Store, user: User, id: string): FileEntry => {
  const file = fileEntry(store, id) ?? refuse(NO_FILE);
  return mayUse(store, user, file.project) ? file : refuse(FILE_PRIVILEGES);
};

/** The files and folders that somebody sees. */
export type Files = (id: string) => FileEntry | undefined;

/**
 * What a task's files are to somebody: one of a project that they may not read is as good as none. A draft is judged for
 * the user who asks. A task is checked, grouped and executed for the user who runs it, not for the one who made it: our
 * choice. That user may be in a state file and not in the seed any more.
 */
export const filesFor =
  (store: Store, user: Pick<User, "username">): Files =>
  (id) => {
    const file = fileEntry(store, id);
    return file !== undefined && mayUse(store, user, file.project) ? file : undefined;
  };

/** The revision that an app id means; without a number, the newest (API digest 2.1). */
export const appFor = (store: Store, user: User, id: string): Revision => {
  const ref = appRef(id) ?? refuse(APP_ID);
  const found = store.revision(ref.app, ref.revision) ?? refuse(NO_APP);
  return mayUse(store, user, ref.project) ? found : refuse(APP_PRIVILEGES);
};

export const appIdFor = (store: Store, user: User, id: string): AppRef => {
  const ref = appRef(id) ?? refuse(APP_ID);
  projectFor(store, user, ref.project);
  return ref;
};

export const taskFor = (store: Store, user: User, id: string, now: number): Task => {
  const task = store.tasks.get(id);
  if (task === undefined || !isVisible(task, now)) return refuse(NO_TASK);
  return mayUse(store, user, task.project) ? task : refuse(TASK_PRIVILEGES);
};
