import type { Answer, Skipped } from "../answer";
import type { Leftovers } from "../leftovers";
import type { Trial } from "../trial";
import type { Wire } from "../wire";

/** The calls without a project. */
export type AccountCall = "paths" | "user" | "limit" | "noTask";

/** Those of a project, in their order: each is made once, for all questions that need its answer. */
export type ProjectCall =
  | "project"
  | "app"
  | "draft"
  | "readDraft"
  | "clone"
  | "newest"
  | "drafts"
  | "second"
  | "oldest"
  | "sinceTomorrow"
  | "sinceDraft"
  | "childrenOfDraft"
  | "bulk"
  | "bulkWhole"
  | "batches"
  | "children"
  | "besideChildren"
  | "completed"
  | "ended"
  | "details"
  | "failed"
  | "files"
  | "bulkFiles"
  | "edit"
  | "secondEdit"
  | "tagClone"
  | "deleteClone"
  | "deletedClone";

/** Those that cost money. */
export type PaidCall =
  | "start"
  | "listedStart"
  | "running"
  | "rename"
  | "paidEnd"
  | "startToAbort"
  | "abort"
  | "abortedEnd";

export type CallName = AccountCall | ProjectCall | PaidCall;

/** What came of the calls so far. */
export type Answers = ReadonlyMap<CallName, Answer | Skipped>;

/** The answer to a call that succeeded. */
export const answerIn = (answers: Answers, name: CallName): Answer | undefined => {
  const answer = answers.get(name);
  return answer?._tag === "Answer" && answer.error === undefined ? answer : undefined;
};

export interface Context {
  readonly wire: Wire;
  readonly trial: Trial;
  readonly leftovers: Leftovers;
  /** Between two looks at a list that does not show a new task, in milliseconds. */
  readonly pauses: readonly number[];
  readonly signal: AbortSignal;
}

export interface Call {
  readonly name: CallName;
  readonly ask: (context: Context, answers: Answers) => Promise<Answer | Skipped>;
}
