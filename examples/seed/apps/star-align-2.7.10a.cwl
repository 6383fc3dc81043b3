# rfranklin/rnaseq/star-align, revision 0: as it was before two-pass mapping was made a choice.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: STAR Align 2.7.10a
doc: Spliced alignment of RNA-Seq reads to a reference genome.

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
    inputBinding: { prefix: --genomeDir }
  - id: annotations
    type: File?
    label: Gene annotations
    sbg:fileTypes: GTF, GFF3
    inputBinding: { prefix: --sjdbGTFfile }
  - id: threads
    type: int?
    label: Threads
    sbg:toolDefaultValue: "1"
    inputBinding: { prefix: --runThreadN }

outputs:
  - id: bam
    type: File
    label: Aligned reads
    sbg:fileTypes: BAM
    outputBinding: { glob: "*.Aligned.sortedByCoord.out.bam" }
  - id: log
    type: File?
    label: Final log
    sbg:fileTypes: OUT
    outputBinding: { glob: "*.Log.final.out" }

requirements:
  - class: ShellCommandRequirement
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: images.sbgenomics.com/rfranklin/star:2.7.10a
  - class: ResourceRequirement
    coresMin: $(inputs.threads || 1)
    ramMin: 38000

sbg:categories: [RNA-Seq, Alignment]
sbg:toolkit: STAR
sbg:toolkitVersion: 2.7.10a
