# rfranklin/wgs/joint-genotyping: a workflow, one of its outputs a folder.
class: Workflow
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: GATK joint genotyping 4.5.0.0
doc: Brings the gVCFs of a cohort into one GenomicsDB and genotypes them together.

inputs:
  - id: gvcfs
    type: File[]
    label: gVCFs
    doc: One per sample, as HaplotypeCaller makes them.
    sbg:fileTypes: VCF.GZ
    secondaryFiles: [.tbi]
  - id: reference
    type: File
    label: Reference
    sbg:fileTypes: FASTA, FA
    secondaryFiles: [.fai, ^.dict]
  - id: intervals
    type: File
    label: Intervals
    sbg:fileTypes: BED, INTERVAL_LIST
  - id: dbsnp
    type: File?
    label: Known sites
    sbg:fileTypes: VCF, VCF.GZ
    secondaryFiles: [{ pattern: .tbi, required: false }]
  - id: cohort
    type: string
    label: Name of the cohort
    default: cohort
  - id: existing_database
    type: Directory?
    label: GenomicsDB to add to

outputs:
  - id: variants
    type: File
    label: Variants of the cohort
    sbg:fileTypes: VCF.GZ
    secondaryFiles: [.tbi]
    outputSource: genotype/variants
  - id: database
    type: Directory
    label: GenomicsDB
    outputSource: import/database
  - id: sample_count
    type: int
    label: Number of samples
    outputSource: import/sample_count

steps:
  - id: import
    in:
      - { id: gvcfs, source: gvcfs }
      - { id: intervals, source: intervals }
      - { id: existing_database, source: existing_database }
    out: [database, sample_count]
    run:
      class: CommandLineTool
      label: GATK GenomicsDBImport
      baseCommand: [gatk, GenomicsDBImport]
      inputs:
        - id: gvcfs
          type: { type: array, items: File, inputBinding: { prefix: --variant } }
        - { id: intervals, type: File, inputBinding: { prefix: --intervals } }
        - { id: existing_database, type: "Directory?", inputBinding: { prefix: --genomicsdb-update-workspace-path } }
      arguments:
        - { prefix: --genomicsdb-workspace-path, valueFrom: database }
      outputs:
        - { id: database, type: Directory, outputBinding: { glob: database } }
        - { id: sample_count, type: int, outputBinding: { outputEval: $(inputs.gvcfs.length) } }
      requirements:
        - class: DockerRequirement
          dockerPull: broadinstitute/gatk:4.5.0.0
  - id: genotype
    in:
      - { id: database, source: import/database }
      - { id: reference, source: reference }
      - { id: dbsnp, source: dbsnp }
      - { id: cohort, source: cohort }
    out: [variants]
    run:
      class: CommandLineTool
      label: GATK GenotypeGVCFs
      baseCommand: [gatk, GenotypeGVCFs]
      inputs:
        - { id: database, type: Directory, inputBinding: { prefix: --variant, valueFrom: "gendb://$(self.path)" } }
        - { id: reference, type: File, secondaryFiles: [.fai, ^.dict], inputBinding: { prefix: --reference } }
        - { id: dbsnp, type: "File?", inputBinding: { prefix: --dbsnp } }
        - { id: cohort, type: string }
      arguments:
        - { prefix: --output, valueFrom: $(inputs.cohort).vcf.gz }
      outputs:
        - { id: variants, type: File, secondaryFiles: [.tbi], outputBinding: { glob: "*.vcf.gz" } }
      requirements:
        - class: DockerRequirement
          dockerPull: broadinstitute/gatk:4.5.0.0

requirements:
  - class: InlineJavascriptRequirement
  - class: StepInputExpressionRequirement

hints:
  - { class: sbg:AWSInstanceType, value: "r5.2xlarge;ebs-gp2;2048" }

sbg:categories: [WGS, Variant-Calling]
sbg:toolkit: GATK
sbg:toolkitVersion: 4.5.0.0
