import type { Row } from "./row";
import { abortRows } from "./standIns/abort";
import { absenceRows } from "./standIns/absence";
import { answerRows } from "./standIns/answers";
import { bulkRows } from "./standIns/bulk";
import { childrenRows } from "./standIns/children";
import { cloneRows } from "./standIns/clones";
import { descriptionRows } from "./standIns/descriptions";
import { listRows } from "./standIns/lists";
import { messageRows } from "./standIns/messages";
import { patchRows } from "./standIns/patches";
import { priceRows } from "./standIns/price";
import { rateLimitRows } from "./standIns/rateLimit";
import { redirectRows } from "./standIns/redirects";
import { statusRows } from "./standIns/statuses";
import { timeRows } from "./standIns/times";
import { userRows } from "./standIns/users";

export const standIns: readonly Row[] = [
  {
    standIn: { name: "the emulator itself", behavior: () => (asked, forward) => forward(asked) },
    meets: "nothing unusual",
    demanded: {},
  },
];

/** How a task is found again whose state was not stored: in which lists, and by which description. */
export const recoveryRows: readonly Row[] = [...listRows, ...descriptionRows];

/** The same: by which reads, as whose task, and since when. */
export const readRows: readonly Row[] = [...bulkRows, ...cloneRows, ...userRows, ...timeRows];
/** What a task goes through: where it is, its end, its children, its edits. */
export const taskRows: readonly Row[] = [...absenceRows, ...abortRows, ...childrenRows, ...patchRows];

/** The form of what the platform answers. */
export const formRows: readonly Row[] = [
  ...priceRows,
  ...statusRows,
  ...messageRows,
  ...redirectRows,
  ...rateLimitRows,
  ...answerRows,
];

export const lifecycleRows: readonly Row[] = [...taskRows, ...formRows];
