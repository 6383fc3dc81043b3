import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { getTask, listChildren } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { type DeclaredTask, encodeDeclared } from "../../model/task/draftTask";
import { secretArgsOf, secretTexts } from "../../model/task/secretArgs";
import {
  computedFrom,
  encodeState,
  type InternalInputs,
  isDraft,
  isKnownStatus,
} from "../../model/task/taskState";
import { sealer, textClearer } from "../../model/values/secrets";
import { explain, type HostError } from "../../shared/errors";
import { attempt, fail, orThrow } from "../failure";
import type { Properties } from "../properties";
import type { Result } from "../results";
import { redactMessage } from "../session/redact";
import { plainNames } from "../session/secrecy";
import type { Session } from "../session/session";

/** A task that was made or changed, with what the program says of it. */
export interface TaskToStore {
  readonly task: Task;
  readonly declared: DeclaredTask;
  readonly hidden: InternalInputs;
}

const secretTextsOfTask = ({ declared, hidden }: TaskToStore, withNumbers = true): readonly string[] =>
  secretTexts(secretArgsOf(hidden), encodeDeclared(declared), withNumbers);

/** Redacts the API's words about it: the secrets are those of its args. */
const clearTaskText = (done: TaskToStore): ReturnType<typeof textClearer> =>
  textClearer(secretTextsOfTask(done));

/** How long `run: true` waits for a batch's children, in looks of the session's poll interval. */
const looksForChildren = 60;

/**
 * A batch is CREATING until its children exist (API digest, section 4). Whether they all exist from then on is not established
 * (12): as many are looked for as are expected.
 */
export const withChildren = async (
  session: Session,
  client: Client,
  task: Task,
  looks: number,
  expected = 0,
): Promise<readonly [Task, readonly string[] | undefined]> => {
  let now = task;
  for (let left = looks; ; left -= 1) {
    if (now.batch !== true || isDraft(now.status)) return [now, undefined];
    if (now.status !== "CREATING" || left <= 0) {
      const children = await orThrow(listChildren(client, now.id));
      // A status that is not known here may mean that they are still to come.
      const isLacking = children.length < expected || (children.length === 0 && !isKnownStatus(now.status));
      if (left <= 0 || !isLacking) return [now, children.map(({ id }) => id)];
    }
    await sleep(session.waiter.pollInterval);
    now = await orThrow(getTask(client, now.id));
  }
};

export const encodeTaskOutputs = (
  done: TaskToStore,
  client: Client,
  childIds: readonly string[] | undefined,
): Properties => {
  const { task, declared, hidden } = done;
  const clear = clearTaskText(done);
  const { errors, warnings, ...rest } = computedFrom(task, client.connection.endpoint, childIds);
  const seal = sealer(secretTextsOfTask(done, false), secretTextsOfTask(done), plainNames);
  return seal(encodeState(declared, hidden, { ...rest, errors: clear(errors), warnings: clear(warnings) }));
};

/** Why a task is not what was asked for: the API's errors on a draft, or a start that did not happen. */
const draftProblems = (done: TaskToStore): readonly string[] => {
  const { task, declared } = done;
  if (!isDraft(task.status)) return [];
  const clear = clearTaskText(done);
  const errors = (task.errors ?? []).map((entry) => clear(redactMessage(entry)));
  if (errors.length > 0)
    return errors.map(
      (text) => `${text} (task ${task.id} is a draft with errors: fix the program and run pulumi up again)`,
    );
  return declared.run === true
    ? [`task ${task.id} was asked to run, but is still a draft: run pulumi up again`]
    : [];
};

/** A task that exists, but is not what was asked for. */
export const unfinishedTask = (
  client: Client,
  done: TaskToStore,
  childIds: readonly string[] | undefined,
  reasons: readonly string[],
): HostError => ({
  _tag: "Unfinished",
  id: done.task.id,
  outputs: encodeTaskOutputs(done, client, childIds),
  reasons,
});

/**
 * From the API's answer to the state. The task exists now: whatever goes wrong from here on is Pulumi's
 * partial failure, which keeps its id.
 */
export const toTaskResult = async (session: Session, client: Client, done: TaskToStore): Promise<Result> => {
  const clear = clearTaskText(done);
  for (const warning of done.task.warnings ?? []) client.say(`warning: ${clear(redactMessage(warning))}`);
  const expected = done.hidden.expectedChildren?.count;
  const listed = await attempt(() => withChildren(session, client, done.task, looksForChildren, expected));
  if (E.isLeft(listed))
    return fail(
      unfinishedTask(client, done, undefined, [
        `task ${done.task.id} exists, but its children could not be listed: ${explain(listed.left)}`,
      ]),
    );
  const [task, childIds] = listed.right;
  const reasons = draftProblems({ ...done, task });
  if (reasons.length > 0) return fail(unfinishedTask(client, { ...done, task }, childIds, reasons));
  return { id: task.id, outs: encodeTaskOutputs({ ...done, task }, client, childIds) };
};
