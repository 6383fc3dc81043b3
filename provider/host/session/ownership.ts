import * as E from "fp-ts/Either";
import type { ListedTask, Task } from "../../api/endpoints/schemas";
import { type OwnerTag, ownerTagIn } from "../../model/tags/ownerTag";
import { idOf } from "../../model/tags/resourceId";
import type { TaggedTask } from "../../model/tags/tag";
import type { InternalInputs } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { noOpenSessions, type OpenSessions } from "../../shared/openSessions";
import type { Session } from "./session";

/** A task that is replaced. */
export interface ReplacedTask {
  readonly id: string;
  readonly createdTime: unknown;
  /** It surely is: what changed is known. */
  readonly isSure: boolean;
  /** A line has said so, with what it had cost. */
  readonly isToldWithCost: boolean;
}

/**
 * Which resource has which task, as far as this process knows. An owner is a resource's URN with its organization; it is the key
 * where no other is named.
 */
export interface Ownership {
  /** The id of the resource's task now: no other resource adopts it, and delete is a no-op for an id that another one still uses. */
  readonly tasks: Map<string, string>;
  /** The same for runs: a run has the id of its task, and the two are deleted separately. */
  readonly runs: Map<string, string>;
  /** The owners that the program declares, as far as `check` has seen them: `check` is called for these only. */
  readonly declaredOwners: Set<string>;
  /** The owners of the DraftTasks in the state: `check` was given their outputs. */
  readonly ownersInState: Set<string>;
  /** The resource's id in tags, for all that the program declares, as far as `check` has seen it. */
  readonly resourceIds: Map<string, string>;
  /** The session of its task in the state, if a version with sessions wrote it: with the resource's id it names one task. */
  readonly storedSessions: Map<string, string | undefined>;
  /** The sessions whose updates have not ended: see `shared/openSessions.ts`. */
  readonly openSessions: OpenSessions;
  /** Kind and id of a task that the program imports → the owner of the importing resource. */
  readonly importers: Map<string, string>;
  /** Ids of tasks that this process has deleted, or is deleting. */
  readonly deleted: Set<string>;
  /** The task that a `diff` has seen replaced: the new one must be another. */
  readonly replaced: Map<string, ReplacedTask>;
  /** Id → a draft that this process has created, as the answer was: nobody has looked at it since. */
  readonly createdDrafts: Map<string, Task>;
  /** Ids of drafts in the state that this process has not started: no update has watched how one of them ran. */
  readonly draftsInState: Set<string>;
  /** Id → a task that this process has tagged as a further attempt: a list may be older than that. */
  readonly taggedAttempts: Map<string, ListedTask>;
  /** Attempts that this process has begun, by what they run again: two runs of one task share them. */
  readonly attempts: Map<string, Promise<E.Either<HostError, Task>>>;
}

export const newOwnership = (openSessions: OpenSessions = noOpenSessions): Ownership => ({
  tasks: new Map(),
  runs: new Map(),
  declaredOwners: new Set(),
  ownersInState: new Set(),
  resourceIds: new Map(),
  storedSessions: new Map(),
  openSessions,
  importers: new Map(),
  deleted: new Set(),
  replaced: new Map(),
  createdDrafts: new Map(),
  draftsInState: new Set(),
  taggedAttempts: new Map(),
  attempts: new Map(),
});

/** The `DraftTask` of the program whose task it is. */
export const ownerOfTask = ({ tasks }: Ownership, task: string): string | undefined =>
  [...tasks].find(([, id]) => id === task)?.[0];

/** The tag of a task; none where it was copied from another one. */
export const ownTagOf = (task: TaggedTask): OwnerTag | undefined => {
  const tag = ownerTagIn(task);
  return tag?.proof === "Copied" ? undefined : tag;
};

/** The resource that a task names as its owner; undefined where the tag was copied from another task. */
export const tagOwnerOf = (task: TaggedTask): string | undefined => ownTagOf(task)?.id;

/** The id that a draft's tag names; none where the settings switch tags off, or the program is of a version without owners. */
export const idInTag = (session: Session, hidden: InternalInputs): string | undefined => {
  const finding = session.options.orphanSearch();
  return E.isRight(finding) && finding.right.on ? idOf(hidden) : undefined;
};
