import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import { endsAt } from "../../emulator/rules/lifecycle";
import { seedChanges } from "../../emulator/seed/seed";
import type { Task } from "../../emulator/store/model";
import { Store } from "../../emulator/store/store";
import { Client, items } from "./client";
import { ada, seed } from "./seed";

describe("a state of 100,000 tasks", () => {
  const folder = mkdtempSync(join(tmpdir(), "sevenbridges-scale-"));
  const state = join(folder, "state.db");
  const count = 100_000;
  const id = (n: number): string => `${n.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const from = Date.parse("2024-01-01T00:00:00Z");
  const projects = ["ada/lab", "division/shared"];
  /** Of ten, the third runs for years, the fourth has failed, the others are drafts. */
  const taskOf = (n: number): Task => {
    const createdAt = from + n * 1000;
    const run = { at: createdAt, seconds: n % 10 === 3 ? 1e10 : 60, by: "ada" };
    const end = { at: createdAt + 60_000, status: "FAILED", outputs: {} } as const;
    return {
      id: id(n),
      seq: n + 1,
      name: `task ${(n * 7919) % count}`,
      project: projects[n % 2] ?? "",
      app: "ada/lab/echo/0",
      createdBy: "ada",
      createdAt,
      inputs: { message: `čtení ${n} `.repeat(40) },
      spot: false,
      ...(n % 10 === 3 || n % 10 === 4 ? { run } : {}),
      ...(n % 10 === 4 ? { end } : {}),
      // Longer than a page of SQLite.
      ...(n === 77 ? { description: "ř".repeat(5_000_000) } : {}),
    };
  };
  let running: Emulator;
  let client: Client;
  let took = 0;
  const started = async (): Promise<void> => {
    const at = performance.now();
    running = await startEmulator({ seed, state, rateLimit: 1_000_000 });
    took = performance.now() - at;
    client = new Client(running.url, ada);
  };

  beforeAll(async () => {
    const store = new Store({ dueAt: endsAt, seed: seedChanges(seed), path: state });
    for (let n = 0; n < count; n += 1000)
      store.commitAll(Array.from({ length: 1000 }, (_, it) => ["task", id(n + it), taskOf(n + it)]));
    store.close();
    await started();
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true });
  });

  const day = new Date(from + 90_000_000).toISOString().slice(0, 19);
  test.each([
    ["", 100_000, 99_999, 99_950],
    ["order=asc&offset=73000", 100_000, 73_000, 73_049],
    ["status=DRAFT", 80_000, 99_999, 99_938],
    ["status=queued&order=asc", 10_000, 3, 493],
    ["status=FAILED&project=ada/lab", 10_000, 99_994, 99_504],
    ["project=division/shared&limit=100", 50_000, 99_999, 99_801],
    [`created_from=${day}&order=asc`, 10_000, 90_000, 90_049],
    ["order_by=end_time&order=asc&offset=9990&limit=10", 100_000, 99_904, 99_994],
    ["order_by=start_time&limit=1", 100_000, 99_999, 99_999],
  ])(
    "lists with %j %d tasks, the page from the right one to the right one",
    async (query, total, first, last) => {
      const answer = await client.get(`/tasks?${query}&fields=id`);
      const found = items(answer, "id");
      expect([answer.headers.get("x-total-matching-query"), found[0], found.at(-1)]).toEqual([
        String(total),
        id(first),
        id(last),
      ]);
    },
  );

  test("lists them by name", async () => {
    const names = Array.from({ length: count }, (_, n) => `task ${n}`).sort();
    const page = await client.get("/tasks?order_by=name&order=asc&offset=50000&fields=name");
    expect(items(page, "name")).toEqual(names.slice(50_000, 50_050));
  });

  test("keeps what is changed in it through a restart, which takes less than 5 seconds", async () => {
    const before = statSync(state).size;
    await client.patch(`/tasks/${id(0)}`, { name: "renamed" });
    await client.delete(`/tasks/${id(1)}`);
    const last = await client.task({ name: "the last" });
    await running.close();
    await started();
    expect(await client.field(`/tasks/${id(0)}`, "name")).toBe("renamed");
    expect((await client.get(`/tasks/${id(1)}`)).status).toBe(404);
    expect(items(await client.get("/tasks?limit=1"), "id")).toEqual([last]);
    expect(await client.field(`/tasks/${id(77)}`, "description")).toBe("ř".repeat(5_000_000));
    expect(took).toBeLessThan(5000);
    // Nothing but a few pages has been added.
    expect(statSync(state).size - before).toBeLessThan(100_000);
  });
});
