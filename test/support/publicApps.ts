import type { Seed } from "../../emulator";

/*
 * Two apps that a large program runs daily on CAVATICA, by their ports: the required inputs, and all outputs with their types, of
 * kfdrc_alignment_wf.cwl (kids-first/kf-alignment-workflow) and kfdrc-jointgenotyping-refinement-workflow.cwl
 * (kids-first/kf-jointgenotyping-workflow), as of 2026-11. Most outputs of the first one are optional.
 */

export const cohort = "ada/cohort";

const port = ([id, type]: readonly [string, unknown]) => ({ id, type });
const all = (type: unknown, ...ids: readonly string[]) => ids.map((id) => port([id, type]));
const nested = ["null", { type: "array", items: { type: "array", items: "File" } }];

const workflow = (label: string, inputs: readonly object[], outputs: readonly object[]) => ({
  cwlVersion: "v1.2",
  class: "Workflow",
  label,
  inputs,
  outputs,
  steps: [],
});

const alignment = workflow(
  "Kids First DRC Alignment and GATK HaplotypeCaller Workflow",
  [
    ...all("File", "reference_tar"),
    ...all("File[]?", "input_bam_list"),
    ...all("string", "biospecimen_name", "output_basename"),
    ...all("File[]", "knownsites"),
    ...all(
      "boolean",
      "run_bam_processing",
      "run_pe_reads_processing",
      "run_se_reads_processing",
      "run_hs_metrics",
      "run_wgs_metrics",
      "run_agg_metrics",
      "run_sex_metrics",
      "run_gvcf_processing",
    ),
  ],
  [
    ...all("File", "cram", "bqsr_report"),
    ...all(
      "File[]?",
      "gvcf",
      "cutadapt_stats",
      "verifybamid_output",
      "hs_metrics",
      "wgs_metrics",
      "alignment_metrics",
      "gc_bias_detail",
      "gc_bias_summary",
      "gc_bias_chart",
      "insert_metrics",
      "insert_plot",
      "artifact_bait_bias_detail_metrics",
      "artifact_bait_bias_summary_metrics",
      "artifact_error_summary_metrics",
      "artifact_pre_adapter_detail_metrics",
      "artifact_pre_adapter_summary_metrics",
      "qual_metrics",
      "qual_chart",
    ),
    ...all(nested, "gvcf_calling_metrics"),
    ...all("File?", "idxstats", "xy_ratio", "t1k_genotype_tsv"),
  ],
);

const jointGenotyping = workflow(
  "Kids First DRC Joint Genotyping Workflow",
  [
    ...all("File[]", "input_vcfs"),
    ...all(
      "File",
      "axiomPoly_resource_vcf",
      "dbsnp_vcf",
      "hapmap_resource_vcf",
      "mills_resource_vcf",
      "omni_resource_vcf",
      "one_thousand_genomes_resource_vcf",
      "ped",
      "reference_fasta",
      "snp_sites_vcf",
      "unpadded_intervals_file",
      "wgs_evaluation_interval_list",
      "vep_cache",
    ),
    ...all("string", "output_basename"),
  ],
  all(
    "File[]",
    "collectvariantcallingmetrics",
    "peddy_html",
    "peddy_csv",
    "peddy_ped",
    "cgp_vep_annotated_vcf",
  ),
);

/** The references that both apps want, each a file of this name; and a BAM file per person. */
export const references = [
  "reference_tar",
  ...jointGenotyping.inputs.flatMap((it) =>
    "type" in it && it.type === "File" && "id" in it ? [String(it.id)] : [],
  ),
];
export const people = ["mother", "father", "child"] as const;

export const cohortSeed: Seed = {
  users: [{ username: "ada", token: "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0" }],
  projects: [{ id: cohort, name: "Cohort" }],
  apps: [
    { id: `${cohort}/kfdrc-alignment`, cwl: alignment },
    { id: `${cohort}/kfdrc-jointgenotyping`, cwl: jointGenotyping },
  ],
  files: [...references, ...people.map((name) => `${name}.bam`)].map((name) => ({ project: cohort, name })),
};
