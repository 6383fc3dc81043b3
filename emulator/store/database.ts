import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { reason, strings } from "../json";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A database with its statements, each prepared once. */
export class Database {
  private readonly statements = new Map<string, StatementSync>();
  private hasOpenTransaction = false;

  constructor(private readonly connection: DatabaseSync) {}

  /** One or more statements without parameters. */
  exec(sql: string): void {
    this.connection.exec(sql);
  }

  run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.prepared(sql).run(...values);
  }

  row(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.prepared(sql).get(...values);
  }

  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.prepared(sql).all(...values);
  }

  /**
   * The ids that a query selects, in its order: as one text, because an object for each row takes three times as long. The
   * query has a LIMIT, or SQLite would be free to drop its order.
   */
  ids(sql: string, ...values: readonly SQLInputValue[]): readonly string[] {
    const ids: unknown = JSON.parse(
      String(this.row(`SELECT json_group_array(id) AS ids FROM (${sql})`, ...values)?.ids),
    );
    if (!strings(ids)) throw new Error(`not every id is a text: ${sql}`);
    return ids;
  }

  /** The only number of the only row; 0 for null. */
  count(sql: string, ...values: readonly SQLInputValue[]): number {
    const [value] = Object.values(this.row(sql, ...values) ?? {});
    return Number(value ?? 0);
  }

  /** All of the work is kept or, when it throws, nothing. */
  transaction(work: () => void): void {
    // The rollback of the last one may have failed, and SQLite has no transaction inside another one.
    if (this.hasOpenTransaction) this.rollBack();
    this.run("BEGIN IMMEDIATE");
    this.hasOpenTransaction = true;
    try {
      work();
      this.run("COMMIT");
      this.hasOpenTransaction = false;
    } catch (error) {
      doAfter(error, () => this.rollBack());
      throw error;
    }
  }

  close(): void {
    this.connection.close();
  }

  /** Some failures, such as a full disk, have rolled back already. */
  private rollBack(): void {
    try {
      this.run("ROLLBACK");
    } catch (error) {
      if (!/no transaction is active/.test(reason(error))) throw error;
    }
    this.hasOpenTransaction = false;
  }

  private prepared(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.connection.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

/** What has to be done after an error. When that fails as well, the first error is the one that says what went wrong. */
export const doAfter = (error: unknown, work: () => void): void => {
  try {
    work();
  } catch (second) {
    throw new AggregateError([error, second], reason(error));
  }
};

/** Only an emulator that starts loads SQLite; other commands do without. */
export const connect = (path: string): DatabaseSync => {
  const { DatabaseSync } = loadSqlite();
  return new DatabaseSync(path);
};

/**
 * Node 22 warns on stderr that `node:sqlite` is experimental. That is no news for a user of the emulator. Other warnings
 * pass.
 */
const loadSqlite = (): typeof import("node:sqlite") => {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...more: readonly unknown[]): void => {
    if (!/^SQLite is an experimental feature/.test(String(warning)))
      Reflect.apply(emitWarning, process, [warning, ...more]);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
};
