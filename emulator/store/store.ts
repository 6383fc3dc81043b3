import { Difference } from "./difference";
import { Folders } from "./folders";
import type { Journal } from "./journal";
import type { Change, FileEntry, Project, Revision, Task, User } from "./model";
import { Moving } from "./moving";
import { Records } from "./records";
import { rootFolder } from "./roots";
import { type TaskList, TaskLists, type TaskOrder, type TaskScope } from "./taskLists";

/**
 * The state, in memory. Everything changes through `commit`, which writes to the journal first. Beside the records
 * there are indexes for the questions that requests ask often: which tasks, in which order; what is due; what is in a folder.
 */
export class Store {
  private records = new Records();
  private folders = new Folders(() => this.records.files.keys());
  private lists = new TaskLists();
  private moving: Moving;
  private difference = new Difference();
  /** Root folder → its project. */
  private readonly roots = new Map<string, string>();
  private lastSeq = 0;
  private journal: Journal | undefined;

  /** `dueAt` says when a started task ends, as far as it is up to the task itself. */
  constructor(private readonly dueAt: (task: Task) => number) {
    this.moving = new Moving(dueAt);
  }

  get users(): ReadonlyMap<string, User> {
    return this.records.users;
  }

  get projects(): ReadonlyMap<string, Project> {
    return this.records.projects;
  }

  get files(): ReadonlyMap<string, FileEntry> {
    return this.records.files;
  }

  get tasks(): ReadonlyMap<string, Task> {
    return this.records.tasks;
  }

  /** Takes the seed in. */
  loadSeed(changes: readonly Change[]): void {
    for (const change of changes) {
      this.apply(change);
      this.difference.seed(change);
    }
  }

  /**
   * Takes in what the journal holds; `sameSeed`: it was written with the one that is loaded. Answers with how many of
   * the changes come in the place of earlier ones.
   */
  restore(changes: readonly Change[], sameSeed: boolean): number {
    let replacing = 0;
    for (const change of changes) {
      const was = this.apply(change);
      if (was !== undefined && !this.difference.isSeeded(change, was)) replacing += 1;
      this.difference.change(change, !sameSeed || was === undefined);
    }
    return replacing;
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
    this.restore(changes, true);
  }

  /** What a journal must hold, each record once. A change that is made while this is read may be in it or not. */
  written(): Iterable<Change> {
    return this.difference.lines(this.records.all());
  }

  /** Back to the seed alone, in the journal as well. */
  restart(seeded: readonly Change[]): void {
    this.journal?.clear();
    this.records = new Records();
    this.folders = new Folders(() => this.records.files.keys());
    this.lists = new TaskLists();
    this.moving = new Moving(this.dueAt);
    this.difference = new Difference();
    this.loadSeed(seeded);
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
  filesIn(folder: string): FileEntry[] {
    return this.folders.filesIn(folder);
  }

  /** Where a file comes in lists; undefined if it never was. */
  readonly orderOf = (file: string): number | undefined => this.folders.orderOf(file);

  /** The project that a folder is the top of. */
  projectOfRoot(folder: string): Project | undefined {
    return this.projects.get(this.roots.get(folder) ?? "");
  }

  fileNamed(folder: string, name: string): FileEntry | undefined {
    return this.folders.fileNamed(folder, name);
  }

  /** The name itself, or the first one like it that is neither taken in the folder nor given. */
  freeName(folder: string, name: string, isGiven: (name: string) => boolean): string {
    return this.folders.freeName(folder, name, isGiven);
  }

  tasksIn(scope: TaskScope, order: TaskOrder): TaskList {
    return this.lists.in(scope, order);
  }

  newestIn(scope: Pick<TaskScope, "project" | "parent">): Task | undefined {
    return this.lists.in(scope, "created").tasks.last();
  }

  /** Oldest first. */
  childrenOf(task: string): readonly Task[] {
    return this.lists.childrenOf(task);
  }

  projectsWithTasks(): Iterable<string> {
    return this.lists.projects();
  }

  /** What ends by then, in no order. A parent is among it only when its last child has ended. */
  due(now: number): Task[] {
    return this.moving.due(now).flatMap((id) => this.tasks.get(id) ?? []);
  }

  /** Answers with what the record was. */
  private apply(change: Change): Change[2] | undefined {
    const [kind, id, value] = change;
    const was =
      kind === "task"
        ? this.indexTask(id, value ?? undefined)
        : kind === "file"
          ? this.indexFile(id, value ?? undefined)
          : this.records.get(change);
    if (kind === "project") this.roots.set(rootFolder(id), id);
    this.records.put(change);
    return was;
  }

  private indexTask(id: string, now: Task | undefined): Task | undefined {
    const was = this.tasks.get(id);
    this.lastSeq = Math.max(this.lastSeq, now?.seq ?? 0);
    this.lists.change(was, now);
    this.moving.change(id, was, now, this.tasks);
    return was;
  }

  private indexFile(id: string, now: FileEntry | undefined): FileEntry | undefined {
    const was = this.files.get(id);
    this.folders.change(was, now);
    return was;
  }
}
