import type * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";
import type { runComputedNames } from "../../provider/model/run/runState";
import type { runArgNames } from "../../provider/model/run/taskRun";

/** What a program can do with a run: held by the compiler (`npm run lint`), never run. */

const project = "rfranklin/rnaseq";
const app = `${project}/star-align/4`;

declare const id: pulumi.Output<string>;
declare const flag: pulumi.Output<boolean>;

/** What compiles. */
export const compiles = () => {
  const draft = new sb.DraftTask("draft", { project, app });
  const run = new sb.TaskRun(
    "every arg",
    {
      task: draft,
      batch: false,
      useInterruptibleInstances: flag,
      wait: flag,
      timeout: "90m",
      allowFailures: true,
      maxAttempts: 2,
      triggers: [1, id],
    },
    { customTimeouts: { create: "2h" } },
  );
  new sb.TaskRun("by id", { task: id });
  new sb.TaskRun("by a known id", { task: "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11" });
  const theirs = sb.TaskRun.get("theirs", id);

  // What a run gives goes into the inputs of the next task as it is.
  new sb.DraftTask("next", {
    project,
    app,
    inputs: {
      bam: run.output("bam"),
      bams: run.childOutput("bam"),
      both: [run.child("a").output("bam"), theirs.output("bam")],
      nested: { reads: run.childOutput("bam"), one: run.output("rate") },
      all: run.outputs.apply((outputs) => outputs.bam ?? null),
      each: run.childOutputs.apply((outputs) => [...(outputs.bam ?? [])]),
    },
    batchInput: "bams",
    batchBy: sb.byItem,
  });
  const ids: pulumi.Output<string[]> = run.childIds;
  const groups: pulumi.Output<string[]> = run.children.apply((all) => all.map(({ group }) => group.value));
  const cost: pulumi.Output<number | undefined> = run.price.apply((price) => price?.amount);
  return { ids, groups, cost };
};

/** What does not. */
export const refuses = () => {
  // @ts-expect-error: a run is of a task
  new sb.TaskRun("none", {});
  // @ts-expect-error: a misspelt arg
  new sb.TaskRun("misspelt", { task: id, maxAttempt: 2 });
  // @ts-expect-error: a number of attempts, not a text
  new sb.TaskRun("text", { task: id, maxAttempts: "2" });
  // @ts-expect-error: a duration is a text
  new sb.TaskRun("number", { task: id, timeout: 3600 });
  const run = new sb.TaskRun("fine", { task: id });
  // @ts-expect-error: a port has a name
  run.output();
  // @ts-expect-error: outputs are read, never set
  run.status = id;
};

/** The names in the state are those of the class, and no other. */
type Names = (typeof runArgNames)[number] | (typeof runComputedNames)[number];
type Own = Exclude<
  keyof sb.TaskRun & string,
  keyof pulumi.CustomResource | "output" | "childOutput" | "child" | "result" | "childResults"
>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const sameNames: Same<Names, Own> = true;
