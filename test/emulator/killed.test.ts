import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Random, random } from "../support/random";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { ada, fileValue, seed } from "./seed";

const CHILDREN = 40;
const reads = Array.from({ length: CHILDREN }, (_, n) => ({
  project: "ada/lab",
  id: `5679${String(n).padStart(20, "0")}`,
  name: `${n}.fastq`,
}));

let cli: Built;
beforeAll(() => {
  cli = new Built();
  writeFileSync(
    join(cli.folder, "seed.json"),
    JSON.stringify({ ...seed, files: [...(seed.files ?? []), ...reads] }),
  );
});
afterAll(() => cli.remove());

/** What a client knows of a task: its name, the size of its input, whether it runs. Undefined: there is none. */
type Known =
  | { readonly name: string; readonly size: number; readonly batch: boolean; readonly runs: boolean }
  | undefined;

interface Asked {
  /** Of a task that is asked to be made, its name. */
  readonly key: string;
  readonly next: Known;
}

/** One that works on its tasks, one call after the other. */
class Writer {
  /** Id → what was answered last. */
  readonly known = new Map<string, Known>();
  /** What was not answered, when the emulator was killed. */
  open: Asked | undefined;
  private made = 0;

  constructor(
    readonly called: string,
    private readonly below: Random,
  ) {}

  async write(client: Client): Promise<void> {
    const ids = [...this.known].flatMap(([id, it]) =>
      it !== undefined && !it.runs ? [[id, it] as const] : [],
    );
    const [id, task] = ids[this.below(ids.length)] ?? [];
    const choice = this.below(20);
    if (id === undefined || task === undefined || choice < 3 || ids.length < 4) return this.make(client);
    if (choice < 16) {
      const name = `${this.called} renamed ${this.below(1000)}`;
      const size = task.batch ? task.size : this.below(40_000);
      const body = task.batch ? { name } : { name, inputs: { message: "é".repeat(size) } };
      return this.ask({ key: id, next: { ...task, name, size } }, () => client.patch(`/tasks/${id}`, body));
    }
    if (choice < 19) return this.ask({ key: id, next: undefined }, () => client.delete(`/tasks/${id}`));
    return this.ask({ key: id, next: { ...task, runs: true } }, () =>
      client.post(`/tasks/${id}/actions/run`),
    );
  }

  private async make(client: Client): Promise<void> {
    this.made += 1;
    const name = `${this.called} ${this.made}`;
    const batch = this.below(3) === 0;
    const size = batch ? 0 : this.below(100);
    const runs = this.below(4) === 0;
    const inputs = batch
      ? { reads: reads.map((it) => fileValue(it.id)), genome: fileValue(reads[0]?.id ?? "") }
      : { message: "é".repeat(size) };
    const body = {
      project: "ada/lab",
      app: batch ? "ada/lab/align" : "ada/lab/echo",
      name,
      inputs,
      ...(batch ? { batch_input: "reads", batch_by: { type: "ITEM" } } : {}),
    };
    await this.ask({ key: name, next: { name, size, batch, runs } }, () =>
      client.post(`/tasks${runs ? "?action=run" : ""}`, body),
    );
  }

  private async ask(asked: Asked, call: () => ReturnType<Client["get"]>): Promise<void> {
    this.open = asked;
    const { status, body } = await call();
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    const id = pick(body, "id");
    this.known.set(typeof id === "string" ? id : asked.key, asked.next);
    this.open = undefined;
  }
}

