import type { Answer, Call, Route } from "../call";
import { ok } from "../call";
import { select } from "../fields";
import { isObject, type JsonObject, reason } from "../json";
import { page } from "../paging";
import { APP_EXISTS, APP_VISIBILITY, NO_APP, NOT_EMULATED, refuse, UNDECODABLE } from "../refusals";
import { appFor, appIdFor, mayUse, projectFor } from "../rules/access";
import type { Revision } from "../store/model";
import { appName, appView, rawView } from "../views/others";
import type { World } from "../world";
import { readYaml } from "../yaml";

/** API digest 8.1. An app's id has slashes, sent as they are or as %2F, so the rest of the path is taken as one. */
export const appRoutes = (world: World): readonly Route[] => [
  { method: "GET", path: "/apps", handler: (call) => listed(world, call) },
  { method: "GET", path: "/apps/*", handler: (call) => get(world, call) },
  { method: "POST", path: "/apps/*", handler: (call) => install(world, call), anyBody: true },
];

const listed = (world: World, call: Call): Answer => {
  const { store } = world;
  const { query, user, base } = call;
  const project = query.get("project") || undefined;
  if (project !== undefined) projectFor(store, user, project);
  const visibility = query.get("visibility")?.toUpperCase() || "PRIVATE";
  if (visibility !== "PRIVATE" && visibility !== "PUBLIC") return refuse(APP_VISIBILITY);
  const words = query.getAll("q").map((it) => it.toLowerCase());
  const ids = query.getAll("id");
  // There are no public apps here: our choice.
  const found = (visibility === "PUBLIC" ? [] : store.newestRevisions()).filter(
    (it) =>
      mayUse(store, user, it.app) &&
      (project === undefined || it.app.startsWith(`${project}/`)) &&
      (ids.length === 0 || ids.some((id) => id === it.app || id === `${it.app}/${it.revision}`)) &&
      words.every((word) => `${it.app} ${appName(it)}`.toLowerCase().includes(word)),
  );
  return page(call, "/apps", found, (it) => withoutRaw(appView(store, it, base)), [
    "href",
    "id",
    "name",
    "project",
  ]);
};

/** A list with the CWL of every app in it would be megabytes: our choice, `fields=_all` included. */
const withoutRaw = ({ raw: _, ...view }: JsonObject): JsonObject => view;

const get = (world: World, call: Call): Answer => {
  if (call.rest.length === 0) return listed(world, call);
  const raw = call.rest.at(-1) === "raw" && call.rest.length > 3;
  const revision = appFor(world.store, call.user, (raw ? call.rest.slice(0, -1) : call.rest).join("/"));
  return raw
    ? ok(rawView(world.store, revision, call.base))
    : ok(select(appView(world.store, revision, call.base), call.query.get("fields")));
};

/** A first revision (number 0), or the one after the newest; other numbers are refused: our choice. */
const install = (world: World, call: Call): Answer => {
  const { store } = world;
  if (call.rest.at(-1) !== "raw") return refuse(NOT_EMULATED);
  const ref = appIdFor(store, call.user, call.rest.slice(0, -1).join("/"));
  const newest = store.revisionNumbers(ref.app).at(-1);
  const next = newest === undefined ? 0 : newest + 1;
  const revision = ref.revision ?? 0;
  if (revision < next) return refuse(APP_EXISTS);
  if (revision > next) return refuse(NO_APP, `The next revision of ${ref.app} is ${next}.`);
  const made: Revision = {
    app: ref.app,
    revision,
    cwl: readCwl(call),
    createdBy: call.user.username,
    createdAt: call.now,
  };
  store.commit(["revision", `${ref.app}/${revision}`, made]);
  return { status: 201, body: rawView(store, made, call.base) };
};

/** `application/json` or `application/yaml`; YAML reads both. */
const readCwl = (call: Call): JsonObject => {
  let cwl: unknown;
  try {
    cwl = call.contentType.includes("yaml") ? readYaml(call.text) : JSON.parse(call.text);
  } catch (error) {
    const [why] = reason(error).split("\n");
    return refuse(UNDECODABLE, `The app can not be read: ${why}`);
  }
  return isObject(cwl) && (typeof cwl.class === "string" || Array.isArray(cwl.$graph))
    ? cwl
    : refuse(UNDECODABLE, "The app is no CWL document: it has no class.");
};
