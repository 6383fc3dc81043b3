import type { Client } from "../../api/http";
import { type RunNow, statusOf } from "../../model/runNow";
import { priceOf } from "../../model/runState";
import { hasEnded } from "../../model/taskState";
import { costOf, paidAgain } from "../../words";

/** What is said of a run that ended while no process watched it. */

const textOf = (run: RunNow): string => {
  const [status, cost] = [statusOf(run), costOf(priceOf(run))];
  const paid = cost === undefined ? [] : [cost];
  if (status !== "COMPLETED") return `ended while you were away (${[status, ...paid].join(", ")})`;
  return `finished while you were away${cost === undefined ? "" : ` (${cost})`}; results collected`;
};

/** Of a run that had not ended when it was last seen, or whose process was killed. */
export const sayEnded = (client: Client, run: RunNow): void => {
  if (hasEnded(statusOf(run))) client.say(textOf(run));
};

/** Of a run that this update creates: its process was killed, or somebody else has started its task. */
export const sayEndedBefore = (client: Client, run: RunNow): void =>
  client.say(
    `${textOf(run)}. It is not run again: a change of \`triggers\` runs it again, ${paidAgain(priceOf(run))}`,
  );
