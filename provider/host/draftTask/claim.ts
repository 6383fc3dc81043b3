import * as E from "fp-ts/Either";
import type { ListedTask } from "../../api/wire";
import { mayName } from "../../model/descriptionLine";
import { bodyHash, ownerLineIn } from "../../model/ownerLine";
import type { Hidden } from "../../model/taskState";
import type { KnownTask } from "../../model/toApi";
import type { Host } from "../host";
import { importerOf } from "../imports";
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
  /** Whether others live on a task, or it was deleted, or is being replaced; as of now, for others are looked at meanwhile. */
  readonly isTaken: (id: string) => boolean;
  /** When the task was made that is being replaced: what is older and has run is of an earlier time, though from the same args. */
  readonly since: number | undefined;
}

export const seekerFor = (host: Host, owner: string, user: string, task: KnownTask): Seeker => ({
  owner,
  user,
  hash: bodyHash(task),
  run: task.run,
  isTaken: (id) =>
    host.deleted.has(id) ||
    host.replaced.get(owner)?.id === id ||
    importerOf(host, "task", id, owner) !== undefined ||
    [...host.live].some(([other, its]) => its === id && other !== owner),
  since: timeOf(host.replaced.get(owner)?.createdTime),
});

const timeOf = (text: unknown): number | undefined =>
  typeof text === "string" && Number.isFinite(Date.parse(text)) ? Date.parse(text) : undefined;

/**
 * What a seeker may do with a task that it finds. `Adopt`: it was made from the same body. `Patch`: a draft that was made
 * from another one. `Name`: it was started with another body and goes on; nothing can make it what the program says, and
 * somebody should know.
 */
export type Claim = "Adopt" | "Patch" | "Name" | "None";

/** Nothing good comes of these any more. A status that is not known is none of them: better adopted than made twice. */
const spent = ["FAILED", "ABORTED", "ABORTING", "DELETED"];

/** Who may be adopted. */
export const claimOn = (task: ListedTask, { owner, user, hash, run, isTaken, since }: Seeker): Claim => {
  if (!mayName(task.description, owner)) return "None";
  const line = ownerLineIn(task.description);
  if (line?.owner !== owner || task.created_by !== user || isTaken(task.id)) return "None";
  const same = line.hash === hash;
  if (isDraft(task.status)) return same ? "Adopt" : "Patch";
  const isOlder = since !== undefined && (timeOf(task.created_time) ?? since) < since;
  if (spent.includes(task.status) || isOlder) return "None";
  if (same) return run || task.status !== "COMPLETED" ? "Adopt" : "None";
  return task.status === "COMPLETED" ? "None" : "Name";
};

/** A seeker's own among many tasks, by what may be done with them; the oldest first, for a clone made by hand copies the line. */
export const claimsOn = (
  tasks: readonly ListedTask[],
  seeker: Seeker,
): Readonly<Record<Exclude<Claim, "None">, readonly ListedTask[]>> => {
  const claims = tasks
    .map((task) => ({ task, claim: claimOn(task, seeker) }))
    .filter(({ claim }) => claim !== "None")
    .sort((a, b) => Date.parse(a.task.created_time ?? "") - Date.parse(b.task.created_time ?? ""));
  const those = (wanted: Claim): readonly ListedTask[] =>
    claims.flatMap(({ task, claim }) => (claim === wanted ? [task] : []));
  return { Adopt: those("Adopt"), Patch: those("Patch"), Name: those("Name") };
};
