import type { Connection } from "../../provider/shared/connection";
import { type Answer, type Skipped, skip } from "./answer";
import { findApp } from "./app";
import { accountCalls, projectCalls } from "./calls";
import type { Call, CallName, Context } from "./calls/call";
import { Leftovers } from "./leftovers";
import type { Question, Verdict } from "./question";
import { accountQuestions, paidQuestions, projectQuestions } from "./questions";
import { type PaidOptions, runPaid } from "./spend/run";
import { newTrial } from "./trial";
import { type Wire, wireOf } from "./wire";

export interface Order {
  readonly connection: Connection;
  /** Without one nothing is created. */
  readonly project: string | undefined;
  readonly app: string | undefined;
  /** Two tasks are started. */
  readonly spends: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly pauses?: readonly number[];
  readonly paid: PaidOptions;
}

export interface Judged {
  readonly question: Question;
  readonly verdict: Verdict;
}

export interface Examination {
  readonly answers: ReadonlyMap<CallName, Answer | Skipped>;
  readonly judged: readonly Judged[];
  /** What is left on the platform, each as people find it: drafts that could not be deleted. */
  readonly left: readonly string[];
  /** Tasks that may go on to cost. */
  readonly goingOn: readonly string[];
}

/** Two minutes in all, as long as the provider looks. */
const defaultPauses = [1, 2, 4, 8, 15, 30, 60].map((seconds) => seconds * 1000);

const interruptedAnswer = skip("it was interrupted");

/** Is given what would be left if the process ended now. */
export type Watch = (leftovers: Pick<Leftovers, "left" | "goingOn">) => void;

/** Makes each call once, deletes what was created, and judges the answers. */
export const examine = async (order: Order, watch: Watch = () => undefined): Promise<Examination> => {
  const { connection, project = "", signal } = order;
  const wire = wireOf(connection, order);
  const answers = new Map<CallName, Answer | Skipped>();
  const leftovers = new Leftovers(wire.client, project);
  watch(leftovers);
  const make = async (calls: readonly Call[], context: Context): Promise<void> => {
    for (const { name, ask } of calls) {
      answers.set(name, signal.aborted ? interruptedAnswer : await ask(context, answers));
    }
  };
  const withTrial = (app: string, inputs: Context["trial"]["inputs"]): Context => ({
    wire,
    trial: newTrial({ project, app, inputs }),
    leftovers,
    pauses: order.pauses ?? defaultPauses,
    signal,
  });
  const account = withTrial("", {});
  await make(accountCalls, account);
  const judge = (questions: readonly Question[], { trial }: Context): readonly Judged[] =>
    questions.map((question) => ({ question, verdict: question.judge(answers, trial) }));
  const first = judge(accountQuestions, account);
  if (order.project === undefined || !isUsable(answers.get("user")) || signal.aborted)
    return { answers, judged: first, left: [], goingOn: [] };
  const context = await contextOf(wire, order, withTrial, answers);
  await cleaningUp(leftovers, async () => {
    await make(projectCalls, context);
    if (!order.spends || signal.aborted) return;
    for (const [name, answer] of await runPaid(context, order.paid)) answers.set(name, answer);
  });
  const { left, goingOn } = leftovers;
  const questions = [...projectQuestions, ...(order.spends ? paidQuestions : [])];
  return { answers, judged: [...first, ...judge(questions, context)], left, goingOn };
};

const isUsable = (user: Answer | Skipped | undefined): boolean =>
  user?._tag === "Answer" && user.error === undefined;

const contextOf = async (
  wire: Wire,
  { project = "", app }: Order,
  withTrial: (app: string, inputs: Context["trial"]["inputs"]) => Context,
  answers: Map<CallName, Answer | Skipped>,
): Promise<Context> => {
  const suitable = await findApp(wire, project, app);
  answers.set("app", suitable.answer);
  return withTrial(suitable.id, suitable.inputs);
};

/** Whatever comes of the work, what it has created is deleted after it. */
const cleaningUp = async (leftovers: Leftovers, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
    await leftovers.clean();
  } catch (error) {
    await leftovers.clean();
    const left = [...leftovers.left, ...leftovers.goingOn];
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(left.length === 0 ? reason : `${reason} Left on the platform: ${left.join(", ")}.`);
  }
};
