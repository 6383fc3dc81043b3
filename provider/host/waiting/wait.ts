import type { PolledTask } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { type RunSnapshot, unfinishedTasks } from "../../model/run/runSnapshot";
import type { RunHidden } from "../../model/run/runStored";
import type { KnownRun } from "../../model/run/taskRun";
import { hasEnded, isDraft } from "../../model/task/taskState";
import { clock, millisecondsIn } from "../../shared/duration";
import { explain, type HostError } from "../../shared/errors";
import { timeIn } from "../../shared/timeIn";
import { fail } from "../failure";
import type { Looks } from "../session/poller";
import type { Session } from "../session/session";
import { type LoggedProgress, lineFor, progressOfSeveral, statusOfSeveral } from "./progress";

/** How the waiting came to its end: nothing moves any more (or is gone), or there is no use in waiting on. */
export type WaitResult = { readonly _tag: "Ended" } | { readonly _tag: "GivenUp"; readonly reason: string };

const day = { timeout: "24h", span: 86_400_000 };

/** `customTimeouts` are the engine's to check, and it takes other forms, too. */
const timeoutOf = (client: Client, declared: KnownRun, hidden: RunHidden): typeof day => {
  const timeout = declared.timeout ?? hidden.__timeout ?? day.timeout;
  const span = millisecondsIn(timeout);
  if (span === undefined)
    client.say(`the timeout ${timeout} has a form that is not understood: waiting for 24h`);
  return span === undefined ? day : { timeout, span };
};

const startOf = (tasks: readonly PolledTask[]): number => {
  const starts = tasks.map(({ start_time }) => timeIn(start_time)).filter(Number.isFinite);
  return starts.length > 0 ? Math.min(...starts) : Date.now();
};

/** Says how far it has come, but not too often; `true` when all has ended. */
const watchRun = (client: Client, tasks: readonly PolledTask[]) => {
  const since = startOf(tasks);
  let said: LoggedProgress | undefined;
  const tell = (now: readonly PolledTask[]): void => {
    const text = progressOfSeveral(now, hasEnded);
    const next = lineFor(said, statusOfSeveral(now, hasEnded), text, Date.now(), since);
    said = next.said;
    if (next.line !== undefined) client.say(next.line);
  };
  return {
    tell,
    seen: (looks: Looks): boolean => {
      // A task that is gone will not end any more.
      const there = tasks.filter(({ id }) => !looks.has(id) || looks.get(id) !== undefined);
      const now = there.map((task) => looks.get(task.id) ?? task);
      if (now.length > 0) tell(now);
      return now.every(({ status }) => hasEnded(status));
    },
    text: (looks: Looks): string =>
      progressOfSeveral(
        tasks.map((task) => looks.get(task.id) ?? task),
        hasEnded,
      ),
  };
};

/** In how many rounds a started task may show as a draft: how soon a look shows the start is not established. */
const maxIdleRounds = 3;

/** A draft never ends. A status that is not known does not say whether a task was started. */
const idleIn = (looks: Looks): PolledTask | undefined =>
  [...looks.values()].find((task) => task !== undefined && isDraft(task.status));

/** Waits until all that moves has ended. The end of the waiting is never the end of the task. */
export const waitForEnd = async (
  session: Session,
  client: Client,
  run: RunSnapshot,
  declared: KnownRun,
  hidden: RunHidden,
): Promise<WaitResult> => {
  const tasks = unfinishedTasks(run);
  if (tasks.length === 0) return { _tag: "Ended" };
  const watch = watchRun(client, tasks);
  const { timeout, span } = timeoutOf(client, declared, hidden);
  let last: Looks = new Map();
  let idleRounds = 0;
  watch.tell(tasks);
  const ids = tasks.map(({ id }) => id);
  const result = await session.waiter.poller.watch(client, ids, span, (looks) => {
    last = looks;
    if (idleIn(looks) === undefined) return watch.seen(looks);
    idleRounds += 1;
    return idleRounds >= maxIdleRounds;
  });
  const idle = idleIn(last);
  if (result._tag === "Failed") return fail(result.error);
  if (result._tag === "TimedOut")
    return {
      _tag: "GivenUp",
      reason: `still ${watch.text(last)} after ${clock(span)} of waiting (timeout: ${timeout}): the task goes on; run pulumi up again to wait for it`,
    };
  return idle === undefined
    ? { _tag: "Ended" }
    : {
        _tag: "GivenUp",
        reason: `task ${idle.id} is a draft, although it seemed to be started: run pulumi up again to start it`,
      };
};

export const interruptedText = (error: HostError): string =>
  `${explain(error)}. The task goes on; run pulumi up again to wait for it`;
