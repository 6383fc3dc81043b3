import * as E from "fp-ts/Either";
import type { Task } from "../../api/wire";
import { bodyHash, ownerLineIn } from "../../model/ownerLine";
import { type Hidden, hasEnded } from "../../model/taskState";
import type { KnownTask } from "../../model/toApi";
import type { Host } from "../host";
import { isDraft } from "../plan";

/** Whom a draft's line names; nobody where the settings switch that off, or the program is of a version without owners. */
export const ownerNamed = (host: Host, { __owner: owner }: Hidden): string | undefined => {
  const finding = host.finding();
  return E.isRight(finding) && finding.right.on ? owner : undefined;
};

/** Who looks for a task of its own, and for which. */
export interface Seeker {
  readonly owner: string;
  /** The name of the token's user. */
  readonly user: string;
  readonly hash: string;
  /** The program wants the task started: then one that has run already is as good. */
  readonly run: boolean;
  /** Tasks that others live on, that were deleted, or that are being replaced. */
  readonly taken: ReadonlySet<string>;
}

export const seekerFor = (host: Host, owner: string, user: string, task: KnownTask): Seeker => ({
  owner,
  user,
  hash: bodyHash(task),
  run: task.run,
  taken: new Set([
    ...[...host.live].flatMap(([other, id]) => (other === owner ? [] : [id])),
    ...host.deleted,
    ...[host.replaced.get(owner)].flatMap((id) => id ?? []),
  ]),
});

/**
 * What a seeker may do with a task that it finds. `Adopt`: it was made from the same body. `Patch`: a draft that was made
 * from another one. `Name`: it was started with another body and goes on; nothing can make it what the program says, and
 * somebody should know.
 */
export type Claim = "Adopt" | "Patch" | "Name" | "None";

const going = ["CREATING", "QUEUED", "RUNNING"];

/** Pure: who may be adopted. */
export const claimOn = (task: Task, { owner, user, hash, run, taken }: Seeker): Claim => {
  const line = ownerLineIn(task.description);
  if (line === undefined || line.owner !== owner || task.created_by !== user || taken.has(task.id))
    return "None";
  const same = line.hash === hash;
  if (isDraft(task.status)) return same ? "Adopt" : "Patch";
  if (same) return going.includes(task.status) || (run && task.status === "COMPLETED") ? "Adopt" : "None";
  return hasEnded(task.status) ? "None" : "Name";
};

const order: readonly Claim[] = ["Adopt", "Patch"];

/** Whom to try first: those made from the same body, and the oldest of these, for a clone made by hand copies the line. */
export const byClaim = (tasks: readonly Task[], seeker: Seeker): readonly Task[] => {
  const oldest = tasks.toSorted(
    (a, b) => Date.parse(a.created_time ?? "") - Date.parse(b.created_time ?? ""),
  );
  return order.flatMap((claim) => oldest.filter((task) => claimOn(task, seeker) === claim));
};
