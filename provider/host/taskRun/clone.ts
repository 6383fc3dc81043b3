import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import type { ListedTask, Task } from "../../api/endpoints/schemas";
import { cloneTask, getTask, wholeOf } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { isSameSetting } from "../../model/codecs/executionSettings";
import type { TaskOfRun } from "../../model/run/runSnapshot";
import { fields } from "../../model/task/fields";
import { isDraft } from "../../model/task/taskState";
import { batchingFrom, inputsFrom } from "../../model/values/fromApi";
import { isSameUser } from "../../model/values/sameUser";
import { canonical } from "../../model/values/value";
import { explain, type HostError, isOpen } from "../../shared/errors";
import { timeIn } from "../../shared/timeIn";
import { attempt, fail, orThrow } from "../failure";
import { lookAgain } from "../recovery/lookAgain";
import { tasksNow, tasksSinceCreation } from "../recovery/taggedAttempts";
import type { Session } from "../session/session";
import { getTaskOrUndefined } from "../session/tasks";

/*
 * `actions/clone` takes no description (API digest, 5.8): until its PATCH a clone is a copy of its source, with its description or without. A process
 * that died in between, or an answer that was lost, has left such a draft; it is taken up rather than made twice.
 */

/**
 * Whether a clone has the description of its source, or none, is not established (API digest, 12). Absent and `null` are the same
 * (API digest, 3.1), and a list may say it otherwise than the task itself.
 */
const hasTextOf = (source: ListedTask, clone: ListedTask): boolean =>
  !clone.description || clone.description === (source.description ?? "");

const settingsOf = (task: Task): Readonly<Record<string, unknown>> => ({
  ...fields.executionSettings.read(task),
});

/** Either of the two may have its disk written out. */
const hasSettingsOf = (source: Task, task: Task): boolean => {
  const [was, now] = [settingsOf(source), settingsOf(task)];
  return Object.keys({ ...was, ...now }).every(
    (key) => isSameSetting(was[key], now[key]) || isSameSetting(now[key], was[key]),
  );
};

/**
 * Without a text nothing names the source. A clone has its settings, too (API digest, 5.8); a draft that a person makes after a
 * failure often has others, a larger machine for example.
 */
const hasTextOrSettingsOf = (source: Task, task: Task): boolean =>
  Boolean(task.description) || hasSettingsOf(source, task);

/** To the letter what a clone of this task is: nobody has edited it. */
const isCopy = (source: Task, task: Task): boolean =>
  hasTextOf(source, task) &&
  hasTextOrSettingsOf(source, task) &&
  task.app === source.app &&
  isDeepStrictEqual(canonical(inputsFrom(task.inputs)), canonical(inputsFrom(source.inputs))) &&
  isDeepStrictEqual(batchingFrom(task), batchingFrom(source));

/** Drafts of the list that may be one: made by this user after the task had ended, called like it, and nobody's yet. */
const candidates = (
  session: Session,
  user: string,
  source: Task,
  tasks: readonly ListedTask[],
): readonly ListedTask[] => {
  const ended = timeIn(source.end_time);
  const taken = new Set([
    ...session.ownership.tasks.values(),
    ...session.ownership.deleted,
    ...session.ownership.taggedAttempts.keys(),
  ]);
  return tasks.filter(
    (task) =>
      isDraft(task.status) &&
      isSameUser(task.created_by, user, task.project) &&
      task.app === source.app &&
      hasTextOf(source, task) &&
      // Whether the platform adds something to a clone's name is not documented.
      (task.name ?? "").includes(source.name ?? "") &&
      !taken.has(task.id) &&
      // Without an end there is nothing to tell it from older drafts by.
      timeIn(task.created_time) >= Math.floor(ended / 1000) * 1000,
  );
};

const firstCopy = async (
  client: Client,
  source: Task,
  tasks: readonly ListedTask[],
): Promise<Task | undefined> => {
  for (const { id } of tasks) {
    const task = await getTaskOrUndefined(client, id);
    if (task !== undefined && isDraft(task.status) && isCopy(source, task)) return task;
  }
  return undefined;
};

/** The clone that an interrupted attempt has left, if there is one. */
const leftCopies = async (
  session: Session,
  client: Client,
  source: Task,
  list: () => Promise<readonly ListedTask[]>,
): Promise<Task | undefined> => {
  const all = await list();
  const { username } = await orThrow(session.cache.user(client));
  return firstCopy(client, source, candidates(session, username, source, all));
};

const cloneProblem = (task: Task, error: HostError): HostError =>
  isOpen(error)
    ? {
        _tag: "Declined",
        reason: `${explain(error)}. A draft named ${task.name ?? task.id} may have been made all the same: it costs nothing. Run pulumi up again; it looks for the draft first, and adopts it`,
      }
    : error;

/** Children are known from a list of some of their fields. */
export const wholeSource = async (client: Client, task: TaskOfRun): Promise<Task> =>
  "description" in task ? task : orThrow(getTask(client, task.id));

/** A clone whose answer was lost is looked for: it is never made twice. */
const newClone = async (session: Session, client: Client, source: Task): Promise<Task> => {
  const made = await attempt(async () => {
    const answer = await orThrow(cloneTask(client, source.id));
    return orThrow(wholeOf(client, answer));
  });
  if (E.isRight(made)) return made.right;
  if (!isOpen(made.left)) return fail(made.left);
  const late = await lookAgain(session, client, `the clone of task ${source.id}`, () =>
    leftCopies(session, client, source, () => tasksNow(client, source)),
  );
  return late ?? fail(made.left);
};

/** A draft of the same inputs, app revision and settings: the one that was left, else a new one. Never made twice. */
export const cloneForRun = async (session: Session, client: Client, source: Task): Promise<Task> => {
  const left = await leftCopies(session, client, source, () => tasksSinceCreation(session, client, source));
  if (left !== undefined) return left;
  const made = await attempt(() => newClone(session, client, source));
  return E.isRight(made) ? made.right : fail(cloneProblem(source, made.left));
};
