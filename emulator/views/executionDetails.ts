import { createHash } from "node:crypto";
import type { JsonObject } from "../json";
import { present } from "../json";
import { type Status, statusOf } from "../rules/lifecycle";
import { cwlOf } from "../rules/ports";
import { stepsOf } from "../rules/price";
import { isInitializing, stepBegins, stepsBy } from "../rules/progress";
import type { Task } from "../store/model";
import { logFile } from "../store/roots";
import type { Store } from "../store/store";
import { writeTime } from "../times";
import { taskHref } from "./task";

/** API digest 5.10. Drafts and batch parents have no `jobs`; a job's `end_time` comes with its end. */
export const executionDetails = (store: Store, task: Task, base: string, now: number): JsonObject => {
  const status = statusOf(task, store.childrenOf(task.id), now);
  const { run, end } = task;
  return present({
    href: `${taskHref(base, task.id)}/execution_details`,
    start_time: run && writeTime(run.at),
    end_time: end && writeTime(end.at),
    status,
    message: messages[status],
    // A task that has just begun to run has none either (API digest, section 12).
    jobs:
      run === undefined || task.batching !== undefined || (status === "RUNNING" && isInitializing(task, now))
        ? null
        : jobs(store, task, base, now),
  });
};

/** Our choice: what the platform says was not seen. */
const messages: Partial<Record<Status, string>> = {
  COMPLETED: "Execution completed.",
  FAILED: "Execution failed.",
  ABORTED: "Execution aborted.",
};

/**
 * What has not started is not listed; the job in which a task failed or was aborted is FAILED, and one whose task is
 * queued again is RUNNING still, as there is no other status for a job: our choice.
 */
const jobs = (store: Store, task: Task, base: string, now: number): JsonObject[] => {
  const steps = stepsOf(cwlOf(store, task));
  const { done, begun } = stepsBy(task, steps.length, now);
  return steps.slice(0, begun).map((name, index) => {
    const endsAt = index < done ? stepBegins(task, index + 1, steps.length) : task.end?.at;
    const ended = endsAt !== undefined;
    return present({
      name,
      start_time: writeTime(stepBegins(task, index, steps.length)),
      end_time: ended ? writeTime(endsAt) : undefined,
      status: index < done ? "DONE" : ended ? "FAILED" : "RUNNING",
      command_line: `${name} --made-up-by-the-emulator`,
      retried: false,
      instance: instance(task, index),
      docker: { checksum: `sha256:${createHash("sha256").update(name).digest("hex")}` },
      // Python takes the id with the pattern `.*files/(.*)/.*`. A log that is not there yet is null (API digest, section 12).
      logs: { stderr: ended ? `${base}/files/${logFile(task.id)}/download_info` : null },
    });
  });
};

/** `c4.2xlarge;ebs-gp2;2000` is type, disk type and GB (API digest 3.4); without it, values of our choice. */
const instance = (task: Task, index: number): JsonObject => {
  const wanted = task.executionSettings?.instance_type;
  const first: unknown = Array.isArray(wanted) ? wanted[0] : wanted;
  const [type, disk, size] = typeof first === "string" && first !== "AUTO" ? first.split(";") : [];
  return {
    id: `i-${createHash("sha256").update(`${task.id} ${index}`).digest("hex").slice(0, 17)}`,
    type: type ?? "c4.2xlarge",
    provider: "AWS",
    disk: {
      size: Number(size ?? 1024) || 1024,
      unit: "GB",
      type: (disk ?? "EBS").split("-")[0]?.toUpperCase(),
    },
  };
};
