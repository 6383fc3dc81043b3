import type { Client } from "../../api/transport/http";
import { type RunSnapshot, statusOf } from "../../model/run/runSnapshot";
import { priceOf } from "../../model/run/runState";
import { hasEnded } from "../../model/task/taskState";
import { formatCost, paidAgainText } from "../../shared/text";

/** What is said of a run that had ended before this process looked at it. */
export interface EndedLine {
  readonly text: string;
  /** The line says that the results are there, so they have to be read first. */
  readonly isOfResults: boolean;
}

const collectedText = "; results collected";

/** Of a run that had not ended when it was last seen, or whose process was killed. */
export const endedWhileAway = (run: RunSnapshot): EndedLine | undefined => {
  const status = statusOf(run);
  if (!hasEnded(status)) return undefined;
  const cost = formatCost(priceOf(run));
  if (status !== "COMPLETED")
    return {
      text: `ended while you were away (${[status, cost].filter(Boolean).join(", ")})`,
      isOfResults: false,
    };
  return {
    text: `finished while you were away${cost === undefined ? "" : ` (${cost})`}${collectedText}`,
    isOfResults: true,
  };
};

/**
 * Of a run that this update creates, and that an interrupted one has started. A forced replacement (`--replace`), which seems to
 * ask for another run, looks the same.
 */
export const resumedAfterEnd = (run: RunSnapshot): EndedLine | undefined => {
  const line = endedWhileAway(run);
  return (
    line && {
      ...line,
      text: `${line.text}. It is not run again: a change of \`triggers\` runs it again, ${paidAgainText(priceOf(run))}`,
    }
  );
};

/** Of a run that this update creates over a task which had ended: by `run: true`, or because somebody had started it. */
export const endedBefore = (run: RunSnapshot): EndedLine => {
  const status = statusOf(run);
  const isOfResults = status === "COMPLETED";
  const cost = formatCost(priceOf(run));
  return {
    text: `task ${run.first.id} had already ended (${[status, cost].filter(Boolean).join(", ")})${isOfResults ? collectedText : ""}`,
    isOfResults,
  };
};

/** Says the line with the work that collects the run. */
export const sayEnded = async <A>(
  client: Client,
  line: EndedLine | undefined,
  work: () => Promise<A>,
): Promise<A> => {
  if (line?.isOfResults === false) client.say(line.text);
  const done = await work();
  if (line?.isOfResults === true) client.say(line.text);
  return done;
};
