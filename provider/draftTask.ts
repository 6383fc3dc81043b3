import * as pulumi from "@pulumi/pulumi";
import type { BatchBy } from "./model/batching";
import { refuseOpenToken, reportMistakes } from "./preview";
import { marked, ownerOf, providerText, typeOf } from "./resource";
import type { InputValue, TaskValue } from "./values";

/** On what a task runs. See https://docs.sevenbridges.com/docs/set-computation-instances. */
export interface ExecutionSettingsArgs {
  /** `AUTO`, an instance type, or `type;disk;GB` such as `c4.2xlarge;ebs-gp2;2000` (the types are not checked). Default: the app's or the platform's choice. */
  instanceType?: pulumi.Input<string>;
  /** How many instances may work at the same time: a whole number of at least 1. Default: the platform's. */
  maxParallelInstances?: pulumi.Input<number>;
  /** Reuse the results of identical earlier jobs. Default: the project's setting. */
  useMemoization?: pulumi.Input<boolean>;
  /** Let the disk grow with what the task needs. Default: the platform's. */
  useElasticDisk?: pulumi.Input<boolean>;
}

/** Where one output node puts its files. */
export interface NodeLocationArgs {
  /** A path of the project, or `volumes://{volume}/…`. */
  outputLocation?: pulumi.Input<string>;
  /** The alias of a volume path. */
  outputLocationAlias?: pulumi.Input<string>;
}

/** Where the outputs are put. */
export interface OutputLocationArgs {
  /** A path of the project, or `volumes://{volume}/…`. `<task_id>` and the like are filled in. Default: the project's root. */
  mainLocation?: pulumi.Input<string>;
  /** The alias of a volume path. */
  mainLocationAlias?: pulumi.Input<string>;
  /** Let `nodesLocation` win over `mainLocation`. Default: false. */
  nodesOverride?: pulumi.Input<boolean>;
  /** Locations by the app's output node id. */
  nodesLocation?: pulumi.Input<{ [node: string]: pulumi.Input<NodeLocationArgs> }>;
}

