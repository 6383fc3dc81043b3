import { base, inputs } from "../support/seed";

/** A task of the program, and whether it is run: by the draft itself, by a `TaskRun`, or by both. */
export interface Task {
  readonly name: string;
  readonly threads: number;
  readonly batch: boolean;
  readonly run: boolean;
  readonly waits: boolean;
  /** It is made of what this one has made. */
  readonly after?: string;
  readonly triggers?: number;
  /** Its `TaskRun` is asked to run it once more, as a clone. */
  readonly again?: boolean;
  /** How its first attempts end, one after the other; the next one completes. */
  readonly endings?: readonly Ending[];
  /** Of a batch, so many of its children end so. */
  readonly failing?: number;
}

export type Ending = "FAILED" | "ABORTED";

export type Program = readonly Task[];

/** Names of the resources: a run has its task's, with this before it. */
export const runOf = (name: string): string => `run-${name}`;

export const isRun = ({ run, waits }: Task): boolean => run || waits;

/** How many tasks this one has on the platform. */
export const tasksOf = ({ again, endings = [], failing = 1 }: Task): number =>
  again === true ? 2 : 1 + endings.length * failing;

/** The children of a batch, by their group: one for each sample of the seed's reads. */
export const groups = ["a", "b"] as const;

const draft = ({ name, threads, batch, run, after, triggers }: Task): string =>
  `tasks["${name}"] = new sb.DraftTask("${name}", { ${[
    base,
    `inputs: { ${inputs}, threads: ${threads}${after === undefined ? "" : `, genome: runs["${after}"].output("bam")`} }`,
    ...(batch ? ['batchInput: "reads"', 'batchBy: sb.byMetadata("sample_id")'] : []),
    ...(run ? ["run: true"] : []),
    ...(triggers === undefined ? [] : [`triggers: [${triggers}]`]),
  ].join(", ")} });`;

const run = ({ name, again, endings = [] }: Task): string =>
  `runs["${name}"] = new sb.TaskRun("${runOf(name)}", { ${[
    `task: tasks["${name}"]`,
    ...(again === true ? ["triggers: [1]"] : []),
    ...(endings.length === 0 ? [] : [`maxAttempts: ${endings.length + 1}`]),
  ].join(", ")} });`;

/** The program's text, for `Stack.program`. */
export const textOf = (program: Program): readonly string[] => [
  "const [tasks, runs] = [{}, {}];",
  ...program.flatMap((task) => [draft(task), ...(task.waits ? [run(task)] : [])]),
];
