import type { Change, Clock, Project, Revision, SeedKind, User } from "./model";

/** What a store has few of, in memory: each request needs users and projects, and an app's CWL is long to read. */
export class Records {
  readonly users = new Map<string, User>();
  readonly projects = new Map<string, Project>();
  readonly clocks = new Map<string, Clock>();
  /** App id → revision → the revision. */
  readonly apps = new Map<string, Map<number, Revision>>();

  put(change: Change<SmallKind>): void {
    const [kind, id, value] = change;
    switch (kind) {
      case "user":
        put(this.users, id, value);
        break;
      case "project":
        put(this.projects, id, value);
        break;
      case "clock":
        put(this.clocks, id, value);
        break;
      case "revision": {
        const { app, revision } = revisionOf(id);
        const revisions = this.apps.get(app) ?? new Map<number, Revision>();
        put(revisions, revision, value);
        put(this.apps, app, revisions.size === 0 ? null : revisions);
      }
    }
  }
}

export type SmallKind = Exclude<SeedKind, "file">;

const revisionOf = (id: string): { app: string; revision: number } => {
  const slash = id.lastIndexOf("/");
  return { app: id.slice(0, slash), revision: Number(id.slice(slash + 1)) };
};

const put = <K, V>(records: Map<K, V>, key: K, value: V | null): void => {
  if (value === null) records.delete(key);
  else records.set(key, value);
};
