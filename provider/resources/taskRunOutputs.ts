import type { BatchGroup, Price, TaskStatus } from "./draftTaskOutputs";

/** A child task of a batch; after another attempt, its latest task. */
export interface RunChild {
  /** The task's id. */
  readonly id: string;
  /** The name that the platform gave the child. */
  readonly name?: string;
  /** COMPLETED, FAILED, ABORTED, or one of a task that has not ended. */
  readonly status: TaskStatus;
  readonly group: BatchGroup;
  /** What this task has cost; missing until there is a cost. */
  readonly price?: Price;
  /** What all attempts have cost, of a child that was run more than once. */
  readonly totalPrice?: Price;
  /** The child's page in the web interface. */
  readonly url: string;
  /** Required output ports that a COMPLETED child has left empty. */
  readonly missingOutputs?: readonly string[];
}

/** One attempt: the first is the run of the task itself, a further one runs again what had failed. */
export interface RunAttempt {
  /** 1 for the first. */
  readonly number: number;
  /** COMPLETED if all of its tasks are, else the worst of them. */
  readonly status: TaskStatus;
  /** Its tasks; `of` is the id of the task or child that one of them runs again. */
  readonly tasks: readonly { readonly id: string; readonly of?: string }[];
  readonly price?: Price;
}

/** Why a task has not completed. */
export interface RunFailure {
  /** The task's id. */
  readonly task: string;
  /** FAILED or ABORTED. */
  readonly status: TaskStatus;
  /** Of a child: its group's value. */
  readonly group?: string;
  /** The platform's words, where it has any. */
  readonly message?: string;
  /** The jobs that failed, each with the addresses of its logs in the API, by the log's name. */
  readonly jobs?: readonly { readonly name: string; readonly logs: { readonly [log: string]: string } }[];
  /** The task's page in the web interface. */
  readonly url: string;
}
