// One task for each row of a table: pairs that a batch cannot express, such as the tumour and the normal sample of a
// patient. pairs.tsv names the files; ten more rows later make ten more tasks and leave the finished ones alone.
//
// `pulumi up --continue-on-error` lets the others go on where one fails; the next `pulumi up` takes up that one only.
// Each run that is waited for takes one of Pulumi's places, 4 per core: `PULUMI_PARALLEL=200 pulumi up` gives it more.
// Project, app and files are those of the local emulator (examples/seed); put in yours.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sb from "pulumi-sevenbridges";

const project = "rfranklin/wgs";

const rows = readFileSync(join(__dirname, "pairs.tsv"), "utf8")
  .split("\n")
  .slice(1)
  .filter((line) => line.trim() !== "")
  .map((line) => line.split("\t"))
  .map(([patient = "", tumour = "", normal = ""]) => ({ patient, tumour, normal }));

// How many tasks there are depends on the table alone, but a wrong file name is to be found before anything is made.
export = async () => {
  const names = [...new Set(rows.flatMap(({ tumour, normal }) => [tumour, normal]))];
  const found = await sb.getFiles({ project, names });
  const file = (name: string) => found.find((it) => it.name === name) ?? null; // found, or getFiles had failed
  const reference = await sb.getFile({ project, path: "Homo_sapiens_assembly38.fasta" });

  const runs = rows.map(({ patient, tumour, normal }) => {
    const task = new sb.DraftTask(patient, {
      project,
      app: `${project}/mutect2/0`,
      inputs: { tumour: file(tumour), normal: file(normal), reference },
      useInterruptibleInstances: true,
    });
    return { patient, run: new sb.TaskRun(patient, { task, maxAttempts: 2 }) };
  });

  return {
    variants: Object.fromEntries(runs.map(({ patient, run }) => [patient, run.output("variants")])),
    cost: Object.fromEntries(
      runs.map(({ patient, run }) => [patient, run.price.apply((price) => price?.amount)]),
    ),
  };
};
