import type { Seed } from "../../emulator";

/** A small laboratory: one tool with ports of every kind, one workflow that batches by default, one trivial tool. */

const file = (n: number): string => `5678${String(n).padStart(20, "0")}`;
export const files = {
  r1: file(1),
  r2: file(2),
  r3: file(3),
  bare: file(4),
  genome: file(5),
  secret: file(6),
};

export const tool = {
  class: "CommandLineTool",
  cwlVersion: "v1.2",
  label: "Align",
  inputs: [
    { id: "reads", type: "File[]", "sbg:fileTypes": "FASTQ" },
    { id: "genome", type: "File" },
    { id: "threads", type: "int?" },
    { id: "fraction", type: ["null", "float"] },
    { id: "mode", type: ["null", { type: "enum", symbols: ["fast", "slow"] }] },
    {
      id: "limits",
      type: [
        "null",
        {
          type: "record",
          fields: [
            { name: "depth", type: "int" },
            { name: "note", type: "string?" },
          ],
        },
      ],
    },
    { id: "paired", type: "boolean", default: true },
    { id: "scratch", type: "Directory?" },
  ],
  outputs: [
    { id: "bam", type: "File", "sbg:fileTypes": "BAM", secondaryFiles: [".bai"] },
    { id: "logs", type: "Directory" },
    { id: "parts", type: "File[]" },
    {
      id: "stats",
      type: {
        type: "record",
        fields: [
          { name: "mapped", type: "int" },
          { name: "rate", type: "float" },
        ],
      },
    },
    { id: "verdict", type: { type: "enum", symbols: ["pass", "fail"] } },
  ],
};

export const flow = {
  class: "Workflow",
  cwlVersion: "sbg:draft-2",
  label: "Count",
  "sbg:batchInput": "#bams",
  "sbg:batchBy": { type: "criteria", criteria: ["metadata.sample_id"] },
  inputs: [{ id: "#bams", type: [{ type: "array", items: "File" }] }],
  outputs: [{ id: "#table", type: ["null", "File"], "sbg:fileTypes": "TSV" }],
  steps: [{ id: "#sort" }, { id: "#count" }],
};

export const echo = {
  class: "CommandLineTool",
  cwlVersion: "v1.0",
  inputs: { message: "string?", one: "File?" },
  outputs: { text: "string" },
};

export const ada = "a".repeat(32);
export const bob = "b".repeat(32);

const reads = (id: string, name: string, metadata: Record<string, string>) => ({
  project: "ada/lab",
  id,
  name,
  size: 100,
  metadata,
});

export const seed: Seed = {
  users: [
    { username: "ada", token: ada },
    { username: "bob", token: bob },
  ],
  projects: [
    { id: "ada/lab", name: "Lab", settings: { use_interruptible_instances: false } },
    { id: "bob/private", name: "Private" },
    { id: "division/shared", name: "Shared" },
  ],
  files: [
    reads(files.r1, "s1_1.fastq", { sample_id: "s1", library_id: "l1", lane: "1" }),
    reads(files.r2, "s1_2.fastq", { sample_id: "s1", library_id: "l1", lane: "2" }),
    reads(files.r3, "s2_1.fastq", { sample_id: "s2", library_id: "l1", lane: "1" }),
    reads(files.bare, "bare.fastq", {}),
    { ...reads(files.genome, "genome.fa", { species: "human" }), tags: ["reference"] },
    { project: "ada/lab", name: "old/run 1/a.txt" },
    { project: "bob/private", id: files.secret, name: "secret.txt" },
  ],
  apps: [
    { id: "ada/lab/align", cwl: tool },
    { id: "ada/lab/count", cwl: flow },
    { id: "ada/lab/echo", cwl: echo },
    { id: "ada/lab/echo", cwl: { ...echo, label: "Echo" } },
    { id: "bob/private/hidden", cwl: echo },
  ],
};

export const fileValue = (path: string) => ({ class: "File", path });
/** The same as it is read, with all that the seed says of it. */
export const shown = (path: string) => {
  const found = seed.files?.find(({ id }) => id === path);
  if (found === undefined) throw new Error(`${path} is not in the seed`);
  const { project, name, size, metadata } = found;
  return { ...fileValue(path), name, size, metadata, ...elsewhere(project) };
};
/** What is read of every File: there is no content, and it is at the top of its project. */
export const elsewhere = (project: string) => ({
  contents: null,
  checksum: null,
  location: null,
  dirname: `/Projects/${project}/`,
});
