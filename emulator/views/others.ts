import type { Call } from "../call";
import { appRef } from "../ids";
import type { JsonObject } from "../json";
import type { FileEntry, Project, Revision, User } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { writeTime } from "../times";

/** Projects, files, apps and users on the wire (API digest 8). */

export const projectView = (project: Project, base: string): JsonObject => ({
  href: `${base}/projects/${project.id}`,
  id: project.id,
  name: project.name,
  type: "v2",
  description: project.description,
  tags: project.tags,
  settings: project.settings,
  permissions: { write: true, read: true, copy: true, execute: true, admin: true },
  billing_group: project.billingGroup,
  root_folder: rootFolder(project.id),
  created_by: project.createdBy,
  created_on: writeTime(project.createdAt),
  modified_on: writeTime(project.createdAt),
  category: "PRIVATE",
});

export const fileView = (file: FileEntry, base: string): JsonObject => ({
  href: `${base}/files/${file.id}`,
  id: file.id,
  name: file.name,
  size: file.size,
  project: file.project,
  // A project's root folder has none.
  ...(file.parent === "" ? {} : { parent: file.parent }),
  type: file.type,
  created_on: writeTime(file.createdAt),
  modified_on: writeTime(file.modifiedAt),
  // The Java client cannot read a file without it (API digest 11).
  storage: { type: "PLATFORM", hosted_on_locations: ["aws:us-east-1"] },
  origin: file.task === undefined ? {} : { task: file.task },
  tags: file.tags,
  metadata: file.metadata,
});

/** The wrapper around an app's CWL. Its id ends in the revision (API digest 8.1). */
export const appView = (store: Store, revision: Revision, base: string): JsonObject => {
  const { app, revision: number } = revision;
  const raw = rawView(store, revision, base);
  return {
    href: `${base}/apps/${app}/${number}`,
    id: `${app}/${number}`,
    project: projectOf(app),
    name: appName(revision),
    revision: number,
    latest_revision: store.revisionNumbers(app).at(-1),
    raw,
  };
};

export const appName = ({ app, cwl }: Revision): string =>
  typeof cwl.label === "string" && cwl.label !== "" ? cwl.label : app.slice(app.lastIndexOf("/") + 1);

/** The CWL with the keys that the platform puts on it (API digest 8.1). */
export const rawView = (
  store: Store,
  { app, revision, cwl, createdBy, createdAt }: Revision,
  base: string,
) => ({
  ...cwl,
  id: `${base}/apps/${app}/${revision}/raw/`,
  "sbg:id": `${app}/${revision}`,
  "sbg:project": projectOf(app),
  "sbg:revision": revision,
  "sbg:latestRevision": store.revisionNumbers(app).at(-1),
  "sbg:createdBy": createdBy,
  "sbg:createdOn": Math.floor(createdAt / 1000),
  "sbg:revisionsInfo": revisionsInfo(store, app, revision),
  "sbg:validationErrors": [],
});

/** As in published apps: oldest first; those after the one that is shown are left out, our choice (API digest 8.1). */
const revisionsInfo = (store: Store, app: string, upTo: number): readonly JsonObject[] =>
  store
    .revisionNumbers(app)
    .filter((it) => it <= upTo)
    .flatMap((it) => store.revision(app, it) ?? [])
    .map((it) => ({
      "sbg:revision": it.revision,
      "sbg:modifiedBy": it.createdBy,
      "sbg:modifiedOn": Math.floor(it.createdAt / 1000),
      "sbg:revisionNotes": null,
    }));

const projectOf = (app: string): string => appRef(app)?.project ?? "";

/** The person behind a user name is made up. */
export const userView = (user: User, { base }: Call): JsonObject => ({
  href: `${base}/users/${user.username}`,
  username: user.username,
  email: `${user.username}@example.com`,
  first_name: user.username,
  last_name: "",
  affiliation: "",
  phone: "",
  address: "",
  city: "",
  state: "",
  zip_code: "",
  country: "",
  role: "USER",
});
