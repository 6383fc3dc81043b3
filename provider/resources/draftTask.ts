import * as pulumi from "@pulumi/pulumi";
import { argNames } from "../model/task/fields";
import { addedNames, computedNames } from "../model/task/taskState";
import type { BatchBy } from "../model/values/batching";
import { fileBatchesFor } from "../program/fileBatches";
import { watchLookups } from "../program/lookupFailures";
import { markArgs } from "../program/markedValues";
import {
  checkErrors,
  isPreview,
  refuseUnsafeConfig,
  reportFound,
  reportSettings,
  type Serialized,
  serializing,
} from "../program/previewErrors";
import { watchRenamed, workOfOthers } from "../program/renamed";
import { watchRevision } from "../program/revisionWarnings";
import { isUpdate } from "../program/settled";
import { idToGet, idToImport, requireArgs, requireName, requireOptions } from "./argsGiven";
import type { DraftTaskArgs, GetOptions } from "./draftTaskArgs";
import type {
  BatchGroup,
  DeclaredOutputs,
  ExecutionStatus,
  ExpectedChildren,
  Price,
  TaskMessage,
  TaskStatus,
} from "./draftTaskOutputs";
import { holdBack, keepOutputs, registration } from "./failedOutputs";
import type { notAValue } from "./notAValue";
import { importing, isOfType, ownerOf, providerText, typeOf, urnOf, withoutResources } from "./resource";
import { refuseProvider, warnOfReplaceOnChanges } from "./resourceOptions";
import { asInputs } from "./secretInputs";
import { secretNotes } from "./secretNotes";
import { withSecretsNoted } from "./transforms";
import type { TaskValue } from "./values";
import { joinSession, type Session, watchCreated } from "./witness";

/** Outputs exist on a resource only if their names are given to `super`; `undefined` means "the engine will say". */
const outputs: pulumi.Inputs = Object.fromEntries(
  [...argNames, ...addedNames, ...computedNames].map((key) => [key, undefined]),
);

/** The program's args for the engine: with what the engine drops made visible, and with our own notes. */
const inputsOf = (
  declared: pulumi.Inputs,
  serialized: Serialized,
  owner: Promise<unknown>,
  secretArgs: Promise<readonly string[]>,
  session: Promise<Session> | undefined,
): pulumi.Inputs => ({
  ...declared,
  __owner: owner,
  // Only an update creates something.
  __session: session?.then(({ id }) => id),
  ...asInputs(secretArgs),
  __heldBack: holdBack(serialized),
  __alreadyReported: reportSettings(),
  __fileBatches: fileBatchesFor(declared, serialized),
  __preview: isPreview() || undefined,
  __provider: providerText("draftTask"),
});

/** What a run says of its DraftTask to the provider, whose `check` knows the args that transforms have made. */
export interface DraftNote {
  /** Missing for a task that is only read: no `check` has seen it. */
  readonly owner?: Promise<unknown>;
  /** As the program gives it: as an output, one that is not given would be unknown in a preview. */
  readonly connection?: pulumi.Input<string>;
  /** The names of the args that hold a secret. */
  readonly secretArgs?: Promise<readonly string[]>;
}

const notes = new WeakMap<DraftTask, DraftNote>();

export const noteOf = (task: DraftTask): DraftNote => notes.get(task) ?? {};

