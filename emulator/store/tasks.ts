import { joinRows, type Rows } from "../calls/rows";
import { Cache } from "./cache";
import type { Database } from "./database";
import { type Collection, decodeDocument } from "./documents";
import type { Task } from "./model";
import { isDiskFull } from "./resultCodes";
import {
  canBeCounted,
  conditionsOf,
  countedConditions,
  joinConditions,
  keysOf,
  listIndexOf,
  phaseOf,
  type TaskKeys,
  type TaskQuery,
} from "./taskLists";

export class Tasks implements Collection<Task> {
  private readonly cache = new Cache<Task>();
  private readonly indexes = new Set<string>();
  /** Changes of the present transaction that `flush` writes. */
  private readonly counts = new Map<string, Counted>();
  private readonly moving = new Map<string, number>();

  /** `dueAt` says when a started task ends, as far as it is up to the task itself. */
  constructor(
    private readonly database: Database,
    private readonly dueAt: (task: Task) => number,
  ) {}

  get(id: string): Task | undefined {
    const known = this.cache.get(id);
    if (known !== undefined) return known;
    const row = this.database.row("SELECT document FROM tasks WHERE id = ?", id);
    if (row === undefined) return undefined;
    const task = decodeDocument("task", row.document);
    this.cache.set(id, task, String(row.document).length);
    return task;
  }

  get greatestSeq(): number {
    return this.database.count("SELECT max(seq) FROM tasks");
  }

  /** What is put in the place of a task has its project and its parent, and a parent is there before its children. */
  put(id: string, now: Task | null): void {
    const was = this.get(id);
    if (now !== null) this.write(id, was, now);
    else {
      this.database.run("DELETE FROM tasks WHERE id = ?", id);
      this.cache.delete(id);
    }
    if (was !== undefined) this.note(was, -1);
    if (now !== null) this.note(now, 1);
  }

  /** The end of a transaction. */
  flush(): void {
    for (const { keys, count } of this.counts.values())
      if (count !== 0)
        this.database.run(
          `INSERT INTO counts (project, phase, isBatch, count) VALUES (?, ?, ?, ?)
           ON CONFLICT (project, phase, isBatch) DO UPDATE SET count = count + excluded.count`,
          keys.project,
          keys.phase,
          keys.isBatch,
          count,
        );
    for (const [parent, count] of this.moving)
      if (count !== 0)
        this.database.run("UPDATE tasks SET movingChildren = movingChildren + ? WHERE id = ?", count, parent);
    this.counts.clear();
    this.moving.clear();
  }

  restart(): void {
    this.database.exec("DELETE FROM tasks; DELETE FROM counts");
  }

  /** The database is not what it was. */
  forget(): void {
    this.cache.clear();
    this.indexes.clear();
    this.counts.clear();
    this.moving.clear();
  }

  in({ createdUntil, ...query }: TaskQuery): Rows<Task> {
    const newest = createdUntil === undefined ? undefined : this.newestIn(query);
    // Seldom is anything hidden, and without this condition a list costs no more than its page.
    const shown = (newest?.createdAt ?? 0) > (createdUntil ?? 0) ? { ...query, createdUntil } : query;
    if (shown.by !== "ended") return this.list(shown);
    // Tasks without an end come last in both directions.
    return joinRows(this.list({ ...shown, isEnded: true }), this.list({ ...shown, isEnded: false }));
  }

  /** Oldest first. */
  childrenOf(parent: string): readonly Task[] {
    return this.list({ parent }).slice(0, Number.MAX_SAFE_INTEGER);
  }

  /** Those that have tasks. */
  projects(): readonly string[] {
    return this.database
      .rows("SELECT project FROM counts GROUP BY project HAVING sum(count) > 0")
      .map(({ project }) => String(project));
  }

  idsIn(project: string): readonly string[] {
    return this.database.ids("SELECT id FROM tasks WHERE project = ? ORDER BY place LIMIT -1", project);
  }

  /** The first so many that end by then. A parent is among them only when its last child has ended. */
  due(now: number, most: number): readonly Task[] {
    return this.database
      .ids("SELECT id FROM tasks WHERE due <= ? AND movingChildren = 0 ORDER BY due, seq LIMIT ?", now, most)
      .flatMap((id) => this.found(id));
  }

  private newestIn({ project, parent }: TaskQuery): Task | undefined {
    return this.list({ project, parent, isDescending: true }).slice(0, 1)[0];
  }

  private write(id: string, was: Task | undefined, now: Task): void {
    const document = JSON.stringify(now);
    const row = this.rowOf(now);
    const columns = Object.keys(row);
    const values = Object.values(row);
    if (was === undefined)
      this.database.run(
        `INSERT INTO tasks (id, document, ${columns.join(", ")}) VALUES (?, ?, ${columns.map(() => "?").join(", ")})`,
        id,
        document,
        ...values,
      );
    else if (JSON.stringify(this.rowOf(was)) === JSON.stringify(row))
      // No index changes.
      this.database.run("UPDATE tasks SET document = ? WHERE id = ?", document, id);
    else
      this.database.run(
        `UPDATE tasks SET document = ?, ${columns.map((it) => `${it} = ?`).join(", ")} WHERE id = ?`,
        document,
        ...values,
        id,
      );
    this.cache.set(id, now, document.length);
  }

  private rowOf(task: Task): TaskKeys & { readonly due: number | null } {
    return { ...keysOf(task), due: isMoving(task) ? this.dueAt(task) : null };
  }

  private note(task: Task, count: number): void {
    if (task.parent !== undefined) {
      if (isMoving(task)) this.moving.set(task.parent, (this.moving.get(task.parent) ?? 0) + count);
      return;
    }
    const keys = keysOf(task);
    const key = JSON.stringify([keys.project, keys.phase, keys.isBatch]);
    this.counts.set(key, { keys, count: (this.counts.get(key)?.count ?? 0) + count });
  }

  private list(query: TaskQuery): Rows<Task> {
    const { database } = this;
    const { by = "created", isDescending = false } = query;
    const table = this.tableFor(query);
    const { sql, values } = joinConditions(conditionsOf(query));
    const direction = isDescending ? "DESC" : "ASC";
    const order = [by, "seq", "id"].map((it) => `${it} ${direction}`).join(", ");
    const counted = canBeCounted(query)
      ? { table: "counts", what: "sum(count)", ...joinConditions(countedConditions(query)) }
      : { table, what: "count(*)", sql, values };
    let length: number | undefined;
    return {
      get length() {
        length ??= database.count(
          `SELECT ${counted.what} FROM ${counted.table} WHERE ${counted.sql}`,
          ...counted.values,
        );
        return length;
      },
      slice: (from, to) =>
        database
          .ids(
            `SELECT id FROM ${table} WHERE ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
            ...values,
            Math.max(0, to - from),
            from,
          )
          .flatMap((id) => this.found(id)),
    };
  }

  /** With 100,000 tasks an index takes a fraction of a second, once for a state file. */
  private tableFor(query: TaskQuery): string {
    const { name, sql } = listIndexOf(query);
    try {
      if (!this.indexes.has(name)) this.database.exec(sql);
      this.indexes.add(name);
      return `tasks INDEXED BY ${name}`;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      // There is no room for the index: then SQLite sorts the tasks.
      return "tasks";
    }
  }

  private found(id: string): Task[] {
    const task = this.get(id);
    return task === undefined ? [] : [task];
  }
}

const isMoving = (task: Task): boolean => phaseOf(task) === "moving";

interface Counted {
  readonly keys: TaskKeys;
  readonly count: number;
}
