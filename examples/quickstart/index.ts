// Two drafts of an RNA-Seq alignment with STAR: one sample, and a whole experiment. A draft is a task that is filled in
// but not started: it costs nothing, and it can be looked at and changed on the platform's pages like any other.
//
// Project, apps and files are those of the local emulator (examples/seed). For your own: put in your project's id
// (owner/project, as in the address of its page), the app's and the files' ids, and see README for the token.
import * as sb from "pulumi-sevenbridges";

const project = "rfranklin/rnaseq";

const genome = sb.file("567890abc4f3066bc3750174"); // GRCh38 with GENCODE 44, indexed for STAR 2.7.11b
const annotations = sb.file("567890abc4f3066bc3750175");

// One sample: both mates of E18127. The keys of `inputs` are the app's own port ids.
const sample = new sb.DraftTask("align-E18127", {
  project,
  app: `${project}/star-align/1`, // this revision of the app, whatever is published later
  inputs: {
    reads: sb.files(["567890abc8a5639cc6722001", "567890abc8a5639cc6722002"]),
    genome,
    annotations,
    threads: 8,
    two_pass_mode: "Basic",
  },
});

// Experiment E19 as a batch: one list of files, from which the platform makes a task for each sample.
const experiment = new sb.DraftTask("align-E19", {
  project,
  app: `${project}/star-align`, // the newest revision
  inputs: {
    reads: sb.files([
      "567890abc8a5639cc6722007", // E19004
      "567890abc8a5639cc6722008",
      "567890abc8a5639cc6722009", // E19005
      "567890abc8a5639cc6722010",
      "567890abc8a5639cc6722011", // E19007
      "567890abc8a5639cc6722012",
    ]),
    genome,
    annotations,
    threads: 8,
  },
  batchInput: "reads",
  batchBy: sb.byMetadata("sample_id"), // files with the same sample_id go into the same task
  useInterruptibleInstances: true, // spot instances: cheaper, and restarted when they are taken away
  executionSettings: { instanceType: "c4.8xlarge;ebs-gp2;1024", maxParallelInstances: 3 },
});

export const tasks = { "align-E18127": sample.id, "align-E19": experiment.id };
export const status = { "align-E18127": sample.status, "align-E19": experiment.status };
export const appRevisions = { "align-E18127": sample.appRevision, "align-E19": experiment.appRevision };
export const next =
  "Both are drafts: nothing runs, nothing costs. Change an input in examples/quickstart/index.ts and do the same again.";
