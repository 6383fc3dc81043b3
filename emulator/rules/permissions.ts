import { isObject, own } from "../json";
import type { Permissions, Project, User } from "../store/model";
import type { Store } from "../store/store";

/** What a person may do in a project (API digest 8.3): everything goes by these five. */
export const permissionNames = ["write", "read", "copy", "execute", "admin"] as const;

export const EVERYTHING: Permissions = { write: true, read: true, copy: true, execute: true, admin: true };
const NOTHING: Permissions = { write: false, read: false, copy: false, execute: false, admin: false };

type Person = Pick<User, "username">;

export const permissionsOf = (store: Store, user: Person, project: string): Permissions => {
  const found = grantedTo(store, user, project) ?? NOTHING;
  return isPublic(store, project) ? { ...found, read: true, copy: true } : found;
};

/** Whether a project is among one's own, and not only open because it is public. */
export const takesPart = (store: Store, user: Person, project: string): boolean =>
  grantedTo(store, user, project) !== undefined;

export const isPublic = (store: Store, project: string): boolean =>
  store.projects.get(project)?.public === true;

/**
 * The owner is the first part of a project's id (API digest 2.1) and may do everything. A project of an owner who is no
 * user of this emulator (a division) is everybody's, as long as it has no members: our choice.
 */
const grantedTo = (store: Store, user: Person, id: string): Permissions | undefined => {
  const owner = ownerOf(id);
  if (owner === user.username) return EVERYTHING;
  const project = store.projects.get(id);
  const member = own(project?.members ?? {}, user.username);
  if (member !== undefined) return member;
  return project?.public !== true && !store.users.has(owner) && isWithoutMembers(project)
    ? EVERYTHING
    : undefined;
};

export const ownerOf = (project: string): string => project.slice(0, project.indexOf("/"));

export const isWithoutMembers = (project: Project | undefined): boolean =>
  Object.keys(project?.members ?? {}).length === 0;

/** Permissions with what they imply: a member always reads, an admin may do everything (the vendor's reference). */
export const impliedPermissions = (sent: Partial<Permissions>, was = NOTHING): Permissions => {
  const merged = { ...was, ...sent, read: true };
  return merged.admin ? EVERYTHING : merged;
};

/** What was sent of them, or the sentence that says what is wrong; unknown keys are ignored. */
export const readPermissions = (value: unknown): Partial<Permissions> | string => {
  if (!isObject(value)) return `permissions must be an object with ${permissionNames.join(", ")}`;
  const sent = permissionNames.map((name) => [name, value[name] ?? undefined] as const);
  const odd = sent.find(([, it]) => it !== undefined && typeof it !== "boolean");
  if (odd !== undefined) return `permissions.${odd[0]} must be true or false`;
  return Object.fromEntries(
    sent.flatMap(([name, it]) => (typeof it === "boolean" ? [[name, it] as const] : [])),
  );
};
