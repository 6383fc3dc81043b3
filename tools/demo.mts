// `npm run demo`: the quickstart with the real Pulumi engine against the local emulator: its preview, the update, its
// outputs. It needs no account and asks nothing. What it makes stays in .demo/ (and Pulumi.demo.yaml), so that a second run goes on where the first ended.
//
// `npm run demo -- pipeline` takes another folder of examples/. Further arguments run `pulumi <args>` there instead of
// `pulumi up`: preview, stack export, destroy, …
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type DemoEmulator, startDemoEmulator } from "./demo/emulator.mts";
import { demoEnv, demoFolder, root, stack } from "./demo/environment.mts";
import { printed } from "./demo/outputs.mts";
import { engineEnv, ensureEngine, Interrupted } from "./engine/index.mts";
import { holdLock } from "./engine/lock.mts";
import { runPulumi } from "./engine/run.mts";

const run = promisify(execFile);

// Ctrl-C reaches the child that runs at that moment as well; this process stays to stop what it started.
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupted = true;
  });
}
const goOn = () => {
  if (interrupted) throw new Interrupted();
};

try {
  await mkdir(demoFolder, { recursive: true });
  const lock = await holdLock(join(demoFolder, "lock"));
  if ("holder" in lock) throw new Error(`The demo runs already, as process ${lock.holder}. One at a time.`);
  try {
    process.exitCode = await demo(process.argv.slice(2));
  } finally {
    await lock.release();
  }
} catch (error) {
  console.error(interrupted ? "interrupted" : error instanceof Error ? error.message : error);
  process.exitCode = interrupted || error instanceof Interrupted ? 130 : 1;
}

async function demo(given: readonly string[]): Promise<number> {
  const { example, folder, args } = exampleIn(given);
  console.error(
    `This is examples/${example}, on a local emulator of the tasks API. Nothing leaves this machine.`,
  );
  const engine = await ensureEngine();
  goOn();
  const emulator = await startDemoEmulator();
  try {
    const env = demoEnv(emulator);
    // Left by a demo that was killed: there is no other one, or it would hold our own lock.
    await rm(join(demoFolder, "state/.pulumi/locks"), { recursive: true, force: true });
    const there = ["--cwd", folder];
    console.error("Reading the program; its preview comes first.");
    await run("pulumi", [...there, "stack", "select", "--create", stack], { env: engineEnv(engine, env) });
    goOn();
    if (args.length > 0) return await runPulumi(engine, [...there, ...args], env);

    // `--diff` shows the args, and into which child tasks a batch will fall; the outputs are printed below, once.
    const quiet = ["--suppress-outputs"];
    for (const command of [
      ["preview", "--diff"],
      ["up", "--yes", "--skip-preview"],
    ]) {
      const code = await runPulumi(engine, [...there, ...command, ...quiet], env);
      if (code !== 0) return code;
      goOn();
    }
    const { stdout } = await run("pulumi", [...there, "stack", "output", "--json"], {
      env: engineEnv(engine, env),
    });
    console.log(`\n${printed(JSON.parse(stdout))}\n\n${lookFurther(emulator, example)}`);
    return 0;
  } finally {
    await emulator.close();
  }
}

/** The first argument may name an example with a separate project; without one it is the quickstart, the repository's. */
function exampleIn(given: readonly string[]): { example: string; folder: string; args: readonly string[] } {
  const [name = "", ...args] = given;
  const folder = join(root, "examples", name);
  return /^[a-z]+$/.test(name) && existsSync(join(folder, "Pulumi.yaml"))
    ? { example: name, folder, args }
    : { example: "quickstart", folder: root, args: given };
}

function lookFurther({ url, ours }: DemoEmulator, example: string): string {
  const { port } = new URL(url);
  const demo = `npm run demo${example === "quickstart" ? "" : ` -- ${example}`}`;
  const more = example === "quickstart" ? "npm run demo --" : demo;
  const lines = [
    [demo, `again: unchanged, until you edit examples/${example}/index.ts`],
    [`${more} preview --diff`, "what your edit would change, port by port"],
    [`${more} stack export`, "all that Pulumi keeps of the tasks"],
    [`${more} destroy --yes`, "deletes the drafts; what has run stays on the platform as a record"],
  ] as const;
  const width = Math.max(...lines.map(([command]) => command.length));
  const ask = ours
    ? `The emulator has stopped with the demo. To ask it yourself (it prints its address and a token):
  npm run emulator -- --port ${port} --state .demo/emulator.state`
    : `The emulator that was there already goes on, at ${url}.`;
  return `To look further:\n${lines.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`).join("\n")}\n${ask}`;
}
