import * as E from "fp-ts/Either";
import { type Task, updatedBy } from "../../api/endpoints/schemas";
import { getTask, patchTask, wholeOf } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { idOf } from "../../model/tags/resourceId";
import type { Bound } from "../../model/tags/tag";
import { withOwnerTag } from "../../model/task/bodyHash";
import { type EditablePart, isEditable } from "../../model/task/fields";
import {
  deletedState,
  hasBegun,
  type InternalInputs,
  isDraft,
  stateFromPrevious,
} from "../../model/task/taskState";
import { type KnownTask, patchBody } from "../../model/task/toApi";
import { explain, type HostError, hasMovedOn, isDenied, isGone } from "../../shared/errors";
import { shortHash } from "../../shared/shortHash";
import { defaultsFor } from "../drift/appDefaults";
import { type Change, isOursAlone, isRenamable, namesOf } from "../drift/plan";
import { attempt, fail, orThrow } from "../failure";
import { refuseEditedDraft } from "../guards/editedTask";
import { isStored, type Properties } from "../properties";
import type { Result } from "../results";
import { idInTag } from "../session/ownership";
import { getUnlessGone } from "../session/presence";
import type { Session } from "../session/session";
import { sayDeleted } from "../session/tasks";
import { startTask } from "../waiting/start";
import { otherStarter } from "../waiting/starter";
import type { LivePlan } from "./planAgainstLive";
import { saySettingsNotTaken } from "./settingsTaken";
import { noteTag } from "./tagKept";
import { type TaskToStore, toTaskResult, unfinishedTask } from "./taskResult";

/** The task with the tag that it gets: one that no state holds yet must be found again if this process dies. */
const tagFor = (session: Session, { id, now, hidden, isHeld, isWitness }: Edit): KnownTask => {
  const bound: Bound = isHeld
    ? { proof: now.run ? "Started" : "Held", taskId: id, isWitness }
    : { proof: "Sent" };
  return withOwnerTag(now, idInTag(session, hidden), hidden.__session, bound);
};

/** A draft as it is now, and the hidden properties for its state. */
interface Patched {
  readonly task: Task;
  readonly hidden: InternalInputs;
}

/**
 * One PATCH with what changed, and with the tag, which names the whole. Before a start the tag says that this stack starts the
 * task. Where there is nothing to send, the task as it is.
 */
const patchDraft = async (session: Session, client: Client, edit: Edit): Promise<Patched> => {
  const { id, before: was, now, hidden, changes } = edit;
  const own = idInTag(session, hidden);
  const retag = edit.retag || (edit.isHeld && now.run && own !== undefined);
  const changed = [...new Set(changes.map(({ part }) => part))].filter(isEditable);
  const ports = changes.flatMap(({ port }) => (port === undefined ? [] : [port]));
  if (changed.length === 0 && !retag) return { task: await orThrow(getTask(client, id)), hidden };
  const parts: readonly EditablePart[] =
    own === undefined ? changed : [...new Set<EditablePart>([...changed, "description"])];
  const defaults = await defaultsFor(session, client, now, parts);
  const body = patchBody(was, tagFor(session, edit), parts, ports, defaults);
  if (Object.keys(body).length === 0) return { task: await orThrow(getTask(client, id)), hidden };
  const answer = await orThrow(patchTask(client, id, body));
  const task = await orThrow(wholeOf(client, answer));
  if (parts.includes("executionSettings")) saySettingsNotTaken(client, task, was, now);
  if (!parts.includes("description")) return { task, hidden };
  return { task, hidden: noteTag(session, client, task, own, hidden) };
};

/** The edit is made: if the start fails now, the state must hold the edit, or it would be taken for a difference. */
const startIfRequested = async (session: Session, client: Client, edited: TaskToStore): Promise<Task> => {
  const { task, declared, hidden } = edited;
  if (declared.run !== true || !isDraft(task.status) || (task.errors ?? []).length > 0) return task;
  const started = await attempt(async () => {
    await refuseEditedDraft(session, client, task, declared, hidden);
    session.ownership.draftsInState.delete(task.id);
    return startTask(client, task, {}, hidden);
  });
  return E.isRight(started)
    ? started.right
    : fail(unfinishedTask(client, { task, declared, hidden }, undefined, [explain(started.left)]));
};

/** A draft takes every edit, in one PATCH, and is then started if that is asked for. */
const editDraft = async (session: Session, client: Client, edit: Edit): Promise<Result> => {
  const { id, now } = edit;
  const patched = await attempt(() => patchDraft(session, client, edit));
  if (E.isLeft(patched)) return fail(isGone(patched.left) ? draftGoneError(id) : patched.left);
  const edited: TaskToStore = { ...patched.right, declared: now };
  const task = await startIfRequested(session, client, edited);
  return toTaskResult(session, client, { ...edited, task });
};

/** A started task after its rename, and a hash of the name that it keeps where the platform refuses the new one: names may be secret. */
interface Renamed {
  readonly task: Task;
  readonly keptName?: string | undefined;
}

/**
 * Whether RUNNING and COMPLETED tasks can be renamed is not established (API digest, 12), nor how that is refused. A name is
 * worth no failure.
 */
