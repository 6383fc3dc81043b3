import { emulated, items, pick } from "./client";
import { seed } from "./seed";

const count = 1000;
const samples = Array.from({ length: count }, (_, n) => {
  // Groups come in an order that is not that of their names.
  const sample = (n * 7) % count;
  const id = `5679${String(sample).padStart(20, "0")}`;
  return { project: "ada/lab", id, name: `${sample}.fastq`, size: 1, metadata: { sample_id: `s${sample}` } };
});
const tool = {
  class: "CommandLineTool",
  inputs: [{ id: "reads", type: "File[]" }],
  outputs: [{ id: "bam", type: "File", secondaryFiles: [".bai"] }],
};
const emulator = emulated({
  seed: { ...seed, files: samples, apps: [{ id: "ada/lab/many", cwl: tool }] },
});
const groups = samples.map((it) => it.metadata.sample_id);

let id: string;
beforeAll(async () => {
  const { client } = emulator;
  id = await client.task(
    {
      app: "ada/lab/many",
      inputs: { reads: samples.map((it) => ({ class: "File", path: it.id })) },
      batch_input: "reads",
      batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    },
    "?action=run",
  );
  await client.advance(5);
});

/** The middle one of several, so that a pause of the machine's does not count. */
const milliseconds = async (ask: () => Promise<unknown>): Promise<number> => {
  const taken = [];
  for (let n = 0; n < 9; n += 1) {
    const from = performance.now();
    await ask();
    taken.push(performance.now() - from);
  }
  return taken.sort((a, b) => a - b)[4] ?? Number.POSITIVE_INFINITY;
};

test("the children of a batch of 1,000 come by pages, in the order in which their groups first appear", async () => {
  const { client } = emulator;
  const seen: unknown[] = [];
  for (let offset = 0; offset < count; offset += 100) {
    const query = `parent=${id}&order_by=created_time&order=asc&limit=100&offset=${offset}`;
    const page = await client.get(`/tasks?${query}&fields=batch_group`);
    expect(page.headers.get("x-total-matching-query")).toBe(String(count));
    seen.push(...items(page, "batch_group.value"));
  }
  expect(seen).toEqual(groups);
  const newest = await client.get(`/tasks?parent=${id}&limit=100&fields=batch_group`);
  expect(items(newest, "batch_group.value")).toEqual(groups.slice(-100).reverse());
});

test("a batch of 1,000 answers quickly while it runs", async () => {
  const { client } = emulator;
  const path = `/tasks/${id}`;
  const page = `/tasks?parent=${id}&limit=100&offset=500&fields=_all`;
  const task_ids = items(await client.get(`/tasks?parent=${id}&limit=100`), "id");
  expect(await client.field(path, "execution_status.running")).toBeGreaterThan(0);
  expect(await milliseconds(() => client.get(path))).toBeLessThan(50);
  expect(await milliseconds(() => client.get(page))).toBeLessThan(100);
  expect(await milliseconds(() => client.post("/bulk/tasks/get", { task_ids }))).toBeLessThan(100);
});

test("it ends with a count of all its children and the sum of their prices", async () => {
  const { client } = emulator;
  const [failing] = groups;
  await client.control("POST", `/tasks/${id}`, { children: { [String(failing)]: "FAILED" } });
  await client.advance(10);
  const { body } = await client.get(`/tasks/${id}?fields=status,execution_status,price.amount`);
  expect(body).toEqual({
    status: "FAILED",
    execution_status: {
      message: "Failed",
      queued: 0,
      running: 0,
      completed: 999,
      failed: 1,
      aborted: 0,
      duration: 12000,
    },
    price: { amount: 110 },
  });
  const failed = await client.get(`/tasks?parent=${id}&status=FAILED&fields=batch_group`);
  expect(items(failed, "batch_group.value")).toEqual([failing]);
  expect(pick(await client.get(`/tasks?parent=${id}&status=COMPLETED&limit=1`), "body.links.length")).toBe(1);
});
