import type * as pulumi from "@pulumi/pulumi";
import type { DraftTask } from "./draftTask";

/** What a program declares of one run. */
export interface TaskRunArgs {
  /**
   * The task to run: a `DraftTask`, or a task's id (a UUID). One that has been started already is only waited for.
   * Another task is another run.
   */
  task: DraftTask | pulumi.Input<string>;
  /** `false` switches batching off for this run. Default: as the task says. After the start a change holds for the next attempt. */
  batch?: pulumi.Input<boolean>;
  /** Spot instances for this run. Default: as the task says. After the start a change holds for the next attempt. */
  useInterruptibleInstances?: pulumi.Input<boolean>;
  /** Wait for the end. With `false`, a later `pulumi up` or `pulumi refresh` collects what has become of it. Default: true. */
  wait?: pulumi.Input<boolean>;
  /** How long to wait, as `90m` or `1h30m`. It ends the waiting, never the task. Default: `customTimeouts.create`, else `24h`. */
  timeout?: pulumi.Input<string>;
  /** For a batch: failed children are no failure of the run; their values are `null`. Default: false. */
  allowFailures?: pulumi.Input<boolean>;
  /**
   * How often what fails may be run in all: each `pulumi up` runs the task, or the failed children of a batch, once more
   * until so many attempts were made. Each is paid for. A whole number of at least 1. Default: 1.
   */
  maxAttempts?: pulumi.Input<number>;
  /** Any values; a change of one runs the same task again. Default: none. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /**
   * On which platform the task is that is given by its id: the name of one of `sevenbridges:connections`. A `DraftTask`
   * brings its own. Default: the stack's own settings.
   */
  connection?: pulumi.Input<string>;
}
