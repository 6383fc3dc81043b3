# rfranklin/wgs/gatk-haplotypecaller: files that come with others, and lists of text.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: GATK HaplotypeCaller 4.5.0.0
doc: Calls germline short variants of one sample by local re-assembly, by default as a gVCF for joint genotyping.

baseCommand: [gatk, HaplotypeCaller]

inputs:
  - id: in_alignments
    type: File
    label: Alignments
    sbg:fileTypes: BAM, CRAM
    secondaryFiles: [{ pattern: .bai, required: false }, { pattern: ^.bai, required: false }]
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
  - id: dbsnp
    type: File?
    label: Known sites
    sbg:fileTypes: VCF, VCF.GZ
    secondaryFiles: [{ pattern: .tbi, required: false }]
    inputBinding: { prefix: --dbsnp }
  - id: emit_ref_confidence
    type:
      - "null"
      - type: enum
        name: emit_ref_confidence
        symbols: [NONE, BP_RESOLUTION, GVCF]
    label: Reference confidence
    default: GVCF
    inputBinding: { prefix: --emit-ref-confidence }
  - id: ploidy
    type: int?
    label: Ploidy
    sbg:toolDefaultValue: "2"
    inputBinding: { prefix: --sample-ploidy }
  - id: contamination
    type: double?
    label: Fraction of contamination
    sbg:toolDefaultValue: "0.0"
    inputBinding: { prefix: --contamination-fraction-to-filter }
  - id: annotation_groups
    type: string[]?
    label: Annotation groups
    inputBinding: { prefix: --annotation-group }
  - id: memory_mb
    type: int?
    label: Memory, in MB
    default: 7000

arguments:
  - { prefix: --output, valueFrom: "$(inputs.in_alignments.nameroot).g.vcf.gz" }

outputs:
  - id: variants
    type: File
    label: Variants
    sbg:fileTypes: VCF.GZ
    secondaryFiles: [.tbi]
    outputBinding: { glob: "*.vcf.gz" }
  - id: realigned
    type: File?
    label: Re-assembled haplotypes
    sbg:fileTypes: BAM
    outputBinding: { glob: "*.realigned.bam" }

requirements:
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: broadinstitute/gatk:4.5.0.0
  - class: ResourceRequirement
    coresMin: 2
    ramMin: $(inputs.memory_mb)

sbg:categories: [WGS, Variant-Calling]
sbg:toolkit: GATK
sbg:toolkitVersion: 4.5.0.0
