/**
 * Two tables of JSON documents, with columns for what is searched and sorted by. `records` holds what a seed may hold, in
 * the order of `place`; what the seed has, changed or not, has a `place` below 0. `removed` holds what was removed: it stays
 * so if a seed had it (`isOfSeed`). `tasks` holds the rest; indexes for lists of tasks
 * are created when they are first needed. `counts` says how many tasks there are that are nobody's children; without it SQLite
 * would count them one by one.
 */
export const schema = `
  CREATE TABLE seed (hash TEXT NOT NULL, isTaken INTEGER NOT NULL);

  CREATE TABLE records (
    place INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    isSeeded INTEGER NOT NULL,
    parent TEXT,
    name TEXT,
    document TEXT NOT NULL
  );
  CREATE UNIQUE INDEX recordsById ON records (id, kind);
  CREATE INDEX recordsByKind ON records (kind, place) WHERE parent IS NULL;
  CREATE INDEX filesByParent ON records (parent, place) WHERE parent IS NOT NULL;
  CREATE INDEX filesByName ON records (parent, name, place) WHERE parent IS NOT NULL;

  CREATE TABLE removed (
    kind TEXT,
    id TEXT,
    place INTEGER,
    isOfSeed INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;

  CREATE TABLE tasks (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    project TEXT NOT NULL,
    parent TEXT,
    phase TEXT NOT NULL,
    isBatch INTEGER NOT NULL,
    created REAL NOT NULL,
    started REAL NOT NULL,
    ended REAL,
    name TEXT NOT NULL,
    creator TEXT NOT NULL,
    due REAL,
    movingChildren INTEGER NOT NULL DEFAULT 0,
    document TEXT NOT NULL
  );
  CREATE INDEX tasksByDue ON tasks (due, seq) WHERE due IS NOT NULL AND movingChildren = 0;

  CREATE TABLE counts (
    project TEXT,
    phase TEXT,
    isBatch INTEGER,
    count INTEGER NOT NULL,
    PRIMARY KEY (project, phase, isBatch)
  ) WITHOUT ROWID;
`;
