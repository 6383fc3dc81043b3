import { methodNotAllowed } from "../calls/answers";
import type { Answer, Call, Route } from "../calls/call";
import { select } from "../calls/fields";
import { page } from "../calls/paging";
import { bodyObject } from "../calls/query";
import { redirectTo } from "../calls/redirect";
import {
  NO_PROJECT_ID,
  NOT_EMULATED,
  PROJECT_EXISTS,
  PROJECT_ID,
  PROJECT_NAME,
  PROJECT_PRIVILEGES,
  refuse,
} from "../calls/refusals";
import { projectFor, requireAdmin } from "../rules/access";
import { billingGroupFor } from "../rules/billing";
import { isPublic, takesPart } from "../rules/permissions";
import { mergeSettings, readProjectBody } from "../rules/projectBody";
import { removeProject } from "../rules/projectRemoval";
import { shortName } from "../rules/shortName";
import type { Project } from "../store/model";
import { newProject } from "../store/newRecords";
import { categoryOf, projectView } from "../views/project";
import type { Context } from "../world";
import { members } from "./members";

/** API digest 8.3. A project's id has a slash, sent as it is or as %2F, so the rest of the path is taken as one. */
export const projectRoutes = (world: Context): readonly Route[] => [
  ...(["GET", "POST", "PUT", "PATCH", "DELETE"] as const).flatMap((method) =>
    ["/projects", "/projects/*"].map(
      (path): Route => ({ method, path, handler: (call) => projectsWithin(world, call, method) }),
    ),
  ),
];

/** Whatever is asked of all projects, of one owner's, or of one. */
const projectsWithin = (world: Context, call: Call, method: Route["method"]): Answer => {
  const { store } = world;
  const [owner, name, part, ...more] = call.rest;
  if (owner === undefined)
    return method === "GET"
      ? listProjects(world, call)
      : method === "POST"
        ? create(world, call)
        : refuse(NO_PROJECT_ID);
  if (name === undefined) return method === "GET" ? listProjects(world, call, owner) : refuse(PROJECT_ID);
  const id = `${owner}/${name}`;
  // Two lists of another path: API digest 5.3, and the R client's for files.
  if (method === "GET" && (part === "tasks" || part === "files") && more.length === 0)
    return redirectTo(call, `/${part}`, { project: id });
  const project = projectFor(store, call.user, id);
  if (part === "members") return members(world, call, method, project, more);
  if (part !== undefined) return refuse(NOT_EMULATED);
  switch (method) {
    case "GET":
      return answer(world, call, project);
    case "PATCH":
      return modify(world, call, project);
    case "DELETE":
      requireAdmin(store, call.user, id, PROJECT_PRIVILEGES);
      store.commitAll(removeProject(store, project));
      return { status: 204 };
    default:
      return methodNotAllowed(["GET", "PATCH", "DELETE"]);
  }
};

const answer = ({ store }: Context, call: Call, project: Project, status = 200): Answer => ({
  status,
  body: select(projectView(store, project, call.user, call.base), call.query.get("fields")),
});

/** Those that one takes part in; public ones only where they are asked for, by category: our choice. */
const listProjects = ({ store }: Context, call: Call, owner?: string): Answer => {
  const { query, user, base } = call;
  const names = query.getAll("name").map((it) => it.toLowerCase());
  const tags = query.getAll("tags");
  const category = query.get("category")?.toUpperCase() || undefined;
  const projects = [...store.projects.values()].filter(
    (it) =>
      (takesPart(store, user, it.id) || (category === "PUBLIC" && isPublic(store, it.id))) &&
      (category === undefined || categoryOf(it) === category) &&
      (owner === undefined || it.id.startsWith(`${owner}/`)) &&
      // A part of the name, in either case (the vendor's reference); one of several names or tags is enough: our choice.
      (names.length === 0 || names.some((name) => it.name.toLowerCase().includes(name))) &&
      (tags.length === 0 || tags.some((tag) => it.tags.includes(tag))),
  );
  const path = owner === undefined ? "/projects" : `/projects/${owner}`;
  return page(call, path, projects, (it) => projectView(store, it, user, base), ["href", "id", "name"]);
};

const create = (world: Context, call: Call): Answer => {
  const { store } = world;
  const { user, now } = call;
  const body = readProjectBody(bodyObject(call.body));
  if (body.name === undefined) return refuse(PROJECT_NAME);
  const short =
    shortName(body.name) ??
    refuse(PROJECT_NAME, "The project's name has no letter or digit to make its id of.");
  const id = `${user.username}/${short}`;
  if (store.projects.has(id)) return refuse(PROJECT_EXISTS);
  const { billingGroup } = body;
  const base = newProject(id, body.name, user.username, now);
  const project: Project = {
    ...base,
    description: body.description ?? base.description,
    tags: body.tags ?? base.tags,
    settings: mergeSettings(base.settings, body.settings),
    // Required (API digest 8.3), but Python and R leave it out where nothing is said: then it is the one that the
    // creator has, our choice.
    billingGroup:
      billingGroup === undefined ? base.billingGroup : billingGroupFor(store, user, billingGroup).id,
  };
  store.commit(["project", id, project]);
  return answer(world, call, project, 201);
};

/** The name changes, the short name in the id never does. */
const modify = (world: Context, call: Call, project: Project): Answer => {
  const { store } = world;
  requireAdmin(store, call.user, project.id, PROJECT_PRIVILEGES);
  const { billingGroup, ...body } = readProjectBody(bodyObject(call.body));
  const next: Project = {
    ...project,
    name: body.name ?? project.name,
    description: body.description ?? project.description,
    tags: body.tags ?? project.tags,
    settings: mergeSettings(project.settings, body.settings),
    // A user who edits another's project may send back the group that it has.
    billingGroup:
      billingGroup === undefined || billingGroup === project.billingGroup
        ? project.billingGroup
        : billingGroupFor(store, call.user, billingGroup).id,
    modifiedAt: call.now,
  };
  store.commit(["project", project.id, next]);
  return answer(world, call, next);
};
