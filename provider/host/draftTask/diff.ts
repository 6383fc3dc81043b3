import * as E from "fp-ts/Either";
import type { Client } from "../../api/transport/http";
import { type DeclaredTask, decodeDeclared } from "../../model/task/draftTask";
import { argNames } from "../../model/task/fields";
import { hasSameSecrets } from "../../model/task/secretArgs";
import { type InternalInputs, internalInputsOf, isDraft } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { pendingIn } from "../../shared/pending";
import { notedPrice, type Remark } from "../../shared/printedLine";
import { formatPrice } from "../../shared/text";
import { type LivePlan, planAgainstLive } from "../apply/planAgainstLive";
import { isHeldForNextAttempt, isRenamable, namesIn, namesOf, properties } from "../drift/plan";
import { rightOrThrow } from "../failure";
import { childrenNow, type Located } from "../guards/refreshBeforeReplace";
import { shouldRefuse } from "../guards/replaceFinishedGuard";
import { refuseOwnResults } from "../guards/selfReference";
import { argsIn, isHeldBack, type Properties, readStoredTask } from "../properties";
import type { Differences } from "../results";
import { isReportedByCheck } from "../session/checked";
import { clientFor } from "../session/connections";
import { importedTwice, importerOf } from "../session/importers";
import type { Session } from "../session/session";

/** What a reader of the preview must know before they agree. */
const remarksOfTask = (id: string, { plan: found, status, price }: LivePlan): readonly Remark[] => {
  if (status === "GONE") return [{ text: `task ${id} does not exist any more: a new draft will be made` }];
  if (isDraft(status)) return [];
  const task = `task ${id} has been started (${status}${formatPrice(price)})`;
  const seen = { of: "task", id, status, ...notedPrice(price) } as const;
  if (found._tag === "Replace") {
    const sure = found.changes.filter(({ unsure }) => !unsure);
    const isSure = sure.length > 0;
    const why = isSure
      ? `a new task will be made, because ${namesOf(sure)} changed`
      : `a new task will be made only if ${namesOf(found.changes)} really changes`;
    return [{ text: `${task}: ${why}`, note: { ...seen, tells: "Replacement", isSure } }];
  }
  if (found._tag === "Keep") return [];
  const held = found.changes.filter(isHeldForNextAttempt);
  const isRefused = found.changes.some(({ part }) => part === "name") && !isRenamable(status);
  return [
    ...(held.length > 0 ? [`${task}: ${namesOf(held)} will hold for its next attempt`] : []),
    ...(isRefused
      ? [`${task} and cannot be renamed in this state: the new name is kept in the state only`]
      : []),
  ].map((text) => ({ text, note: { ...seen, tells: "Status" } }));
};

/** Our own notes that the outputs must follow: `read` is given outputs only, and finds the pin there. */
const isRestated = (was: InternalInputs, now: InternalInputs): boolean =>
  was.__app !== now.__app || !hasSameSecrets(was, now);

/** `import` adopts one task; it neither follows the resource to another one, nor may it create a new one. */
const diffOfTaskImport = (id: string, adopts: unknown, found: LivePlan): E.Either<HostError, LivePlan> => {
  if (adopts === undefined) return E.right(found);
  if (adopts !== id)
    return E.right({ ...found, plan: { _tag: "Replace", changes: [{ part: "import", unsure: false }] } });
  return found.plan._tag === "Replace"
    ? E.left({
        _tag: "Declined",
        reason: `${namesOf(found.plan.changes)} changed, which needs a new task: remove \`import\` from the resource's options to have one made`,
      })
    : E.right(found);
};

/** Finished work is not paid for again where the settings refuse it. */
const guardTask = async (
  session: Session,
  client: Client,
  place: Located,
  owner: string,
  { plan: found, status, price, isBatch }: LivePlan,
): Promise<boolean> => {
  session.handoff.refusals.delete(owner);
  if (found._tag !== "Replace") return false;
  const sure = found.changes.filter(({ unsure }) => !unsure);
  if (sure.length === 0) return false;
  const children = isBatch ? await childrenNow(session, client, place, { status, price }) : [];
  return rightOrThrow(
    shouldRefuse(session, owner, {
      what: `task ${place.id}`,
      status,
      children,
      price,
      changed: namesIn(sure),
      args: properties(sure).filter((name) => argNames.some((arg) => arg === name)),
      second: "a second DraftTask",
    }),
  );
};

/**
 * An edit that a preview has promised would become a second task, where somebody has started the draft since. The next preview
 * shows that, with what the started one has cost.
 */
