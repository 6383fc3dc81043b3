# rfranklin/wgs/bwa-mem: with a record port, the read group.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: BWA-MEM 0.7.17 with duplicate marking
doc: Aligns DNA reads of one sample, marks duplicates and sorts by coordinate.

baseCommand: [bash, bwa-mem.sh]

inputs:
  - id: reads
    type: File[]
    label: Reads
    sbg:fileTypes: FASTQ, FASTQ.GZ, FQ, FQ.GZ
    inputBinding: { position: 100 }
  - id: reference_index
    type: File
    label: Reference index
    doc: TAR of a BWA index.
    sbg:fileTypes: TAR
    inputBinding: { position: 10 }
  - id: read_group
    type:
      - "null"
      - type: record
        name: read_group
        fields:
          - { name: sample, type: string, inputBinding: { prefix: --sample } }
          - { name: library, type: "string?", inputBinding: { prefix: --library } }
          - name: platform
            type: { type: enum, name: platform, symbols: [ILLUMINA, ELEMENT, ULTIMA, PACBIO] }
            inputBinding: { prefix: --platform }
          - { name: lane, type: "int?", inputBinding: { prefix: --lane } }
    label: Read group
    doc: Taken from the metadata of the reads where it is not given.
  - id: duplicates
    type:
      - "null"
      - type: enum
        name: duplicates
        symbols: [keep, mark, remove]
    label: Duplicates
    default: mark
    inputBinding: { prefix: --duplicates }
  - id: min_score
    type: int?
    label: Least alignment score
    sbg:toolDefaultValue: "30"
    inputBinding: { prefix: -T }
  - id: threads
    type: int?
    default: 8
    inputBinding: { prefix: -t }

outputs:
  - id: aligned
    type: File
    label: Aligned reads
    sbg:fileTypes: BAM
    secondaryFiles: [.bai]
    outputBinding: { glob: "*.bam" }
  - id: duplicate_metrics
    type: File?
    label: Duplicate metrics
    sbg:fileTypes: TXT
    outputBinding: { glob: "*.dup_metrics.txt" }
  - id: mean_coverage
    type: float?
    label: Mean coverage
    outputBinding:
      glob: coverage.txt
      loadContents: true
      outputEval: $(parseFloat(self[0].contents))

requirements:
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: images.sbgenomics.com/rfranklin/bwa:0.7.17
  - class: ResourceRequirement
    coresMin: $(inputs.threads)
    ramMin: 16000

sbg:categories: [WGS, Alignment]
sbg:toolkit: BWA
sbg:toolkitVersion: 0.7.17
