import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import type { ListedTask, Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { isKeptFrom } from "../../model/tags/keptText";
import { ownerTagIn } from "../../model/tags/ownerTag";
import { declaredFrom } from "../../model/task/declaredFrom";
import type { DeclaredTask } from "../../model/task/draftTask";
import { partsWhere } from "../../model/task/fields";
import { isAsSent } from "../../model/task/sentBody";
import { type InternalInputs, isDraft, priceFrom, webPageOf } from "../../model/task/taskState";
import type { KnownTask } from "../../model/task/toApi";
import { onPort } from "../../model/values/value";
import { paidAgainText } from "../../shared/text";
import { applyPlan } from "../apply/applyPlan";
import { appDefaults } from "../drift/appDefaults";
import { type AppDefaults, isSameValue, liveArgs } from "../drift/drift";
import { type Change, changesOf, namesOf, type Plan, plan } from "../drift/plan";
import { rightOrThrow } from "../failure";
import { readKnownTaskOrWait } from "../properties";
import type { Result } from "../results";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { type Candidate, type Claim, matchCandidate, matchCandidates } from "./matchCandidate";

/*
 * A task of this resource that the state does not know: a process made it and died before the engine could store it, or the
 * answer to its POST was lost. It is found by its tag and adopted, so that none is made twice. A tag alone proves nothing, for a
 * clone copies it: the task itself must be what was sent.
 */

/** What is looked for, and where. */
export interface OrphanSearchContext {
  readonly session: Session;
  readonly client: Client;
  readonly now: KnownTask;
  readonly hidden: InternalInputs;
  readonly seeker: Candidate;
  /** The ids of adopted tasks that get a new tag: of the session in which they are adopted. */
  readonly retagged: Set<string>;
}

/** A search that looks several times says a thing once. */
export const sayingOnce = (client: Client): Client => {
  const said = new Set<string>();
  const say: Client["say"] = (text, note) => {
    if (!said.has(text)) client.say(text, note);
    said.add(text);
  };
  return { ...client, say };
};

/** The parts of a started task that nothing can edit: another value needs a new task. */
const fixedParts: readonly string[] = partsWhere(
  ({ kind, onStarted }) => kind !== "local" && onStarted === "new task",
);

/** In what a task that was made from the program's args differs from them now: a person has edited it, or cloned it and changed the clone. */
const editsOf = (now: KnownTask, task: Task, was: DeclaredTask): readonly Change[] => {
  const changes = changesOf({ declared: was, endpoint: "", status: task.status, errors: [] }, now);
  // The tag does not tell names: the program may have changed its own since. A started task shows the machines that it runs on.
  return isDraft(task.status)
    ? changes.filter(({ part }) => part !== "name" && part !== "run")
    : changes.filter(({ part }) => fixedParts.includes(part));
};

/** Whether a draft of other args still is what was sent, so that no person works on it. */
const isUntouched = (task: Task, now: KnownTask, defaults: AppDefaults): boolean => {
  const [tag, live] = [ownerTagIn(task), readKnownTaskOrWait(declaredFrom(task))];
  if (tag === undefined || E.isLeft(live)) return false;
  const { description } = now;
  const isKept = description !== undefined && isKeptFrom(description, task.description);
  return isAsSent(tag, isKept ? { ...live.right, description } : live.right, now.triggers, {
    isDefault: (port, value) => isSameValue((onPort(defaults.inputs, port) ?? null) as never, value as never), // JSON, as all values are
    isOwnBatching: (batching) => isDeepStrictEqual(batching, defaults.batching),
  });
};

const leaveAlone = ({ client }: OrphanSearchContext, task: Task, why: string): undefined => {
  client.say(
    `warning: task ${task.id} (${task.status}) carries this resource's tag, but ${why}: left alone. If nobody needs it, delete or abort it on its page: ${webPageOf(task, client.connection.endpoint)}`,
  );
  return undefined;
};

/** A draft is brought to what the program says. A started task cannot be, and was made from the same body. */
const adoptCandidate = async (
  search: OrphanSearchContext,
  task: Task,
  before: KnownTask,
  found: Plan,
  retag: boolean,
): Promise<Result> => {
  const { session, client, now, hidden, seeker } = search;
  const what = seeker.isKnown(task.id)
    ? `Kept task ${task.id} (${task.status}), which matches the program`
    : `Adopted task ${task.id} (${task.status}), ${task.status === "COMPLETED" ? "made from the same args" : "left by an interrupted update"}`;
  session.ownership.tasks.set(seeker.owner, task.id);
  if (retag || found._tag !== "Keep") search.retagged.add(task.id);
  client.say(
    `${what}; no other is created. Change \`triggers\` to have another one created${isDraft(task.status) ? "" : `, ${paidAgainText(priceFrom(task.price))}`}`,
  );
  return applyPlan(
    session,
    client,
    { id: task.id, olds: {}, before, now, hidden, retag, isHeld: false },
    { status: task.status, plan: found },
  );
};

/** The task of a claim, adopted where it is genuine. */
const adoptGenuine = async (
  search: OrphanSearchContext,
  task: Task,
  claim: "Adopt" | "Patch",
): Promise<Result | undefined> => {
  const { session, client, now } = search;
  const { endpoint } = client.connection;
  // A child carries what its batch does (API digest, 6).
  if (task.parent) return undefined;
  const defaults = await appDefaults(session, client, now, task);
  const was = liveArgs(now, task, defaults);
  if (claim === "Adopt") {
    const edits = editsOf(now, task, was);
    if (edits.length > 0)
      return leaveAlone(
        search,
        task,
        `differs from the program in ${namesOf(edits)}: it is a clone, or somebody has edited it`,
      );
    if (!isDraft(task.status)) return adoptCandidate(search, task, now, { _tag: "Keep" }, false);
  } else if (!isUntouched(task, now, defaults))
    return leaveAlone(
      search,
      task,
      "was made from other args, and differs from those, too: it is a clone, or somebody has edited it",
    );
  const found = plan({ declared: was, endpoint, status: task.status, errors: [] }, now, endpoint);
  if (found._tag === "Replace")
    return leaveAlone(search, task, `differs in ${namesOf(found.changes)}, which can no longer be edited`);
  const before = rightOrThrow(readKnownTaskOrWait(was));
  return adoptCandidate(search, task, before, found, claim === "Patch");
};

const isAdoptable = (claim: Claim): claim is "Adopt" | "Patch" => claim === "Adopt" || claim === "Patch";

/** The list may be older than the task: only a GET tells whether it may be adopted. */
const firstMatch = async (
  search: OrphanSearchContext,
  ended: ReadonlySet<string>,
  listed: readonly ListedTask[],
): Promise<Result | undefined> => {
  for (const { id } of listed) {
    const task = await getTaskOrUndefined(search.client, id);
    if (task === undefined) continue;
    const claim = matchCandidate(task, search.seeker, ended);
    const found = isAdoptable(claim) ? await adoptGenuine(search, task, claim) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const nameOthers = ({ client }: OrphanSearchContext, tasks: readonly ListedTask[]): void => {
  for (const task of tasks)
    client.say(
      `warning: task ${task.id} (${task.status}) was made for this resource from other args, and goes on: if nobody needs it, abort it on its page: ${webPageOf(task, client.connection.endpoint)}`,
    );
};

/**
 * Drafts that a state holds, or held: this one, where a replacement is forced; another stack's; a lost one. They cost nothing. Where
 * the engine has handed over the state of a resource that it replaces, it deletes the draft next, and no line is printed.
 */
const nameHeld = ({ session, client, seeker }: OrphanSearchContext, tasks: readonly ListedTask[]): void => {
  if (session.ownership.ownersInState.has(seeker.owner) && !session.ownership.replaced.has(seeker.owner))
    return;
  for (const task of tasks)
    client.say(
      `draft ${task.id} was made for a resource of this name, and a state holds it, or held it: another draft is created. A forced replacement deletes the old one next; a renamed stack keeps it. If its state is lost, the resource option import: ${JSON.stringify(task.id)} keeps it; or delete it on its page: ${webPageOf(task, client.connection.endpoint)}`,
    );
};

/** This resource's task among these, adopted; `undefined` where there is none. */
export const adoptOrphan = async (
  search: OrphanSearchContext,
  tasks: readonly ListedTask[],
): Promise<Result | undefined> => {
  const { Adopt, Patch, Name, Held, ended } = matchCandidates(tasks, search.seeker);
  nameOthers(search, Name);
  const found = await firstMatch(search, ended, [...Adopt, ...Patch]);
  if (found === undefined) nameHeld(search, Held);
  return found;
};
