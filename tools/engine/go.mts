import { spawn } from "node:child_process";

/** Runs Go quietly; where it fails, the error carries what it said. */
export function go(
  args: readonly string[],
  options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<void> {
  // The modules here are no part of a workspace that a folder above may have; the official releases have no cgo either.
  const env = { ...process.env, GOWORK: "off", CGO_ENABLED: "0" };
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { ...options, env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const lines = said.split("\n").filter((line) => line !== "" && !line.startsWith("go: downloading "));
      reject(new Error(`go ${args[0]} failed: ${lines.slice(-5).join(" | ") || `exit code ${code}`}`));
    });
  });
}
