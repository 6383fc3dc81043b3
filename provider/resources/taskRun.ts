import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { runComputedNames } from "../model/run/runState";
import { runArgNames } from "../model/run/taskRun";
import { settingRows } from "../model/task/fields";
import { noteChange } from "../program/changes";
import { watchLookups } from "../program/lookupFailures";
import { markArgs } from "../program/markedValues";
import {
  checkErrors,
  isPreview,
  isUnderMocks,
  refuseUnsafeConfig,
  reportFound,
  reportSettings,
  serializing,
} from "../program/previewErrors";
import { programError } from "../program/programError";
import { content, orElse, registeredValue } from "../program/settled";
import { countIfWaiting } from "../program/slots";
import { idToGet, idToImport, requireArgs, requireName, requireOptions, requireText } from "./argsGiven";
import { DraftTask, noteOf } from "./draftTask";
import type { GetOptions } from "./draftTaskArgs";
import type { ExecutionStatus, Price, TaskStatus } from "./draftTaskOutputs";
import { holdBack, keepOutputOf, keepOutputs, noResultOf, registration } from "./failedOutputs";
import type { notAValue } from "./notAValue";
import { importing, isOfType, ownerOf, providerText, typeOf, urnOf, withoutResources } from "./resource";
import { refuseProvider, warnOfReplaceOnChanges } from "./resourceOptions";
import { childOutputOf, type OutputResult, oneChildOutputOf, outputOf, type RunView } from "./runOutputs";
import { type ChildResult, childResultsOf, type RunEnd, type RunResult, resultOf } from "./runResults";
import { newUses, runShape, type Uses, usesForProvider } from "./runUses";
import { asInputs, isSecret } from "./secretInputs";
import { draftNotes, secretArgsFor, secretNotes } from "./secretNotes";
import type { TaskRunArgs } from "./taskRunArgs";
import type { RunAttempt, RunChild, RunFailure } from "./taskRunOutputs";
import { withSecretsNoted } from "./transforms";
import type { TaskValue } from "./values";
import { noteRunOf } from "./witness";

const outputs: pulumi.Inputs = Object.fromEntries(
  [...runArgNames, ...runComputedNames].map((key) => [key, undefined]),
);

/** What a further attempt needs to know of the draft: an attempt is made with the program's present settings. */
const settingsOf = (draft: DraftTask): pulumi.Inputs =>
  Object.fromEntries(settingRows.map(({ part }) => [part, draft[part]]));

/** The program's args for the engine, with our own notes. */
const inputsOf = (
  type: string,
  name: string,
  { task, connection, ...rest }: pulumi.Inputs,
  opts: pulumi.CustomResourceOptions,
  uses: Uses,
): pulumi.Inputs => {
  const draft = task instanceof DraftTask ? task : undefined;
  noteRunOf(task);
  const declared: pulumi.Inputs = {
    ...withoutResources({ ...rest, task: draft?.id ?? task }),
    // `check` uses that of the DraftTask, which transforms may have made; mocks have no `check`.
    connection: connection ?? (draft !== undefined && isUnderMocks() ? noteOf(draft).connection : undefined),
  };
  const serialized = serializing("TaskRun", declared);
  const owner = ownerOf(name, type, opts.parent);
  const own = secretNotes(serialized);
  const ofDraft = draft === undefined ? Promise.resolve([]) : draftNotes(draft, noteOf(draft).secretArgs);
  return {
    ...declared,
    __owner: owner,
    ...asInputs(Promise.all([own, ofDraft]).then((names) => [...new Set(names.flat())])),
    __draft: draft === undefined ? undefined : secretArgsFor(draft, ofDraft),
    __settings: draft === undefined ? undefined : settingsOf(draft),
    // The engine does not pass customTimeouts on to a dynamic provider (pulumi/pulumi#12259).
    __timeout: opts.customTimeouts?.create,
    __heldBack: holdBack(serialized),
    __alreadyReported: reportSettings(),
    __preview: isPreview() || undefined,
    __uses: usesForProvider(draft, uses),
    __provider: providerText("taskRun"),
  };
};

/** A value, or the end of the program with one sentence. */
const argsForRun = <A>(taken: OutputResult<A>): A => {
  if (E.isLeft(taken)) throw programError(taken.left);
  return taken.right;
};

/**
 * Of a run that failed these hold what the state keeps. `outputs` and `childOutputs` do not: programs reach into them, and
 * would fail where a value is missing.
 */
const keptNames = Object.keys(outputs).filter((name) => name !== "outputs" && name !== "childOutputs");

/** Of a run that is known by its name only. */
const emptyRunView = (name: string): RunEnd => ({
  name,
  status: undefined,
  executionStatus: undefined,
  lastStatus: undefined,
  allowFailures: undefined,
  outputs: undefined,
  missingOutputs: undefined,
  children: undefined,
  childOutputs: undefined,
  failures: undefined,
  attempts: undefined,
});

