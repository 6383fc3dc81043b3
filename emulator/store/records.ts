import type { Change, Clock, FileEntry, Project, Revision, Task, User } from "./model";

/** The records themselves, by id. */
export class Records {
  readonly users = new Map<string, User>();
  readonly projects = new Map<string, Project>();
  readonly files = new Map<string, FileEntry>();
  readonly tasks = new Map<string, Task>();
  readonly clocks = new Map<string, Clock>();
  /** App id → revision → the revision. */
  readonly apps = new Map<string, Map<number, Revision>>();

  put(change: Change): void {
    const [kind, id, value] = change;
    switch (kind) {
      case "user":
        put(this.users, id, value);
        break;
      case "project":
        put(this.projects, id, value);
        break;
      case "file":
        put(this.files, id, value);
        break;
      case "task":
        put(this.tasks, id, value);
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

  /** The record that a change is about. */
  get([kind, id]: Change): Change[2] | undefined {
    switch (kind) {
      case "user":
        return this.users.get(id);
      case "project":
        return this.projects.get(id);
      case "file":
        return this.files.get(id);
      case "task":
        return this.tasks.get(id);
      case "clock":
        return this.clocks.get(id);
      case "revision": {
        const { app, revision } = revisionOf(id);
        return this.apps.get(app)?.get(revision);
      }
    }
  }

  /** Each kind in the order in which its records came: lists show them so, after a restart too. */
  *all(): Iterable<Change> {
    for (const [id, value] of this.users) yield ["user", id, value];
    for (const [id, value] of this.projects) yield ["project", id, value];
    for (const [app, revisions] of this.apps)
      for (const [revision, value] of revisions) yield ["revision", `${app}/${revision}`, value];
    for (const [id, value] of this.files) yield ["file", id, value];
    for (const [id, value] of this.tasks) yield ["task", id, value];
    for (const [id, value] of this.clocks) yield ["clock", id, value];
  }
}

const revisionOf = (id: string): { app: string; revision: number } => {
  const slash = id.lastIndexOf("/");
  return { app: id.slice(0, slash), revision: Number(id.slice(slash + 1)) };
};

const put = <K, V>(records: Map<K, V>, key: K, value: V | null): void => {
  if (value === null) records.delete(key);
  else records.set(key, value);
};
