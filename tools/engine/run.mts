import { spawn } from "node:child_process";
import { constants } from "node:os";
import { type Engine, engineEnv } from "./index.mts";

/**
 * Runs `pulumi` on this terminal and answers its exit code. A Ctrl-C reaches it by itself, as one of the terminal's
 * foreground group; this process stays until Pulumi has put its state in order.
 */
export function runPulumi(
  engine: Engine,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { env: engineEnv(engine, env), stdio: "inherit" });
    const stay = () => {};
    const passOn = () => child.kill("SIGTERM");
    process.on("SIGINT", stay);
    process.on("SIGTERM", passOn);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", stay);
      process.off("SIGTERM", passOn);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
