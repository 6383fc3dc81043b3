import type { Database } from "./database";

/** The seed that a state was last used with. */
export interface LastSeed {
  readonly hash: string;
  /** Whether its records are among those of the state: a converted state lacks them. */
  readonly isTaken: boolean;
}

export const lastSeed = (database: Database): LastSeed | undefined => {
  const row = database.row("SELECT hash, isTaken FROM seed");
  return row && { hash: String(row.hash), isTaken: row.isTaken === 1 };
};

export const rememberSeed = (database: Database, { hash, isTaken }: LastSeed): void => {
  database.run("DELETE FROM seed");
  database.run("INSERT INTO seed (hash, isTaken) VALUES (?, ?)", hash, Number(isTaken));
};
