import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Built } from "../emulator/built";

/** The command as users run it, in a folder without settings. */
export class DoctorCommand {
  private readonly built = new Built();

  get folder(): string {
    return this.built.folder;
  }

  readonly begin = (
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    folder = this.built.folder,
  ): { child: ChildProcess; said: () => string; end: Promise<Ended> } => {
    const child = spawn(process.execPath, [join(this.built.folder, "dist/cli/index.js"), "doctor", ...args], {
      env: { HOME: this.built.folder, PATH: "", ...env },
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, said] = ["", ""];
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      said += data;
    });
    const end = new Promise<Ended>((done, fail) => {
      child.once("error", fail);
      child.once("close", (code) => done({ code, out, said }));
    });
    return { child, said: () => said, end };
  };

  readonly remove = (): void => this.built.remove();
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}
