// `npm run mutation`: changes the provider in one place at a time, and counts the changes that no test notices (docs/testing.md).
//
// `-- model/tags` takes one folder of the table in mutation/subjects.mts, `-- provider/shared/timeIn.ts` takes one file.
import { dirname, relative } from "node:path";
import { parseArgs } from "node:util";
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import packageJson from "../package.json" with { type: "json" };
import { type Subject, subjects } from "./mutation/subjects.mts";

const { positionals } = parseArgs({ allowPositionals: true });

const isAskedFor = ({ folder, file }: Subject): boolean =>
  positionals.length === 0 || positionals.includes(folder) || positionals.includes(file);

const runMutants = ({ file, tests }: Subject): Promise<MutantResult[]> =>
  new Stryker({
    mutate: [file],
    jest: {
      projectType: "custom",
      config: {
        ...packageJson.jest,
        roots: [...new Set(tests.map((test) => `<rootDir>/${dirname(test)}`))],
        testMatch: tests.map((test) => `<rootDir>/${test}`),
        // Properties get the same values in each run.
        setupFiles: ["<rootDir>/test/support/fixedSeed.ts"],
      },
      // Its search reads `roots` only, which are the tests; the tests of each subject are named.
      enableFindRelatedTests: false,
    },
  }).runMutationTest();

const isNoticed = ({ status }: MutantResult): boolean => status === "Killed" || status === "Timeout";

/** Mutants that cannot run, or that a comment excludes, do not count. */
const isCounted = (mutant: MutantResult): boolean =>
  isNoticed(mutant) || mutant.status === "Survived" || mutant.status === "NoCoverage";

const describeMutant = ({ fileName, location, mutatorName, replacement, status }: MutantResult): string => {
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`;
  return `${place} ${status} ${mutatorName} → ${replacement.replace(/\s+/g, " ").slice(0, 100)}`;
};

interface Score {
  readonly name: string;
  readonly mutants: readonly MutantResult[];
}

const scoreRow = ({ name, mutants }: Score): string => {
  const noticed = mutants.filter(isNoticed).length;
  const timedOut = mutants.filter(({ status }) => status === "Timeout").length;
  const score = ((noticed / mutants.length) * 100).toFixed(1);
  return `| ${name} | ${mutants.length} | ${noticed} | ${timedOut} | ${score} % |`;
};

const scores: Score[] = [];
for (const subject of subjects.filter(isAskedFor)) {
  const mutants = (await runMutants(subject)).filter(isCounted);
  for (const mutant of mutants) if (!isNoticed(mutant)) console.log(describeMutant(mutant));
  const score = { name: subject.file, mutants };
  console.log(scoreRow(score));
  scores.push(score);
}

console.log("\n| file | mutants | noticed | of these by time | score |\n| --- | ---: | ---: | ---: | ---: |");
for (const score of scores) console.log(scoreRow(score));
console.log(scoreRow({ name: "all of these", mutants: scores.flatMap(({ mutants }) => mutants) }));
