import type { Database } from "./database";
import type { Change, SeedKind } from "./model";
import type { SmallKind } from "./records";

/**
 * The records that a seed may hold, as they differ from the seed: what was changed here stays as it is, and what a seed had
 * and was removed here stays removed, whatever seed the emulator is started with.
 */
export class RecordTable {
  private lastPlace: number;

  constructor(private readonly database: Database) {
    this.lastPlace = Math.max(this.greatestIn("records"), this.greatestIn("removed"), 0);
  }

  put(change: Change<SeedKind>): void {
    if (change[2] === null) this.remove(change);
    else this.insert(change, { place: this.nextPlace(), isSeeded: false });
  }

  /** Takes out what another seed had, and takes in what this one has. */
  replaceSeed(seed: readonly Change<SeedKind>[]): void {
    this.database.run("DELETE FROM records WHERE isSeeded");
    // The last seed had what was changed of it, so a later removal holds for every seed, as it does for the last one.
    this.database.run(`
      INSERT INTO removed (kind, id, isOfSeed) SELECT kind, id, 1 FROM records WHERE place < 0
      ON CONFLICT (kind, id) DO UPDATE SET isOfSeed = 1`);
    // Records that were changed here keep their order behind those of the seed, or their places in the seed.
    for (const { place } of this.database.rows("SELECT place FROM records WHERE place < 0 ORDER BY place"))
      this.database.run("UPDATE records SET place = ? WHERE place = ?", this.nextPlace(), place ?? null);
    // Of two records with one id the last one counts, as in a commit.
    const records = [...new Map(seed.map((it) => [JSON.stringify([it[0], it[1]]), it])).values()];
    for (const [index, change] of records.entries()) {
      const place = index - records.length;
      if (this.isThere(change))
        this.database.run(
          "UPDATE records SET place = ? WHERE id = ? AND kind = ?",
          place,
          change[1],
          change[0],
        );
      else if (!this.staysRemoved(change)) this.insert(change, { place, isSeeded: true });
    }
  }

  /** As if nothing had ever been changed. */
  restart(seed: readonly Change<SeedKind>[]): void {
    this.database.exec("DELETE FROM records; DELETE FROM removed");
    this.replaceSeed(seed);
  }

  /** Id and document of each, oldest first. */
  all(kind: SmallKind): readonly (readonly [id: string, document: string])[] {
    return this.database
      .rows("SELECT id, document FROM records WHERE kind = ? AND parent IS NULL ORDER BY place", kind)
      .map(({ id, document }) => [String(id), String(document)]);
  }

  private insert([kind, id, value]: Change<SeedKind>, row: { place: number; isSeeded: boolean }): void {
    const { parent, name } = kind === "file" && value !== null ? value : { parent: null, name: null };
    this.database.run(
      `INSERT INTO records (place, kind, id, isSeeded, parent, name, document) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id, kind) DO UPDATE
       SET isSeeded = excluded.isSeeded, parent = excluded.parent, name = excluded.name, document = excluded.document`,
      row.place,
      kind,
      id,
      Number(row.isSeeded),
      parent,
      name,
      JSON.stringify(value),
    );
  }

  /** The place stays known: who scrolls through a folder goes on after a file that was deleted. */
  private remove([kind, id]: Change<SeedKind>): void {
    this.database.run(
      `INSERT INTO removed (kind, id, place, isOfSeed)
       SELECT ?, ?, max(place), coalesce(max(place) < 0, TRUE) FROM records WHERE id = ? AND kind = ?
       ON CONFLICT (kind, id) DO UPDATE
       SET place = coalesce(excluded.place, place), isOfSeed = max(isOfSeed, excluded.isOfSeed)`,
      kind,
      id,
      id,
      kind,
    );
    this.database.run("DELETE FROM records WHERE id = ? AND kind = ?", id, kind);
  }

  private isThere([kind, id]: Change<SeedKind>): boolean {
    return this.database.row("SELECT 1 FROM records WHERE id = ? AND kind = ?", id, kind) !== undefined;
  }

  private staysRemoved([kind, id]: Change<SeedKind>): boolean {
    return (
      this.database.row("SELECT 1 FROM removed WHERE id = ? AND kind = ? AND isOfSeed", id, kind) !==
      undefined
    );
  }

  private nextPlace(): number {
    this.lastPlace += 1;
    return this.lastPlace;
  }

  private greatestIn(table: "records" | "removed"): number {
    return this.database.count(`SELECT max(place) FROM ${table}`);
  }
}
