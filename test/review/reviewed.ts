import { execFile } from "node:child_process";
import { join } from "node:path";
import { repository, type Stack } from "../support/stack";

export const command = join(repository, "dist/cli/index.js");

export interface Reviewed {
  readonly code: number;
  readonly markdown: string;
  readonly complaint: string;
}

/** `pulumi preview --json … | pulumi-sevenbridges review …` in a real shell. */
export const reviewed = (
  stack: Stack,
  flags: readonly string[] = [],
  previewFlags: readonly string[] = ["--show-sames"],
): Promise<Reviewed> =>
  new Promise((done) => {
    const script = `pulumi preview --json --non-interactive ${previewFlags.join(" ")} 2>/dev/null | node "$@"`;
    execFile(
      "bash",
      ["-c", script, "bash", command, "review", ...flags],
      { cwd: stack.folder, env: stack.env(), encoding: "utf8" },
      (error, stdout, stderr) =>
        done({
          code: error === null ? 0 : typeof error.code === "number" ? error.code : -1,
          markdown: stdout.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, "<id>"),
          complaint: stderr,
        }),
    );
  });
