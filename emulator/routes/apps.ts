import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { names, select } from "../calls/fields";
import { page } from "../calls/paging";
import {
  APP_EXISTS,
  APP_PRIVILEGES,
  NO_APP,
  NO_APP_NAME,
  NO_APP_OWNER,
  NO_APP_PROJECT,
  NO_APP_REVISION,
  NOT_EMULATED,
  refuse,
} from "../calls/refusals";
import type { JsonObject } from "../json";
import { appFor, appIdFor, requireWrite } from "../rules/access";
import { readCwl } from "../rules/appBody";
import { listApps } from "../rules/appFilters";
import type { Revision } from "../store/model";
import { appView, rawView } from "../views/app";
import type { Context } from "../world";
import { copyApp, syncApp } from "./appActions";

/** API digest 8.1. An app's id has slashes, sent as they are or as %2F, so the rest of the path is taken as one. */
export const appRoutes = (world: Context): readonly Route[] => [
  { method: "GET", path: "/apps", handler: (call) => listedApp(world, call) },
  { method: "GET", path: "/apps/*", handler: (call) => get(world, call) },
  { method: "POST", path: "/apps/*", handler: (call) => post(world, call), anyBody: true },
];

/**
 * A list with the CWL of every app in it would be megabytes. R asks for `_all` with each call, so the CWL comes only where
 * `raw` is asked for by name: our choice.
 */
const listedApp = ({ store }: Context, call: Call, owner?: string): Answer => {
  const raw = names(call.query.get("fields"), "raw");
  const view = (it: Revision): JsonObject => {
    const whole = appView(store, it, call.base);
    return raw ? whole : withoutRaw(whole);
  };
  const path = owner === undefined ? "/apps" : `/apps/${owner}`;
  return page(call, path, listApps(store, call, owner), view, ["href", "id", "name", "project"]);
};

const withoutRaw = ({ raw: _, ...view }: JsonObject): JsonObject => view;

const get = (world: Context, call: Call): Answer => {
  const { rest } = call;
  // An owner alone is the list of the apps in his projects (the vendor's reference).
  if (rest.length < 2) return listedApp(world, call, rest[0]);
  const raw = rest.at(-1) === "raw" && rest.length > 3;
  const parts = raw ? rest.slice(0, -1) : rest;
  revisionSaid(parts);
  const revision = appFor(world.store, call.user, parts.join("/"));
  const view = (raw ? rawView : appView)(world.store, revision, call.base);
  return ok(select(view, call.query.get("fields")));
};

const post = (world: Context, call: Call): Answer => {
  const { rest } = call;
  if (rest.at(-2) === "actions") {
    const id = rest.slice(0, -2).join("/");
    if (rest.at(-1) === "copy") return copyApp(world, call, id);
    if (rest.at(-1) === "sync") return syncApp(world, call, id);
  }
  return rest.at(-1) === "raw" ? install(world, call, rest.slice(0, -1)) : refuse(NOT_EMULATED);
};

/** A first revision (number 0), or the one after the newest; other numbers are refused: our choice. */
const install = (world: Context, call: Call, parts: readonly string[]): Answer => {
  const { store } = world;
  const missing = [NO_APP_OWNER, NO_APP_PROJECT, NO_APP_NAME][parts.length];
  if (missing !== undefined) return refuse(missing);
  revisionSaid(parts);
  const ref = appIdFor(store, call.user, parts.join("/"));
  requireWrite(store, call.user, ref.project, APP_PRIVILEGES);
  const newest = store.revision(ref.app);
  const next = newest === undefined ? 0 : newest.revision + 1;
  const revision = ref.revision ?? 0;
  if (revision < next) return refuse(APP_EXISTS);
  if (revision > next) return refuse(NO_APP, `The next revision of ${ref.app} is ${next}.`);
  const made: Revision = {
    app: ref.app,
    revision,
    cwl: readCwl(call.text, call.contentType),
    createdBy: call.user.username,
    createdAt: call.now,
    // A copy stays a copy and has separate revisions (API digest 8.1: the R client's guide shows it).
    ...(newest?.copied === undefined ? {} : { copied: newest.copied }),
    ...(newest?.orders === undefined ? {} : { orders: newest.orders }),
  };
  store.commit(["revision", `${ref.app}/${revision}`, made]);
  return { status: 201, body: select(rawView(store, made, call.base), call.query.get("fields")) };
};

/** What clients write into a path where a number should be, when they have none: our choice of what 6008 is for. */
const revisionSaid = (parts: readonly string[]): void => {
  if (parts.length === 4 && /^(none|null|undefined|na)$/i.test(parts[3] ?? "")) refuse(NO_APP_REVISION);
};
