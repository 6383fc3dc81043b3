import type * as pulumi from "@pulumi/pulumi";
import type { BatchBy } from "../model/values/batching";
import type { InputObject } from "./values";

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
  inputs?: pulumi.Input<InputObject | undefined>;
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
  /**
   * On which platform: the name of one of `sevenbridges:connections`. Another name for the same platform, or another
   * token, changes nothing on it; another platform makes a new task there. Default: the stack's own settings.
   */
  connection?: pulumi.Input<string>;
}

/** The options of `DraftTask.get` and `TaskRun.get`. */
export interface GetOptions extends pulumi.CustomResourceOptions {
  /** On which platform the task is: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  connection?: pulumi.Input<string>;
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

/** `batchInput` next to a `batchBy` that is undefined. */
interface WithoutBatchBy {
  batch?: pulumi.Input<true>;
  batchInput: pulumi.Input<string>;
  batchBy: undefined;
}

/** `batchBy` next to a `batchInput` that is undefined. */
interface WithoutBatchInput {
  batch?: pulumi.Input<true>;
  batchInput: undefined;
  batchBy: pulumi.Input<BatchBy>;
}

/**
 * Batching that depends on a condition: `...(grouped ? { batchInput, batchBy } : {})`. Without `exactOptionalPropertyTypes`
 * the compiler takes the two args of such a spread for independent of each other, so it needs all four combinations. A
 * literal with only one of the two still does not compile.
 */
export type AnyBatchingArgs = NoBatchingArgs | BatchingArgs | WithoutBatchBy | WithoutBatchInput;

/**
 * What a program declares of one task. A component that sets some of it takes
 * `Omit<CommonArgs, "project"> & AnyBatchingArgs` or the like.
 */
export type DraftTaskArgs = CommonArgs & AnyBatchingArgs;
