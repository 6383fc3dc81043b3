import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import { type Task, type TaskAnswer, taskIn, updatedBy } from "../../api/endpoints/schemas";
import { patchTask } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import type { FailedItem, Retry, RunSnapshot, TaskOfRun } from "../../model/run/runSnapshot";
import type { RunHidden } from "../../model/run/runStored";
import type { KnownRun } from "../../model/run/taskRun";
import { type AttemptTag, attemptTag, attemptTagIn, withAttemptTag } from "../../model/tags/attemptTag";
import { idOf, resourceIdOf } from "../../model/tags/resourceId";
import { declaredFrom } from "../../model/task/declaredFrom";
import { knownSettingsBy, settingRows } from "../../model/task/fields";
import { storedSettings } from "../../model/task/stored";
import { isDraft } from "../../model/task/taskState";
import { type KnownTask, patchBody } from "../../model/task/toApi";
import { isRecord, nonEmpty } from "../../shared/codec";
import { explain } from "../../shared/errors";
import { hasSettings, saySettingsNotTaken } from "../apply/settingsTaken";
import { attempt, orThrow, rightOrThrow } from "../failure";
import { refuseEditedAttempt } from "../guards/editedTask";
import { readKnownTaskOrWait } from "../properties";
import type { TaggedAttempt } from "../recovery/taggedAttempts";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";
import { clearedError, startTask } from "../waiting/start";
import { cloneForRun, wholeSource } from "./clone";

/** What a further attempt is made for. */
export interface RunRequest {
  readonly session: Session;
  readonly client: Client;
  readonly declared: KnownRun;
  readonly hidden: RunHidden;
  /** What the program said of machines and places when the run was last stored: what it says no more is taken back. */
  readonly settingsBefore?: RunHidden["__settings"];
}

/** Of what a clone has, what the program says or has said, by keys: the rest is the platform's own default. */
const saidSettings = (has: unknown, ...said: readonly unknown[]): unknown => {
  if (!isRecord(has)) return said.some((it) => it !== undefined) ? has : undefined;
  const keys = new Set(said.flatMap((it) => Object.keys(isRecord(it) ? it : {})));
  return nonEmpty(Object.fromEntries(Object.entries(has).filter(([key]) => keys.has(key))));
};

/** The clone as it is, and as the program wants it now: with all that the program says, and nothing that it says no more. */
const editAttempt = (
  wanted: RunRequest,
  clone: KnownTask,
  tag: AttemptTag,
  cloneId: string,
): readonly [was: KnownTask, now: KnownTask] => {
  const settings = wanted.hidden.__settings && storedSettings(wanted.hidden.__settings);
  const before = storedSettings(wanted.settingsBefore ?? {});
  const { project, app, name, inputs, batching, run, triggers } = clone;
  const parts = { project, app, name, inputs, batching, run, triggers };
  const had = knownSettingsBy(({ part, whenUnset }) =>
    whenUnset === "nothing" || whenUnset === "project"
      ? clone[part]
      : saidSettings(clone[part], settings?.[part], before[part]),
  );
  // What falls back to the project cannot be taken back.
  const kept = knownSettingsBy(({ part, whenUnset }) => (whenUnset === "project" ? clone[part] : undefined));
  const spot = wanted.declared.useInterruptibleInstances;
  const { description } = settings ?? clone;
  const now: KnownTask = {
    ...parts,
    ...(settings === undefined ? had : { ...kept, ...settings }),
    ...(spot === undefined ? {} : { useInterruptibleInstances: spot }),
    description: withAttemptTag(description, tag, cloneId),
  };
  return [{ ...parts, ...had }, now];
};

/** The platform's own answer shows whether it has kept the tag: without it, an interrupted update starts the attempt twice. */
const sayIfUntagged = (client: Client, answer: TaskAnswer, tag: AttemptTag): void => {
  const isShown = answer.description !== undefined || taskIn(answer) !== undefined;
  const found = attemptTagIn(answer);
  if (isShown && (found?.which !== tag.which || found.of !== tag.of))
    client.say(
      `warning: the platform has not kept the tag in the description of task ${answer.id}, ${tag.which} of ${tag.of}: recovery is off for this task. If the update is interrupted, look for the task before you run pulumi up again`,
    );
};

