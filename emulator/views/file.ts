import type { JsonObject } from "../json";
import type { FileEntry } from "../store/model";
import { writeTime } from "../times";

/** A file on the wire (API digest 8.2). */
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
