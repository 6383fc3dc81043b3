import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Database } from "../../emulator/store/database";
import { mergeLog } from "../../emulator/store/stateFile";

const open = () => {
  const connection = new DatabaseSync(":memory:");
  const database = new Database(connection);
  database.exec("CREATE TABLE t (id)");
  return { connection, database };
};

const errorOf = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a transaction that fails", () => {
  test("and cannot be rolled back throws the first error, with the second one in it", () => {
    const { connection, database } = open();
    const error = errorOf(() =>
      database.transaction(() => {
        connection.close();
        throw new Error("the first error");
      }),
    );
    expect(error).toMatchObject({
      message: "the first error",
      errors: [{ message: "the first error" }, { message: "database is not open" }],
    });
  });

  test("and cannot be rolled back at once is rolled back before the next one", () => {
    const { connection, database } = open();
    const prepare = jest.spyOn(connection, "prepare");
    const error = errorOf(() =>
      database.transaction(() => {
        database.run("INSERT INTO t VALUES ('first')");
        prepare.mockImplementationOnce(() => {
          throw new Error("disk I/O error");
        });
        throw new Error("the first error");
      }),
    );
    database.transaction(() => database.run("INSERT INTO t VALUES ('second')"));
    expect([error, database.ids("SELECT id FROM t LIMIT -1")]).toMatchObject([
      { errors: [{ message: "the first error" }, { message: "disk I/O error" }] },
      ["second"],
    ]);
    database.close();
  });
});

test("an id that is no text is an error", () => {
  const { database } = open();
  database.run("INSERT INTO t VALUES (1)");
  expect(errorOf(() => database.ids("SELECT id FROM t LIMIT -1"))).toEqual(
    new Error("not every id is a text: SELECT id FROM t LIMIT -1"),
  );
  database.close();
});

test("a log that cannot be written into the file is an error", () => {
  const folder = mkdtempSync(join(tmpdir(), "sevenbridges-log-"));
  const connected = (): Database => new Database(new DatabaseSync(join(folder, "state")));
  const [writer, reader] = [connected(), connected()];
  writer.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (id)");
  reader.exec("BEGIN; SELECT * FROM t");
  writer.run("INSERT INTO t VALUES ('a')");
  const merge = (): void => mergeLog(writer);
  expect(errorOf(merge)).toEqual(new Error("SQLite could not write its log into the state file"));
  reader.exec("COMMIT");
  expect(errorOf(merge)).toBeUndefined();
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true });
});
