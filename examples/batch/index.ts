// One batch task over all samples of an experiment: the files are looked up by their metadata, the platform makes a child
// task for each sample_id, and the stack's outputs say what became of each sample.
//
// Project, app and files are those of the local emulator (examples/seed); put in yours.
import * as sb from "pulumi-sevenbridges";

const project = "rfranklin/rnaseq";

const reads = sb.getFilesOutput({
  project,
  metadata: { experiment: "E18" },
  match: "*.fastq.gz",
  origin: "uploaded", // what the run makes inherits the metadata of the reads, and must not be found here next time
});

const align = new sb.DraftTask("align", {
  project,
  app: `${project}/star-align`, // the newest revision at first sight, then that one
  inputs: {
    reads,
    genome: sb.getFileOutput({ project, path: "GRCh38.primary.gencode-v44.star-2.7.11b.tar" }),
    threads: 8,
  },
  batchInput: "reads",
  batchBy: sb.byMetadata("sample_id"),
  useInterruptibleInstances: true,
  executionSettings: { instanceType: "c4.8xlarge;ebs-gp2;1024", maxParallelInstances: 3 },
});

// A sample that fails stops none of the others, and is no reason to hold back what they have made.
const aligned = new sb.TaskRun("aligned", { task: align, allowFailures: true });

export const samples = aligned.children.apply((children) =>
  Object.fromEntries(children.map(({ group, status }) => [group.value, status])),
);
export const bams = aligned.childOutput("bam");
export const cost = aligned.price;
