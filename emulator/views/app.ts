import { appRef } from "../ids";
import { isString, type JsonObject, present } from "../json";
import { appName } from "../rules/appBody";
import type { Revision } from "../store/model";
import type { Store } from "../store/store";
import { withPortLists } from "./portLists";

/** The wrapper around an app's CWL. Its id ends in the revision (API digest 8.1). */
export const appView = (store: Store, revision: Revision, base: string): JsonObject => {
  const { app, revision: number } = revision;
  return present({
    href: `${base}/apps/${app}/${number}`,
    id: `${app}/${number}`,
    project: projectOf(app),
    name: appName(revision),
    revision: number,
    latest_revision: store.revisionNumbers(app).at(-1),
    copy_of: revision.copied?.of,
    raw: rawView(store, revision, base),
  });
};

/** The CWL with the keys that the platform puts on it (API digest 8.1). */
export const rawView = (
  store: Store,
  { app, revision, cwl, createdBy, createdAt, copied }: Revision,
  base: string,
): JsonObject =>
  present({
    ...withPortLists(cwl),
    id: `${base}/apps/${app}/${revision}/raw/`,
    "sbg:id": `${app}/${revision}`,
    "sbg:project": projectOf(app),
    "sbg:revision": revision,
    "sbg:latestRevision": store.revisionNumbers(app).at(-1),
    "sbg:createdBy": createdBy,
    "sbg:createdOn": Math.floor(createdAt / 1000),
    // Also where the document itself says so: it may come from another platform.
    "sbg:copyOf": copied?.of,
    "sbg:revisionsInfo": revisionsInfo(store, app, revision),
    "sbg:validationErrors": [],
  });

/** As in published apps: oldest first; those after the one that is shown are left out, our choice (API digest 8.1). */
const revisionsInfo = (store: Store, app: string, upTo: number): readonly JsonObject[] =>
  store
    .revisionNumbers(app)
    .filter((it) => it <= upTo)
    .flatMap((it) => store.revision(app, it) ?? [])
    .map(({ revision, createdBy, createdAt, cwl }) => ({
      "sbg:revision": revision,
      "sbg:modifiedBy": createdBy,
      "sbg:modifiedOn": Math.floor(createdAt / 1000),
      "sbg:revisionNotes": isString(cwl["sbg:revisionNotes"]) ? cwl["sbg:revisionNotes"] : null,
    }));

const projectOf = (app: string): string => appRef(app)?.project ?? "";
