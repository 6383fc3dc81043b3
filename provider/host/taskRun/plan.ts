import { isDeepStrictEqual } from "node:util";
import type { StoredRun } from "../../model/run/runStored";
import type { DeclaredRun } from "../../model/run/taskRun";
import { hasEnded } from "../../model/task/taskState";
import { hasUnknown, isUnknown } from "../../shared/unknown";

/** A part of a run that can differ, by the name of the arg. */
export interface RunChange {
  readonly part: keyof DeclaredRun | "endpoint" | "import";
  /** The preview cannot tell whether it really differs. */
  readonly unsure: boolean;
}

/** What it takes to bring a run from what it is to what the program says. */
export type RunPlan =
  | { readonly _tag: "Keep" }
  /** The state itself is not what the program asked for: look, wait, or run again what failed. */
  | {
      readonly _tag: "Update";
      readonly changes: readonly RunChange[];
      readonly why: "Open" | "Bad" | "Attempt";
    }
  /** Another run. The old one is deleted first where it may still be going on: it would burn on while the new one is awaited. */
  | { readonly _tag: "Replace"; readonly changes: readonly RunChange[]; readonly deleteFirst: boolean };

const updatePlan = [
  "wait",
  "timeout",
  "allowFailures",
  "maxAttempts",
  "batch",
  "useInterruptibleInstances",
  "connection",
] as const;

const changesInRun = <T>(part: RunChange["part"], was: T, now: T): readonly RunChange[] =>
  isDeepStrictEqual(was, now) ? [] : [{ part, unsure: hasUnknown(now) }];

/** How the run came out: a record that the platform has lost since counts as what it was. */
export const outcome = ({ status, lastStatus }: StoredRun): string =>
  status === "DELETED" ? lastStatus : status;

/** Judged by what the program says now: a failure that it accepts is none. */
const isGood = (was: StoredRun, now: DeclaredRun): boolean =>
  outcome(was) === "COMPLETED" ||
  (outcome(was) === "FAILED" && was.children.length > 0 && now.allowFailures === true);

const hasAttemptsLeft = ({ tries, status }: StoredRun, { maxAttempts }: DeclaredRun): boolean =>
  tries !== undefined && status !== "DELETED" && (isUnknown(maxAttempts) || tries < maxAttempts);

/** Pure: from what the state holds and what the program says to what to do. */
export const planRun = (was: StoredRun, now: DeclaredRun, endpoint: string): RunPlan => {
  const moved = changesInRun("endpoint", was.endpoint, endpoint);
  const reasons = [
    ...moved,
    // Another connection is a reason where it points to another platform.
    ...(moved.length > 0 ? changesInRun("connection", was.declared.connection, now.connection) : []),
    ...changesInRun("task", was.declared.task, now.task),
    ...changesInRun("triggers", was.declared.triggers, now.triggers),
  ];
  if (reasons.length > 0) return { _tag: "Replace", changes: reasons, deleteFirst: !hasEnded(was.status) };
  const changes = updatePlan.flatMap((part) => changesInRun(part, was.declared[part], now[part]));
  if (!hasEnded(was.status) || was.unread) return { _tag: "Update", changes, why: "Open" };
  if (hasAttemptsLeft(was, now)) return { _tag: "Update", changes, why: "Attempt" };
  // Where nobody waits, a bad end is no failure of the program.
  return isGood(was, now) || now.wait === false ? { _tag: "Keep" } : { _tag: "Update", changes, why: "Bad" };
};