/** One child of a batch, by its group. */
export interface ChildOfRun {
  /** @hidden */
  readonly [notAValue]?: "a child of a run is not a value: use run.child(group).output(port)";
  /** The child's value on an output port. Fails for a group or a port that does not exist, naming those that do. */
  output(port: string): pulumi.Output<TaskValue>;
}

/**
 * Starts a task, waits until it has ended, and holds what it has made. This is what costs money. A `pulumi up` that was
 * cut short goes on waiting at the next one: a task is never started twice.
 *
 * A run that fails keeps its id, its failed jobs and the addresses of their logs in the state; what depends on it is
 * not made, and the next `pulumi up` looks again.
 *
 * @example
 * ```ts
 * const aligned = new sb.TaskRun("align", { task: align, maxAttempts: 2 });
 * const counts = new sb.DraftTask("count", {
 *     project, app: `${project}/counts/2`, inputs: { bams: aligned.childOutput("bam") },
 * });
 * ```
 */
export class TaskRun extends pulumi.CustomResource {
  /** @hidden */
  declare readonly [notAValue]: "a TaskRun is not a value: use run.output(port) or run.childOutput(port)";
  /** The id of the task that was given. The run's own id is the same, unless `triggers` have run it again. */
  declare readonly task: pulumi.Output<string>;
  /** As declared. */
  declare readonly batch: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly useInterruptibleInstances: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly wait: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly timeout: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly allowFailures: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly maxAttempts: pulumi.Output<number | undefined>;
  /** As declared. */
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  /** That of its task: `undefined` is the stack's own settings. */
  declare readonly connection: pulumi.Output<string | undefined>;
  /** As of the last up or refresh; after further attempts, that of the last ones. Never DRAFT. */
  declare readonly status: pulumi.Output<TaskStatus>;
  /** The status when it was last seen; differs from `status` where that is DELETED. */
  declare readonly lastStatus: pulumi.Output<TaskStatus>;
  /** The task's page in the web interface. */
  declare readonly url: pulumi.Output<string>;
  /** Of a single task that has completed: values by the app's output port ids, `null` where there is none. Empty for a batch. */
  declare readonly outputs: pulumi.Output<{ readonly [port: string]: TaskValue }>;
  /** Of a batch: the ids of its child tasks, in the order of the groups. Empty for a single task. */
  declare readonly childIds: pulumi.Output<string[]>;
  /** Of a batch: its child tasks, in the order in which their groups first appear in its list. Empty for a single task. */
  declare readonly children: pulumi.Output<RunChild[]>;
  /**
   * Of a batch that has ended: by output port, one value per child. `childOutputs[port][i]` belongs to `children[i]`,
   * and is `null` where that child failed or made nothing.
   */
  declare readonly childOutputs: pulumi.Output<{ readonly [port: string]: readonly TaskValue[] }>;
  /** What all attempts and children have cost together; missing until there is a cost. */
  declare readonly price: pulumi.Output<Price | undefined>;
  /** How far it has come, as of the last up or refresh. */
  declare readonly executionStatus: pulumi.Output<ExecutionStatus>;
  /** ISO 8601, UTC. */
  declare readonly startTime: pulumi.Output<string | undefined>;
  /** ISO 8601, UTC; missing until all has ended. */
  declare readonly endTime: pulumi.Output<string | undefined>;
  /** The attempts so far, the first one first. */
  declare readonly attempts: pulumi.Output<RunAttempt[]>;
  /** What has not completed, and why. */
  declare readonly failures: pulumi.Output<RunFailure[]>;
  /** Required output ports that a COMPLETED single task has left empty. It happens; a batch's are with its `children`. */
  declare readonly missingOutputs: pulumi.Output<string[]>;

  private readonly seen: pulumi.Output<RunEnd>;
  private readonly runName: string;
  private readonly uses: Uses;

  /** The type that the engine knows it by; policies match it. */
  static readonly __pulumiType: string = typeOf("TaskRun");

  /** Whether a value is a TaskRun: also one that another copy of this package has made. */
  static override isInstance(value: unknown): value is TaskRun {
    return isOfType(TaskRun.__pulumiType, value);
  }

