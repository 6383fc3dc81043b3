import * as E from "fp-ts/Either";
import type { ExecutionDetails } from "../../api/endpoints/schemas";
import { getExecutionDetails } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { failureText } from "../../model/run/failureText";
import {
  failedItems,
  isBatch,
  latestWholeAttempt,
  type RunSnapshot,
  statusOf,
  type TaskOfRun,
} from "../../model/run/runSnapshot";
import type { FailedJob, Failure } from "../../model/run/runState";
import type { KnownRun } from "../../model/run/taskRun";
import { groupFrom, webPageOf } from "../../model/task/taskState";
import { safeText } from "../../shared/safeText";
import { joinWithAnd } from "../../shared/text";

/** Why a run ended badly: which tasks and jobs, and where their logs are. */

/** Jobs are asked for of so many tasks at most: a call each. The others are named, too. */
const maxTasksAsked = 10;

const jobsIn = ({ jobs }: ExecutionDetails): readonly FailedJob[] =>
  (jobs ?? []).flatMap(({ name, status, logs }) =>
    status === "FAILED"
      ? [
          {
            name: name ?? "a job",
            logs: Object.fromEntries(
              Object.entries(logs ?? {}).filter((log): log is [string, string] => typeof log[1] === "string"),
            ),
          },
        ]
      : [],
  );

/** An early-release call, which may be missing (404) or refused: the failure is reported without jobs then (API digest, 5.10). */
const detailsOf = async (client: Client, { id }: TaskOfRun): Promise<ExecutionDetails> => {
  const details = await getExecutionDetails(client, id)();
  return E.isLeft(details) ? {} : details.right;
};

/** The platform's words, where they say more than the status does. */
const messageIn = (task: TaskOfRun, details: ExecutionDetails): string | undefined =>
  [details.message, task.execution_status?.message].find(
    (text): text is string =>
      typeof text === "string" && text !== "" && text.toUpperCase() !== task.status.toUpperCase(),
  );

const failureOf =
  (
    client: Client,
    groupOf: (id: string) => string | undefined,
    clear: (task: TaskOfRun, text: string) => string,
  ) =>
  (task: TaskOfRun, of: string, details: ExecutionDetails): Failure => {
    const group = groupOf(of);
    const message = messageIn(task, details);
    const jobs = jobsIn(details);
    return {
      task: task.id,
      status: task.status,
      url: webPageOf(task, client.connection.endpoint),
      ...(group === undefined ? {} : { group }),
      ...(message === undefined ? {} : { message: safeText(clear(task, message)) }),
      ...(jobs.length === 0 ? {} : { jobs }),
    };
  };

/** What ended badly in a run, each with its failed jobs. Nothing for a run that ended well. */
export const failuresOf = async (
  client: Client,
  run: RunSnapshot,
  clear: (task: TaskOfRun, text: string) => string,
): Promise<readonly Failure[]> => {
  const groups = new Map(
    (run.children ?? []).map((child) => [child.id, groupFrom(child.batch_group)?.value]),
  );
  const made = failureOf(client, (id) => groups.get(id), clear);
  const all = failedItems(run);
  const asked: Failure[] = [];
  for (const { task, of } of all.slice(0, maxTasksAsked))
    asked.push(made(task, of, await detailsOf(client, task)));
  return [...asked, ...all.slice(maxTasksAsked).map(({ task, of }) => made(task, of, {}))];
};

const maxNamed = 20;

/** What a person can do: further attempts, if the program allows or could allow them. */
const remedy = (run: RunSnapshot, { maxAttempts }: KnownRun): string => {
  const tries = Math.min(...failedItems(run).map((it) => it.tries));
  if (tries < maxAttempts) return `run pulumi up again for attempt ${tries + 1} of ${maxAttempts}`;
  const accept = isBatch(run) && statusOf(run) === "FAILED" ? ", or accept it with allowFailures: true" : "";
  return `fix the cause, then set maxAttempts: ${tries + 1} to run it again${accept}`;
};

/** The reasons of a partial failure, the summary first. */
export const reasonsFor = (
  run: RunSnapshot,
  failures: readonly Failure[],
  declared: KnownRun,
): readonly string[] => {
  const whole = latestWholeAttempt(run);
  const children = run.children?.length ?? 0;
  const told = failures.filter(({ jobs, message }) => jobs !== undefined || message !== undefined);
  if (children === 0) return [...failures.map((it) => `${failureText(it)}: ${remedy(run, declared)}`)];
  const groups = failures.map(({ group }) => group || '""');
  const named =
    groups.length > maxNamed ? [...groups.slice(0, maxNamed), `${groups.length - maxNamed} more`] : groups;
  return [
    `batch ${whole.id} is ${statusOf(run)}: ${failures.length} of ${children} children did not complete (${joinWithAnd(named)}): ${remedy(run, declared)}`,
    ...told.map(failureText),
  ];
};
