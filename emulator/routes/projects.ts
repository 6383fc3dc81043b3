import type { Answer, Call, Route } from "../call";
import { select } from "../fields";
import { derivedUuid } from "../ids";
import { isObject, isString, strings } from "../json";
import { page } from "../paging";
import { bodyObject } from "../query";
import { BAD_REQUEST, NOT_EMULATED, PROJECT_EXISTS, PROJECT_NAME, refuse } from "../refusals";
import { mayUse, projectFor } from "../rules/access";
import type { Project } from "../store/model";
import { newProject } from "../store/newRecords";
import { projectView } from "../views/others";
import type { World } from "../world";

/** API digest 8.3. */
export const projectRoutes = (world: World): readonly Route[] => [
  { method: "GET", path: "/projects", handler: (call) => listed(world, call) },
  { method: "POST", path: "/projects", handler: (call) => create(world, call) },
  {
    method: "GET",
    path: "/projects/*",
    handler: (call) => {
      const [owner, name, part, ...more] = call.rest;
      if (owner === undefined) return listed(world, call);
      if (name === undefined) return listed(world, call, owner);
      if (part === "tasks" && more.length === 0) return toTasks(call, `${owner}/${name}`);
      if (part !== undefined) return refuse(NOT_EMULATED);
      return answer(call, projectFor(world.store, call.user, `${owner}/${name}`));
    },
  },
];

const answer = (call: Call, project: Project, status = 200): Answer => ({
  status,
  body: select(projectView(project, call.base), call.query.get("fields")),
});

const listed = (world: World, call: Call, owner?: string): Answer => {
  const { store } = world;
  const names = call.query.getAll("name");
  const projects = [...store.projects.values()].filter(
    (it) =>
      mayUse(store, call.user, it.id) &&
      (owner === undefined || it.id.startsWith(`${owner}/`)) &&
      // Python's query has a name filter; that it looks for a part of the name is our choice.
      (names.length === 0 || names.some((name) => it.name.toLowerCase().includes(name.toLowerCase()))),
  );
  const path = owner === undefined ? "/projects" : `/projects/${owner}`;
  return page(call, path, projects, (it) => projectView(it, call.base), ["href", "id", "name"]);
};

/** The alias redirects to the list of tasks (API digest 5.3). */
const toTasks = (call: Call, project: string): Answer => {
  const query = new URLSearchParams(call.query);
  query.set("project", project);
  return { status: 302, headers: { Location: `${call.base}/tasks?${query.toString()}` } };
};

/** The short name comes from the name: lower case, hyphens for the rest (our choice). */
const create = (world: World, call: Call): Answer => {
  const { store } = world;
  const { username } = call.user;
  const body = bodyObject(call.body);
  if (!isString(body.name) || body.name.trim() === "") return refuse(PROJECT_NAME);
  const short = body.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (short === "")
    return refuse(PROJECT_NAME, "The project's name has no letter or digit to make its id of.");
  const id = `${username}/${short}`;
  if (store.projects.has(id)) return refuse(PROJECT_EXISTS);
  const { description, tags, settings, billing_group: group } = body;
  if (description != null && !isString(description))
    return refuse(BAD_REQUEST, "description must be a string.");
  const base = newProject(id, body.name, username, call.now);
  const project: Project = {
    ...base,
    description: description ?? "",
    tags: strings(tags) ? tags : [],
    settings: { ...base.settings, ...(isObject(settings) ? settings : {}) },
    billingGroup: isString(group) ? group : derivedUuid("billing", username),
  };
  store.commit(["project", id, project]);
  return answer(call, project, 201);
};
