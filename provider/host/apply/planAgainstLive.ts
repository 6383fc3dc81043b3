import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { idOf } from "../../model/tags/resourceId";
import { type DeclaredTask, knownInputs } from "../../model/task/draftTask";
import { type InternalInputs, isDraft, priceFrom, type StoredTask } from "../../model/task/taskState";
import type { Batching } from "../../model/values/batching";
import { batchingFrom, inputsFrom } from "../../model/values/fromApi";
import { onPort } from "../../model/values/value";
import type { HostError } from "../../shared/errors";
import { isSameEndpoint } from "../../shared/platforms";
import { isUnknown } from "../../shared/unknown";
import { isSameValue } from "../drift/drift";
import { isOursAlone, type Plan, plan } from "../drift/plan";
import { attempt, rightOrThrow } from "../failure";
import {
  fallBackToState,
  type Located,
  type Look,
  refreshBeforeReplace,
} from "../guards/refreshBeforeReplace";
import { normalCall } from "../session/callPolicies";
import { idInTag } from "../session/ownership";
import type { Session } from "../session/session";
import { draftStatus, getTaskOrUndefined, type Live } from "../session/tasks";

/** The plan, and the status that it was made for: `GONE` where the task does not exist any more. */
export interface LivePlan {
  readonly plan: Plan;
  readonly status: string;
  /** What a started task has cost so far. */
  readonly price?: StoredTask["price"];
  readonly isBatch?: boolean;
  /** Of a draft: its tag says that its session has ended, and stays so. */
  readonly isWitness?: boolean;
}

const gone: LivePlan = {
  status: "GONE",
  plan: { _tag: "Replace", changes: [{ part: "endpoint", unsure: false }] },
};

/** A task without batching was started as a program says that switches it off. */
const hasRunAs = (said: DeclaredTask["batching"], live: Batching): boolean =>
  isDeepStrictEqual(said, live) ||
  (!isUnknown(said) && said._tag === "Disabled" && live._tag === "AppDefault" && !live.required);

/**
 * The state of a draft that was started since, brought up to what it was started with, as far as the program says
 * the same: an update that was cut short after its PATCH must not be taken for a difference, and paid for again.
 */
const planOfStarted = (was: StoredTask, now: DeclaredTask, task: Task): StoredTask => {
  const live = inputsFrom(task.inputs);
  const same = Object.entries(knownInputs(now)).filter(([port, value]) =>
    isSameValue(value, onPort(live, port) ?? null),
  );
  const dropped = Object.keys(knownInputs(was.declared)).filter(
    (port) => onPort(knownInputs(now), port) === undefined && onPort(live, port) === undefined,
  );
  const kept = Object.entries(knownInputs(was.declared)).filter(([port]) => !dropped.includes(port));
  const batching = hasRunAs(now.batching, batchingFrom(task)) ? now.batching : was.declared.batching;
  const inputs = { ...Object.fromEntries(kept), ...Object.fromEntries(same) };
  return { ...was, status: task.status, declared: { ...was.declared, inputs, batching } };
};

/** A start that was found to have happened after all still has to reach the state. */
const notesOf = (found: Plan): Plan =>
  found._tag === "Keep" ? { _tag: "Update", changes: [], resume: true } : found;

/** What the platform says of a started task, beside its plan. */
const shownPlan = (task: Task): Omit<LivePlan, "plan"> => ({
  status: task.status,
  price: priceFrom(task.price),
  isBatch: task.batch === true,
});

const planAgain = (
  was: StoredTask,
  now: DeclaredTask,
  endpoint: string,
  atFirst: Plan,
  live: Live,
): LivePlan => {
  if (live._tag === "Gone") return gone;
  if (live._tag === "Draft")
    return { plan: atFirst, status: was.status, isWitness: live.tag?.isWitness === true };
  const { task } = live;
  return {
    ...shownPlan(task),
    plan: notesOf(plan(planOfStarted(was, now, task), now, endpoint)),
  };
};

/** A program that imports a draft rewrites its tag: from then on it is no other's to change. */
const handOver = (
  session: Session,
  id: string,
  live: Live,
  was: StoredTask,
  hidden: InternalInputs,
): E.Either<HostError, void> => {
  const own = idInTag(session, hidden);
  const other =
    live._tag === "Draft" && own !== undefined && live.tag?.proof !== "Copied" ? live.tag?.id : undefined;
  return other === undefined || other === own || other === idOf(was.hidden)
    ? E.right(undefined)
    : E.left({
        _tag: "Declined",
        reason: `task ${id} is now managed by another resource, which has imported it, and is no longer changed from here: take this resource out of the state with pulumi state delete; \`import\` takes the task back`,
      });
};

/** A started task by itself; of a draft of the state, whether it has been started since. */
const taskLookOf =
  (session: Session, id: string, was: StoredTask): Look<LivePlan> =>
  async (client) => {
    if (isDraft(was.status)) {
      const live = await draftStatus(session, client, was.declared.project, id);
      return live._tag === "Started" ? shownPlan(live.task) : undefined;
    }
    const task = await getTaskOrUndefined(client, id);
    return task === undefined ? undefined : shownPlan(task);
  };

/**
 * Plans against the live status where that can matter: a draft of the state may have been started since, by a
 * person or a run, and an edit that the API will refuse must not be promised.
 */
export const planAgainstLive = async (
  session: Session,
  client: Client,
  place: Located,
  was: StoredTask,
  now: DeclaredTask,
  hidden: InternalInputs,
): Promise<LivePlan> => {
  // Where a preview does not know the connection, it does not know the platform either.
  const endpoint = isUnknown(now.connection) ? now.connection : client.connection.endpoint;
  const atFirst = plan(was, now, endpoint);
  const nothingToSend = atFirst._tag === "Keep" || atFirst.changes.every(isOursAlone);
  const { status, price, childIds = [] } = was;
  const known: LivePlan = { plan: atFirst, status, price, isBatch: childIds.length > 0 };
  if (isUnknown(endpoint)) return known;
  const leaves = !isSameEndpoint(was.endpoint, endpoint);
  if (leaves || (!isDraft(status) && atFirst._tag === "Replace"))
    return refreshBeforeReplace(session, client, place, known, taskLookOf(session, place.id, was));
  if (nothingToSend || !isDraft(status)) return known;
  const { project } = was.declared;
  const asking = normalCall(session, client);
  const live = await asking((its) => () => attempt(() => draftStatus(session, its, project, place.id)))();
  if (E.isLeft(live)) return fallBackToState(client, known, live.left);
  rightOrThrow(handOver(session, place.id, live.right, was, hidden));
  return planAgain(was, now, endpoint, atFirst, live.right);
};
