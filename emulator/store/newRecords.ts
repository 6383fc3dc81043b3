import { billingGroupId } from "../ids";
import type { FileEntry, Project } from "./model";

/**
 * A project with the settings that a new one has (API digest, section 12); spot is on by default (API digest 3.4). Where it
 * is, and that it has no elastic disks, is our choice.
 */
export const newProject = (id: string, name: string, createdBy: string, createdAt: number): Project => ({
  id,
  name,
  description: "",
  tags: [],
  settings: {
    locked: false,
    controlled: false,
    location: "aws:us-east-1",
    use_interruptible_instances: true,
    use_memoization: false,
    intermediate_files: { duration: 24, retention: "LIMITED" },
    allow_network_access: false,
    use_elastic_disk: false,
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
