import type { ListedTask } from "../../api/endpoints/schemas";
import { endedSessions, type OwnerTag, ownerTagIn } from "../../model/tags/ownerTag";
import { mayCarry } from "../../model/tags/tag";
import { type BodyHashes, bodyHashes, hasHash } from "../../model/task/bodyHash";
import { isDraft } from "../../model/task/taskState";
import type { KnownTask } from "../../model/task/toApi";
import { isSameUser } from "../../model/values/sameUser";
import { timeIn } from "../../shared/timeIn";
import { importerOf } from "../session/importers";
import type { Session } from "../session/session";

/** A resource that looks for a task that the state does not hold. */
export interface Candidate {
  readonly owner: string;
  /** The resource's id in tags. */
  readonly id: string;
  /** The name of the token's user. */
  readonly user: string;
  readonly hashes: BodyHashes;
  /** The program wants the task started: then one that has run already is as good. */
  readonly run: boolean;
  /** Whether others live on a task, or it was deleted, or is being replaced; as of now, for others are looked at meanwhile. */
  readonly isTaken: (id: string) => boolean;
  /** Whether the state has given it to this very resource: a replacement that is forced may keep it. As of now. */
  readonly isKnown: (id: string) => boolean;
  /** Whether a task is that of another resource with this id, which has had this name before. As of now. */
  readonly isSharers: (tag: OwnerTag) => boolean;
  /** When the task was made that is being replaced: what is older and has run is of an earlier time, though from the same args. */
  readonly since: number | undefined;
}

export const candidateFor = (
  session: Session,
  owner: string,
  id: string,
  user: string,
  task: KnownTask,
): Candidate => ({
  owner,
  id,
  user,
  hashes: bodyHashes(task),
  run: task.run,
  isTaken: (taskId) =>
    session.ownership.deleted.has(taskId) ||
    session.ownership.replaced.get(owner)?.id === taskId ||
    importerOf(session, "task", taskId, owner) !== undefined ||
    [...session.ownership.tasks].some(([other, its]) => its === taskId && other !== owner),
  isKnown: (taskId) => session.ownership.tasks.get(owner) === taskId,
  isSharers: ({ session: sessionId }) =>
    [...session.ownership.storedSessions].some(
      ([other, held]) =>
        other !== owner &&
        session.ownership.resourceIds.get(other) === id &&
        (held === undefined || sessionId === undefined || held === sessionId),
    ),
  since: timeOf(session.ownership.replaced.get(owner)?.createdTime),
});

const timeOf = (text: unknown): number | undefined =>
  typeof text === "string" && Number.isFinite(timeIn(text)) ? timeIn(text) : undefined;

/**
 * What a seeker may do with a task that it finds. `Adopt`: it was made from the same body. `Patch`: a draft that was made
 * from another one. `Name`: it was started with another body and goes on; nothing can make it what the program says, and
 * somebody should know. `Held`: a draft that a state has held, which may be lost, or another stack's.
 */
export type Claim = "Adopt" | "Patch" | "Name" | "Held" | "None";

/** Nothing good comes of these any more. A status that is not known is none of them: better adopted than made twice. */
const spentMatch = ["FAILED", "ABORTED", "ABORTING", "DELETED"];

/**
 * What may be done with a task, by its tag. What the task itself is, only a look at it tells. `ended`: the sessions that came to
 * their end, so that a state holds, or held, what they created.
 */
export const matchCandidate = (task: ListedTask, seeker: Candidate, ended: ReadonlySet<string>): Claim => {
  if (!mayCarry(task.description)) return "None";
  const tag = ownerTagIn(task);
  if (tag?.id !== seeker.id || !isSameUser(task.created_by, seeker.user, task.project)) return "None";
  if (tag.proof === "Copied" || seeker.isTaken(task.id) || seeker.isSharers(tag)) return "None";
  const isBound = tag.proof === "Held" || tag.proof === "Started" || ended.has(tag.session ?? "");
  const isHeld = isBound && !seeker.isKnown(task.id);
  const same = hasHash(tag, seeker.hashes);
  // Of what has completed, another state loses nothing: it is never changed, aborted or deleted.
  if (isHeld && task.status !== "COMPLETED") return isDraft(task.status) ? "Held" : "None";
  if (isDraft(task.status)) return same ? "Adopt" : "Patch";
  const isOlder = seeker.since !== undefined && (timeOf(task.created_time) ?? seeker.since) < seeker.since;
  if (spentMatch.includes(task.status) || isOlder) return "None";
  if (same) return seeker.run || task.status !== "COMPLETED" ? "Adopt" : "None";
  return task.status === "COMPLETED" ? "None" : "Name";
};

/** The tasks by what may be done with them, and the sessions that came to their end. */
type Claims = Readonly<Record<Exclude<Claim, "None">, readonly ListedTask[]>> & {
  readonly ended: ReadonlySet<string>;
};

/** A seeker's own among many tasks, by what may be done with them; the oldest first, for a clone made by hand copies the tag. */
export const matchCandidates = (tasks: readonly ListedTask[], seeker: Candidate): Claims => {
  const ended = endedSessions(tasks);
  const claims = tasks
    .map((task) => ({ task, claim: matchCandidate(task, seeker, ended) }))
    .filter(({ claim }) => claim !== "None")
    .sort((a, b) => timeIn(a.task.created_time) - timeIn(b.task.created_time));
  const those = (wanted: Claim): readonly ListedTask[] =>
    claims.flatMap(({ task, claim }) => (claim === wanted ? [task] : []));
  return { Adopt: those("Adopt"), Patch: those("Patch"), Name: those("Name"), Held: those("Held"), ended };
};
