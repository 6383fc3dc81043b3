import { createHash } from "node:crypto";
import { appRef } from "../ids";
import { isString, type JsonObject, present } from "../json";
import { appName } from "../rules/appBody";
import type { Revision } from "../store/model";
import type { Store } from "../store/store";
import { withBatchType } from "./batchType";
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
    ...withBatchType(withPortLists(cwl)),
    id: `${base}/apps/${app}/${revision}/raw/`,
    "sbg:id": `${app}/${revision}`,
    "sbg:project": projectOf(app),
    "sbg:revision": revision,
    "sbg:latestRevision": store.revisionNumbers(app).at(-1),
    "sbg:createdBy": createdBy,
    "sbg:createdOn": Math.floor(createdAt / 1000),
    // Also where the document itself says so: it may come from another platform.
    "sbg:copyOf": copied?.of,
    "sbg:revisionsInfo": revisionsInfo(store, app),
    "sbg:validationErrors": [],
    ...publishedCwl(store, app, cwl),
  });

/**
 * Further keys of recorded apps (API digest, section 12). What the document itself says of them stays; the
 * values are our choice. An app's picture is null for a tool, and there are no pictures here.
 */
const publishedCwl = (store: Store, app: string, cwl: JsonObject): JsonObject => ({
  "sbg:revisionNotes": notesOf(cwl),
  "sbg:content_hash": cwl["sbg:content_hash"] ?? contentHash(cwl),
  "sbg:contributors": [
    ...new Set(store.revisionNumbers(app).flatMap((it) => store.revision(app, it)?.createdBy ?? [])),
  ],
  "sbg:publisher": cwl["sbg:publisher"] ?? "sbg",
  "sbg:sbgMaintained": cwl["sbg:sbgMaintained"] ?? false,
  "sbg:workflowLanguage": "CWL",
  "sbg:projectName": store.projects.get(projectOf(app))?.name,
  "sbg:appVersion": [isString(cwl.cwlVersion) ? cwl.cwlVersion : "sbg:draft-2"],
  "sbg:image_url": cwl["sbg:image_url"] ?? null,
});

const contentHash = (cwl: JsonObject): string =>
  `a${createHash("sha256").update(JSON.stringify(cwl)).digest("hex").slice(0, 48)}`;

const notesOf = (cwl: JsonObject): unknown =>
  isString(cwl["sbg:revisionNotes"]) ? cwl["sbg:revisionNotes"] : null;

/** All revisions whichever is asked for, oldest first (API digest, section 12). */
const revisionsInfo = (store: Store, app: string): readonly JsonObject[] =>
  store
    .revisionNumbers(app)
    .flatMap((it) => store.revision(app, it) ?? [])
    .map(({ revision, createdBy, createdAt, cwl }) => ({
      "sbg:revision": revision,
      "sbg:modifiedBy": createdBy,
      "sbg:modifiedOn": Math.floor(createdAt / 1000),
      "sbg:revisionNotes": notesOf(cwl),
    }));

const projectOf = (app: string): string => appRef(app)?.project ?? "";
