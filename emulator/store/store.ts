import type { Journal } from "./journal";
import type { Change, Clock, FileEntry, Project, Revision, Task, User } from "./model";

/**
 * The state, in memory. Everything changes through `commit`, which writes to the journal first. The indexes below the
 * records exist for the questions that requests ask often.
 */
export class Store {
  readonly users = new Map<string, User>();
  readonly projects = new Map<string, Project>();
  readonly files = new Map<string, FileEntry>();
  readonly tasks = new Map<string, Task>();
  private readonly clocks = new Map<string, Clock>();
  /** App id → revision → the revision. */
  private readonly apps = new Map<string, Map<number, Revision>>();
  private readonly filesByParent = new Map<string, Set<string>>();
  private readonly childrenByTask = new Map<string, Set<string>>();
  /** Started and not ended: what the clock may move. */
  private readonly moving = new Set<string>();
  private lastSeq = 0;
  private journal: Journal | undefined;

  /** Takes records in without writing them down: the seed, and the journal's own lines. */
  load(changes: readonly Change[]): void {
    for (const change of changes) this.apply(change);
  }

  writeTo(journal: Journal): void {
    this.journal = journal;
  }

  commit(...changes: readonly Change[]): void {
    this.commitAll(changes);
  }

  /** The same for any number of changes: a large batch has more than a call takes arguments. */
  commitAll(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.journal?.append(changes);
    this.load(changes);
  }

  /** Back to these records alone, in the state file as well. */
  restart(changes: readonly Change[]): void {
    this.journal?.clear();
    this.load([...this.removals(), ...changes]);
  }

  nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }

  get clockOffset(): number {
    return this.clocks.get("clock")?.offset ?? 0;
  }

  /** The newest revision, or the one asked for. */
  revision(app: string, revision?: number): Revision | undefined {
    const revisions = this.apps.get(app);
    return revisions?.get(revision ?? Math.max(...revisions.keys()));
  }

  newestRevisions(): Revision[] {
    return [...this.apps.keys()].flatMap((app) => this.revision(app) ?? []);
  }

  revisionNumbers(app: string): number[] {
    return [...(this.apps.get(app)?.keys() ?? [])].sort((a, b) => a - b);
  }

  filesIn(folder: string): FileEntry[] {
    return [...(this.filesByParent.get(folder) ?? [])].flatMap((id) => this.files.get(id) ?? []);
  }

  childrenOf(task: string): Task[] {
    return [...(this.childrenByTask.get(task) ?? [])]
      .flatMap((id) => this.tasks.get(id) ?? [])
      .sort((a, b) => a.seq - b.seq);
  }

  movingTasks(): Task[] {
    return [...this.moving].flatMap((id) => this.tasks.get(id) ?? []);
  }

  private removals(): Change[] {
    const revisions = [...this.apps].flatMap(([app, them]) => [...them.keys()].map((it) => `${app}/${it}`));
    return [
      ...[...this.users.keys()].map((id): Change => ["user", id, null]),
      ...[...this.projects.keys()].map((id): Change => ["project", id, null]),
      ...[...this.files.keys()].map((id): Change => ["file", id, null]),
      ...revisions.map((id): Change => ["revision", id, null]),
      ...[...this.tasks.keys()].map((id): Change => ["task", id, null]),
      ...[...this.clocks.keys()].map((id): Change => ["clock", id, null]),
    ];
  }

  private apply([kind, id, value]: Change): void {
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
      case "revision":
        this.applyRevision(id, value);
        break;
      case "file":
        index(this.filesByParent, id, this.files.get(id)?.parent, value?.parent);
        put(this.files, id, value);
        break;
      case "task":
        index(this.childrenByTask, id, this.tasks.get(id)?.parent, value?.parent);
        if (value?.run !== undefined && value.end === undefined) this.moving.add(id);
        else this.moving.delete(id);
        this.lastSeq = Math.max(this.lastSeq, value?.seq ?? 0);
        put(this.tasks, id, value);
        break;
    }
  }

  private applyRevision(id: string, value: Revision | null): void {
    const app = id.slice(0, id.lastIndexOf("/"));
    const revisions = this.apps.get(app) ?? new Map<number, Revision>();
    this.apps.set(app, revisions);
    put(revisions, Number(id.slice(app.length + 1)), value);
    if (revisions.size === 0) this.apps.delete(app);
  }
}

const put = <K, V>(records: Map<K, V>, key: K, value: V | null): void => {
  if (value === null) records.delete(key);
  else records.set(key, value);
};

const index = (
  groups: Map<string, Set<string>>,
  id: string,
  was: string | undefined,
  now: string | undefined,
): void => {
  if (was !== undefined && was !== now) groups.get(was)?.delete(id);
  if (now === undefined) return;
  const group = groups.get(now) ?? new Set<string>();
  groups.set(now, group.add(id));
};
