// From the reads of a family to its variants in one `pulumi up`: each sample is aligned, each alignment is called, and
// all calls are genotyped together. What one step makes is the next one's input.
//
// Drafts cost nothing, runs do: a `TaskRun` starts its draft and waits for its end. Cut it off at any time: the next
// `pulumi up` goes on where it was. Project, apps and files are those of the local emulator (examples/seed); put in yours.
import * as sb from "pulumi-sevenbridges";

const project = "rfranklin/wgs";
const file = (path: string) => sb.getFileOutput({ project, path });

const reads = sb.getFilesOutput({
  project,
  metadata: { experiment: "CEU-trio" },
  match: "*.fastq.gz",
  origin: "uploaded", // what the runs below make has the metadata of the reads, and must not be found here next time
});
const reference = file("Homo_sapiens_assembly38.fasta");
const intervals = file("wgs_calling_regions.hg38.bed");

// 1. A batch over the samples: the platform makes one child task for each sample_id.
const align = new sb.DraftTask("align", {
  project,
  app: `${project}/bwa-mem/0`,
  inputs: { reads, reference_index: file("GRCh38.bwa-0.7.17.tar") },
  batchInput: "reads",
  batchBy: sb.byMetadata("sample_id"),
  useInterruptibleInstances: true,
});
const aligned = new sb.TaskRun("aligned", { task: align, maxAttempts: 2 });

// 2. One child task for each alignment that the first step has made.
const call = new sb.DraftTask("call", {
  project,
  app: `${project}/gatk-haplotypecaller/0`,
  inputs: { in_alignments: aligned.childOutput("aligned"), reference, intervals },
  batchInput: "in_alignments",
  batchBy: sb.byItem,
  useInterruptibleInstances: true,
});
const called = new sb.TaskRun("called", { task: call, maxAttempts: 2 });

// 3. One task that gathers all of them.
const genotype = new sb.DraftTask("genotype", {
  project,
  app: `${project}/joint-genotyping/0`,
  inputs: { gvcfs: called.childOutput("variants"), reference, intervals, cohort: "CEU-trio" },
  executionSettings: { instanceType: "r5.2xlarge;ebs-gp2;2048" },
});
const genotyped = new sb.TaskRun("genotyped", { task: genotype });

export const variants = genotyped.output("variants");
export const children = { aligned: aligned.childIds, called: called.childIds };
export const cost = { aligned: aligned.price, called: called.price, genotyped: genotyped.price };
