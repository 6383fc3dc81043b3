import { join } from "node:path";
import ts from "typescript";

/**
 * What users of other compiler settings than this repository's can write, and what the compiler tells them. The files
 * beside this one are compiled with `exactOptionalPropertyTypes` only.
 */

const file = join(__dirname, "program.ts");

const preamble = `
import * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";
declare const grouped: boolean;
declare const run: sb.TaskRun;
declare const draft: sb.DraftTask;
const args = { project: "rfranklin/rnaseq", app: "rfranklin/rnaseq/star-align/4" };
`;

/** The errors of a program, each with all its lines, by the number of the program's line. */
const errorsOf = (exact: boolean, ...lines: readonly string[]): Readonly<Record<number, string>> => {
  const text = [...preamble.trim().split("\n"), ...lines].join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: exact,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ["node"],
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version, ...more) =>
    name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version, ...more);
  const program = ts.createProgram([file], options, host);
  const first = preamble.trim().split("\n").length;
  return Object.fromEntries(
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ start = 0, messageText }) => [
        text.slice(0, start).split("\n").length - first,
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ]),
  );
};

const spreads = [
  'new sb.DraftTask("1", { ...args, ...(grouped ? { batchInput: "reads", batchBy: sb.byItem } : {}) });',
  'new sb.DraftTask("2", { ...args, ...(grouped ? { batchInput: "reads", batchBy: sb.byMetadata("sample_id") } : {}) });',
  'new sb.DraftTask("3", { ...args, ...(grouped && { batchInput: "reads", batchBy: sb.byItem }) });',
  'new sb.DraftTask("4", { ...args, ...(grouped ? { batchInput: "reads", batchBy: sb.byItem } : undefined) });',
  'new sb.DraftTask("5", { ...args, ...(grouped ? { batchInput: "reads", batchBy: sb.byItem } : { batch: false }) });',
  // A component's args
  'type Args = Omit<sb.CommonArgs, "app"> & sb.AnyBatchingArgs;',
  'const align = (given: Args) => new sb.DraftTask("6", { ...given, app: args.app });',
  "align({ project: args.project, ...(grouped ? { batchInput: args.app, batchBy: sb.byItem } : {}) });",
  "interface OwnArgs { batchInput?: pulumi.Input<string>; batchBy?: pulumi.Input<sb.BatchBy> }",
  'export const own = (given: OwnArgs) => new sb.DraftTask("7", { ...args, ...given });',
];

const halves = [
  'new sb.DraftTask("1", { ...args, batchInput: "reads" });',
  'new sb.DraftTask("2", { ...args, batchBy: sb.byItem });',
  'new sb.DraftTask("3", { ...args, ...(grouped ? { batchInput: "reads" } : {}) });',
  'new sb.DraftTask("4", { ...args, batch: false, batchInput: "reads", batchBy: sb.byItem });',
  'new sb.DraftTask("5", { ...args, batch: false, ...(grouped ? { batchInput: "reads", batchBy: sb.byItem } : {}) });',
];

describe.each([
  ["plain strict", false],
  ["strict with exactOptionalPropertyTypes", true],
])("%s", (_, exact) => {
  test("batching that depends on a condition compiles, also in the args of a component", () => {
    expect(errorsOf(exact, ...spreads)).toStrictEqual({});
  });

  test("half of a batching does not", () => {
    expect(Object.keys(errorsOf(exact, ...halves))).toStrictEqual(["1", "2", "3", "4", "5"]);
  });

  test("the error for a resource as an input says what to give instead", () => {
    const errors = errorsOf(
      exact,
      'new sb.DraftTask("1", { ...args, inputs: { bam: run } });',
      'new sb.DraftTask("2", { ...args, inputs: { bams: [run], label: "x" } });',
      'new sb.DraftTask("3", { ...args, inputs: { options: { bam: run } } });',
      'new sb.DraftTask("4", { ...args, inputs: { bam: pulumi.output(run) } });',
      'new sb.DraftTask("5", { ...args, inputs: { bam: Promise.resolve(run) } });',
      'new sb.DraftTask("6", { ...args, inputs: run });',
      'new sb.DraftTask("7", { ...args, inputs: { bam: draft } });',
      'new sb.DraftTask("8", { ...args, inputs: { bam: run.child("a") } });',
    );
    const ofARun = "a TaskRun is not a value: use run.output(port) or run.childOutput(port)";
    expect(
      Object.values(errors).map((text) => /"(an? [^"]* is not a value: [^"]*)"/.exec(text)?.[1]),
    ).toStrictEqual([
      ...Array.from({ length: 6 }, () => ofARun),
      "a DraftTask is not a value: run it with a TaskRun and use run.output(port)",
      "a child of a run is not a value: use run.child(group).output(port)",
    ]);
  });

  test("a value of another stack has a type, and goes into inputs as it is", () => {
    const errors = errorsOf(
      exact,
      'const upstream = new pulumi.StackReference("rfranklin/align/prod");',
      'const bam: pulumi.Output<sb.TaskValue> = upstream.requireOutput("bam");',
      'const bams: pulumi.Output<sb.TaskValue> = upstream.requireOutput("bams");',
      'new sb.DraftTask("1", { ...args, inputs: { bam, bams, all: [bam] } });',
      "export const wrong: pulumi.Output<number> = bam;",
    );
    expect(Object.keys(errors)).toStrictEqual(["5"]);
  });

  test("a status is one of the known ones in the editor, and any string for the compiler", () => {
    expect(
      errorsOf(
        exact,
        "export const texts: pulumi.Output<string>[] = [draft.status, run.status, run.lastStatus];",
        'export const known: sb.TaskStatus[] = ["DRAFT", "DELETED", "ONE_OF_TOMORROW"];',
        "export const inWords: { readonly [K in sb.TaskStatus]?: string } = { COMPLETED: 'done', other: '' };",
      ),
    ).toStrictEqual({});
  });
});
