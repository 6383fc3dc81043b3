import type { Seed } from "../../emulator";

/** A small lab: one project with one app, a second project, and one of somebody else's. */
export const project = "ada/lab";
export const otherProject = "ada/other";
export const app = `${project}/align`;

export const reads = [
  "5678000000000000000000a1",
  "5678000000000000000000a2",
  "5678000000000000000000b1",
] as const;
export const genome = "5678000000000000000000c1";

export const cwl = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  label: "Align",
  baseCommand: ["align"],
  inputs: [
    { id: "reads", type: "File[]", "sbg:fileTypes": "FASTQ, FQ" },
    { id: "genome", type: "File?" },
    { id: "threads", type: "int?" },
    { id: "mode", type: ["null", { type: "enum", symbols: ["None", "Basic"], name: "mode" }] },
    { id: "label", type: "string?", default: "aligned" },
    { id: "note", type: "string?" },
    { id: "library", type: "string?" },
    { id: "center", type: "string?" },
    { id: "platform", type: "string?" },
    { id: "min_length", type: "int?" },
    {
      id: "options",
      type: [
        "null",
        {
          type: "record",
          name: "options",
          fields: [
            { name: "seed", type: "int?" },
            { name: "tag", type: "string?" },
          ],
        },
      ],
    },
  ],
  outputs: [
    { id: "bam", type: "File" },
    { id: "rate", type: "float" },
  ],
};

export const seed: Seed = {
  users: [
    { username: "ada", token: "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0" },
    { username: "bob", token: "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0" },
  ],
  projects: [
    { id: project, name: "Lab" },
    { id: otherProject, name: "Other" },
    { id: "bob/private", name: "Private" },
  ],
  apps: [
    { id: app, cwl },
    { id: `${otherProject}/align`, cwl },
  ],
  files: [
    { project, id: reads[0], name: "a_1.fastq", size: 10, metadata: { sample_id: "a" } },
    { project, id: reads[1], name: "a_2.fastq", size: 10, metadata: { sample_id: "a" } },
    { project, id: reads[2], name: "b_1.fastq", size: 10, metadata: { sample_id: "b" } },
    { project, id: genome, name: "genome.fa", size: 10 },
  ],
};

/** The same for programs that are written as text: the args that every task needs, and the port that it must have. */
export const base = `project: "${project}", app: "${app}/0"`;
export const inputs = `reads: sb.files(${JSON.stringify(reads)})`;
