import { safeText } from "../../shared/safeText";
import type { FailedJob, Failure } from "./runState";

const logsOf = ({ name, logs }: FailedJob): string => {
  const links = Object.entries(logs).map(([log, url]) => `${log} ${url}`);
  return links.length === 0 ? `job ${name} failed` : `job ${name} failed (${links.join(", ")})`;
};

/** Why a task has not completed, in one sentence. */
export const failureText = ({ task, status, group, message, jobs = [], url }: Failure): string =>
  safeText(
    [
      group === undefined
        ? `task ${task} is ${status}`
        : `child ${group || '""'} (task ${task}) is ${status}`,
      ...(message === undefined ? [] : [message.replace(/[.\s]+$/, "")]),
      ...jobs.map(logsOf),
      `its page is ${url}`,
    ].join("; "),
  );
