// `npm run proof`: nothing is lost, nothing is made twice. First the fault matrix, every operation under every fault (test/matrix);
// `--no-matrix` leaves it out. Then chaos with the real engine: a program of 30 tasks and 10 runs, kill -9
// of the engine, of all that it has started, of the provider or of the emulator at seeded moments, then `up` until it succeeds.
// Under even seeds people act as well: on the program, the state, the stack and the tasks.
//
// `--standins` runs the stand-ins instead (test/standins): the life of some tasks through a proxy that behaves as a real platform
// may, and prints the table. `--standins-chaos` runs matrix and chaos through the likely ones, all at once.
//
// --seeds 200 (default 10), --first 1, --jobs 2 (so many at a time), --keep (leaves the folders of failed seeds),
// --transcript FILE (all that Pulumi printed).
import { parseArgs } from "node:util";
import { matrix, table } from "./matrix.mts";
import { standIns } from "./standIns.mts";
import { requireTypeScript } from "./typescript.mts";

const { chaos, isClean, rendered } = requireTypeScript(import.meta.url)(
  "../test/chaos/chaos",
) as typeof import("../test/chaos/chaos.ts");

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    first: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
    keep: { type: "boolean", default: false },
    transcript: { type: "string" },
    matrix: { type: "boolean", default: true },
    standins: { type: "boolean", default: false },
    "standins-chaos": { type: "boolean", default: false },
  },
  allowNegative: true,
});

if (values.standins) {
  const { table: results, held } = await standIns();
  console.log(results);
  process.exit(held ? 0 : 1);
}

if (values["standins-chaos"]) process.env.FAULT_MATRIX_STAND_IN = "1";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

const faults = values.matrix ? await matrix() : undefined;
if (faults !== undefined) console.log(`${table(faults.rows)}\n`);

const summary = await chaos({
  seeds: Number(values.seeds),
  first: Number(values.first),
  jobs: Number(values.jobs),
  keep: values.keep,
  standIns: values["standins-chaos"],
  ...(values.transcript === undefined ? {} : { transcript: values.transcript }),
  signal: stop.signal,
  say: (line) => console.log(line),
});
console.log(rendered(summary));
process.exitCode = stop.signal.aborted ? 130 : isClean(summary) && faults?.held !== false ? 0 : 1;
