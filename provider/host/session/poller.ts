import * as E from "fp-ts/Either";
import { type Bulk, bulkGet, isGoneItem, refusalOfItem } from "../../api/endpoints/bulk";
import { PolledTask } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { hasEnded } from "../../model/task/taskState";
import { keyOf } from "../../shared/connection";
import { type ApiError, explain } from "../../shared/errors";

/**
 * One poller per process serves all that wait. Each round asks for all their tasks, 100 a call; the interval grows while
 * nothing changes, and starts again with each change: calls are the scarce thing (API digest, 9.3).
 */
export interface Poller {
  /** Looks at tasks, round by round, until `seen` says that it has seen enough, or until the time is over. */
  readonly watch: (client: Client, ids: readonly string[], timeout: number, seen: Seen) => Promise<Watched>;
}

/** Tasks as a round found them; a task that the platform does not have any more is `undefined`. */
export type Looks = ReadonlyMap<string, PolledTask | undefined>;

/** Called after each round; `true` ends the watch. */
export type Seen = (looks: Looks) => boolean;

export type Watched =
  | { readonly _tag: "Seen" }
  | { readonly _tag: "TimedOut" }
  | { readonly _tag: "Failed"; readonly error: ApiError };

export interface Pace {
  /** Milliseconds until the first look, and after each change. */
  readonly first: number;
  readonly longest: number;
}

export const defaultPace: Pace = { first: 2_000, longest: 60_000 };

interface Watch {
  readonly client: Client;
  readonly ids: readonly string[];
  readonly seen: Seen;
  readonly looks: Map<string, PolledTask | undefined>;
  readonly end: (watched: Watched) => void;
}

/** The longest that a timer of Node's takes. */
const longestTimer = 2 ** 31 - 1;

/** Trouble that will not pass by itself: the token, the rights, the call. */
const isFinal = (error: ApiError): boolean =>
  error._tag === "Refused" && error.status >= 400 && error.status < 500 && error.status !== 429;

const fingerprint = (task: PolledTask | undefined): string =>
  JSON.stringify([
    task?.status,
    ...["queued", "running", "completed", "failed", "aborted", "steps_completed"].map(
      (key) => task?.execution_status?.[key],
    ),
  ]);

/** The watches over one connection, with their rounds: another user may not see the tasks of this one. */
class Rounds {
  private readonly watches = new Set<Watch>();
  private timer: NodeJS.Timeout | undefined;
  private due = 0;
  private interval: number;
  /** Ends the round that is under way. */
  private asking: AbortController | undefined;
  /** The last round had no answer, and that has been said. */
  private troubled = false;

  constructor(private readonly pace: Pace) {
    this.interval = pace.first;
  }

  add(watch: Watch): void {
    this.watches.add(watch);
    this.interval = this.pace.first;
    if (this.asking === undefined) this.schedule();
  }

  remove(watch: Watch): void {
    this.watches.delete(watch);
    if (this.watches.size === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      // A round may be waiting for the end of a maintenance, and nobody wants its answer any more.
      this.asking?.abort();
    }
  }

  /** A round that is due earlier is kept: many new waits must not delay it. */
  private schedule(): void {
    // A little later than the interval, never earlier: many stacks of one user do not ask in step.
    const due = Date.now() + this.interval * (1 + Math.random() * 0.2);
    if (this.timer !== undefined && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => void this.round(), due - Date.now());
    // Who waits is kept alive by the engine's connection; a process that nobody asks anything of may end.
    this.timer.unref();
  }

  private async round(): Promise<void> {
    this.timer = undefined;
    const watches = [...this.watches];
    const ids = [...new Set(watches.flatMap((it) => it.ids.filter((id) => isOpen(it, id))))];
    const [first] = watches;
    if (first === undefined) return;
    const asking = new AbortController();
    this.asking = asking;
    const client = { ...first.client, signal: asking.signal };
    const answer = await bulkGet(client, "tasks", PolledTask, ids)();
    this.asking = undefined;
    if (!asking.signal.aborted) {
      if (E.isLeft(answer)) this.trouble(answer.left, watches);
      else this.deliver(watches, new Map(ids.map((id, index) => [id, answer.right[index]])));
    }
    if (this.watches.size > 0) this.schedule();
  }

  private trouble(error: ApiError, watches: readonly Watch[]): void {
    if (isFinal(error)) {
      for (const watch of watches) watch.end({ _tag: "Failed", error });
      return;
    }
    if (!this.troubled) watches[0]?.client.say(`${explain(error)}; still waiting, for the tasks go on`);
    this.troubled = true;
    this.grow();
  }

  private grow(): void {
    this.interval = Math.min(this.pace.longest, this.interval * 1.5);
  }

  private deliver(
    watches: readonly Watch[],
    answers: ReadonlyMap<string, Bulk<PolledTask> | undefined>,
  ): void {
    this.troubled = false;
    let changed = false;
    for (const watch of watches) {
      for (const id of watch.ids) {
        const answer = answers.get(id);
        if (answer === undefined) continue;
        if (answer._tag === "Missing" && !isGoneItem(answer)) {
          if (answer.status >= 400 && answer.status < 500)
            watch.end({ _tag: "Failed", error: refusalOfItem(watch.client, `/tasks/${id}`, answer) });
          continue;
        }
        const task = answer._tag === "Found" ? answer.resource : undefined;
        changed ||= !watch.looks.has(id) || fingerprint(watch.looks.get(id)) !== fingerprint(task);
        watch.looks.set(id, task);
      }
      if (this.watches.has(watch) && watch.seen(watch.looks)) watch.end({ _tag: "Seen" });
    }
    if (changed) this.interval = this.pace.first;
    else this.grow();
  }
}

/** What has ended or is gone is not asked for again. */
const isOpen = ({ looks }: Watch, id: string): boolean => {
  const task = looks.get(id);
  return !looks.has(id) || (task !== undefined && !hasEnded(task.status));
};

export const newPoller = (pace: Pace): Poller => {
  const rounds = new Map<string, Rounds>();
  return {
    watch: (client, ids, timeout, seen) =>
      new Promise((done) => {
        const over = keyOf(client.current(client.connection));
        const ours = rounds.get(over) ?? new Rounds(pace);
        rounds.set(over, ours);
        let timer: NodeJS.Timeout;
        const arm = (left: number): void => {
          const next = Math.min(left, longestTimer);
          timer = setTimeout(() => (left > next ? arm(left - next) : watch.end({ _tag: "TimedOut" })), next);
          timer.unref();
        };
        const watch: Watch = {
          client,
          ids,
          seen,
          looks: new Map(),
          end: (watched) => {
            clearTimeout(timer);
            ours.remove(watch);
            done(watched);
          },
        };
        arm(timeout);
        ours.add(watch);
      }),
  };
};
