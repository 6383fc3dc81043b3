import * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";
import type { argNames } from "../../provider/model/task/fields";
import type { addedNames, computedNames } from "../../provider/model/task/taskState";

/**
 * What a program can write, and what it cannot: held by the compiler (`npm run lint`), never run. Each expected
 * error is above the one line that must not compile.
 */

const project = "rfranklin/rnaseq";
const app = `${project}/star-align/4`;
const opts: pulumi.CustomResourceOptions = { protect: true };

declare const id: pulumi.Output<string>;
declare const value: pulumi.Output<sb.TaskValue>;
declare const values: pulumi.Output<readonly sb.TaskValue[]>;
declare const outputs: pulumi.Output<{ readonly [port: string]: sb.TaskValue }>;
declare const flag: pulumi.Output<boolean>;
declare const criteria: pulumi.Output<sb.BatchBy>;
declare const found: readonly sb.File[];
declare const promised: Promise<string>;

/** What compiles. */
export const compiles = () => {
  const draft = new sb.DraftTask("smallest", { project, app });

  new sb.DraftTask(
    "every arg",
    {
      project: id,
      app: pulumi.interpolate`${id}/star-align`,
      name: "align",
      description: promised,
      inputs: { threads: 8 },
      batch: true,
      batchInput: "reads",
      batchBy: sb.byMetadata("library_id", "sample_id"),
      useInterruptibleInstances: flag,
      executionSettings: {
        instanceType: id,
        maxParallelInstances: 2,
        useMemoization: true,
        useElasticDisk: flag,
      },
      outputLocation: { mainLocation: id, nodesLocation: { bam: { outputLocation: id } } },
      run: flag,
      triggers: [1, id, { any: flag }],
    },
    opts,
  );

  new sb.DraftTask("values of every kind", {
    project,
    app,
    inputs: {
      genome: sb.file("567890abc4f3066bc3750174"),
      reads: sb.files(["567890abc4f3066bc3750174", id]),
      scratch: sb.directory(id),
      named: { class: "File", path: id, name: "hg38.fa" },
      nested: [[sb.file(id)], [], [null]],
      limits: { depth: 5, deeper: { rate: 0.5, mode: "fast", paired: true, none: null } },
      unset: null,
    },
  });

  new sb.DraftTask("outputs at any depth", {
    project,
    app,
    inputs: {
      value,
      values,
      listed: [value, [value]],
      inRecord: { deep: [{ deeper: value }] },
      path: promised,
      ofAnotherTask: draft.outputs.apply((made) => made.bam ?? null),
      byKey: draft.outputs.apply((made) => made["#bam"] ?? []),
      all: pulumi.all([value, id]).apply(([first, second]) => [first, second]),
      ofList: draft.childIds.apply((ids) => ids ?? []),
      lookedUp: found,
    },
  });

  new sb.DraftTask("inputs as one output", { project, app, inputs: outputs });
  new sb.DraftTask("readonly lists", {
    project,
    app,
    inputs: { reads: ["a", "b"] as const, found: [found, found] as const },
  });
  new sb.DraftTask("by item", { project, app, batchInput: "reads", batchBy: sb.byItem });
  new sb.DraftTask("by the API's words", {
    project,
    app,
    batchInput: id,
    batchBy: { type: "CRITERIA", criteria: ["metadata.a"] },
  });
  new sb.DraftTask("by an output", { project, app, batchInput: "reads", batchBy: criteria });
  new sb.DraftTask("the app's batching", { project, app, batch: true });
  new sb.DraftTask("no batching", { project, app, batch: false });
  new sb.DraftTask("batching open until later", { project, app, batch: flag });

  const status: pulumi.Output<string> = draft.status;
  const inputs: pulumi.Output<{ readonly [port: string]: sb.TaskValue } | undefined> = draft.inputs;
  const read: sb.DraftTask = sb.DraftTask.get("read", "eb44dce5-2c12-5be3-97b9-92039de6182b", opts);
  const grouped: sb.ByCriteria = sb.byMetadata("sample_id");
  return { status, inputs, read, grouped };
};

/** What does not. */
export const refused = () => {
  const batch = { project, app, batchInput: "reads" };
  // @ts-expect-error project is required
  new sb.DraftTask("no project", { app });
  // @ts-expect-error app is required
  new sb.DraftTask("no app", { project });
  // @ts-expect-error batchInput goes with batchBy
  new sb.DraftTask("batchInput alone", { project, app, batchInput: "reads" });
  // @ts-expect-error batchBy goes with batchInput
  new sb.DraftTask("batchBy alone", { project, app, batchBy: sb.byItem });
  // @ts-expect-error batching cannot be switched off and on
  new sb.DraftTask("off and on", { project, app, batch: false, batchInput: "reads", batchBy: sb.byItem });
  // @ts-expect-error the type of a batch is ITEM or CRITERIA
  new sb.DraftTask("type", { ...batch, batchBy: { type: "SAMPLE" } });
  // @ts-expect-error criteria need a field
  new sb.DraftTask("criteria", { ...batch, batchBy: { type: "CRITERIA", criteria: [] } });
  // @ts-expect-error criteria go with CRITERIA only
  new sb.DraftTask("item", { ...batch, batchBy: { type: "ITEM", criteria: ["metadata.a"] } });
  // @ts-expect-error batchinput is not known
  new sb.DraftTask("misspelt", { project, app, batchinput: "reads" });
  // @ts-expect-error memory is no execution setting
  new sb.DraftTask("setting", { project, app, executionSettings: { memory: 4 } });
  // @ts-expect-error a whole number is wanted, not a text
  new sb.DraftTask("instances", { project, app, executionSettings: { maxParallelInstances: "2" } });
  // @ts-expect-error undefined is no value of a port: null is
  new sb.DraftTask("undefined", { project, app, inputs: { reads: undefined } });
  // @ts-expect-error a function is no value of a port
  new sb.DraftTask("function", { project, app, inputs: { reads: () => "a" } });
  // @ts-expect-error an output that may be undefined is no value of a port
  new sb.DraftTask("optional", { project, app, inputs: { reads: compiles().read.parent } });
  // @ts-expect-error by no field, all files would be one group
  sb.byMetadata();
  // @ts-expect-error a file has an id
  sb.file();
  // @ts-expect-error ids are texts
  sb.files([5]);
  // @ts-expect-error what a task has is not for the program to set
  compiles().read.status = pulumi.output("COMPLETED");
};

/** Lists that must agree: the outputs that the constructor names are those that the class declares, no more, no less. */
type Named = (typeof argNames | typeof addedNames | typeof computedNames)[number];
type Declared = Exclude<keyof sb.DraftTask & string, keyof pulumi.CustomResource>;
export const allNamesAreDeclared: [Exclude<Named, Declared>] extends [never] ? true : false = true;
export const allDeclaredAreNamed: [Exclude<Declared, Named>] extends [never] ? true : false = true;
/** The args that the codec knows are those that the types let through. */
type Args = keyof sb.CommonArgs | keyof sb.BatchingArgs;
export const allArgsAreKnown: [Exclude<Args, (typeof argNames)[number]>] extends [never] ? true : false =
  true;
export const allKnownAreArgs: [Exclude<(typeof argNames)[number], Args>] extends [never] ? true : false =
  true;
