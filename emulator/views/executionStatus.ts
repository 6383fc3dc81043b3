import type { JsonObject } from "../json";
import { isVisible, type Status, statusOf } from "../rules/lifecycle";
import { stepsOf } from "../rules/price";
import { isInitializing, spentSeconds, stepsBy } from "../rules/progress";
import type { Task } from "../store/model";

const messages: Record<Status, string> = {
  DRAFT: "Draft",
  CREATING: "Creating child tasks",
  QUEUED: "In queue",
  RUNNING: "Running",
  ABORTING: "Aborting",
  COMPLETED: "Completed",
  FAILED: "Failed",
  ABORTED: "Aborted",
};

/**
 * Counts of children for a parent, of steps for the others (API digest 3.2). All are integers, or the Java client
 * raises. A task in the queue, and one that has just begun to run, say nothing but a message; what these and a task that
 * has completed say was recorded (API digest, section 12). The other messages are our choice, and so are milliseconds as
 * the unit of the durations, and what a task that is queued again says: that the account has reached its limit.
 */
export const executionStatus = (
  task: Task,
  children: readonly Task[],
  status: Status,
  cwl: unknown,
  now: number,
): JsonObject => {
  const message = messages[status];
  const duration = task.run === undefined ? 0 : Math.round(Math.max(0, (task.end?.at ?? now) - task.run.at));
  if (task.batching !== undefined) {
    const counts = new Map<Status, number>();
    for (const it of children) {
      if (!isVisible(it, now)) continue;
      const of = statusOf(it, [], now);
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
    const count = (...wanted: Status[]): number => wanted.reduce((sum, it) => sum + (counts.get(it) ?? 0), 0);
    return {
      message,
      queued: count("QUEUED"),
      running: count("RUNNING", "ABORTING"),
      completed: count("COMPLETED"),
      failed: count("FAILED"),
      aborted: count("ABORTED"),
      duration,
    };
  }
  // As recorded (API digest, section 12).
  if (status === "RUNNING" && isInitializing(task, now)) return { message: "Initializing..." };
  const total = stepsOf(cwl).length;
  const { queued, running } = spentSeconds(task, now);
  const again = status === "QUEUED" && running > 0;
  if (status === "QUEUED" && !again) return { message };
  return {
    message,
    steps_completed: stepsBy(task, total, now).done,
    steps_total: total,
    system_limit: false,
    account_limit: again,
    instance_init: false,
    queued_duration: queued,
    running_duration: running,
    execution_duration: running,
    duration,
  };
};
