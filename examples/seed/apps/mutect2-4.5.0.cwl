# rfranklin/wgs/mutect2: two files that belong together, each on a separate port.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: GATK Mutect2 4.5.0.0
doc: Calls somatic short variants of a tumour against the normal sample of the same patient.

baseCommand: [gatk, Mutect2]

inputs:
  - id: tumour
    type: File
    label: Alignments of the tumour
    sbg:fileTypes: BAM, CRAM
    secondaryFiles: [{ pattern: .bai, required: false }]
    inputBinding: { prefix: --input }
  - id: normal
    type: File
    label: Alignments of the normal sample
    sbg:fileTypes: BAM, CRAM
    secondaryFiles: [{ pattern: .bai, required: false }]
    inputBinding: { prefix: --input }
  - id: reference
    type: File
    label: Reference
    sbg:fileTypes: FASTA, FA
    secondaryFiles: [.fai, ^.dict]
    inputBinding: { prefix: --reference }
  - id: intervals
    type: File?
    label: Intervals
    sbg:fileTypes: BED, INTERVAL_LIST
    inputBinding: { prefix: --intervals }

arguments:
  - { prefix: --output, valueFrom: "$(inputs.tumour.nameroot).somatic.vcf.gz" }

outputs:
  - id: variants
    type: File
    label: Somatic variants
    sbg:fileTypes: VCF.GZ
    secondaryFiles: [.tbi]
    outputBinding: { glob: "*.somatic.vcf.gz" }
  - id: contamination
    type: float?
    label: Fraction of contamination
    outputBinding: { outputEval: "$(null)" }

requirements:
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: broadinstitute/gatk:4.5.0.0

sbg:categories: [WGS, Variant-Calling]
sbg:toolkit: GATK
sbg:toolkitVersion: 4.5.0.0
