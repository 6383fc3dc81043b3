# dhodgkin/pilot/multiqc: the app of a project that rfranklin may not see; it takes folders.
class: CommandLineTool
cwlVersion: v1.2
$namespaces: { sbg: https://sevenbridges.com }
label: MultiQC 1.21
doc: One report over the logs and reports of many tools and samples.

baseCommand: [multiqc]

inputs:
  - id: reports
    type: File[]?
    label: Reports
    sbg:fileTypes: ZIP, OUT, SUMMARY, TXT
    inputBinding: { position: 10 }
  - id: folders
    type: Directory[]?
    label: Folders with reports
    inputBinding: { position: 11 }
  - id: title
    type: string?
    inputBinding: { prefix: --title }

outputs:
  - id: report
    type: File
    sbg:fileTypes: HTML
    outputBinding: { glob: multiqc_report.html }
  - id: data
    type: Directory?
    outputBinding: { glob: multiqc_data }

requirements:
  - class: DockerRequirement
    dockerPull: images.sbgenomics.com/rfranklin/multiqc:1.21

sbg:categories: [Quality-Control]
sbg:toolkit: MultiQC
sbg:toolkitVersion: "1.21"
