{
  "class": "CommandLineTool",
  "cwlVersion": "sbg:draft-2",
  "id": "https://api.sbgenomics.com/v2/apps/rfranklin/rnaseq/fastqc/0/raw/",
  "label": "FastQC 0.11.9",
  "description": "Quality control of raw reads: one report per FASTQ file.",
  "baseCommand": ["fastqc"],
  "inputs": [
    {
      "id": "#reads",
      "type": [{ "type": "array", "items": "File", "name": "reads" }],
      "label": "Reads",
      "required": true,
      "sbg:fileTypes": "FASTQ, FQ, FASTQ.GZ, FQ.GZ, BAM, SAM",
      "sbg:category": "File inputs",
      "inputBinding": { "position": 100, "sbg:cmdInclude": true }
    },
    {
      "id": "#limits_file",
      "type": ["null", "File"],
      "label": "Limits",
      "description": "Thresholds at which a module warns or fails.",
      "sbg:fileTypes": "TXT",
      "inputBinding": { "prefix": "--limits", "sbg:cmdInclude": true }
    },
    {
      "id": "#format",
      "type": ["null", { "type": "enum", "name": "format", "symbols": ["bam", "sam", "fastq"] }],
      "label": "Format",
      "sbg:toolDefaultValue": "FASTQ",
      "inputBinding": { "prefix": "--format", "sbg:cmdInclude": true }
    },
    {
      "id": "#kmers",
      "type": ["null", "int"],
      "label": "Kmers",
      "sbg:toolDefaultValue": "7",
      "sbg:includeInPorts": false,
      "inputBinding": { "prefix": "--kmers", "sbg:cmdInclude": true }
    },
    {
      "id": "#quiet",
      "type": ["null", "boolean"],
      "label": "Quiet",
      "inputBinding": { "prefix": "--quiet", "sbg:cmdInclude": true }
    },
    {
      "id": "#threads",
      "type": ["null", "int"],
      "label": "Threads",
      "sbg:suggestedValue": 1,
      "inputBinding": { "prefix": "--threads", "sbg:cmdInclude": true }
    }
  ],
  "outputs": [
    {
      "id": "#report_zip",
      "type": [{ "type": "array", "items": "File", "name": "report_zip" }],
      "label": "Report zip",
      "sbg:fileTypes": "ZIP",
      "outputBinding": { "glob": "*_fastqc.zip", "sbg:inheritMetadataFrom": "#reads" }
    },
    {
      "id": "#report_html",
      "type": [{ "type": "array", "items": "File", "name": "report_html" }],
      "label": "Report",
      "sbg:fileTypes": "HTML",
      "outputBinding": { "glob": "*_fastqc.html", "sbg:inheritMetadataFrom": "#reads" }
    }
  ],
  "arguments": [{ "prefix": "--outdir", "valueFrom": "." }],
  "hints": [
    { "class": "DockerRequirement", "dockerPull": "images.sbgenomics.com/rfranklin/fastqc:0.11.9" },
    { "class": "sbg:CPURequirement", "value": 1 },
    { "class": "sbg:MemRequirement", "value": 2048 }
  ],
  "requirements": [],
  "stdin": "",
  "stdout": "",
  "successCodes": [],
  "temporaryFailCodes": [],
  "sbg:categories": ["FASTQ-Processing", "Quality-Control"],
  "sbg:toolkit": "FastQC",
  "sbg:toolkitVersion": "0.11.9"
}
