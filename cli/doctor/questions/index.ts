import type { Question } from "../question";
import { accountQuestions } from "./account";
import { bulkQuestions } from "./bulk";
import { draftQuestions } from "./draft";
import { editQuestions } from "./edits";
import { historyQuestions } from "./history";
import { listQuestions } from "./lists";
import { paidQuestions } from "./paid";

export { accountQuestions } from "./account";
export { paidQuestions } from "./paid";

/** Those that cost nothing. */
export const projectQuestions: readonly Question[] = [
  ...draftQuestions,
  ...listQuestions,
  ...bulkQuestions,
  ...historyQuestions,
  ...editQuestions,
];

export const allQuestions: readonly Question[] = [...accountQuestions, ...projectQuestions, ...paidQuestions];
