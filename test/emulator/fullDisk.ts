import { DatabaseSync } from "node:sqlite";

/** Leaves a database no room for more pages, as a full disk does; gives the room back when the answer is called. */
export const fillUp = (connection: unknown): (() => void) => {
  if (!(connection instanceof DatabaseSync)) throw new Error("no database has been opened");
  const pages = Number(connection.prepare("PRAGMA page_count").get()?.page_count);
  connection.exec(`PRAGMA max_page_count = ${pages}`);
  return () => connection.exec("PRAGMA max_page_count = 1000000");
};
