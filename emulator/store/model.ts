import type { DefaultBatching } from "../../provider/cwl/ports";
import type { JsonObject } from "../json";

/** What the emulator remembers. Times are milliseconds; nothing here is shaped for the wire. */

export interface User {
  readonly username: string;
  readonly token: string;
}

export interface Permissions {
  readonly write: boolean;
  readonly read: boolean;
  readonly copy: boolean;
  readonly execute: boolean;
  readonly admin: boolean;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly settings: JsonObject;
  readonly billingGroup: string;
  readonly createdBy: string;
  readonly createdAt: number;
  /** Absent when it was never edited. */
  readonly modifiedAt?: number;
  /** By user name; the owner is none of them. */
  readonly members?: Readonly<Record<string, Permissions>>;
  /** Everybody reads and copies from it. */
  readonly public?: boolean;
}

export interface FileEntry {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** A folder's id; the project's root folder for a file that is in none. */
  readonly parent: string;
  readonly type: "file" | "folder";
  readonly size: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  /** The task that made it. */
  readonly task?: string;
}

export interface Revision {
  /** `owner/project/app` */
  readonly app: string;
  readonly revision: number;
  readonly cwl: JsonObject;
  readonly createdBy: string;
  readonly createdAt: number;
  /** Of a copy: the revision, with its number, that updates are taken from, and the name that it was given. */
  readonly copied?: { readonly of: string; readonly name?: string };
  /** Set by a seed or a control route, for all tasks of the app. */
  readonly orders?: Orders;
}

/** What becomes of an output that may be null: it is made, it is null, or one half of such outputs is null. */
export type OptionalOutputs = "made" | "null" | "some";
/** Of all outputs that may be null, or of single ones. */
export type OptionalOutputsOf = OptionalOutputs | Readonly<Record<string, OptionalOutputs>>;

/** How a price is shown: as a number, as a text without breakdown, as a number without breakdown, or not at all. */
export type PriceForm = "number" | "text" | "noBreakdown" | "missing";

export interface Orders {
  readonly optionalOutputs?: OptionalOutputsOf;
  readonly priceForm?: PriceForm;
}

export type Batching = DefaultBatching;

export interface Group {
  readonly value: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type Outcome = "COMPLETED" | "FAILED" | "ABORTED";

export interface Task extends Orders {
  readonly id: string;
  /** Order of creation: two tasks of one millisecond keep it in lists. */
  readonly seq: number;
  readonly name: string;
  readonly description?: string | null;
  readonly project: string;
  /** With its revision. */
  readonly app: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly inputs: JsonObject;
  readonly spot: boolean;
  readonly executionSettings?: JsonObject;
  readonly outputLocation?: JsonObject;
  /** Of a batch parent. */
  readonly batching?: Batching;
  /** Of a batch child. */
  readonly parent?: string;
  readonly group?: Group;
  /** `seconds` is what the emulator's `--task-seconds` was at that moment. */
  readonly run?: { readonly at: number; readonly seconds: number; readonly by: string };
  readonly abortedAt?: number;
  readonly end?: End;
  /**
   * Set through the control routes: how it is to end, errors that block it, outputs by port, whether it is queued again
   * and since when. `child…` is by the value of a child's group, for children that may not be made yet.
   */
  readonly outcome?: Outcome;
  readonly childOutcomes?: Readonly<Record<string, Outcome>>;
  readonly addedErrors?: readonly JsonObject[];
  readonly givenOutputs?: JsonObject;
  readonly childOutputs?: Readonly<Record<string, JsonObject>>;
  readonly requeue?: boolean;
  readonly requeuedAt?: number;
}

export interface End {
  readonly at: number;
  readonly status: Outcome;
  readonly outputs: JsonObject;
  readonly price?: Price;
}

export interface Price {
  readonly computation: number;
  readonly storage: number;
}

/** How far the clock was moved through the control routes. */
export interface Clock {
  readonly offset: number;
}

export interface Records {
  user: User;
  project: Project;
  file: FileEntry;
  revision: Revision;
  task: Task;
  clock: Clock;
}

export type Kind = keyof Records;

/** One record put or, with null, taken away. */
export type Change<K extends Kind = Kind> = {
  [P in K]: readonly [kind: P, id: string, value: Records[P] | null];
}[K];

/** What a seed may hold. */
export type SeedKind = Exclude<Kind, "task">;