  /**
   * The run of a task that has been started, by the task's id (a UUID): read, and never changed. One of another platform
   * than the stack's own: `TaskRun.get("align", id, { connection: "eu" })`.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: GetOptions): TaskRun {
    const options = requireOptions("TaskRun.get", opts, true);
    return new TaskRun(name, undefined, { ...options, id: idToGet("TaskRun", id) });
  }

  /** @internal `TaskRun.get` */
  constructor(name: string, args: undefined, opts: GetOptions);
  // The last one is what policies and error messages of TypeScript show.
  constructor(name: string, args: TaskRunArgs, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, args: TaskRunArgs | undefined, opts?: GetOptions) {
    const type = TaskRun.__pulumiType;
    const what = `TaskRun ${requireName("TaskRun", name)}`;
    const options = requireOptions(what, opts, args === undefined && opts?.id !== undefined);
    refuseUnsafeConfig();
    refuseProvider(what, options);
    const { import: imported, connection, ...others } = options;
    const declared = markArgs({ ...requireArgs(what, args) });
    const self: { resource?: pulumi.Resource; shape?: pulumi.Output<unknown> } = {};
    const uses = newUses(name, self);
    const inputs =
      options.id === undefined
        ? {
            ...inputsOf(type, name, declared, options, uses),
            ...importing(idToImport(what, imported)),
          }
        : {
            connection,
            ...asInputs(secretNotes(serializing("TaskRun", { connection }))),
            __provider: providerText("taskRun"),
          };
    // The task may be another resource's: what that one waits for is named with it.
    watchLookups(`TaskRun ${name}`, "", { connection, ...declared, id: options.id });
    const made = registration(() => urnOf(name, type, options.parent));
    super(
      type,
      name,
      { ...outputs, ...inputs, ...checkErrors, [runShape]: undefined },
      withSecretsNoted(others),
    );
    this.runName = name;
    reportFound(this);
    warnOfReplaceOnChanges(this, options);
    self.resource = this;
    // An update has no use for it, and nobody would handle its failure there.
    if (isPreview()) self.shape = pulumi.output(Reflect.get(this, runShape));
    this.uses = uses;
    keepOutputs(this, keptNames, made);
    if (isPreview() && args !== undefined) void countIfWaiting(this.wait, this.status);
    this.status.apply(noteChange);
    const hasSecretChildren = isSecret(this.children);
    const values = pulumi
      .all([
        this.status,
        this.executionStatus,
        this.lastStatus,
        registeredValue(this.allowFailures, pulumi.output(declared.allowFailures)),
        keepOutputOf(this.outputs, "outputs", made),
        this.missingOutputs,
        this.children,
        keepOutputOf(this.childOutputs, "childOutputs", made),
      ])
      .apply(
        async ([
          status,
          progress,
          lastStatus,
          allowFailures,
          values,
          missingOutputs,
          children,
          childOutputs,
        ]): Promise<RunView> => ({
          name,
          hasSecretChildren: await hasSecretChildren,
          status,
          isMocked: isUnderMocks(),
          executionStatus: { ...progress },
          lastStatus,
          allowFailures,
          outputs: values,
          missingOutputs,
          children,
          childOutputs,
        }),
      );
    const seen = pulumi
      .all([values, this.failures, this.attempts])
      .apply(([run, failures, attempts]): RunEnd => ({ ...run, failures, attempts }));
    this.seen = orElse(seen, async () =>
      content({ ...emptyRunView(name), noResult: await noResultOf(name, made) }),
    );
  }

  /**
   * The value of a single task on an output port, for the `inputs` of another task: a File, a list, a number, a record.
   * A task that would receive it before the run has completed is not made, and says so. Fails for a port that the app
   * lacks, naming those that it has.
   */
  output(port: string): pulumi.Output<TaskValue> {
    requireText(`the port in output(port) of ${this.runName}`, port);
    this.uses.add({ take: "output", port });
    return this.seen.apply((run) => argsForRun(outputOf(run, port)));
  }

  /**
   * The values of all children on an output port as one list, in the order of the groups: without those that made
   * nothing, and with lists of children joined into one. Fails for a port that the app lacks.
   */
  childOutput(port: string): pulumi.Output<TaskValue[]> {
    requireText(`the port in childOutput(port) of ${this.runName}`, port);
    this.uses.add({ take: "childOutput", port });
    return this.seen.apply((run) => argsForRun(childOutputOf(run, port)));
  }

  /**
   * What became of a single task: `{ status, value, price }` where it has completed, `{ status, reason, price }` where it has
   * not. For exports: it resolves for a run that failed, or was held back, in `pulumi up --continue-on-error`, too. Fails for
   * a port that the app lacks. Not for the `inputs` of another task: give these `output(port)`.
   */
  result(port: string): pulumi.Output<RunResult> {
    requireText(`the port in result(port) of ${this.runName}`, port);
    this.uses.add({ take: "output", port });
    return this.seen.apply((run) => argsForRun(resultOf(run, port)));
  }

  /**
   * The same for each child of a batch, with its `group`, in the order of the groups. Where a batch has no children, because
   * it could not be started or was held back, there is one, of the group `""`, which says so.
   */
  childResults(port: string): pulumi.Output<readonly ChildResult[]> {
    requireText(`the port in childResults(port) of ${this.runName}`, port);
    this.uses.add({ take: "childOutput", port });
    return this.seen.apply((run) => argsForRun(childResultsOf(run, port)));
  }

  /** The child of one group, by the group's value (`E18127`; `hg19, E18127` where two fields group). */
  child(group: string): ChildOfRun {
    // Files without the field make a group of no value.
    if (group !== "") requireText(`the group in child(group) of ${this.runName}`, group);
    return {
      output: (port) => {
        requireText(`the port in child(group).output(port) of ${this.runName}`, port);
        this.uses.add({ take: "child", group, port });
        return this.seen.apply((run) => argsForRun(oneChildOutputOf(run, group, port)));
      },
    };
  }
}
