import type { Call } from "./call";
import { createCalls, deleteCalls, editCalls } from "./drafts";
import { bulkCalls, historyCalls, listCalls } from "./lists";

export { accountCalls } from "./account";

/** In this order: lists show the draft as it was created, and nothing is read after it is deleted but its clone. */
export const projectCalls: readonly Call[] = [
  ...createCalls,
  ...listCalls,
  ...bulkCalls,
  ...historyCalls,
  ...editCalls,
  ...deleteCalls,
];
