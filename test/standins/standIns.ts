import type { Row } from "./row";
import { abortRows } from "./standIns/abort";
import { absenceRows } from "./standIns/absence";
import { answerRows } from "./standIns/answers";
import { childrenRows } from "./standIns/children";
import { messageRows } from "./standIns/messages";
import { patchRows } from "./standIns/patches";
import { priceRows } from "./standIns/price";
import { rateLimitRows } from "./standIns/rateLimit";
import { redirectRows } from "./standIns/redirects";
import { statusRows } from "./standIns/statuses";

export const standIns: readonly Row[] = [
  {
    standIn: { name: "the emulator itself", behavior: () => (asked, forward) => forward(asked) },
    meets: "nothing unusual",
    demanded: {},
  },
];

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
