# rfranklin/rnaseq/samtools-sort: v1.0, its ports as maps and not as lists, which CWL allows as well.
class: CommandLineTool
cwlVersion: v1.0
$namespaces: { sbg: https://sevenbridges.com }
label: Samtools Sort 1.9
doc: Sorts alignments by coordinate, by name or by a tag.

baseCommand: [samtools, sort]

inputs:
  in_alignments:
    type: File
    label: Alignments
    sbg:fileTypes: BAM, SAM, CRAM
    inputBinding: { position: 10 }
  reference:
    type: File?
    label: Reference
    doc: Needed for CRAM.
    sbg:fileTypes: FASTA, FA
    secondaryFiles: [.fai]
    inputBinding: { prefix: --reference }
  sort_by_name:
    type: boolean?
    label: Sort by read name
    inputBinding: { prefix: -n }
  sort_by_tag:
    type: string?
    label: Sort by this tag
    inputBinding: { prefix: -t }
  output_format:
    type:
      - "null"
      - type: enum
        symbols: [BAM, SAM, CRAM]
    label: Output format
    sbg:toolDefaultValue: BAM
    inputBinding: { prefix: --output-fmt }
  compression_level:
    type: int?
    label: Compression level, 0 to 9
    inputBinding: { prefix: -l }
  mem_per_thread:
    type: string?
    label: Memory per thread
    default: 768M
    inputBinding: { prefix: -m }
  threads:
    type: int?
    default: 4
    inputBinding: { prefix: "-@" }

arguments:
  - prefix: -o
    valueFrom: $(inputs.in_alignments.nameroot).sorted.bam

outputs:
  sorted:
    type: File
    label: Sorted alignments
    sbg:fileTypes: BAM, SAM, CRAM
    outputBinding: { glob: "*.sorted.bam" }

requirements:
  DockerRequirement: { dockerPull: "images.sbgenomics.com/rfranklin/samtools:1.9" }
  InlineJavascriptRequirement: {}

sbg:categories: [SAM/BAM-Processing]
sbg:toolkit: SAMtools
sbg:toolkitVersion: "1.9"
