// `npm run pulumi -- <args>`: the Pulumi command line of the engine that this machine has, or gets.
import { type Engine, ensureEngine, Interrupted } from "./engine/index.mts";
import { runPulumi } from "./engine/run.mts";

let engine: Engine;
try {
  engine = await ensureEngine();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof Interrupted ? 130 : 1);
}
process.exit(await runPulumi(engine, process.argv.slice(2)));
