# rfranklin/rnaseq/counts: one table for a whole cohort.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: Subread featureCounts 2.0.6
doc: Counts the reads of any number of samples over the genes of an annotation, into one table.

baseCommand: [featureCounts]

inputs:
  - id: bams
    type: File[]
    label: Aligned reads
    sbg:fileTypes: BAM, SAM
    inputBinding: { position: 100 }
  - id: annotations
    type: File
    label: Gene annotations
    sbg:fileTypes: GTF, GFF, SAF
    inputBinding: { prefix: -a }
  - id: feature_type
    type: string?
    label: Feature type
    sbg:toolDefaultValue: exon
    inputBinding: { prefix: -t }
  - id: attribute
    type: string?
    label: Attribute that names the gene
    sbg:toolDefaultValue: gene_id
    inputBinding: { prefix: -g }
  - id: strandedness
    type:
      - "null"
      - type: enum
        name: strandedness
        symbols: [unstranded, stranded, reversely_stranded]
    label: Strandedness
    sbg:toolDefaultValue: unstranded
    inputBinding:
      prefix: -s
      valueFrom: $(["unstranded", "stranded", "reversely_stranded"].indexOf(self))
  - id: paired
    type: boolean?
    label: Count fragments, not reads
    inputBinding: { prefix: -p }
  - id: min_quality
    type: int?
    label: Least mapping quality
    sbg:toolDefaultValue: "0"
    inputBinding: { prefix: -Q }
  - id: chromosome_aliases
    type:
      - "null"
      - type: array
        items:
          type: record
          name: alias
          fields:
            - { name: in_annotation, type: string }
            - { name: in_reads, type: string }
    label: Chromosomes that are named differently in annotation and reads
  - id: threads
    type: int?
    inputBinding: { prefix: -T }

arguments:
  - { prefix: -o, valueFrom: counts.tsv }

outputs:
  - id: counts
    type: File
    label: Counts
    sbg:fileTypes: TSV
    outputBinding: { glob: counts.tsv }
  - id: summary
    type: File
    label: Summary
    sbg:fileTypes: SUMMARY
    outputBinding: { glob: counts.tsv.summary }
  - id: junction_counts
    type: File?
    label: Counts over junctions
    outputBinding: { glob: counts.tsv.jcounts }
  - id: assigned_reads
    type: int
    label: Reads assigned to a gene
    outputBinding:
      glob: counts.tsv.summary
      loadContents: true
      outputEval: $(parseInt(self[0].contents.split("Assigned\t")[1]))

requirements:
  - class: InlineJavascriptRequirement
  - class: DockerRequirement
    dockerPull: images.sbgenomics.com/rfranklin/subread:2.0.6

sbg:categories: [RNA-Seq, Quantification]
sbg:toolkit: Subread
sbg:toolkitVersion: 2.0.6
