import type { Call } from "../calls/call";
import { APP_VISIBILITY, NO_APP_OWNER, refuse } from "../calls/refusals";
import { isString, strings } from "../json";
import type { Revision } from "../store/model";
import type { Store } from "../store/store";
import { mayUse, projectFor } from "./access";
import { appName } from "./appBody";
import { isPublic, ownerOf, takesPart } from "./permissions";

/** The newest revisions that a list of apps asks for: all filters combine (API digest 8.1). */
export const listApps = (
  store: Store,
  { user, query }: Pick<Call, "user" | "query">,
  owner = query.get("project_owner"),
): Revision[] => {
  const project = query.get("project") || undefined;
  if (project !== undefined) projectFor(store, user, project);
  // The Java client's filter.
  if (owner === "") return refuse(NO_APP_OWNER);
  const isVisible = visible(store, { user, query }, project !== undefined);
  // The R client sends several terms in one, with spaces between: all must be found.
  const terms = query.getAll("q").flatMap((it) => it.toLowerCase().split(/\s+/).filter(Boolean));
  const ids = query.getAll("id");
  return store.newestRevisions().filter((it) => {
    const { app, revision } = it;
    const home = app.slice(0, app.lastIndexOf("/"));
    return (
      isVisible(home) &&
      (project === undefined || home === project) &&
      (owner === null || ownerOf(home) === owner) &&
      (ids.length === 0 || ids.some((id) => id === app || id === `${app}/${revision}`)) &&
      terms.every((term) => matchesSearch(it).some((text) => text.toLowerCase().includes(term)))
    );
  });
};

/**
 * Private apps are those of projects that one takes part in, also where nothing is said (the vendor's reference). A
 * project that is named has its apps shown, public or not, unless the query says which: our choice.
 */
const visible = (
  store: Store,
  { user, query }: Pick<Call, "user" | "query">,
  named: boolean,
): ((project: string) => boolean) => {
  const visibility = query.get("visibility")?.toUpperCase() || undefined;
  if (visibility === "PUBLIC") return (project) => isPublic(store, project);
  if (visibility === undefined && named) return (project) => mayUse(store, user, project);
  if (visibility === undefined || visibility === "PRIVATE")
    return (project) => takesPart(store, user, project);
  return refuse(APP_VISIBILITY);
};

/** What search terms are looked for in (the vendor's reference); any part of it: our choice. */
const matchesSearch = (revision: Revision): string[] => {
  const { cwl } = revision;
  const { label, doc, description, "sbg:toolkit": toolkit, "sbg:toolkitVersion": version } = cwl;
  const categories = cwl["sbg:categories"];
  return [
    revision.app,
    appName(revision),
    ...[label, doc, description, toolkit, version, cwl["sbg:tagline"]].filter(isString),
    ...(strings(categories) ? categories : []),
  ];
};
