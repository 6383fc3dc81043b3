import { methodNotAllowed } from "../calls/answers";
import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { page } from "../calls/paging";
import { bodyObject } from "../calls/query";
import {
  ALL_PERMISSIONS,
  BAD_REQUEST,
  MEMBER_EXISTS,
  MEMBER_NAME,
  NO_MEMBER,
  NO_PERMISSIONS,
  NO_USER,
  NOT_EMULATED,
  PROJECT_PRIVILEGES,
  refuse,
} from "../calls/refusals";
import { isString, type JsonObject, own } from "../json";
import { requireAdmin } from "../rules/access";
import {
  EVERYTHING,
  impliedPermissions,
  isWithoutMembers,
  ownerOf,
  permissionNames,
  permissionsOf,
  readPermissions,
} from "../rules/permissions";
import type { Permissions, Project } from "../store/model";
import type { Store } from "../store/store";
import { emailOf, memberView } from "../views/user";
import type { Context } from "../world";

/** `/projects/{owner}/{project}/members…`, as the Python and R clients call it (API digest 8.3). */
export const members = (
  world: Context,
  call: Call,
  method: Route["method"],
  project: Project,
  [username, part, ...more]: readonly string[],
): Answer => {
  const { store } = world;
  if (method !== "GET") requireAdmin(store, call.user, project.id, PROJECT_PRIVILEGES);
  if (username === undefined) {
    if (method === "GET") return listMembers(store, call, project);
    return method === "POST" ? add(store, call, project) : methodNotAllowed(["GET", "POST"]);
  }
  const permissions = everybody(store, project).get(username) ?? refuse(NO_MEMBER);
  if (part === undefined) {
    if (method === "GET") return shownMember(call, project, username, permissions);
    return method === "DELETE" ? remove(store, project, username) : methodNotAllowed(["GET", "DELETE"]);
  }
  if (part !== "permissions" || more.length > 0) return refuse(NOT_EMULATED);
  if (method === "GET") return grantedPermissions(call, permissions);
  if (method !== "PATCH" && method !== "PUT") return methodNotAllowed(["GET", "PATCH", "PUT"]);
  return grant(store, call, project, username, method === "PUT" ? undefined : permissions);
};

/** The owner comes first, as in the vendor's reference; a division is no person, so not among them. */
const everybody = (store: Store, project: Project): Map<string, Permissions> => {
  const owner = ownerOf(project.id);
  return new Map([
    ...(store.users.has(owner) ? [[owner, EVERYTHING] as const] : []),
    ...Object.entries(project.members ?? {}),
  ]);
};

/** Whole members also in lists: the Python client reads the permissions of what it lists. */
const listMembers = (store: Store, call: Call, project: Project): Answer =>
  page(
    call,
    `/projects/${project.id}/members`,
    [...everybody(store, project)],
    ([username, permissions]) => memberView(project.id, username, permissions, call.base),
    ["_all"],
  );

const shownMember = (
  call: Call,
  project: Project,
  username: string,
  permissions: Permissions,
  status = 200,
): Answer => ({
  status,
  body: select(memberView(project.id, username, permissions, call.base), call.query.get("fields")),
});

const grantedPermissions = (call: Call, permissions: Permissions): Answer =>
  ok(select({ ...permissions }, call.query.get("fields")));

/** Without permissions a new member may only read, as the R client's guide says; 201 is our choice. */
const add = (store: Store, call: Call, project: Project): Answer => {
  const body = bodyObject(call.body);
  const username = usernameOf(store, body);
  if (everybody(store, project).has(username)) return refuse(MEMBER_EXISTS);
  const permissions = impliedPermissions(sentPermissions(body.permissions ?? {}));
  const others = project.members ?? {};
  // Nobody is to lose, by inviting the first member, the project that was everybody's.
  const inviter =
    isWithoutMembers(project) && !store.users.has(ownerOf(project.id)) && username !== call.user.username
      ? { [call.user.username]: permissionsOf(store, call.user, project.id) }
      : {};
  setMembers(store, project, { ...others, ...inviter, [username]: permissions });
  return shownMember(call, project, username, permissions, 201);
};

/** Users of this emulator only, by name or by e-mail; no teams and no divisions: our choice. */
const usernameOf = (store: Store, { username, email, type }: JsonObject): string => {
  if (type != null && !(isString(type) && type.toUpperCase() === "USER"))
    return refuse(BAD_REQUEST, "Only a USER can be made a member here.");
  if (username == null && isString(email) && email !== "")
    return [...store.users.keys()].find((it) => emailOf(it) === email) ?? refuse(NO_USER);
  if (!isString(username) || username === "") return refuse(MEMBER_NAME);
  return store.users.has(username) ? username : refuse(NO_USER);
};

const sentPermissions = (value: unknown): Partial<Permissions> => {
  const sent = readPermissions(value);
  return typeof sent === "string" ? refuse(BAD_REQUEST, `${sent}.`) : sent;
};

/** PATCH changes those that are sent, PUT takes all five (the vendor's reference). */
const grant = (
  store: Store,
  call: Call,
  project: Project,
  username: string,
  was: Permissions | undefined,
): Answer => {
  onlyMembers(project, username);
  const sent = sentPermissions(bodyObject(call.body));
  if (Object.keys(sent).length === 0) return refuse(NO_PERMISSIONS);
  if (was === undefined && permissionNames.some((it) => sent[it] === undefined))
    return refuse(ALL_PERMISSIONS);
  const permissions = impliedPermissions(sent, was);
  setMembers(store, project, { ...project.members, [username]: permissions });
  return grantedPermissions(call, permissions);
};

const remove = (store: Store, project: Project, username: string): Answer => {
  onlyMembers(project, username);
  const { [username]: _, ...others } = project.members ?? {};
  setMembers(store, project, others);
  return { status: 204 };
};

/** The owner stays, with everything. */
const onlyMembers = (project: Project, username: string): void => {
  if (own(project.members ?? {}, username) === undefined)
    refuse(PROJECT_PRIVILEGES, "The owner of a project can not be removed, nor be given less.");
};

const setMembers = (store: Store, project: Project, found: Record<string, Permissions>): void =>
  store.commit(["project", project.id, { ...project, members: found }]);