/** What the emulator shows of tasks, by their ids. */
const shown = async (client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> => {
  const found = new Map<string, Known>();
  for (let at = 0; at < ids.length; at += 100) {
    const task_ids = ids.slice(at, at + 100);
    const answer = await client.post("/bulk/tasks/get", { task_ids });
    const errors = items(answer, "error.code");
    for (const [n, body] of items(answer, "resource").entries()) {
      if (errors[n] !== undefined) expect(errors[n]).toBe(7002);
      found.set(task_ids[n] ?? "", body === undefined ? undefined : await whole(client, body));
    }
  }
  return found;
};

const whole = async (client: Client, body: unknown): Promise<Known> => {
  const batch = pick(body, "batch") === true;
  const runs = pick(body, "status") !== "DRAFT";
  if (batch) {
    const children = await client.get(`/tasks?parent=${pick(body, "id")}&limit=1`);
    expect(children.headers.get("x-total-matching-query")).toBe(runs ? String(CHILDREN) : "0");
  }
  const message = String(pick(body, "inputs.message") ?? "");
  expect(message).toBe("é".repeat(message.length));
  return { name: String(pick(body, "name")), size: message.length, batch, runs };
};

const allIds = async (client: Client): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (let offset = 0; ; offset += 100) {
    const page = await client.get(`/tasks?order=asc&limit=100&offset=${offset}&fields=id,name`);
    const names = items(page, "name");
    items(page, "id").forEach((id, n) => void found.set(String(id), String(names[n])));
    if (names.length < 100) return found;
  }
};

/** All that was answered is there, what was not is there or not, and there is nothing else. */
const check = async (client: Client, writers: readonly Writer[]): Promise<void> => {
  // Tasks that run have ended, their outputs and their parents' counts are made.
  await client.advance(1000);
  const found = await allIds(client);
  const expected = new Set<string>();
  for (const writer of writers) {
    const { open } = writer;
    writer.open = undefined;
    const fresh = open && [...found].find(([id, name]) => name === open.key && !writer.known.has(id));
    if (fresh !== undefined) writer.known.set(fresh[0], open?.next);
    const there = await shown(client, [...writer.known.keys()]);
    for (const [id, known] of writer.known) {
      const now = there.get(id);
      expect(open?.key === id ? [known, open.next] : [known]).toContainEqual(now);
      writer.known.set(id, now);
      if (now !== undefined) expected.add(id);
    }
  }
  expect([...found.keys()].filter((it) => !expected.has(it))).toEqual([]);
  expect([...expected].filter((it) => !found.has(it))).toEqual([]);
};

test("what was answered survives kill -9 at any moment, nothing is half there, and what was not answered is whole or not at all", async () => {
  const below = random(20260117);
  const state = join(cli.folder, "state.db");
  const args = ["--seed", join(cli.folder, "seed.json"), "--state", state, "--rate-limit", "1000000"];
  const writers = Array.from({ length: 8 }, (_, n) => new Writer(`writer ${n}`, random(n)));
  const killedAt = { start: 0, writing: 0 };
  for (let round = 0; round < 12; round += 1) {
    if (round % 4 === 3) {
      // A start that is cut short: before, while or after the state is read.
      const starting = cli.start("emulator", ...args);
      const ended = new Promise((resolve) => starting.once("exit", resolve));
      await sleep(below(700));
      starting.kill("SIGKILL");
      await ended;
      killedAt.start += 1;
    }
    const running = await cli.emulator(...args);
    const client = new Client(running.url, ada);
    await check(client, writers);
    let answers = 0;
    // The longer rounds reach the moment at which SQLite moves its log into the file.
    const most = below(round % 2 === 0 ? 100 : 1000);
    let killed: Promise<unknown> | undefined;
    const work = async (writer: Writer): Promise<void> => {
      while (killed === undefined) {
        await writer.write(client);
        answers += 1;
        if (killed !== undefined || answers <= most) continue;
        killed = running.stop("SIGKILL");
        killedAt.writing += 1;
      }
    };
    const outcomes = await Promise.allSettled(writers.map(work));
    await killed;
    // What the kill has cut off says so, an answer that is a refusal says something else.
    for (const it of outcomes)
      if (it.status === "rejected")
        expect(String(it.reason)).toMatch(/^TypeError: (fetch failed|terminated)/);
  }
  expect(killedAt).toEqual({ start: 3, writing: 12 });
  const last = await cli.emulator(...args);
  await check(new Client(last.url, ada), writers);
  expect(await last.stop("SIGTERM")).toBe(0);
  expect(existsSync(`${state}-wal`)).toBe(false);
});
