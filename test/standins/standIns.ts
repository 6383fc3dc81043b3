import type { Row } from "./row";
import { abortRows } from "./standIns/abort";
import { deniedRows, hiddenRows } from "./standIns/absence";
import { answerRows } from "./standIns/answers";
import { bulkRows } from "./standIns/bulk";
import { childrenRows } from "./standIns/children";
import { cloneRows } from "./standIns/clones";
import { descriptionRows, taglessRows } from "./standIns/descriptions";
import { listRows } from "./standIns/lists";
import { messageRows } from "./standIns/messages";
import { renameRows, settingsRows } from "./standIns/patches";
import { priceRows } from "./standIns/price";
import { rateLimitRows } from "./standIns/rateLimit";
import { redirectRows, refusedRows } from "./standIns/redirects";
import { statusRows } from "./standIns/statuses";
import { timeRows } from "./standIns/times";
import { userRows } from "./standIns/users";

const itself: Row = {
  standIn: { name: "the emulator itself", behavior: () => (asked, forward) => forward(asked) },
  meets: "nothing unusual",
  demanded: {},
};

/*
 * The rows by the stack that they share: one test file for each. Of one group are only rows with the same `act`, or with none, and
 * only rows that fail in the same steps: after a failure there is nothing to see of a row that should not have failed.
 */

/** How a task is found again whose state was not stored. The two that wait for minutes are here, and do it at once. */
export const recoveryRows: readonly Row[] = [itself, ...listRows, ...descriptionRows, ...rateLimitRows];

/** The same: by which reads, as whose task, and since when. */
export const readRows: readonly Row[] = [...bulkRows, ...userRows, ...timeRows];

/** What a task goes through: its end, its children, its name. */
export const taskRows: readonly Row[] = [...abortRows, ...childrenRows, ...renameRows];

/** The form of what the platform answers, and of what it is sent. */
export const formRows: readonly Row[] = [...priceRows, ...statusRows, ...redirectRows, ...settingsRows];

/** The same, and what it says of what is gone. */
export const replyRows: readonly Row[] = [...answerRows, ...deniedRows];

/* What follows fails in some step. Each kind fails in its own. */
export { cloneRows, hiddenRows, messageRows, refusedRows, taglessRows };
