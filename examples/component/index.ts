// One sample as a component: its reads are aligned, and the alignment is sorted. A second sample is one more line. Components
// can be used again, in other programs, too; their tasks and runs are below them in `pulumi up` and in the state.
//
// Project, apps and files are those of the local emulator (examples/seed); put in yours.
import * as pulumi from "@pulumi/pulumi";
import * as sb from "pulumi-sevenbridges";

const project = "rfranklin/rnaseq";

interface SampleArgs {
  /** What the reads have in their metadata field `sample_id`. */
  readonly sample: string;
  readonly genome: pulumi.Input<sb.File>;
}

/** The sorted alignment of one sample. */
class Sample extends pulumi.ComponentResource {
  readonly sorted: pulumi.Output<sb.TaskValue>;

  constructor(name: string, { sample, genome }: SampleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rnaseq:index:Sample", name, {}, opts);
    const inside = { parent: this }; // what is made below belongs to this component

    const reads = sb.getFilesOutput({
      project,
      metadata: { sample_id: sample },
      match: "*.fastq.gz",
      origin: "uploaded", // what the runs make has the metadata of the reads, and must not be found here next time
    });
    const app = `${project}/star-align/1`;
    const align = new sb.DraftTask(`${name}-align`, { project, app, inputs: { reads, genome } }, inside);
    const aligned = new sb.TaskRun(`${name}-aligned`, { task: align }, inside);

    const sort = new sb.DraftTask(
      `${name}-sort`,
      { project, app: `${project}/samtools-sort/0`, inputs: { in_alignments: aligned.output("bam") } },
      inside,
    );
    const sorted = new sb.TaskRun(`${name}-sorted`, { task: sort }, inside);

    this.sorted = sorted.output("sorted");
    this.registerOutputs({ sorted: this.sorted });
  }
}

const genome = sb.getFileOutput({ project, path: "GRCh38.primary.gencode-v44.star-2.7.11b.tar" });

export const alignments = {
  E18127: new Sample("E18127", { sample: "E18127", genome }).sorted,
  E18128: new Sample("E18128", { sample: "E18128", genome }).sorted,
};
