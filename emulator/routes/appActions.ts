import type { Answer, Call } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { bodyObject } from "../calls/query";
import {
  APP_EXISTS,
  APP_PRIVILEGES,
  BAD_REQUEST,
  INVALID_JSON,
  NO_APP,
  NO_APP_NAME,
  NO_APP_SOURCE,
  NO_APP_TARGET,
  refuse,
} from "../calls/refusals";
import { isString, type JsonObject, own } from "../json";
import { appFor, projectFor, requireCopy, requireWrite } from "../rules/access";
import { copies, type Strategy, sourceOf, strategies, updates } from "../rules/copies";
import { shortName } from "../rules/shortName";
import type { Change, Revision } from "../store/model";
import { appView } from "../views/app";
import type { Context } from "../world";

/** `POST /apps/{id}/actions/copy`, with or without a revision (API digest 8.1); 201 is our choice. */
export const copyApp = (world: Context, call: Call, id: string): Answer => {
  const { store } = world;
  const { user, now } = call;
  if (id === "") return refuse(NO_APP_SOURCE);
  const source = appFor(store, user, id);
  requireCopy(store, user, projectIdOf(source), APP_PRIVILEGES);
  const body = bodyObject(json(call));
  if (!isString(body.project) || body.project === "") return refuse(NO_APP_TARGET);
  // The Python client's own tests send it with a slash at the end.
  const project = projectFor(store, user, body.project.replace(/\/$/, ""));
  requireWrite(store, user, project.id, APP_PRIVILEGES);
  const name = nameOf(body);
  const short = name === undefined ? source.app.slice(source.app.lastIndexOf("/") + 1) : shortName(name);
  if (short === undefined) return refuse(NO_APP_NAME, "The name has no letter or digit to make an id of.");
  const app = `${project.id}/${short}`;
  if (store.revision(app) !== undefined) return refuse(APP_EXISTS);
  const made = copies(store, {
    source,
    strategy: strategyOf(body),
    app,
    name,
    createdBy: user.username,
    createdAt: now,
  });
  store.commitAll(made.map(put));
  return { ...shown(world, call, app), status: 201 };
};

/** `POST /apps/{id}/actions/sync`: as a `git pull`, says the vendor's reference. With nothing new it changes nothing. */
export const syncApp = (world: Context, call: Call, id: string): Answer => {
  const { store } = world;
  const { user, now } = call;
  if (id === "") return refuse(NO_APP_SOURCE);
  bodyObject(json(call));
  const { app } = appFor(store, user, id);
  const newest = store.revision(app) ?? refuse(NO_APP);
  requireWrite(store, user, projectIdOf(newest), APP_PRIVILEGES);
  const source = appFor(store, user, sourceOf(newest).app);
  requireCopy(store, user, projectIdOf(source), APP_PRIVILEGES);
  store.commitAll(updates(store, newest, { createdBy: user.username, createdAt: now }).map(put));
  return shown(world, call, app);
};

const put = (it: Revision): Change => ["revision", `${it.app}/${it.revision}`, it];

const projectIdOf = ({ app }: Revision): string => app.slice(0, app.lastIndexOf("/"));

const shown = ({ store }: Context, call: Call, app: string): Answer => {
  const newest = store.revision(app) ?? refuse(NO_APP);
  return ok(select(appView(store, newest, call.base), call.query.get("fields")));
};

/** The route takes bodies that are no JSON, for installing. */
const json = ({ body, text }: Call): unknown =>
  body === undefined && text.trim() !== "" ? refuse(INVALID_JSON) : body;

const nameOf = ({ name }: JsonObject): string | undefined => {
  if (name === undefined || name === null) return undefined;
  if (!isString(name)) return refuse(BAD_REQUEST, "name must be a string.");
  return name.trim() === "" ? refuse(NO_APP_NAME) : name;
};

const strategyOf = ({ strategy }: JsonObject): Strategy => {
  if (strategy === undefined || strategy === null) return "clone";
  const known = isString(strategy) ? strategy.toLowerCase() : "";
  return isStrategy(known)
    ? known
    : refuse(BAD_REQUEST, `strategy must be one of ${Object.keys(strategies).join(", ")}.`);
};

const isStrategy = (name: string): name is Strategy => own<unknown>(strategies, name) !== undefined;
