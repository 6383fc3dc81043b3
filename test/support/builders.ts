import * as E from "fp-ts/Either";
import { newTask, type Task } from "../../provider/api/endpoints/schemas";
import { type DeclaredTask, decodeDeclared } from "../../provider/model/task/draftTask";
import type { KnownTask } from "../../provider/model/task/toApi";
import type { FileValue } from "../../provider/model/values/value";
import { sentence } from "../../provider/shared/mistakes";
import { isResolved, unknownValue } from "../../provider/shared/unknown";

/** Small tasks that tests change one part of. */

export const unknown = unknownValue;

/** The nth file of a laboratory. */
export const fileId = (n: number): string => `567890abc${String(n).padStart(15, "0")}`;
export const file = (n: number, name?: string): FileValue =>
  name === undefined ? { class: "File", path: fileId(n) } : { class: "File", path: fileId(n), name };

export const taskId = "eb44dce5-2c12-5be3-97b9-92039de6182b";
export const endpoint = "https://cgc-api.sbgenomics.com/v2";

export type Args = Readonly<Record<string, unknown>>;

/** The args of a program, flat, as the engine hands them over. */
export const argsOf = (given: Args = {}): Args => ({
  project: "rfranklin/rnaseq",
  app: "rfranklin/rnaseq/star-align/4",
  name: "align",
  ...given,
});

/** The same, decoded. */
export const declared = (given: Args = {}): DeclaredTask => {
  const decoded = decodeDeclared(argsOf(given));
  if (E.isLeft(decoded)) throw new Error(decoded.left.map(sentence).join("; "));
  return decoded.right;
};

/** The same, of which nothing is unknown. */
export const known = (given: Args = {}): KnownTask => {
  const task = declared(given);
  if (!isResolved(task)) throw new Error("these args hold an unknown value");
  return task;
};

/** Parts of a task as the API says them, settings among them. */
export type WireParts = Partial<Task> & Args;

/** A task as the API answers: a draft of `argsOf()` (API digest, section 3.1). */
export const wireTask = (given: WireParts = {}): Task => {
  const answer = {
    href: `${endpoint}/tasks/${taskId}`,
    id: taskId,
    name: "align",
    status: "DRAFT",
    created_by: "rfranklin",
    created_time: "2026-07-03T14:24:10Z",
    start_time: "2026-07-03T14:24:10Z",
    batch: false,
    use_interruptible_instances: true,
    errors: [],
    warnings: [],
    inputs: {},
    outputs: { bam: null, logs: {} },
    ...given,
  };
  return newTask(answer, { project: "rfranklin/rnaseq", app: "rfranklin/rnaseq/star-align/4" });
};
