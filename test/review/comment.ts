import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, type Stack } from "../support/stack";
import { type Reviewed, reviewed } from "./reviewed";

/** The comment that docs/review.md shows: the pipeline example has run, then a pull request changes it. */

const example = readFileSync(join(repository, "examples/pipeline/index.ts"), "utf8");

const write = (stack: Stack, text: string): void => writeFileSync(stack.file("index.ts"), text);

const changed = example
  .replace('cohort: "CEU-trio"', 'cohort: "CEU"')
  .replace('instanceType: "r5.2xlarge;ebs-gp2;2048"', 'instanceType: "r5.4xlarge;ebs-gp2;2048"')
  .replace(
    "// 3. ",
    `const exome = new sb.DraftTask("call-exome", {
  project,
  app: \`\${project}/gatk-haplotypecaller/0\`,
  inputs: { in_alignments: aligned.childOutput("aligned"), reference, intervals: file("exome_targets.hg38.bed") },
  batchInput: "in_alignments",
  batchBy: sb.byItem,
  executionSettings: { instanceType: "c5.4xlarge;ebs-gp2;512" },
  useInterruptibleInstances: true,
});
new sb.TaskRun("called-exome", { task: exome });

// 3. `,
  );

/** On a stack with the examples' seed. */
export const commentOf = async (stack: Stack): Promise<Reviewed> => {
  write(stack, example);
  await stack.up();
  write(stack, changed);
  return reviewed(stack, ["--fail-on", "cost-again"]);
};

export const source = join(repository, "examples/github-actions/comment.md");
export const picture = join(repository, "examples/github-actions/comment.png");

/** Without the ids of what has been made on the way, which are others each time; the seed's begin with 5678. */
export const withoutIds = (text: string): string => text.replace(/\b(?!5678)[0-9a-f]{24}\b/g, "0".repeat(24));
