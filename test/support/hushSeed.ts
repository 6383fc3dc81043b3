import type { Seed } from "../../emulator";
import { seed } from "./seed";

/** The small lab with a project, an app and a metadata field whose names are secrets: each of them holds `hush`. */

export const hushProject = "ada/hush-project";
export const hushApp = `${hushProject}/hush-app`;

export const hushSeed: Seed = {
  ...seed,
  projects: [...(seed.projects ?? []), { id: hushProject, name: "Quiet" }],
  apps: (seed.apps ?? []).slice(0, 1).flatMap((one) => [one, { ...one, id: hushApp }]),
  files: (seed.files ?? []).map((one) => ({
    ...one,
    metadata: { ...one.metadata, hush_field: one.name.slice(0, 1) },
  })),
};
