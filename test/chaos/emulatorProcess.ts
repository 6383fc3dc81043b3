import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { byHand, Platform } from "../support/platform";
import { seed } from "../support/seed";
import { repository } from "../support/stack";
import { sharedSeed } from "./acts";

const command = join(repository, "dist/cli/index.js");

/** One request that was answered, or whose connection has ended: `POST /v2/tasks 201`. */
const requestIn = (line: string): string | undefined => {
  const [, request, status] = /^\S+ (\S+ \/v2\S*) (\S+)/.exec(line) ?? [];
  return request === undefined || request.includes(byHand) ? undefined : `${request} ${status}`;
};

/** The emulator as a separate process: it can be killed, and comes back on its port with its state. */
export class EmulatorProcess {
  /** What the provider has asked since it was last forgotten, in the order of the answers. */
  private asked: string[] = [];
  private waiting: { readonly count: number; readonly done: (request: string) => void } | undefined;
  private child: ChildProcess | undefined;
  private port = "0";
  private closed = false;
  /** Is given each request as soon as it is answered. */
  onRequest: (request: string) => void = () => undefined;
  /** What it says that is no request. */
  readonly said: string[] = [];

  readonly folder = mkdtempSync(join(tmpdir(), "sb-emulator-"));

  static readonly start = async (taskSeconds: number): Promise<EmulatorProcess> => {
    const emulator = new EmulatorProcess(taskSeconds);
    await emulator.listen();
    return emulator;
  };

  private constructor(private readonly taskSeconds: number) {
    writeFileSync(join(this.folder, "seed.json"), JSON.stringify(sharedSeed));
  }

  /** It answers as soon as this has ended. */
  private readonly listen = async (): Promise<string> => {
    const args = [
      ...["--port", this.port, "--seed", join(this.folder, "seed.json")],
      ...["--state", join(this.folder, "emulator.state"), "--task-seconds", String(this.taskSeconds)],
      ...["--rate-limit", "1000000", "--verbose"],
    ];
    const child = spawn(process.execPath, [command, "emulator", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    createInterface(child.stderr).on("line", this.heard);
    return new Promise((resolve, reject) => {
      createInterface(child.stdout).once("line", (line) => {
        this.port = /:(\d+)\/v2/.exec(line)?.[1] ?? this.port;
        resolve(line);
      });
      child.once("error", reject);
      child.once("exit", (code) =>
        reject(new Error(`the emulator ended with ${code}: ${this.said.join("\n")}`)),
      );
    });
  };

  private readonly heard = (line: string): void => {
    const request = requestIn(line);
    if (request === undefined) {
      if (!/_emulator|_by_hand/.test(line)) this.said.push(line);
      return;
    }
    this.asked.push(request);
    this.onRequest(request);
    if (this.waiting?.count === this.asked.length) this.waiting.done(request);
  };

  readonly platform = (): Platform => Platform.at(`http://127.0.0.1:${this.port}/v2`, tokenOf(seed));

  /** Forgets what was asked. */
  readonly forget = (): void => {
    this.asked = [];
    this.waiting = undefined;
  };

  readonly requests = (): readonly string[] => this.asked;

  /** The request with this number, counted from the last `forget`, as soon as it is answered. */
  readonly answered = (count: number): Promise<string> =>
    new Promise((done) => {
      const request = this.asked[count - 1];
      if (request !== undefined) done(request);
      else this.waiting = { count, done };
    });

  /** kill -9, and at once back again. */
  readonly restart = async (): Promise<void> => {
    await this.kill();
    if (!this.closed) await this.listen();
  };

  readonly close = async (): Promise<void> => {
    this.closed = true;
    await this.kill();
  };

  readonly remove = (): void => rmSync(this.folder, { recursive: true, force: true });

  private readonly kill = async (): Promise<void> => {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("close", done));
    child.kill("SIGKILL");
    await ended;
  };
}

const tokenOf = ({ users = [] }: typeof seed): string => users[0]?.token ?? "";
