import type {
  ChildTask,
  DraftItem,
  ListedTask,
  PolledTask,
  Task,
  TaskAnswer,
  TaskStatus,
} from "../../provider/api/endpoints/schemas";
import type { Client } from "../../provider/api/transport/http";
import { readWholeRun, withoutWaiting } from "../../provider/host/apply/findRun";
import { startedAttempts, type TaggedAttempt } from "../../provider/host/recovery/taggedAttempts";
import { type RunRequest, runAgain } from "../../provider/host/taskRun/attempts";
import type { Retry, RunSnapshot } from "../../provider/model/run/runSnapshot";

/**
 * Part of a task is no task: what was asked for some of its fields, or what an action has answered, does not compile where a
 * fetched one is wanted. Held by the compiler (`npm run lint`), never run.
 */

declare const client: Client;
declare const wanted: RunRequest;
declare const task: Task;
declare const listed: ListedTask;
declare const child: ChildTask;
declare const polled: PolledTask;
declare const status: TaskStatus;
declare const draft: DraftItem;
declare const answer: TaskAnswer;
declare const marked: readonly TaggedAttempt[];
declare const run: RunSnapshot;

/** A fetched task has all that any part has. */
export const parts: readonly [ListedTask, ChildTask, PolledTask, TaskStatus, DraftItem, TaskAnswer] = [
  task,
  task,
  task,
  task,
  task,
  task,
];

export const tasks: readonly Task[] = [
  task,
  // @ts-expect-error: an item of a project's list
  listed,
  // @ts-expect-error: an item of a batch's list
  child,
  // @ts-expect-error: a look of the poller
  polled,
  // @ts-expect-error: an id with a status
  status,
  // @ts-expect-error: an item of a list of drafts
  draft,
  // @ts-expect-error: what an action has answered
  answer,
];

export const retries: readonly Retry[] = [
  { of: "", number: 2, task },
  // @ts-expect-error: a marked task has neither outputs nor a price
  { of: "", number: 2, task: listed },
];

export const runs: readonly RunSnapshot[] = [
  { first: task, children: [child], retries: [] },
  // @ts-expect-error: what a start has answered is not yet the run
  { first: answer, children: [child], retries: [] },
  // @ts-expect-error: a child in a list of ids and statuses has made nothing
  { first: task, children: [status], retries: [] },
  // @ts-expect-error: attempts that were found in a list are ids, which are still to be read
  { ...run, retries: startedAttempts(marked, run) },
];

export const calls = () => [
  readWholeRun(withoutWaiting, client, task, startedAttempts(marked, run)),
  // @ts-expect-error: the first task of a run is fetched
  readWholeRun(withoutWaiting, client, listed, []),
  runAgain(wanted, child, { id: "", which: "attempt 2", of: "" }, marked),
  // @ts-expect-error: what is run again is a task of the run
  runAgain(wanted, listed, { id: "", which: "attempt 2", of: "" }, marked),
];