/** What every `DraftTask` takes, apart from batching. */
export interface CommonArgs {
  /** The project, `owner/project`. A change makes a new task. */
  project: pulumi.Input<string>;
  /**
   * The app, `owner/project/app/revision`. Without the revision: the newest at first sight, which is then kept while
   * this text stays the same. Another app or revision makes a new task.
   */
  app: pulumi.Input<string>;
  /** Default: the resource's name (kept when the resource is renamed by an alias). */
  name?: pulumi.Input<string>;
  /** A text for people. Default: none. */
  description?: pulumi.Input<string>;
  /** Values by the app's port ids. `null` clears a port; a port that is taken out is cleared, too. Default: none. */
  inputs?: pulumi.Input<{ readonly [port: string]: InputValue } | undefined>;
  /** Spot instances: cheaper, and the platform restarts interrupted jobs. Default: the project's setting. */
  useInterruptibleInstances?: pulumi.Input<boolean>;
  /** On what it runs. On a started task a change holds for its next attempt. Default: the app's or the platform's. */
  executionSettings?: pulumi.Input<ExecutionSettingsArgs>;
  /** Where the outputs are put. Default: the project's root. */
  outputLocation?: pulumi.Input<OutputLocationArgs>;
  /** Start the task in the same call. Its end is not awaited. Default: false, it stays a draft. */
  run?: pulumi.Input<boolean>;
  /** Any values; a change of one makes a new task. Default: none. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
}

/** The app's own batching (none for most apps), or, with `batch: false`, no batching at all. */
export interface NoBatchingArgs {
  /** `true` demands the app's own batching, `false` switches it off. Default: whatever the app says. */
  batch?: pulumi.Input<boolean>;
  batchInput?: undefined;
  batchBy?: undefined;
}

/** One child task per group of the files on `batchInput`. */
export interface BatchingArgs {
  batch?: pulumi.Input<true>;
  /** The id of the input port whose list is split. Goes with `batchBy`. */
  batchInput: pulumi.Input<string>;
  /** How it is split: `byItem`, or `byMetadata("sample_id")`. Goes with `batchInput`. */
  batchBy: pulumi.Input<BatchBy>;
}

/**
 * What a program declares of one task. A component that sets some of it takes
 * `Omit<CommonArgs, "project"> & (BatchingArgs | NoBatchingArgs)` or the like.
 */
export type DraftTaskArgs = CommonArgs & (NoBatchingArgs | BatchingArgs);

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

/** Which group of its batch a child task works on. */
export interface BatchGroup {
  /** The name of the file, or the metadata values of the group, joined by ", ". */
  readonly value: string;
  /** The metadata values by field (`metadata.sample_id`); empty for a batch by item. */
  readonly fields: { readonly [field: string]: string };
}

/** An entry of a task's `errors` or `warnings`; its form is the platform's. */
export type TaskMessage = { readonly [key: string]: unknown };

const computed = {
  href: undefined,
  url: undefined,
  status: undefined,
  appRevision: undefined,
  createdBy: undefined,
  createdTime: undefined,
  startTime: undefined,
  endTime: undefined,
  executedBy: undefined,
  executionStatus: undefined,
  batchGroup: undefined,
  parent: undefined,
  childIds: undefined,
  price: undefined,
  errors: undefined,
  warnings: undefined,
  outputs: undefined,
};

const args = {
  project: undefined,
  app: undefined,
  name: undefined,
  description: undefined,
  inputs: undefined,
  batch: undefined,
  batchInput: undefined,
  batchBy: undefined,
  useInterruptibleInstances: undefined,
  executionSettings: undefined,
  outputLocation: undefined,
  run: undefined,
  triggers: undefined,
};

/** The program's args for the engine: with what the engine drops made visible, and with our own notes. */
const inputsOf = (
  self: { readonly resource?: pulumi.Resource },
  type: string,
  name: string,
  given: DraftTaskArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs => {
  const { inputs, ...rest }: { readonly inputs?: unknown } & Omit<DraftTaskArgs, "inputs"> = given;
  const declared: pulumi.Inputs = {
    ...rest,
    ...(inputs === undefined ? {} : { inputs: marked(inputs) }),
    __defaultName: name,
  };
  return {
    ...declared,
    __owner: ownerOf(name, type, opts.parent),
    __secret: pulumi.isSecret(pulumi.output(inputs)).then((secret) => secret || undefined),
    __reported: reportMistakes(self, { ...declared, name: given.name ?? name }).then(
      (wrong) => wrong || undefined,
    ),
    __provider: providerText("draftTask"),
  };
};

/**
 * A task of the Seven Bridges platforms, made as a draft: one call, no cost. `run: true` starts it in the same call.
 *
 * While it is a draft, all args but `project`, `app` and `triggers` change in place. Once started, what its results
 * depend on makes a new task; machines, names and texts never do.
 *
 * @example
 * ```ts
 * const align = new sb.DraftTask("align", {
 *     project: "rfranklin/rnaseq",
 *     app: "rfranklin/rnaseq/star-align/4",
 *     inputs: { reads: sb.files(["567890abc4f3066bc3750174"]), threads: 8 },
 *     batchInput: "reads",
 *     batchBy: sb.byMetadata("sample_id"),
 * });
 * export const status = align.status;
 * ```
 */
export class DraftTask extends pulumi.CustomResource {
  /** The project, `owner/project`. */
  declare readonly project: pulumi.Output<string>;
  /** The app with its revision. */
  declare readonly app: pulumi.Output<string>;
  /** The task's name: the program's, or the one that the resource had when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** As declared. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Values by port id, as declared. */
  declare readonly inputs: pulumi.Output<{ readonly [port: string]: TaskValue } | undefined>;
  /** As declared: `undefined` leaves it to the app. */
  declare readonly batch: pulumi.Output<boolean | undefined>;
  /** As declared: the port whose list is split. */
  declare readonly batchInput: pulumi.Output<string | undefined>;
  /** As declared: how it is split. */
  declare readonly batchBy: pulumi.Output<BatchBy | undefined>;
  /** As declared; `undefined` leaves it to the project. */
  declare readonly useInterruptibleInstances: pulumi.Output<boolean | undefined>;
  /** As declared; on a started task, those of its next attempt. */
  declare readonly executionSettings: pulumi.Output<pulumi.Unwrap<ExecutionSettingsArgs> | undefined>;
  /** As declared; on a started task, that of its next attempt. */
  declare readonly outputLocation: pulumi.Output<pulumi.Unwrap<OutputLocationArgs> | undefined>;
  /** As declared. */
  declare readonly run: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  /** The task's address in the API. */
  declare readonly href: pulumi.Output<string>;
  /** The task's page in the web interface. */
  declare readonly url: pulumi.Output<string>;
  /** DRAFT, CREATING, QUEUED, RUNNING, COMPLETED, FAILED, ABORTING or ABORTED, as of the last up or refresh. */
  declare readonly status: pulumi.Output<string>;
  /** The app's revision: a whole number. */
  declare readonly appRevision: pulumi.Output<number>;
  /** The user whose token made it. */
  declare readonly createdBy: pulumi.Output<string | undefined>;
  /** ISO 8601, UTC. */
  declare readonly createdTime: pulumi.Output<string | undefined>;
  /** ISO 8601, UTC. A draft has one, too: the platform sets it to the creation time. */
  declare readonly startTime: pulumi.Output<string | undefined>;
  /** ISO 8601, UTC; missing until the task has ended. */
  declare readonly endTime: pulumi.Output<string | undefined>;
  /** Who started it; missing on a draft. */
  declare readonly executedBy: pulumi.Output<string | undefined>;
  /** How far it has come, as of the last up or refresh; missing on a draft. */
  declare readonly executionStatus: pulumi.Output<ExecutionStatus | undefined>;
  /** Only on a child of a batch. */
  declare readonly batchGroup: pulumi.Output<BatchGroup | undefined>;
  /** Only on a child of a batch: the id of the batch. */
  declare readonly parent: pulumi.Output<string | undefined>;
  /** Only on a started batch: the ids of its child tasks. */
  declare readonly childIds: pulumi.Output<string[] | undefined>;
  /** Missing until there is a cost. */
  declare readonly price: pulumi.Output<Price | undefined>;
  /** What keeps a draft from starting. */
  declare readonly errors: pulumi.Output<TaskMessage[]>;
  /** What the platform has to say of it that does not keep it from starting. */
  declare readonly warnings: pulumi.Output<TaskMessage[]>;
  /** Values by the app's output port ids; `null` where there is none (yet). */
  declare readonly outputs: pulumi.Output<{ readonly [port: string]: TaskValue }>;

  /**
   * An existing task by its id (a UUID), read and never changed: its args and outputs as they are on the platform.
   * Fails where the platform has no such task, or does not show it to the token's user.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): DraftTask {
    return new DraftTask(name, undefined, { ...opts, id });
  }

  constructor(name: string, given: DraftTaskArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal: `DraftTask.get` */
  constructor(name: string, given: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, given: DraftTaskArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const type = typeOf("DraftTask");
    refuseOpenToken();
    // Messages name the resource, which exists only after `super`; they are written later than that.
    const self: { resource?: pulumi.Resource } = {};
    // The engine's host cannot import for a dynamic provider; ours takes the task over in `check` and `create`.
    const { import: imported, ...others } = opts;
    const inputs =
      given === undefined
        ? { __provider: providerText("draftTask") }
        : { ...inputsOf(self, type, name, given, opts), __import: imported };
    super(type, name, { ...args, ...computed, ...inputs }, others);
    self.resource = this;
  }
}
