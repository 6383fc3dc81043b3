import type { Platform } from "../support/platform";
import { cohort, cohortSeed, people, references } from "../support/publicApps";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* Real public apps, whose outputs are optional almost throughout: the second step is made of such an output of the first. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { seed: cohortSeed, taskSeconds: 1 },
);

const program = (): void =>
  stack.program(
    `const project = "${cohort}";`,
    "const file = (path) => sb.getFileOutput({ project, path });",
    `const runs = ${JSON.stringify(people)}.map((name) => new sb.TaskRun(name, { task: new sb.DraftTask(name, {`,
    `  project, app: "${cohort}/kfdrc-alignment/0", inputs: {`,
    '    reference_tar: file("reference_tar"), input_bam_list: [file(`$' +
      "{name}.bam`)], biospecimen_name: name,",
    '    output_basename: name, knownsites: [file("dbsnp_vcf"), file("mills_resource_vcf")], run_bam_processing: true,',
    "    run_pe_reads_processing: false, run_se_reads_processing: false, run_hs_metrics: false, run_wgs_metrics: true,",
    "    run_agg_metrics: true, run_sex_metrics: true, run_gvcf_processing: true } }) }));",
    "const gvcfs = pulumi.all(runs.map((run) => run.output('gvcf'))).apply((lists) => lists.flat());",
    `const resources = Object.fromEntries(${JSON.stringify(references.slice(1))}.map((name) => [name, file(name)]));`,
    `const joint = new sb.DraftTask("joint", { project, app: "${cohort}/kfdrc-jointgenotyping/0",`,
    '  inputs: { ...resources, input_vcfs: gvcfs, output_basename: "trio" } });',
    'const genotyped = new sb.TaskRun("genotyped", { task: joint });',
    "exports.gvcfs = gvcfs.apply((list) => list.length);",
    "exports.metrics = runs[0].output('gvcf_calling_metrics');",
    "exports.variants = genotyped.output('cgp_vep_annotated_vcf');",
  );

const made = { class: "File", path: expect.any(String), name: expect.any(String) };

test("a pipeline over optional outputs goes from nothing to its last step in one update", async () => {
  program();
  expect((await stack.preview()).filter((line) => !line.endsWith(": create"))).toStrictEqual([]);
  await stack.up();
  expect(await stack.outputs()).toStrictEqual({
    gvcfs: 6,
    metrics: [
      [made, made],
      [made, made],
    ],
    variants: [made, made],
  });
  expect((await platform.tasks()).toSorted()).toStrictEqual([...people, "joint"].toSorted());
  expect((await stack.preview()).filter((line) => !line.endsWith(": same"))).toStrictEqual([]);
});
