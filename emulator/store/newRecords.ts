import { billingGroupId } from "../ids";
import type { FileEntry, Project } from "./model";

/** A project with the settings that a new one has (API digest 8.3); spot is on by default (API digest 3.4). */
export const newProject = (id: string, name: string, createdBy: string, createdAt: number): Project => ({
  id,
  name,
  description: "",
  tags: [],
  settings: {
    locked: false,
    controlled: false,
    use_interruptible_instances: true,
    use_memoization: false,
    allow_network_access: true,
    intermediate_files: { retention: "LIMITED", duration: 24 },
  },
  billingGroup: billingGroupId(createdBy),
  createdBy,
  createdAt,
});

/** A folder with nothing said of it but where it is. */
export const newFolder = (
  place: Pick<FileEntry, "id" | "name" | "project" | "parent">,
  createdAt: number,
): FileEntry => ({
  ...place,
  type: "folder",
  size: 0,
  createdAt,
  modifiedAt: createdAt,
  metadata: {},
  tags: [],
});
