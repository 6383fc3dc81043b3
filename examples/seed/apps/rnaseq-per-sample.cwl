{
  "class": "Workflow",
  "cwlVersion": "sbg:draft-2",
  "id": "https://api.sbgenomics.com/v2/apps/rfranklin/rnaseq/rnaseq-per-sample/0/raw/",
  "label": "RNA-Seq of one sample: STAR and HTSeq",
  "description": "Aligns the reads of one sample and counts them over genes. Batched by sample unless a task says otherwise.",
  "sbg:batchInput": "#reads",
  "sbg:batchBy": { "type": "criteria", "criteria": ["metadata.sample_id", "metadata.library_id"] },
  "inputs": [
    {
      "id": "#reads",
      "type": [{ "type": "array", "items": "File", "name": "reads" }],
      "label": "Reads",
      "sbg:fileTypes": "FASTQ, FASTQ.GZ, FQ, FQ.GZ",
      "sbg:x": 100,
      "sbg:y": 100
    },
    {
      "id": "#genome",
      "type": ["File"],
      "label": "Genome index",
      "sbg:fileTypes": "TAR",
      "sbg:suggestedValue": {
        "class": "File",
        "path": "567890abc4f3066bc3750174",
        "name": "GRCh38.primary.gencode-v44.star-2.7.11b.tar"
      },
      "sbg:x": 100,
      "sbg:y": 250
    },
    {
      "id": "#sjdbGTFfile",
      "type": ["File"],
      "label": "Gene annotations",
      "sbg:fileTypes": "GTF",
      "sbg:x": 100,
      "sbg:y": 400
    },
    {
      "id": "#mode",
      "type": ["null", { "type": "enum", "name": "mode", "symbols": ["union", "intersection-strict", "intersection-nonempty"] }],
      "label": "How HTSeq takes reads that overlap several genes",
      "sbg:toolDefaultValue": "union"
    },
    {
      "id": "#threads",
      "type": ["null", "int"],
      "label": "Threads of STAR",
      "sbg:suggestedValue": 8
    }
  ],
  "outputs": [
    {
      "id": "#bam",
      "type": ["File"],
      "label": "Aligned reads",
      "source": ["#STAR.aligned"],
      "sbg:fileTypes": "BAM"
    },
    {
      "id": "#counts",
      "type": ["File"],
      "label": "Counts",
      "source": ["#HTSeq.counts"],
      "sbg:fileTypes": "TXT"
    }
  ],
  "steps": [
    {
      "id": "#STAR",
      "inputs": [
        { "id": "#STAR.reads", "source": ["#reads"] },
        { "id": "#STAR.genome", "source": ["#genome"] },
        { "id": "#STAR.sjdbGTFfile", "source": ["#sjdbGTFfile"] },
        { "id": "#STAR.threads", "source": ["#threads"] }
      ],
      "outputs": [{ "id": "#STAR.aligned" }],
      "run": {
        "class": "CommandLineTool",
        "cwlVersion": "sbg:draft-2",
        "id": "rfranklin/rnaseq/star-2-7-11b/0",
        "label": "STAR",
        "baseCommand": ["STAR"],
        "inputs": [
          { "id": "#reads", "type": [{ "type": "array", "items": "File", "name": "reads" }] },
          { "id": "#genome", "type": ["File"] },
          { "id": "#sjdbGTFfile", "type": ["null", "File"] },
          { "id": "#threads", "type": ["null", "int"] }
        ],
        "outputs": [
          {
            "id": "#aligned",
            "type": ["null", "File"],
            "sbg:fileTypes": "BAM",
            "outputBinding": { "glob": "*.out.bam", "sbg:inheritMetadataFrom": "#reads" }
          }
        ],
        "hints": [
          { "class": "DockerRequirement", "dockerPull": "images.sbgenomics.com/rfranklin/star:2.7.11b" },
          { "class": "sbg:CPURequirement", "value": 8 },
          { "class": "sbg:MemRequirement", "value": 38000 }
        ]
      }
    },
    {
      "id": "#HTSeq",
      "inputs": [
        { "id": "#HTSeq.alignments", "source": ["#STAR.aligned"] },
        { "id": "#HTSeq.annotations", "source": ["#sjdbGTFfile"] },
        { "id": "#HTSeq.mode", "source": ["#mode"] }
      ],
      "outputs": [{ "id": "#HTSeq.counts" }],
      "run": {
        "class": "CommandLineTool",
        "cwlVersion": "sbg:draft-2",
        "id": "rfranklin/rnaseq/htseq-count-0-13-5/0",
        "label": "HTSeq-count",
        "baseCommand": ["htseq-count", "--format=bam", "--order=pos"],
        "inputs": [
          { "id": "#alignments", "type": ["File"] },
          { "id": "#annotations", "type": ["File"] },
          {
            "id": "#mode",
            "type": [
              "null",
              { "type": "enum", "name": "mode", "symbols": ["union", "intersection-strict", "intersection-nonempty"] }
            ]
          }
        ],
        "outputs": [
          {
            "id": "#counts",
            "type": ["null", "File"],
            "sbg:fileTypes": "TXT",
            "outputBinding": { "glob": "*.counts.txt", "sbg:inheritMetadataFrom": "#alignments" }
          }
        ],
        "hints": [
          { "class": "DockerRequirement", "dockerPull": "images.sbgenomics.com/rfranklin/htseq:0.13.5" },
          { "class": "sbg:CPURequirement", "value": 1 },
          { "class": "sbg:MemRequirement", "value": 4000 }
        ]
      }
    }
  ],
  "requirements": [],
  "hints": [{ "class": "sbg:AWSInstanceType", "value": "c4.8xlarge;ebs-gp2;1024" }],
  "sbg:categories": ["RNA-Seq"]
}
