import type { JsonObject } from "../json";
import { permissionsOf } from "../rules/permissions";
import type { Project, User } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { writeTime } from "../times";

/** A project on the wire (API digest 8.3); the permissions are the caller's. */
export const projectView = (store: Store, project: Project, user: User, base: string): JsonObject => ({
  href: `${base}/projects/${project.id}`,
  id: project.id,
  name: project.name,
  type: "v2",
  // No key when it is not set (API digest, section 12).
  ...(project.description === "" ? {} : { description: project.description }),
  tags: project.tags,
  settings: project.settings,
  permissions: permissionsOf(store, user, project.id),
  billing_group: project.billingGroup,
  root_folder: rootFolder(project.id),
  created_by: project.createdBy,
  created_on: writeTime(project.createdAt),
  modified_on: writeTime(project.modifiedAt ?? project.createdAt),
  category: categoryOf(project),
});

export const categoryOf = (project: Project): string => (project.public === true ? "PUBLIC" : "PRIVATE");