const previewedPlan = (
  { handoff: { mode, previewRecords } }: Session,
  id: string,
  owner: string,
  { plan: found, status }: LivePlan,
): E.Either<HostError, void> => {
  if (mode.preview) {
    if (found._tag === "Update" && isDraft(status))
      previewRecords.record({ owner, edits: id, time: Date.now() });
    return E.right(undefined);
  }
  const isStarted = !isDraft(status) && status !== "GONE";
  return found._tag === "Replace" && isStarted && previewRecords.edited(owner) === id
    ? E.left({
        _tag: "Declined",
        reason: `Task ${id} started after the preview (${status}); its ${namesOf(found.changes)} can no longer change. Run \`pulumi up\` again: its preview shows the new task, and what this one has cost`,
      })
    : E.right(undefined);
};

/** A refresh calls diff, too; what the program does not declare may be deleted later in the same process. */
const noteTask = (session: Session, id: string, { __owner: owner }: InternalInputs): void => {
  if (owner !== undefined && session.ownership.declaredOwners.has(owner))
    session.ownership.tasks.set(owner, id);
};

/** What waits for the values of a run stays as it is until they are there: `update` says so, and changes nothing. */
const holdBackDiff = (
  session: Session,
  id: string,
  news: Properties,
  olds: Properties,
  now: DeclaredTask,
): Differences => {
  const client = rightOrThrow(clientFor(session, id, news, olds));
  for (const { path, why } of pendingIn(now)) client.say(`${path}: ${why}`);
  noteTask(session, id, internalInputsOf(news));
  return { changes: true };
};

/**
 * One draft for two resources: one of them was renamed by an alias, and a new one of the old name has found the draft, whose line
 * still has that name. They would patch it to and fro.
 */
const sharedTaskError = (
  session: Session,
  id: string,
  owner: string | undefined,
): E.Either<HostError, void> => {
  const importer = owner === undefined ? undefined : importerOf(session, "task", id, owner);
  if (owner !== undefined && importer !== undefined)
    return E.left(importedTwice("task", id, owner, importer));
  const other = [...session.ownership.tasks].find(([whose, live]) => live === id && whose !== owner)?.[0];
  return owner === undefined || other === undefined || !session.ownership.declaredOwners.has(owner)
    ? E.right(undefined)
    : E.left({
        _tag: "Declined",
        reason: `task ${id} is already that of ${other}, which was made later under the name that this resource had: take this one out of the state with pulumi state delete, and run pulumi up again to have another task made for it`,
      });
};

/** Compares args only, in canonical form. Nothing is asked of the API for a task that is as the program says. */
export const diff = async (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<Differences> => {
  const hidden = internalInputsOf(news);
  const { __owner: owner } = hidden;
  if (isHeldBack(news)) {
    noteTask(session, id, hidden);
    return { changes: true };
  }
  const declared = decodeDeclared(argsIn(news));
  if (E.isLeft(declared) || isReportedByCheck(news)) return { changes: true };
  const now = declared.right;
  rightOrThrow(sharedTaskError(session, id, owner));
  if (pendingIn(now).length > 0) return holdBackDiff(session, id, news, olds, now);
  // Observe.
  const was = rightOrThrow(readStoredTask(id, olds));
  if (isDraft(was.status)) session.ownership.draftsInState.add(id);
  if (was.hidden.__tagLost === true) session.connections.tagless.add(was.endpoint);
  const client = rightOrThrow(clientFor(session, id, news, olds));
  const place: Located = { id, endpoint: was.endpoint, olds };
  const found = await planAgainstLive(session, client, place, was, now, hidden);
  // Decide.
  const decided = rightOrThrow(diffOfTaskImport(id, news.adopts, found));
  const { plan: toDo, status } = decided;
  if (toDo._tag === "Replace" && !isDraft(status))
    await refuseOwnResults(session, client, id, was.declared, now, toDo.changes);
  rightOrThrow(previewedPlan(session, id, owner ?? id, decided));
  const isRefused = await guardTask(session, client, place, owner ?? id, decided);
  // Act.
  if (!isRefused) for (const { text, note } of remarksOfTask(id, decided)) client.say(text, note);
  if (toDo._tag === "Replace") {
    session.ownership.tasks.delete(owner ?? id);
    const isSure = toDo.changes.some(({ unsure }) => !unsure);
    const isToldWithCost = !isDraft(status) && status !== "GONE";
    session.ownership.replaced.set(owner ?? id, {
      id,
      createdTime: olds.createdTime,
      isSure,
      isToldWithCost,
    });
    return { changes: true, replaces: properties(toDo.changes) };
  }
  noteTask(session, id, hidden);
  // Return.
  return { changes: toDo._tag === "Update" || isRestated(was.hidden, hidden) };
};