const renameStarted = async (
  client: Client,
  task: Task,
  name: string,
  foreseen: string,
): Promise<Renamed> => {
  if (!isRenamable(task.status)) {
    // The diff has said so already where it saw the same status.
    if (task.status !== foreseen)
      client.say(
        `the platform does not rename task ${task.id}, which is ${task.status}: the new name is kept in the state only`,
      );
    return { task };
  }
  const answer = await patchTask(client, task.id, { name })();
  if (E.isRight(answer)) return { task: updatedBy(task, answer.right) };
  const error = answer.left;
  if (!hasMovedOn(error) && !isDenied(error)) return fail(error);
  client.say(
    `warning: task ${task.id} (${task.status}) keeps its name on the platform: ${explain(error)}. The new name is in the state only`,
  );
  return { task, keptName: shortHash(task.name ?? "") };
};

const withKeptName = (
  { __keptName: _, ...hidden }: InternalInputs,
  keptName: string | undefined,
): InternalInputs => (keptName === undefined ? hidden : { ...hidden, __keptName: keptName });

/** The record of a run that the platform no longer has follows the program. */
const recordStarted = (
  client: Client,
  id: string,
  olds: Properties,
  now: KnownTask,
  hidden: InternalInputs,
): Result => {
  // A task that is being imported has no record yet.
  if (!isStored(olds)) return fail(draftGoneError(id));
  sayDeleted(client, id, String(olds.status));
  return { id, outs: deletedState(olds, now, hidden) };
};

/** With who has started the task, where the state did not know it as started, and the program wants it to run. */
const withStarter = async (
  session: Session,
  client: Client,
  task: Task,
  { hidden, now, olds, before, isHeld }: Edit,
): Promise<InternalInputs> => {
  const isKnown = hidden.__startedBy !== undefined || hasBegun(String(olds.status));
  if (!now.run || isKnown) return hidden;
  // An update that switches `run` on has not created the task by it.
  const run = isStored(olds) ? before.run : true;
  const own = { id: idOf(hidden), run, isImported: isHeld && !isStored(olds) };
  const by = await otherStarter(session, client, task, own);
  return by === undefined ? hidden : { ...hidden, __startedBy: by };
};

/** A started task takes a new name at most; the state takes what the program says, for the next attempt. */
const updateStarted = async (session: Session, client: Client, edit: Edit): Promise<Result> => {
  const { id, now, hidden, changes, olds, foreseen } = edit;
  const task = await getUnlessGone(session, client, id, edit.before.project);
  if (task === undefined) return recordStarted(client, id, olds, now, hidden);
  const live: Renamed = changes.some(({ part }) => part === "name")
    ? await renameStarted(client, task, now.name, foreseen)
    : { task, keptName: hidden.__keptName };
  const noted = await withStarter(session, client, task, edit);
  const stored = withKeptName(noted, live.keptName);
  return toTaskResult(session, client, { task: live.task, declared: now, hidden: stored });
};

const draftGoneError = (id: string): HostError => ({
  _tag: "Declined",
  reason: `task ${id} does not exist any more: run pulumi refresh, then pulumi up to have a new draft made`,
});

/** What the preview saw has changed since: nothing may be stored that the task never had. */
const stalePlan = (id: string, { status, plan }: LivePlan): HostError =>
  status === "GONE"
    ? draftGoneError(id)
    : {
        _tag: "Declined",
        reason: `task ${id} started after the preview (${status}); its ${plan._tag === "Replace" ? namesOf(plan.changes) : "values"} can no longer change: run pulumi up again`,
      };

interface Edit {
  readonly id: string;
  readonly olds: Properties;
  readonly before: KnownTask;
  readonly now: KnownTask;
  readonly hidden: InternalInputs;
  readonly changes: readonly Change[];
  /** The draft carries no tag of this resource for what it is, and gets one. */
  readonly retag: boolean;
  /** Whether a state holds the task, or an `import` names it: if this process dies, the next one knows it. */
  readonly isHeld: boolean;
  /** The status that the plan was made for. */
  readonly foreseen: string;
  /** Its tag says that its session has ended. */
  readonly isWitness: boolean;
}

/** Carries a plan out on a task that exists. */
export const applyPlan = async (
  session: Session,
  client: Client,
  edit: Omit<Edit, "changes" | "foreseen" | "isWitness">,
  found: LivePlan,
): Promise<Result> => {
  if (found.plan._tag === "Replace") return fail(stalePlan(edit.id, found));
  const changes = found.plan._tag === "Update" ? found.plan.changes : [];
  const { id, olds, now, hidden, retag } = edit;
  const resumes = found.plan._tag === "Update" && found.plan.resume;
  if (isStored(olds) && changes.length > 0 && changes.every(isOursAlone) && !retag && !resumes)
    return { id, outs: stateFromPrevious(olds, now, hidden) };
  const carryOut = isDraft(found.status) ? editDraft : updateStarted;
  return carryOut(session, client, {
    ...edit,
    changes,
    foreseen: found.status,
    isWitness: found.isWitness === true,
  });
};
