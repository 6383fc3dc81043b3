import * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";

/** What a program can write with lookups, and what it cannot: held by the compiler (`npm run lint`), never run. */

const project = "rfranklin/rnaseq";
const app = `${project}/star-align/4`;
const id = "eb44dce5-2c12-5be3-97b9-92039de6182b";

declare const text: pulumi.Output<string>;
declare const texts: pulumi.Output<string[]>;
declare const flag: pulumi.Output<boolean>;
declare const promised: Promise<string>;
declare const mutable: string[];
declare const run: sb.TaskRun;

/** What compiles. */
export const compiles = async () => {
  const [genome, reads] = [
    await sb.getFile({ project, path: "references/GRCh38.fa" }),
    await sb.getFiles({ project, metadata: { experiment: "E18", sample_id: ["a", "b"] }, match: "*.gz" }),
  ];
  await sb.getFiles({ project });
  await sb.getFiles({ project, folder: "reads", recursive: true, origin: "uploaded" });
  await sb.getFiles({ project, names: mutable, recursive: false });
  await sb.getFiles({ project, paths: ["a/b", "c"] as const, origin: "any", folder: "reads" });

  new sb.DraftTask("what lookups return goes into inputs as it is", {
    project,
    app,
    inputs: {
      genome,
      reads,
      one: reads[0] ?? null,
      some: reads.filter(({ metadata }) => metadata.sample_id !== undefined),
      mixed: [genome, sb.file(id)],
      record: { files: reads, deep: { genome } },
      later: sb.getFilesOutput({ project: text, names: texts }),
      laterOne: sb.getFileOutput({ project: promised, path: text }),
      first: sb.getFilesOutput({ project }).apply((files) => files[0] ?? null),
      made: (await sb.getTask({ id })).outputs.bam ?? null,
      madeLater: sb.getTaskOutput({ id: text }).outputs.apply((outputs) => outputs.bam ?? null),
    },
  });

  sb.getFilesOutput({ project, names: ["a", text, promised], recursive: flag, match: text });
  sb.getFilesOutput({ project, paths: [text], folder: promised });
  sb.getFilesOutput({ project, metadata: { a: text, b: [text, "c"], d: texts } });
  sb.getFilesOutput({ project, origin: pulumi.output<sb.FileOrigin>("task") });

  const options: pulumi.InvokeOutputOptions = { parent: run, dependsOn: [run] };
  sb.getFileOutput({ project, path: text }, options);
  sb.getFilesOutput({ project }, { dependsOn: run });
  sb.getTaskOutput({ id: text }, { dependsOn: pulumi.output([run]) });
  await sb.getFile({ project, path: "a" }, { parent: run });

  const found: sb.FoundFile = genome;
  const file: sb.File = found;
  const star: sb.AppInfo = await sb.getApp({ id: app });
  const ports: readonly sb.AppPort[] = star.inputs;
  const later: pulumi.Output<sb.AppInfo> = sb.getAppOutput({ id: text });
  const lab: sb.ProjectInfo = await sb.getProject({ id: project });
  const laterLab: pulumi.Output<sb.ProjectInfo> = sb.getProjectOutput({ id: text });
  const task: sb.TaskInfo = await sb.getTask({ id });
  if (star.batching !== undefined)
    new sb.DraftTask("batched as the app is", { project, app, ...star.batching });
  new sb.DraftTask("the same again", { project: task.project, app: task.app, inputs: task.inputs });
  return { file, ports, later, lab, laterLab };
};

/** What does not. */
export const refused = () => {
  // @ts-expect-error project is required
  sb.getFiles({ names: ["a"] });
  // @ts-expect-error by names or by paths, not both
  sb.getFiles({ project, names: ["a"], paths: ["a"] });
  // @ts-expect-error by names or by metadata, not both
  sb.getFiles({ project, names: ["a"], metadata: { a: "b" } });
  // @ts-expect-error by paths or by metadata, not both
  sb.getFilesOutput({ project, paths: texts, metadata: { a: "b" } });
  // @ts-expect-error paths say where each file is
  sb.getFiles({ project, paths: ["a"], recursive: true });
  // @ts-expect-error names are a list
  sb.getFiles({ project, names: "a" });
  // @ts-expect-error values of metadata are texts
  sb.getFiles({ project, metadata: { lane: 1 } });
  // @ts-expect-error files are uploaded or made by tasks
  sb.getFiles({ project, origin: "tasks" });
  // @ts-expect-error pattern is not known
  sb.getFiles({ project, pattern: "*" });
  // @ts-expect-error Outputs go into the Output form
  sb.getFiles({ project: text });
  // @ts-expect-error a promise is there at once: dependsOn is for the Output form
  sb.getFiles({ project }, { dependsOn: [] });
  // @ts-expect-error an option that would be ignored
  sb.getFilesOutput({ project }, { protect: true });
  // @ts-expect-error path is required
  sb.getFile({ project });
  // @ts-expect-error an app has an id
  sb.getApp({ name: "star-align" });
  // @ts-expect-error what a lookup returns is a promise: it is awaited first
  sb.getProject({ id: project }).name;
};

/** A task that is looked up has what a DraftTask has, by the same names and of the same types. */
type OfResource = Omit<
  sb.DraftTask,
  keyof pulumi.CustomResource | symbol | "run" | "triggers" | "connection" | "expectedChildren"
>;
type OfLookup = Omit<sb.TaskInfo, "id">;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const sameNames: Same<keyof OfResource, keyof OfLookup> = true;
type Known<O> = O extends pulumi.Output<infer T> ? T : never;
type Differing = {
  [K in keyof OfResource & keyof OfLookup]: Same<
    NonNullable<Known<OfResource[K]>>,
    NonNullable<OfLookup[K]>
  > extends true
    ? never
    : K;
}[keyof OfResource & keyof OfLookup];
export const sameTypes: [Differing] extends [never] ? true : false = true;