/** Outputs whose types follow from the args. */
export interface DraftTask extends DeclaredOutputs {}

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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor gives the names of these outputs to `super`
export class DraftTask extends pulumi.CustomResource {
  /** @hidden */
  declare readonly [notAValue]: "a DraftTask is not a value: run it with a TaskRun and use run.output(port)";
  /** The project, `owner/project`. */
  declare readonly project: pulumi.Output<string>;
  /** The app with its revision. */
  declare readonly app: pulumi.Output<string>;
  /** The task's name: the program's, or the one that the resource had when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** Values by port id, as declared. */
  declare readonly inputs: pulumi.Output<{ readonly [port: string]: TaskValue } | undefined>;
  /** As declared: `undefined` leaves it to the app. */
  declare readonly batch: pulumi.Output<boolean | undefined>;
  /** As declared: the port whose list is split. */
  declare readonly batchInput: pulumi.Output<string | undefined>;
  /** As declared: how it is split. */
  declare readonly batchBy: pulumi.Output<BatchBy | undefined>;
  /**
   * Of a batch: how many child tasks it will have, and their groups, as the preview has found them from the names and the
   * metadata of the files on `batchInput` when this was last changed. Missing where the list is not known yet, and with
   * `sevenbridges:checks` at `offline` where the program does not give the files' metadata.
   */
  declare readonly expectedChildren: pulumi.Output<ExpectedChildren | undefined>;
  /** The task's address in the API. */
  declare readonly href: pulumi.Output<string>;
  /** The task's page in the web interface. */
  declare readonly url: pulumi.Output<string>;
  /** As of the last up or refresh. */
  declare readonly status: pulumi.Output<TaskStatus>;
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

  /** The type that the engine knows it by; policies match it. */
  static readonly __pulumiType: string = typeOf("DraftTask");

  /** Whether a value is a DraftTask: also one that another copy of this package has made. */
  static override isInstance(value: unknown): value is DraftTask {
    return isOfType(DraftTask.__pulumiType, value);
  }

  /**
   * An existing task by its id (a UUID), read and never changed: its args and outputs as they are on the platform.
   * Fails where the platform has no such task, or does not show it to the token's user. One of another platform than the
   * stack's own: `DraftTask.get("align", id, { connection: "eu" })`.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: GetOptions): DraftTask {
    const options = requireOptions("DraftTask.get", opts, true);
    return new DraftTask(name, undefined, { ...options, id: idToGet("DraftTask", id) });
  }

  /** @internal `DraftTask.get` */
  constructor(name: string, given: undefined, opts: GetOptions);
  // The last one is what policies and error messages of TypeScript show.
  constructor(name: string, given: DraftTaskArgs, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, given: DraftTaskArgs | undefined, opts?: GetOptions) {
    const type = DraftTask.__pulumiType;
    const what = `DraftTask ${requireName("DraftTask", name)}`;
    const options = requireOptions(what, opts, given === undefined && opts?.id !== undefined);
    refuseUnsafeConfig();
    refuseProvider(what, options);
    const { import: imported, connection, ...others } = options;
    const args = markArgs({ ...requireArgs(what, given) });
    const owner = options.id === undefined ? ownerOf(name, type, options.parent) : undefined;
    const declared: pulumi.Inputs =
      owner === undefined ? { connection } : { ...withoutResources(args), __defaultName: name };
    const serialized = serializing("DraftTask", declared);
    const session = isUpdate() && options.id === undefined ? joinSession(serialized) : undefined;
    const secretArgs = secretNotes(serialized);
    const inputs =
      owner === undefined
        ? { ...declared, ...asInputs(secretArgs), __provider: providerText("draftTask") }
        : {
            ...inputsOf(declared, serialized, owner, secretArgs, session),
            ...importing(idToImport(what, imported), args),
          };
    watchLookups(`DraftTask ${name}`, "", { connection, ...args, id: options.id });
    const made = registration(() => urnOf(name, type, options.parent));
    super(
      type,
      name,
      { ...outputs, ...inputs, ...checkErrors, ...workOfOthers, __created: undefined },
      withSecretsNoted(others),
    );
    reportFound(this);
    warnOfReplaceOnChanges(this, options);
    // Not `outputs`: programs reach into them, and would fail where a value is missing.
    keepOutputs(
      this,
      Object.keys(outputs).filter((key) => key !== "outputs"),
      made,
    );
    watchRenamed(this);
    if (session !== undefined) watchCreated(this, session).catch(() => undefined);
    if (isPreview() && options.id === undefined) void watchRevision(args, this, secretArgs);
    const over = options.id === undefined ? args.connection : connection;
    notes.set(this, {
      ...(owner === undefined ? {} : { owner }),
      ...(over === undefined ? {} : { connection: over }),
      secretArgs,
    });
  }
}
