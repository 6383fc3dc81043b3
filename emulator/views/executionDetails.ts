import { createHash } from "node:crypto";
import type { JsonObject } from "../json";
import { present } from "../json";
import { progress, statusOf } from "../rules/lifecycle";
import { cwlOf } from "../rules/ports";
import { stepsOf } from "../rules/price";
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
    message: status === "COMPLETED" ? "Execution completed." : undefined,
    jobs: run === undefined || task.batching !== undefined ? null : jobs(store, task, run.at, base, now),
  });
};

const jobs = (store: Store, task: Task, startedAt: number, base: string, now: number): JsonObject[] => {
  const steps = stepsOf(cwlOf(store, task));
  const done = Math.floor(progress(task, now) * steps.length);
  const upTo = task.end?.at ?? now;
  const span = (upTo - startedAt) / steps.length;
  // What has not started is not listed: our choice.
  return steps.slice(0, done + 1).map((name, index) => {
    const ended = index < done || task.end !== undefined;
    return present({
      name,
      start_time: writeTime(startedAt + span * index),
      end_time: ended ? writeTime(startedAt + span * (index + 1)) : undefined,
      status: index < done ? "DONE" : ended ? "FAILED" : "RUNNING",
      command_line: `${name} --made-up-by-the-emulator`,
      retried: false,
      instance: instance(task, index),
      docker: { checksum: `sha256:${createHash("sha256").update(name).digest("hex")}` },
      // Python takes the id with the pattern `.*files/(.*)/.*`.
      logs: ended ? { stderr: `${base}/files/${logFile(task.id)}/download_info` } : {},
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
