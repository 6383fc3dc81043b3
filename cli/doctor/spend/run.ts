import { setTimeout as later } from "node:timers/promises";
import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { abortTask, getTask, patchTask, runTask } from "../../../provider/api/endpoints/tasks";
import { hasEnded } from "../../../provider/model/task/taskState";
import { type ApiError, isOpen } from "../../../provider/shared/errors";
import { type Answer, bodyOf, idOf, type Skipped, shortError, skip, statusIn } from "../answer";
import { Unsuitable } from "../app";
import type { CallName, Context } from "../calls/call";
import { installEcho } from "./echo";
import { paidName } from "./names";

/* The only place of this command that starts tasks: two, each once. */

export interface PaidOptions {
  /** Between two looks at a task. */
  readonly interval: number;
  /** How long a task is waited for. */
  readonly patience: number;
}

export const paidOptions: PaidOptions = { interval: 5_000, patience: 45 * 60_000 };

const answerOf = async (call: TE.TaskEither<ApiError, unknown>): Promise<Answer> => {
  const began = Date.now();
  const result = await call();
  const at = Date.now();
  return {
    _tag: "Answer",
    body: E.isRight(result) ? result.right : undefined,
    error: E.isLeft(result) ? result.left : undefined,
    responses: [],
    milliseconds: at - began,
    at,
  };
};

const statusOf = (answer: Answer | undefined): string => (answer && statusIn(bodyOf(answer))) ?? "unknown";

class PaidRun {
  readonly answers = new Map<CallName, Answer | Skipped>();
  private readonly started = new Set<string>();
  private second: string | undefined;

  constructor(
    private readonly context: Context,
    private readonly options: PaidOptions,
  ) {}

  readonly run = async (): Promise<void> => {
    const { wire, trial, signal } = this.context;
    const app = await installEcho(wire, trial.project);
    const first = await this.start(app, "started", "start");
    if (first === undefined || signal.aborted) return;
    this.answers.set(
      "listedStart",
      await wire.get("/tasks", {
        project: trial.project,
        fields: "id,status",
        order_by: "created_time",
        order: "desc",
        limit: 20,
      }),
    );
    const running = await this.waitFor(first, (status) => status === "RUNNING" || hasEnded(status));
    this.answers.set("running", running);
    this.answers.set(
      "rename",
      statusOf(running) === "RUNNING"
        ? await answerOf(patchTask(wire.client, first, { name: paidName(trial, "renamed") }))
        : skip("the task was not seen RUNNING"),
    );
    this.answers.set("paidEnd", await this.waitFor(first, hasEnded));
    if (signal.aborted) return;
    const second = await this.start(app, "aborted", "startToAbort");
    if (second === undefined) return;
    this.second = second;
    const started = this.answers.get("startToAbort");
    this.answers.set(
      "abort",
      started?._tag === "Answer" && statusOf(started) === "QUEUED"
        ? await answerOf(abortTask(wire.client, second))
        : skip("the second task was not QUEUED"),
    );
  };

  /** Aborts what has not ended. */
  readonly stop = async (): Promise<void> => {
    const { leftovers } = this.context;
    for (const id of this.started) {
      const end = await this.abortUntilEnded(id);
      const status = statusOf(end);
      if (id === this.second) this.answers.set("abortedEnd", end);
      if (status === "DRAFT" || hasEnded(status)) leftovers.removeStarted(id);
      // The start was lost on its way.
      if (status === "DRAFT") leftovers.addDraft(id);
    }
  };

  /** A draft of the echo tool, and its one start. Its id, where it may have started. */
  private readonly start = async (
    app: string,
    which: "started" | "aborted",
    call: "start" | "startToAbort",
  ): Promise<string | undefined> => {
    const { wire, trial, leftovers } = this.context;
    const { project } = trial;
    const name = paidName(trial, which);
    const draft = await wire.write("POST", "/tasks", { project, app, name, inputs: { text: "hello" } });
    const id = idOf(draft);
    if (id === undefined) {
      if (draft.error === undefined || isOpen(draft.error)) leftovers.addUnanswered(name);
      this.answers.set(call, skip(`there is no draft${draft.error ? ` (${shortError(draft.error)})` : ""}`));
      return undefined;
    }
    leftovers.addDraft(id);
    if (this.context.signal.aborted) return undefined;
    leftovers.addStarted(id);
    const answer = await answerOf(runTask(wire.client, id));
    this.answers.set(call, answer);
    if (answer.error !== undefined && !isOpen(answer.error)) {
      leftovers.removeStarted(id);
      leftovers.addDraft(id);
      return undefined;
    }
    this.started.add(id);
    return id;
  };

  private readonly waitFor = async (id: string, isThere: (status: string) => boolean): Promise<Answer> => {
    const { signal, wire } = this.context;
    const until = Date.now() + this.options.patience;
    for (;;) {
      const answer = await answerOf(getTask(wire.client, id));
      const status = statusOf(answer);
      if (isThere(status) || status === "DRAFT" || Date.now() > until || signal.aborted) return answer;
      await later(this.options.interval, undefined, { signal }).catch(() => undefined);
    }
  };

  /** A task that cannot be aborted while it is queued may be so once it runs. */
  private readonly abortUntilEnded = async (id: string): Promise<Answer> => {
    const { client } = this.context.wire;
    const until = Date.now() + 5 * 60_000;
    for (;;) {
      const answer = await answerOf(getTask(client, id));
      const status = statusOf(answer);
      if (hasEnded(status) || status === "DRAFT" || Date.now() > until) return answer;
      if (status !== "ABORTING") await abortTask(client, id)();
      await later(this.options.interval);
    }
  };
}

/** Runs the echo tool twice. Whatever happens, what was started is at its end afterwards, or is among the leftovers. */
export const runPaid = async (
  context: Context,
  options: PaidOptions,
): Promise<ReadonlyMap<CallName, Answer | Skipped>> => {
  const paid = new PaidRun(context, options);
  const trouble = await paid.run().then(
    () => undefined,
    (error: unknown) => error,
  );
  await paid.stop();
  if (trouble instanceof Unsuitable)
    for (const call of ["start", "startToAbort"] as const) paid.answers.set(call, skip(trouble.message));
  else if (trouble !== undefined) throw trouble;
  return paid.answers;
};
