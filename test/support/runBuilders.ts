import * as E from "fp-ts/Either";
import type { Task } from "../../provider/api/endpoints/schemas";
import type { RunSnapshot } from "../../provider/model/run/runSnapshot";
import { type DeclaredRun, decodeRun } from "../../provider/model/run/taskRun";
import { sentence } from "../../provider/shared/mistakes";
import { type Args, fileId, taskId, wireTask } from "./builders";

/** Small runs that tests change one part of. */

export const uuid = (n: number): string => `0b61a0d5-0cb4-5496-8ce9-${String(n).padStart(12, "0")}`;

/** What a program says of a run, decoded. */
export const declaredRun = (given: Args = {}): DeclaredRun => {
  const decoded = decodeRun({ task: taskId, ...given });
  if (E.isLeft(decoded)) throw new Error(decoded.left.map(sentence).join("; "));
  return decoded.right;
};

export const price = (amount: number): Task["price"] => ({
  amount,
  currency: "USD",
  breakdown: { computation: String(amount), storage: "0" },
});

/** The nth child of a batch over `reads`, of the group `s<n>`. */
export const child = (n: number, status = "COMPLETED", given: Partial<Task> = {}): Task =>
  wireTask({
    id: uuid(n),
    name: `align - s${n}`,
    status,
    parent: taskId,
    batch_group: { value: `s${n}`, fields: { "metadata.sample_id": `s${n}` } },
    inputs: { reads: [{ class: "File", path: fileId(n) }] },
    outputs:
      status === "COMPLETED"
        ? { bam: { class: "File", path: fileId(1000 + n), name: `s${n}.bam`, size: 7 } }
        : {},
    ...given,
  });

/** A batch over the files of these children, in this order. */
export const parent = (status: string, children: readonly Task[], given: Partial<Task> = {}): Task =>
  wireTask({
    status,
    batch: true,
    batch_input: "reads",
    batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    inputs: { reads: children.flatMap(({ inputs }) => inputs?.reads ?? []) },
    ...given,
  });

export const batchRun = (
  status: string,
  children: readonly Task[],
  retries: RunSnapshot["retries"] = [],
): RunSnapshot => ({
  first: parent(status, children),
  children,
  retries,
});

export const singleRun = (given: Partial<Task> = {}, retries: RunSnapshot["retries"] = []): RunSnapshot => ({
  first: wireTask(given),
  children: undefined,
  retries,
});
