import type { Store } from "../store/store";

/** What there is already when a seed is read. */
export type Present = Pick<Store, "users" | "projects" | "fileNamed" | "revisionNumbers"> & {
  readonly files: Pick<Store["files"], "get">;
};

/** At the start. */
export const nothing: Present = {
  users: new Map(),
  projects: new Map(),
  files: new Map(),
  fileNamed: () => undefined,
  revisionNumbers: () => [],
};