/** One PATCH: its tag, and the machines that the program wants now. From then on it is found again. */
const prepareAttempt = async (wanted: RunRequest, clone: Task, tag: AttemptTag): Promise<Task> => {
  const declared = rightOrThrow(readKnownTaskOrWait(declaredFrom(clone)));
  const [was, now] = editAttempt(wanted, declared, tag, clone.id);
  const changed = settingRows
    .map(({ part }) => part)
    .filter((part) => !isDeepStrictEqual(was[part], now[part]));
  const none = { batching: undefined, useInterruptibleInstances: undefined };
  const answer = await orThrow(patchTask(wanted.client, clone.id, patchBody(was, now, changed, [], none)));
  sayIfUntagged(wanted.client, answer, tag);
  const task = updatedBy(clone, answer);
  if (hasSettings(answer)) saySettingsNotTaken(wanted.client, task, was, now);
  wanted.session.ownership.taggedAttempts.set(task.id, task);
  return task;
};

/** Runs a task again: finds the attempt that was begun, or clones the task as a draft; then marks it, and starts it. */
export const runAgain = async (
  given: RunRequest,
  source: TaskOfRun,
  tag: AttemptTag,
  marked: readonly TaggedAttempt[],
): Promise<Task> => {
  // What the API says of the task may quote its inputs.
  const client = clearedError(given.client, given.hidden, source);
  const wanted: RunRequest = { ...given, client };
  const prepared = async (): Promise<Task> => {
    const begun = marked.find((it) => it.tag.which === tag.which && it.tag.of === tag.of);
    const task = begun === undefined ? undefined : await getTaskOrUndefined(client, begun.task.id);
    // The list may be older than a deletion: what does not exist any more is made again.
    if (task === undefined) {
      const whole = await wholeSource(client, source);
      return prepareAttempt(wanted, await cloneForRun(wanted.session, client, whole), tag);
    }
    await refuseEditedAttempt(wanted.session, client, source, task);
    return isDraft(task.status) ? prepareAttempt(wanted, task, tag) : task;
  };
  const { batch, useInterruptibleInstances } = wanted.declared;
  return startTask(client, await prepared(), { batch, useInterruptibleInstances }, wanted.hidden);
};

/** A program of a version without owners has no id either. */
export const idOfRun = (hidden: RunHidden): string => idOf(hidden) ?? resourceIdOf("");

/** What came of the attempts of one `up`: those that run, and why the others do not. */
export interface AttemptsStarted {
  readonly run: RunSnapshot;
  readonly reasons: readonly string[];
}

/** Runs of one task update side by side, and a list does not show yet what the other one makes. */
const shareAttempt = async (
  { ownership: { attempts } }: Session,
  { which, of }: AttemptTag,
  begin: () => Promise<Task>,
): Promise<Task> => {
  const key = `${which} of ${of}`;
  const begun = attempts.get(key) ?? attempt(begin);
  attempts.set(key, begun);
  const result = await begun;
  // The engine may ask again in the same process (an `onError` hook): what failed is tried again then.
  if (E.isLeft(result) && attempts.get(key) === begun) attempts.delete(key);
  return rightOrThrow(result);
};

const startAttempt = async (
  wanted: RunRequest,
  { of, task, tries }: FailedItem,
  marked: readonly TaggedAttempt[],
): Promise<Retry> => {
  const number = tries + 1;
  const tag = { id: idOfRun(wanted.hidden), which: attemptTag(number), of };
  const again = await shareAttempt(wanted.session, tag, () => runAgain(wanted, task, tag, marked));
  return { of, number, task: again };
};

/**
 * The next attempt of all that has failed and may be run again: one after the other, so that trouble stops at the first
 * one. What was begun by then is part of the run, and goes into the state.
 */
export const nextAttempts = async (
  wanted: RunRequest,
  run: RunSnapshot,
  due: readonly FailedItem[],
  marked: readonly TaggedAttempt[],
): Promise<AttemptsStarted> => {
  let now = run;
  for (const next of due) {
    const started = await attempt(() => startAttempt(wanted, next, marked));
    if (E.isLeft(started)) return { run: now, reasons: [explain(started.left)] };
    now = { ...now, retries: [...now.retries, started.right] };
  }
  return { run: now, reasons: [] };
};
