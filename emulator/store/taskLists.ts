import type { SQLInputValue } from "node:sqlite";
import type { Outcome, Task } from "./model";

/** What is written down of a task's state: the rest follows from the clock. */
export type Phase = "draft" | "moving" | Outcome;

/** Not run yet: the one place that says so. */
export const isDraft = ({ run }: Pick<Task, "run">): boolean => run === undefined;

export const phaseOf = (task: Task): Phase => task.end?.status ?? (isDraft(task) ? "draft" : "moving");

/** When a task was made, was started (a draft: was made), has ended. */
export type Moment = "created" | "started" | "ended";

/** What tasks are put in order by. */
export type TaskOrder = Moment | "name" | "creator";

/** From one moment on and before another one, in milliseconds. */
export interface MomentRange {
  readonly by: Moment;
  readonly from: number;
  readonly before: number;
}

/** Which tasks, in which order; without `parent`, those that are nobody's children. */
export interface TaskQuery {
  readonly project?: string | undefined;
  readonly parent?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly batch?: boolean | undefined;
  /** Leaves these projects out. */
  readonly exceptProjects?: readonly string[];
  /** Leaves out what is created later. */
  readonly createdUntil?: number | undefined;
  readonly isEnded?: boolean | undefined;
  readonly ranges?: readonly MomentRange[];
  /** By default as they were made. Ties fall back on creation. */
  readonly by?: TaskOrder;
  readonly isDescending?: boolean;
}

/** Where a task is in lists: what columns hold of it. */
export interface TaskKeys {
  readonly seq: number;
  readonly project: string;
  readonly parent: string | null;
  readonly phase: Phase;
  readonly isBatch: number;
  readonly created: number;
  readonly started: number;
  readonly ended: number | null;
  readonly name: string;
  readonly creator: string;
}

export const keysOf = (task: Task): TaskKeys => ({
  seq: task.seq,
  project: task.project,
  parent: task.parent ?? null,
  phase: phaseOf(task),
  isBatch: Number(task.batching !== undefined),
  created: task.createdAt,
  started: task.run?.at ?? task.createdAt,
  ended: task.end?.at ?? null,
  name: task.name,
  creator: task.createdBy,
});

/** Some of what a query asks for, as SQL. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

export const joinConditions = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(" AND ") || "TRUE",
  values: conditions.flatMap(({ values }) => values),
});

const equals = (column: string, value: SQLInputValue | undefined): Condition[] =>
  value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }];

const OUTCOMES = "('COMPLETED', 'FAILED', 'ABORTED')";

/** Whether the table of counts knows how many they are: it has no children and no moments. */
export const canBeCounted = ({ parent, ranges = [], createdUntil }: TaskQuery): boolean =>
  parent === undefined && ranges.length === 0 && createdUntil === undefined;

export const countedConditions = (query: TaskQuery): Condition[] => [
  ...keyConditions(query),
  ...(query.isEnded === undefined
    ? []
    : [{ sql: `phase ${query.isEnded ? "IN" : "NOT IN"} ${OUTCOMES}`, values: [] }]),
];

export const conditionsOf = (query: TaskQuery): Condition[] => [
  ...(query.parent === undefined ? [{ sql: "parent IS NULL", values: [] }] : equals("parent", query.parent)),
  ...keyConditions(query),
  ...(query.isEnded === undefined
    ? []
    : [{ sql: query.isEnded ? "ended IS NOT NULL" : "ended IS NULL", values: [] }]),
  ...(query.createdUntil === undefined ? [] : [{ sql: "created <= ?", values: [query.createdUntil] }]),
  ...(query.ranges ?? []).flatMap(({ by, from, before }) => [
    { sql: `${by} >= ?`, values: [from] },
    { sql: `${by} < ?`, values: [before] },
  ]),
];

const keyConditions = ({ project, phase, batch, exceptProjects = [] }: TaskQuery): Condition[] => [
  ...equals("project", project),
  ...equals("phase", phase),
  ...equals("isBatch", batch === undefined ? undefined : Number(batch)),
  ...(exceptProjects.length === 0
    ? []
    : [
        {
          sql: "project NOT IN (SELECT value FROM json_each(?))",
          values: [JSON.stringify(exceptProjects)],
        },
      ]),
];

/** The index that holds the tasks of such queries in their order: a page of a list is read from it, and nothing is sorted. */
export const listIndexOf = ({
  project,
  parent,
  phase,
  batch,
  by = "created",
}: TaskQuery): { name: string; sql: string } => {
  const equal = [
    ...(parent === undefined ? [] : ["parent"]),
    ...(project === undefined ? [] : ["project"]),
    ...(phase === undefined ? [] : ["phase"]),
    ...(batch === undefined ? [] : ["isBatch"]),
  ];
  const ordered = [...new Set([by, "seq", "id", "project"])].filter((it) => !equal.includes(it));
  const name = ["tasks", ...equal, "by", by].join("_");
  const which = parent === undefined ? "parent IS NULL" : "parent IS NOT NULL";
  return {
    name,
    sql: `CREATE INDEX IF NOT EXISTS ${name} ON tasks (${[...equal, ...ordered].join(", ")}) WHERE ${which}`,
  };
};
