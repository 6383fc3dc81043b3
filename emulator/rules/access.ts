import { type AppRef, appRef, isProjectId } from "../ids";
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
} from "../refusals";
import type { FileEntry, Project, Revision, Task, User } from "../store/model";
import { rootEntry } from "../store/roots";
import type { Store } from "../store/store";
import { isVisible } from "./lifecycle";

/**
 * Who may see what. The owner is the first part of a project's id (API digest 2.1). A project is closed to others when
 * its owner is another user of this emulator; one owned by anybody else (a division) is everybody's: our choice.
 */
export const mayUse = (store: Store, user: Pick<User, "username">, project: string): boolean => {
  const owner = project.slice(0, project.indexOf("/"));
  return owner === user.username || !store.users.has(owner);
};

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

/**
 * The lookup that drafts are validated with: a file of another user is as good as none. A draft of a state file may be
 * of somebody whom the seed does not name any more.
 */
export const filesFor =
  (store: Store, user: Pick<User, "username">) =>
  (id: string): FileEntry | undefined => {
    const file = store.files.get(id);
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
