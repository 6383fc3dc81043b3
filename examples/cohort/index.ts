// One task for each row of a table: pairs that a batch cannot express, such as the tumour and the normal sample of a
// patient. pairs.tsv names the files; ten more rows later make ten more tasks and leave the finished ones alone.
//
// Run it with `PULUMI_PARALLEL=200 pulumi up --continue-on-error`. A row that fails then stops no other row, and all runs
// wait at the same time. The next `pulumi up --continue-on-error` runs again what failed. docs/cohorts.md says more.
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

// How many tasks there are depends on the table alone. The lookup comes first, so that a wrong file name is found before
// anything is made.
export = async () => {
  const names = [...new Set(rows.flatMap(({ tumour, normal }) => [tumour, normal]))];
  const found = await sb.getFiles({ project, names });
  const file = (name: string) => found.find((it) => it.name === name) ?? null; // found, or getFiles had failed
  const reference = await sb.getFile({ project, path: "Homo_sapiens_assembly38.fasta" });

  const results = rows.map(({ patient, tumour, normal }) => {
    // The resources are named after the patient: the order of the rows does not matter.
    const task = new sb.DraftTask(patient, {
      project,
      app: `${project}/mutect2/0`,
      inputs: { tumour: file(tumour), normal: file(normal), reference },
      useInterruptibleInstances: true,
    });
    const run = new sb.TaskRun(patient, { task, maxAttempts: 2 });
    // What became of the row, good or failed: `run.output` has a value only where the run has completed.
    return [patient, run.result("variants")];
  });

  return { results: Object.fromEntries(results) };
};
