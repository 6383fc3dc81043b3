import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
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
import { type ApiError, explain, type HostError } from "../../shared/errors";
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

/** How long `run: true` waits for a batch's children, in looks of the host's poll interval. */
const looksForChildren = 60;

/**
 * A batch is CREATING until its children exist (API digest, section 4). Whether they all exist from then on is not established
 * (12): as many are looked for as are expected.
 */
export const withChildren = (
  session: Session,
  client: Client,
  task: Task,
  looks: number,
  expected = 0,
): TE.TaskEither<ApiError, readonly [Task, readonly string[] | undefined]> => {
  if (task.batch !== true || isDraft(task.status)) return TE.right([task, undefined]);
  const lookAgain = pipe(
    TE.fromTask(() => sleep(session.waiter.pollInterval)),
    TE.flatMap(() => getTask(client, task.id)),
    TE.flatMap((again) => withChildren(session, client, again, looks - 1, expected)),
  );
  if (task.status === "CREATING" && looks > 0) return lookAgain;
  return pipe(
    listChildren(client, task.id),
    TE.flatMap((children) =>
      // A status that is not known here may mean that they are still to come.
      looks > 0 && (children.length < expected || (children.length === 0 && !isKnownStatus(task.status)))
        ? lookAgain
        : TE.right([task, children.map(({ id }) => id)] as const),
    ),
  );
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
export const toTaskResult = (
  session: Session,
  client: Client,
  done: TaskToStore,
): TE.TaskEither<HostError, Result> => {
  const clear = clearTaskText(done);
  for (const warning of done.task.warnings ?? []) client.say(`warning: ${clear(redactMessage(warning))}`);
  return pipe(
    withChildren(session, client, done.task, looksForChildren, done.hidden.expectedChildren?.count),
    TE.mapLeft((error) =>
      unfinishedTask(client, done, undefined, [
        `task ${done.task.id} exists, but its children could not be listed: ${explain(error)}`,
      ]),
    ),
    TE.flatMap(([task, childIds]) => {
      const reasons = draftProblems({ ...done, task });
      return reasons.length > 0
        ? TE.left(unfinishedTask(client, { ...done, task }, childIds, reasons))
        : TE.right({ id: task.id, outs: encodeTaskOutputs({ ...done, task }, client, childIds) });
    }),
  );
};
