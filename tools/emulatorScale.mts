// Measures the emulator on a state file of many tasks: `npm run build`, then `node tools/emulatorScale.mts`. It knows the
// emulator only from outside, so that two builds can be compared: `--build <folder>` takes another one.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    build: { type: "string", default: join(import.meta.dirname, "../dist") },
    tasks: { type: "string", default: "100000" },
  },
});
const count = Number(values.tasks);
/** Requests in flight while the state is filled. */
const CLIENTS = 8;
/** Each call is measured so many times; the table has the median. */
const ROUNDS = 101;

const token = "0".repeat(32);
const projects = ["ada/lab", "ada/more"];
const seed = {
  users: [{ username: "ada", token }],
  projects: projects.map((id) => ({ id })),
  apps: [
    {
      id: "ada/lab/echo",
      cwl: { class: "CommandLineTool", inputs: [{ id: "message", type: "string" }], outputs: [] },
    },
  ],
};

interface Answer {
  readonly status: number;
  readonly text: string;
}

class Emulator {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  private readonly child: ChildProcess;
  private readonly url: string;
  readonly seconds: number;

  private constructor(child: ChildProcess, url: string, seconds: number) {
    this.child = child;
    this.url = url;
    this.seconds = seconds;
  }

  static async start(folder: string): Promise<Emulator> {
    const from = performance.now();
    const args = ["--seed", join(folder, "seed.json"), "--state", join(folder, "state")];
    const command = [join(values.build, "cli/index.js"), "emulator", ...args];
    // Tasks that run do so to the end of the measurement.
    const options = ["--rate-limit", "1000000000", "--task-seconds", "10000000"];
    const child = spawn(process.execPath, [...command, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)));
    });
    const [url = ""] = /http\S+/.exec(line) ?? [];
    return new Emulator(child, url, (performance.now() - from) / 1000);
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { "X-SBG-Auth-Token": token, "Content-Type": "application/json" };
      const asked = request(`${this.url}${path}`, { method, headers, agent: this.agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          if (status < 300) resolve({ status, text });
          else reject(new Error(`${method} ${path}: ${status} ${text}`));
        });
      });
      asked.on("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Megabytes. */
  memory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }
}

/** A child process would keep running after a call that fails. */
const withEmulator = async (work: (emulator: Emulator) => Promise<void>): Promise<void> => {
  const emulator = await Emulator.start(folder);
  try {
    await work(emulator);
  } finally {
    await emulator.stop();
  }
};

/** A task's inputs have about 1 kB. */
const bodyOf = (n: number): object => ({
  project: projects[n % 2],
  app: "ada/lab/echo",
  name: `task ${(n * 7919) % count}`,
  inputs: { message: `message ${n} `.repeat(70) },
});

const create = (emulator: Emulator, n: number): Promise<Answer> =>
  emulator.send("POST", n % 10 === 3 ? "/tasks?action=run" : "/tasks", bodyOf(n));

const fill = async (emulator: Emulator): Promise<void> => {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await create(emulator, next - 1);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
};

const median = async (call: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const from = performance.now();
    await call();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
};

const idsOf = ({ text }: Answer): string[] => {
  const { items }: { items: { id: string }[] } = JSON.parse(text);
  return items.map(({ id }) => id);
};

const folder = mkdtempSync(join(tmpdir(), "sevenbridges-scale-"));
const report = (what: string, value: string): void =>
  console.log(`| ${what.padEnd(52)} | ${value.padStart(9)} |`);
const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
const measureFilling = async (emulator: Emulator): Promise<void> => {
  report("start, no tasks", `${emulator.seconds.toFixed(2)} s`);
  report("memory, no tasks", `${Math.round(emulator.memory())} MB`);
  const from = performance.now();
  await fill(emulator);
  report(`create ${count} tasks, 8 at a time: each`, milliseconds((performance.now() - from) / count));
  report("memory after that", `${Math.round(emulator.memory())} MB`);
};

const measureCalls = async (emulator: Emulator): Promise<void> => {
  report(`start, ${count} tasks`, `${emulator.seconds.toFixed(2)} s`);
  report("memory after the start", `${Math.round(emulator.memory())} MB`);
  const ids = idsOf(await emulator.send("GET", `/tasks?limit=100&offset=${count / 2}&fields=id`));
  const half = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19);
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["get a task", () => emulator.send("GET", `/tasks/${ids[7]}`)],
    ["bulk get of 100", () => emulator.send("POST", "/bulk/tasks/get", { task_ids: ids })],
    ["list 50 of all", () => emulator.send("GET", "/tasks")],
    ["list 50 of all, whole", () => emulator.send("GET", "/tasks?fields=_all")],
    ["list 50 of a project", () => emulator.send("GET", "/tasks?project=ada/lab")],
    ["list 50 drafts of a project", () => emulator.send("GET", "/tasks?project=ada/lab&status=DRAFT")],
    [
      "list 50 drafts of a project since a time",
      () => emulator.send("GET", `/tasks?project=ada/lab&status=DRAFT&created_from=${half}`),
    ],
    ["list 50 from the middle", () => emulator.send("GET", `/tasks?offset=${count / 2}`)],
    ["list 50 by name", () => emulator.send("GET", "/tasks?project=ada/lab&order_by=name&order=asc")],
    ["list 50 that run", () => emulator.send("GET", "/tasks?project=ada/more&status=RUNNING")],
    ["create a task", () => emulator.send("POST", "/tasks", bodyOf(0))],
    ["create and start a task", () => emulator.send("POST", "/tasks?action=run", bodyOf(0))],
    ["patch a task", () => emulator.send("PATCH", `/tasks/${ids[8]}`, { inputs: { message: "other" } })],
  ];
  for (const [what, call] of calls) report(what, milliseconds(await median(call)));
  report("memory after all calls", `${Math.round(emulator.memory())} MB`);
};

try {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  await withEmulator(measureFilling);
  const files = globSync("state*", { cwd: folder });
  const bytes = files.reduce((sum, it) => sum + statSync(join(folder, it)).size, 0);
  report("state file", `${Math.round(bytes / 1e6)} MB`);
  await withEmulator(measureCalls);
} finally {
  rmSync(folder, { recursive: true });
}
