import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { ada, seed } from "./seed";

const CLIENTS = 200;
/** Each, in each of the two halves. */
const REQUESTS = 36;
/** The longest text in a body. */
const LONG = 80_000;
/** Of the emulator's heap, in megabytes: less than what clients send. */
const HEAP = 220;
const fileOf = (n: number): string => `5680${String(n).padStart(20, "0")}`;

let cli: Built;
beforeAll(() => {
  cli = new Built([`--max-old-space-size=${HEAP}`]);
  const files = Array.from({ length: CLIENTS }, (_, n) => ({
    project: "ada/lab",
    id: fileOf(n),
    name: `${n}.txt`,
  }));
  writeFileSync(
    join(cli.folder, "seed.json"),
    JSON.stringify({ ...seed, files: [...(seed.files ?? []), ...files] }),
  );
});
afterAll(() => cli.remove());

interface Told {
  readonly name: string;
  readonly message: string;
  readonly runs: boolean;
}

/** One client with one connection: what it was answered, and how much it has sent. */
class Worker {
  readonly tasks = new Map<string, Told>();
  metadata: Readonly<Record<string, string>> = {};
  connections = 0;
  sent = 0;
  private count = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly n: number) {}

  /** The calls come in turn; no two clients are at the same one at the same time. */
  async call(url: string): Promise<void> {
    this.count += 1;
    const turn = this.count + this.n;
    const drafts = [...this.tasks].filter(([, it]) => !it.runs);
    const [id, task] = drafts[turn % drafts.length] ?? [];
    if (id === undefined || task === undefined || drafts.length < 3) return this.create(url, false);
    switch (turn % 15) {
      case 0:
        return this.create(url, true);
      case 1: {
        // What has run stays: a small one.
        const [small, it] = drafts.find(([, { message }]) => message.length < LONG / 5) ?? [];
        if (small === undefined || it === undefined) return this.create(url, true);
        await this.ask(url, "POST", `/tasks/${small}/actions/run`, 200, {});
        return void this.tasks.set(small, { ...it, runs: true });
      }
      case 2:
        await this.ask(url, "DELETE", `/tasks/${id}`, 204, {});
        return void this.tasks.delete(id);
      case 3: {
        const found = await this.ask(url, "GET", `/tasks/${id}`, 200);
        return void expect(hash(pick(found, "inputs.message"))).toBe(hash(task.message));
      }
      case 4: {
        const found = await this.ask(url, "GET", "/tasks?status=DRAFT&project=ada/lab&limit=20", 200);
        return void expect(Number(pick(found, "items.length"))).toBeGreaterThan(2);
      }
      case 5:
        return void (await this.ask(url, "GET", "/tasks?order_by=name&order=asc&offset=100&limit=10", 200));
      case 6: {
        const body = { task_ids: drafts.map(([it]) => it) };
        const found = await this.ask(url, "POST", "/bulk/tasks/get?fields=name", 200, body);
        const names = items({ status: 200, body: found, headers: new Headers() }, "resource.name");
        return void expect(names).toEqual(drafts.map(([, it]) => it.name));
      }
      case 7:
      case 8: {
        const fields = { [`field ${turn % 5}`]: `${this.n} ${this.count}` };
        const found = await this.ask(url, "PATCH", `/files/${fileOf(this.n)}/metadata`, 200, fields);
        this.metadata = { ...this.metadata, ...fields };
        return void expect(found).toEqual(this.metadata);
      }
      default: {
        const next = { name: `${this.n} ${this.count}`, message: this.text(), runs: false };
        const body = { name: next.name, inputs: { message: next.message } };
        await this.ask(url, "PATCH", `/tasks/${id}`, 200, body);
        return void this.tasks.set(id, next);
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async create(url: string, runs: boolean): Promise<void> {
    const told = { name: `${this.n} ${this.count}`, message: runs ? "short" : this.text(), runs };
    const body = {
      project: "ada/lab",
      app: "ada/lab/echo",
      name: told.name,
      inputs: { message: told.message },
    };
    const made = await this.ask(url, "POST", `/tasks${runs ? "?action=run" : ""}`, 201, body);
    this.tasks.set(String(pick(made, "id")), told);
  }

  private text(): string {
    return `${this.n} ${this.count} `.repeat(LONG).slice(0, ((this.n + this.count * 7) % 10) * (LONG / 10));
  }

  private ask(url: string, method: string, path: string, expected: number, body?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const bytes = body === undefined ? Buffer.of() : Buffer.from(JSON.stringify(body));
      this.sent += bytes.length;
      const asked = request(`${url}${path}`, {
        method,
        agent: this.agent,
        headers: {
          "X-SBG-Auth-Token": ada,
          "Content-Type": "application/json",
          "Content-Length": bytes.length,
        },
      });
      asked.on("error", reject);
      asked.on("response", (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("error", reject);
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => {
          if (!asked.reusedSocket) this.connections += 1;
          if (answer.statusCode === expected) resolve(text === "" ? undefined : JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`));
        });
      });
      asked.end(bytes);
    });
  }
}

/** What the emulator has of all that clients were answered; texts are long, so of them only their hashes. */
const found = async (client: Client, workers: readonly Worker[]) => {
  const ids = workers.flatMap(({ tasks }) => [...tasks.keys()]).sort();
  const tasks: unknown[] = [];
  for (let at = 0; at < ids.length; at += 100) {
    const task_ids = ids.slice(at, at + 100);
    const answer = await client.post("/bulk/tasks/get?fields=!href", { task_ids });
    for (const it of items(answer, "resource")) {
      const message = hash(pick(it, "inputs.message"));
      tasks.push({
        id: pick(it, "id"),
        name: pick(it, "name"),
        status: pick(it, "status"),
        message,
        all: hash(it),
      });
    }
  }
  const metadata: unknown[] = [];
  for (const n of workers.keys()) metadata.push((await client.get(`/files/${fileOf(n)}/metadata`)).body);
  const all = await client.get("/tasks?limit=1");
  return { tasks, metadata, count: Number(all.headers.get("x-total-matching-query")) };
};

const hash = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("hex");

/** Megabytes. */
const memoryOf = (pid: number): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;

test("200 clients at once with connections that stay open: no error, no lost write, and memory and file stay bounded", async () => {
  const state = join(cli.folder, "state.db");
  const args = ["--seed", join(cli.folder, "seed.json"), "--state", state, "--rate-limit", "1000000"];
  const first = await cli.emulator(...args);
  const workers = Array.from({ length: CLIENTS }, (_, n) => new Worker(n));
  const half = async (): Promise<number> => {
    await Promise.all(
      workers.map(async (it) => {
        for (let n = 0; n < REQUESTS; n += 1) await it.call(first.url);
      }),
    );
    return memoryOf(first.pid);
  };
  const [before, after] = [await half(), await half()];
  const sent = workers.reduce((sum, it) => sum + it.sent, 0) / 1024 / 1024;
  const told = workers.flatMap(({ tasks }) => [...tasks]).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const it of workers) it.close();
  expect(workers.map((it) => it.connections)).toEqual(workers.map(() => 1));
  // Had it kept what was sent, it would have run out of memory.
  expect(sent).toBeGreaterThan(HEAP);
  expect(after - before).toBeLessThan(sent / 3);
  expect(statSync(state).size / 1024 / 1024).toBeLessThan(sent / 3);

  const client = new Client(first.url, ada);
  await client.advance(1000);
  const kept = await found(client, workers);
  expect(kept).toEqual({
    tasks: told.map(([id, { name, message, runs }]) => ({
      id,
      name,
      status: runs ? "COMPLETED" : "DRAFT",
      message: hash(message),
      all: expect.any(String),
    })),
    metadata: workers.map((it) => it.metadata),
    count: told.length,
  });
  await first.stop("SIGKILL");
  const second = await cli.emulator(...args);
  expect(await found(new Client(second.url, ada), workers)).toEqual(kept);
  await second.stop("SIGTERM");
});
