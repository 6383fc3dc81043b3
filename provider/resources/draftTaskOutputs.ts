import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "./draftTaskArgs";

/**
 * Where a task is in its life: DRAFT, CREATING, QUEUED, RUNNING, ABORTING, then COMPLETED, FAILED or ABORTED. DELETED: it was
 * started, and the platform has no record of it anymore. The platform may add others, so any string is allowed.
 */
export type TaskStatus =
  | "DRAFT"
  | "CREATING"
  | "QUEUED"
  | "RUNNING"
  | "COMPLETED"
  | "FAILED"
  | "ABORTING"
  | "ABORTED"
  | "DELETED"
  // Keeps the names above in the editor's list, where `string` alone would swallow them.
  | (string & {});

/** How far a task has come. A single task counts steps, a batch counts its children. */
export interface ExecutionStatus {
  /** The platform's words, for people. */
  readonly message?: string;
  /** Of a single task or a child: steps that have ended, and steps in all. */
  readonly stepsCompleted?: number;
  readonly stepsTotal?: number;
  /** Of a batch: its children by state. */
  readonly queued?: number;
  readonly running?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly aborted?: number;
}

/** What a task has cost so far. */
export interface Price {
  /** In `currency`. Of a batch: of all its children. */
  readonly amount: number;
  /** `USD`. */
  readonly currency?: string;
  /** By `storage`, `computation`, `data_transfer`: decimal numbers as strings, as the platform gives them. */
  readonly breakdown?: { readonly [part: string]: string };
}

/** The child tasks that a batch will have when it is started: one for each group of its files. */
export interface ExpectedChildren {
  readonly count: number;
  /** In the order in which the platform makes them: names of files, or metadata values joined by ", ". */
  readonly groups: readonly string[];
}

/** Which group of its batch a child task works on. */
export interface BatchGroup {
  /** The name of the file, or the metadata values of the group, joined by ", ". */
  readonly value: string;
  /** The metadata values by field (`metadata.sample_id`); empty for a batch by item. */
  readonly fields: { readonly [field: string]: string };
}

/** An entry of a task's `errors` or `warnings`; its form is the platform's. */
export type TaskMessage = { readonly [key: string]: unknown };

/** What a task shows of the args that are the same there as in a program. */
type Shown = Exclude<keyof CommonArgs, "project" | "app" | "name" | "inputs">;

/** These args as outputs: as declared. On a started task, settings are those of its next attempt. */
export type DeclaredOutputs = {
  readonly [K in keyof CommonArgs as K & Shown]-?: pulumi.Output<
    pulumi.Unwrap<NonNullable<CommonArgs[K]>> | undefined
  >;
};

/** These args as the platform shows them; missing where it shows none. */
export type ShownSettings = {
  readonly [K in keyof CommonArgs as Exclude<K & Shown, "run" | "triggers" | "connection">]: pulumi.Unwrap<
    NonNullable<CommonArgs[K]>
  >;
};
