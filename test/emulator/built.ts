import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { transformFileSync } from "@swc/core";

/** The command line as `npm run build` lays it out, in a separate folder: tests need no build, and leave none. */
export class Built {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "sevenbridges-cli-")));
  private readonly children = new Set<ChildProcess>();

  /** `node`: options of Node's own. */
  constructor(private readonly node: readonly string[] = []) {
    const root = join(__dirname, "../..");
    for (const file of globSync(["cli/**/*.ts", "emulator/**/*.ts", "provider/**/*.ts"], { cwd: root })) {
      const { code } = transformFileSync(join(root, file), {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs" },
      });
      const target = join(this.folder, "dist", file.replace(/ts$/, "js"));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    cpSync(join(root, "package.json"), join(this.folder, "package.json"));
    cpSync(join(root, "examples/seed"), join(this.folder, "examples/seed"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "junction");
  }

  start(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [...this.node, join(this.folder, "dist/cli/index.js"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.children.add(child);
    child.once("exit", () => this.children.delete(child));
    return child;
  }

  /** Runs to the end. */
  async run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = this.start(...args);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, stdout, stderr };
  }

  /** Starts an emulator and waits for its first line. */
  async emulator(...args: string[]): Promise<{
    line: string;
    url: string;
    token: string;
    pid: number;
    stop(signal: NodeJS.Signals): Promise<unknown>;
  }> {
    const child = this.start("emulator", ...args);
    const line = await new Promise<string>((resolve, reject) => {
      if (child.stdout === null) throw new Error("stdout is piped");
      createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)));
    });
    const [url = ""] = /http\S+/.exec(line) ?? [];
    return {
      line,
      url,
      token: line.split(" ").at(-1) ?? "",
      pid: child.pid ?? 0,
      stop: (signal) => {
        const ended = new Promise((resolve) => child.once("exit", (code, by) => resolve(by ?? code)));
        child.kill(signal);
        return ended;
      },
    };
  }

  remove(): void {
    for (const child of this.children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
