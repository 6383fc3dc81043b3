import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Built } from "../emulator/built";

/** The command as users run it, in a folder without settings. */
export class DoctorCommand {
  private readonly built = new Built();

  get folder(): string {
    return this.built.folder;
  }

  private readonly command = (args: readonly string[]): readonly [string, ...string[]] => [
    process.execPath,
    join(this.built.folder, "dist/cli/index.js"),
    "doctor",
    ...args,
  ];

  private readonly environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    HOME: this.built.folder,
    PATH: "",
    ...env,
  });

  /** The same on a pseudo-terminal, as Python's standard library has one; what is printed and what is typed are one text. */
  readonly beginOnTerminal = (args: readonly string[], env: NodeJS.ProcessEnv): OnTerminal => {
    const script = join(__dirname, "../support/terminal.py");
    const child = spawn("python3", [script, JSON.stringify(this.environment(env)), ...this.command(args)], {
      cwd: this.built.folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
    });
    const code = new Promise<number | null>((done, fail) => {
      child.once("error", fail);
      child.once("close", done);
    });
    return {
      text: () => text,
      type: (keys) => void child.stdin.write(keys),
      // The terminal goes with it, and with the terminal the command.
      stop: () => void child.kill(),
      code,
    };
  };

  readonly begin = (
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    folder = this.built.folder,
  ): { child: ChildProcess; said: () => string; end: Promise<Ended> } => {
    const [node, ...rest] = this.command(args);
    const child = spawn(node, rest, {
      env: this.environment(env),
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

interface OnTerminal {
  readonly text: () => string;
  readonly type: (keys: string) => void;
  readonly stop: () => void;
  readonly code: Promise<number | null>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}
