import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { cloneTask, listSince, patchTask } from "../../api/tasks";
import type { Task } from "../../api/wire";
import { type ApiError, explain, type HostError } from "../../errors";
import { type AttemptLine, attempt, lineIn, numberOf, withLine } from "../../model/attemptLine";
import { declaredFrom } from "../../model/fromApi";
import type { Failed, Retry, RunNow } from "../../model/runNow";
import type { RunHidden } from "../../model/runStored";
import { partsOfSettings } from "../../model/stored";
import type { KnownRun } from "../../model/taskRun";
import { type Editable, type KnownTask, patchBody } from "../../model/toApi";
import { findTask } from "../live";
import { isDraft } from "../plan";
import { isOpen, knownBefore } from "../properties";
import { started } from "./start";

/** What a further attempt is made for. */
export interface Wanted {
  readonly client: Client;
  readonly declared: KnownRun;
  readonly hidden: RunHidden;
  /** What the program said of machines and places when the run was last stored: what it says no more is taken back. */
  readonly settingsBefore?: RunHidden["__settings"];
}

/** A task that bears a line of ours. */
export interface Marked {
  readonly line: AttemptLine;
  readonly task: Task;
}

/**
 * The attempts that this run has made before, found by their lines: what a process made that died before it could
 * store it. One list of the project's tasks since the first one was created.
 */
export const markedTasks = (
  client: Client,
  owner: string,
  first: Task,
): TE.TaskEither<ApiError, readonly Marked[]> =>
  pipe(
    listSince(client, first.project, first.created_time ?? first.start_time ?? "1970-01-01"),
    TE.map((tasks) =>
      tasks.flatMap((task) => {
        const line = lineIn(task.description);
        return line?.owner === owner ? [{ line, task }] : [];
      }),
    ),
  );

/** The attempts among them, by what they run again. */
export const retriesIn = (marked: readonly Marked[]): readonly Retry[] =>
  marked.flatMap(({ line, task }) => {
    const number = numberOf(line);
    return number === undefined ? [] : [{ of: line.of, number, task }];
  });

/** A clone as if the program had declared it with these settings; without any it keeps those of the task that failed. */
const withSettings = (clone: KnownTask, settings: RunHidden["__settings"]): KnownTask => {
  const { executionSettings: _, outputLocation: __, description: ___, ...rest } = clone;
  return settings === undefined ? clone : { ...rest, ...partsOfSettings(settings) };
};

const editable: readonly Editable[] = [
  "description",
  "useInterruptibleInstances",
  "executionSettings",
  "outputLocation",
];

/** One PATCH: whose it is, and the machines that the program wants now. */
const prepared = (wanted: Wanted, clone: Task, line: AttemptLine): TE.TaskEither<HostError, Task> =>
  pipe(
    TE.fromEither(knownBefore(declaredFrom(clone))),
    TE.flatMap((declared) => {
      const { __settings: settings } = wanted.hidden;
      const was = withSettings(declared, settings && (wanted.settingsBefore ?? {}));
      const present = withSettings(declared, settings);
      const spot = wanted.declared.useInterruptibleInstances;
      const now = {
        ...present,
        ...(spot === undefined ? {} : { useInterruptibleInstances: spot }),
        description: withLine(present.description, line),
      };
      const changed = editable.filter((part) => JSON.stringify(was[part]) !== JSON.stringify(now[part]));
      const none = { batching: undefined, useInterruptibleInstances: undefined };
      return patchTask(wanted.client, clone.id, patchBody(was, now, changed, [], none));
    }),
  );

/** An answer that leaves it open whether there is a clone: it would be a draft, which costs nothing. */
const notCloned =
  (task: Task) =>
  (error: ApiError): HostError =>
    isOpen(error)
      ? {
          _tag: "Declined",
          reason: `${explain(error)}. A draft named ${task.name ?? task.id} may have been made all the same: it costs nothing, and can be deleted. Run pulumi up again`,
        }
      : error;

/** Runs a task again: finds the attempt that was begun, or clones the task as a draft; then marks it, and starts it. */
export const runAgain = (
  wanted: Wanted,
  source: Task,
  line: AttemptLine,
  marked: readonly Marked[],
): TE.TaskEither<HostError, Task> => {
  const { client, declared, hidden } = wanted;
  const begun = marked.find((it) => it.line.which === line.which && it.line.of === line.of);
  const draft: TE.TaskEither<HostError, Task> =
    begun === undefined
      ? pipe(
          cloneTask(client, source.id),
          TE.mapLeft(notCloned(source)),
          TE.flatMap((clone) => prepared(wanted, clone, line)),
        )
      : pipe(
          findTask(client, begun.task.id),
          TE.flatMap((task): TE.TaskEither<HostError, Task> => {
            if (task === undefined) return TE.right(begun.task);
            return isDraft(task.status) ? prepared(wanted, task, line) : TE.right(task);
          }),
        );
  const { batch, useInterruptibleInstances } = declared;
  return pipe(
    draft,
    TE.flatMap((task) =>
      started(client, task, { batch, useInterruptibleInstances }, hidden.__secret === true),
    ),
  );
};

/** What came of the attempts of one `up`: those that run, and why the others do not. */
export interface Begun {
  readonly run: RunNow;
  readonly reasons: readonly string[];
}

const one = (
  wanted: Wanted,
  { of, task, tries }: Failed,
  marked: readonly Marked[],
): TE.TaskEither<HostError, Retry> => {
  const number = tries + 1;
  const line = { owner: wanted.hidden.__owner ?? "", which: attempt(number), of };
  return pipe(
    runAgain(wanted, task, line, marked),
    TE.map((again) => ({ of, number, task: again })),
  );
};

/**
 * The next attempt of all that has failed and may be run again: one after the other, so that trouble stops at the first
 * one. What was begun by then is part of the run, and goes into the state.
 */
export const nextAttempts = async (
  wanted: Wanted,
  run: RunNow,
  due: readonly Failed[],
  marked: readonly Marked[],
): Promise<Begun> => {
  const [next, ...more] = due;
  if (next === undefined) return { run, reasons: [] };
  const result = await one(wanted, next, marked)();
  if (result._tag === "Left") return { run, reasons: [explain(result.left)] };
  return nextAttempts(wanted, { ...run, retries: [...run.retries, result.right] }, more, marked);
};
