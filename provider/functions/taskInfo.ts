import type { BatchBy } from "../model/values/batching";
import type {
  BatchGroup,
  ExecutionStatus,
  Price,
  ShownSettings,
  TaskMessage,
  TaskStatus,
} from "../resources/draftTaskOutputs";
import type { TaskValue } from "../resources/values";

/** A task of the platform, made by any user. See https://docs.cancergenomicscloud.org/reference/get-details-of-a-task. */
export interface TaskInfo extends ShownSettings {
  /** A UUID. */
  readonly id: string;
  /** The project, `owner/project`. */
  readonly project: string;
  /** The app with its revision. */
  readonly app: string;
  readonly name: string;
  /** Values by port id, as they can be given to a task's `inputs`; ports that hold nothing are left out. */
  readonly inputs: { readonly [port: string]: TaskValue };
  /** Only where it is a batch by the app's own rule. One by the task's own rule has `batchInput` and `batchBy`. */
  readonly batch?: boolean;
  /** Of a batch: the port whose list is split. */
  readonly batchInput?: string;
  /** Of a batch: how it is split. */
  readonly batchBy?: BatchBy;
  /** Its address in the API. */
  readonly href: string;
  /** Its page in the web interface. */
  readonly url: string;
  /** As it is now. */
  readonly status: TaskStatus;
  /** The app's revision: a whole number. */
  readonly appRevision: number;
  /** The user who made it. */
  readonly createdBy?: string;
  /** ISO 8601, UTC. */
  readonly createdTime?: string;
  /** ISO 8601, UTC. A draft has one, too: the platform sets it to the creation time. */
  readonly startTime?: string;
  /** ISO 8601, UTC; missing until the task has ended. */
  readonly endTime?: string;
  /** Who started it; missing on a draft. */
  readonly executedBy?: string;
  /** How far it has come; missing on a draft. */
  readonly executionStatus?: ExecutionStatus;
  /** Only on a child of a batch. */
  readonly batchGroup?: BatchGroup;
  /** Only on a child of a batch: the id of the batch. */
  readonly parent?: string;
  /** Only on a started batch: the ids of its child tasks, oldest first. */
  readonly childIds?: string[];
  /** Missing until there is a cost. */
  readonly price?: Price;
  /** What keeps a draft from starting. */
  readonly errors: TaskMessage[];
  /** What the platform has to say of it that does not keep it from starting. */
  readonly warnings: TaskMessage[];
  /** Values by the app's output port ids; `null` where there is none (yet). */
  readonly outputs: { readonly [port: string]: TaskValue };
}
