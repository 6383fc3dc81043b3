# rfranklin/rnaseq/star-align, revision 1: the newest.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: STAR Align 2.7.11b
doc: |
  Spliced alignment of RNA-Seq reads to a reference genome.

  With `two_pass_mode: Basic` the junctions found in a first pass are added to the index for a second one, which finds
  more reads across novel junctions in about twice the time.

baseCommand: [STAR, --runMode, alignReads]

inputs:
  - id: reads
    type: File[]
    label: Reads
    doc: FASTQ files of one sample; mates differ in the metadata field `paired_end`.
    sbg:fileTypes: FASTQ, FASTQ.GZ, FQ, FQ.GZ
    inputBinding: { prefix: --readFilesIn, shellQuote: false }
  - id: genome
    type: File
    label: Genome index
    doc: TAR of a STAR genome index, as made by STAR Genome Generate.
    sbg:fileTypes: TAR
    sbg:suggestedValue:
      class: File
      path: 567890abc4f3066bc3750174
      name: GRCh38.primary.gencode-v44.star-2.7.11b.tar
    inputBinding: { prefix: --genomeDir }
  - id: annotations
    type: File?
    label: Gene annotations
    doc: Needed only if the genome index was made without annotations.
    sbg:fileTypes: GTF, GFF3
    inputBinding: { prefix: --sjdbGTFfile }
  - id: threads
    type: int?
    label: Threads
    sbg:toolDefaultValue: "1"
    inputBinding: { prefix: --runThreadN }
  - id: two_pass_mode
    type:
      - "null"
      - type: enum
        name: two_pass_mode
        symbols: [None, Basic]
    label: Two-pass mode
    sbg:toolDefaultValue: None
    inputBinding: { prefix: --twopassMode }
  - id: min_overhang
    type: int?
    label: Minimum overhang of annotated junctions
    default: 3
    inputBinding: { prefix: --alignSJDBoverhangMin }
  - id: max_mismatch_fraction
    type: float?
    label: Most mismatches, as a fraction of the mapped length
    sbg:toolDefaultValue: "0.3"
    inputBinding: { prefix: --outFilterMismatchNoverLmax }
  - id: keep_unmapped
    type: boolean?
    label: Write unmapped reads
    inputBinding: { prefix: --outReadsUnmapped, valueFrom: Fastx }
  - id: sam_attributes
    type: string[]?
    label: SAM attributes
    sbg:toolDefaultValue: Standard
    inputBinding: { prefix: --outSAMattributes }

outputs:
  - id: bam
    type: File
    label: Aligned reads
    sbg:fileTypes: BAM
    secondaryFiles: [{ pattern: .bai, required: false }]
    outputBinding: { glob: "*.Aligned.sortedByCoord.out.bam" }
  - id: log
    type: File?
    label: Final log
    sbg:fileTypes: OUT
    outputBinding: { glob: "*.Log.final.out" }
  - id: unmapped
    type: File[]?
    label: Unmapped reads
    sbg:fileTypes: FASTQ
    outputBinding: { glob: "*.Unmapped.out.mate*" }
  - id: junctions
    type: File?
    label: Splice junctions
    sbg:fileTypes: TAB
    outputBinding: { glob: "*.SJ.out.tab" }
  - id: uniquely_mapped_percent
    type: float
    label: Uniquely mapped reads, in percent
    outputBinding:
      glob: "*.Log.final.out"
      loadContents: true
      outputEval: $(parseFloat(self[0].contents.split("Uniquely mapped reads % |")[1]))

requirements:
  - class: ShellCommandRequirement
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: images.sbgenomics.com/rfranklin/star:2.7.11b
  - class: ResourceRequirement
    coresMin: $(inputs.threads || 1)
    ramMin: 38000

sbg:categories: [RNA-Seq, Alignment]
sbg:toolkit: STAR
sbg:toolkitVersion: 2.7.11b
