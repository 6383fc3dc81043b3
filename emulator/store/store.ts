import { createHash } from "node:crypto";
import type { Rows } from "../calls/rows";
import { type Database, doAfter } from "./database";
import { type Collection, decodeDocument } from "./documents";
import { Files, type FolderQuery } from "./files";
import { lastSeed, rememberSeed } from "./lastSeed";
import type { Change, FileEntry, Project, Revision, SeedKind, Task, User } from "./model";
import { openState } from "./openState";
import { Records, type SmallKind } from "./records";
import { RecordTable } from "./recordTable";
import { rootFolder } from "./roots";
import { memoryState } from "./stateFile";
import type { TaskQuery } from "./taskLists";
import { Tasks } from "./tasks";

export interface StoreOptions {
  /** When a started task ends, as far as it is up to the task itself. */
  readonly dueAt: (task: Task) => number;
  readonly seed?: readonly Change<SeedKind>[];
  /** The state file; in memory without one. */
  readonly path?: string;
}

/**
 * The state, in an SQLite database. Everything changes through `commit`, which has written it down when it returns. Files
 * and tasks are read when they are asked for; of the other records there are few, and they are in memory as well.
 */
export class Store {
  readonly files: Collection<FileEntry>;
  readonly tasks: Collection<Task>;
  /** Whether the state was last used with another seed. */
  readonly hadOtherSeed: boolean;
  private readonly database: Database;
  private readonly table: RecordTable;
  private readonly fileTable: Files;
  private readonly taskTable: Tasks;
  private records = new Records();
  /** Root folder → its project. */
  private readonly roots = new Map<string, string>();
  private readonly seed: readonly Change<SeedKind>[];
  private lastSeq = 0;

  constructor({ dueAt, seed = [], path }: StoreOptions) {
    this.seed = seed;
    this.database = path === undefined ? memoryState() : openState(path, dueAt);
    try {
      this.table = new RecordTable(this.database);
      this.fileTable = new Files(this.database, this.table);
      this.taskTable = new Tasks(this.database, dueAt);
      [this.files, this.tasks] = [this.fileTable, this.taskTable];
      this.hadOtherSeed = this.takeSeed();
      this.lastSeq = this.taskTable.greatestSeq;
      this.load();
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  get users(): ReadonlyMap<string, User> {
    return this.records.users;
  }

  get projects(): ReadonlyMap<string, Project> {
    return this.records.projects;
  }

  commit(...changes: readonly Change[]): void {
    this.commitAll(changes);
  }

  /** The same for any number of changes: a large batch has more than a call takes arguments. */
  commitAll(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.write(() => {
      for (const change of changes) this.put(change);
      this.taskTable.flush();
    });
  }

  /** Back to the seed alone, in the state file as well. */
  restart(): void {
    this.write(() => {
      this.table.restart(this.seed);
      this.taskTable.restart();
    });
    this.load();
  }

  close(): void {
    this.database.close();
  }

  nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }

  get clockOffset(): number {
    return this.records.clocks.get("clock")?.offset ?? 0;
  }

  /** The newest revision, or the one asked for. */
  revision(app: string, revision?: number): Revision | undefined {
    const revisions = this.records.apps.get(app);
    return revisions?.get(revision ?? Math.max(...revisions.keys()));
  }

  newestRevisions(): Revision[] {
    return [...this.records.apps.keys()].flatMap((app) => this.revision(app) ?? []);
  }

  revisionNumbers(app: string): number[] {
    return [...(this.records.apps.get(app)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** Oldest first. */
  filesIn(folder: string, query?: FolderQuery): Rows<FileEntry> {
    return this.fileTable.in(folder, query);
  }

  /** Where a file comes in lists; undefined if it never was. */
  orderOf(file: string): number | undefined {
    return this.fileTable.orderOf(file);
  }

  /** The project that a folder is the top of. */
  projectOfRoot(folder: string): Project | undefined {
    return this.projects.get(this.roots.get(folder) ?? "");
  }

  fileNamed(folder: string, name: string): FileEntry | undefined {
    return this.fileTable.named(folder, name);
  }

  /** The name itself, or the first one like it that is neither taken in the folder nor given. */
  freeName(folder: string, name: string, isGiven: (name: string) => boolean): string {
    return this.fileTable.freeName(folder, name, isGiven);
  }

  tasksIn(query: TaskQuery): Rows<Task> {
    return this.taskTable.in(query);
  }

  /** Oldest first. */
  childrenOf(task: string): readonly Task[] {
    return this.taskTable.childrenOf(task);
  }

  projectsWithTasks(): readonly string[] {
    return this.taskTable.projects();
  }

  /** The ids of all tasks, with children, and of all files. */
  idsIn(project: string): { readonly tasks: readonly string[]; readonly files: readonly string[] } {
    return { tasks: this.taskTable.idsIn(project), files: this.fileTable.idsIn(project) };
  }

  /** The first so many that end by then. A parent is among them only when its last child has ended. */
  due(now: number, most: number): readonly Task[] {
    return this.taskTable.due(now, most);
  }

  private put(change: Change): void {
    const [kind, id, value] = change;
    if (kind === "task") {
      this.lastSeq = Math.max(this.lastSeq, value?.seq ?? 0);
      this.taskTable.put(id, value);
    } else if (kind === "file") this.fileTable.put(change);
    else {
      this.table.put(change);
      this.remember(change);
    }
  }

  private write(work: () => void): void {
    try {
      this.database.transaction(work);
    } catch (error) {
      // What is in memory may be ahead of the database now.
      doAfter(error, () => this.load());
      throw error;
    }
  }

  /** Reads the records that are kept in memory as well. */
  private load(): void {
    this.fileTable.forget();
    this.taskTable.forget();
    this.records = new Records();
    this.roots.clear();
    for (const [id, it] of this.table.all("user")) this.remember(["user", id, decodeDocument("user", it)]);
    for (const [id, it] of this.table.all("project"))
      this.remember(["project", id, decodeDocument("project", it)]);
    for (const [id, it] of this.table.all("revision"))
      this.remember(["revision", id, decodeDocument("revision", it)]);
    for (const [id, it] of this.table.all("clock")) this.remember(["clock", id, decodeDocument("clock", it)]);
  }

  private remember(change: Change<SmallKind>): void {
    this.records.put(change);
    const [kind, id] = change;
    if (kind === "project") this.roots.set(rootFolder(id), id);
  }

  /** Answers whether there was another one. */
  private takeSeed(): boolean {
    const hash = createHash("sha256").update(JSON.stringify(this.seed)).digest("hex");
    const last = lastSeed(this.database);
    if (last === undefined || last.hash !== hash || !last.isTaken)
      this.database.transaction(() => {
        this.table.replaceSeed(this.seed);
        rememberSeed(this.database, { hash, isTaken: true });
      });
    return last !== undefined && last.hash !== hash;
  }
}
