import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../emulator";
import { Client, emulated, pick } from "./client";
import { ada, files, fileValue, seed } from "./seed";

/** Optional outputs hold files on the platforms (API digest, section 12); a test can order otherwise for pipelines that rely on one. */

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
const cwl = {
  class: "CommandLineTool",
  cwlVersion: "v1.2",
  inputs: [{ id: "reads", type: "File[]" }],
  outputs: [
    { id: "bam", type: "File" },
    { id: "log", type: "File?" },
    { id: "unmapped", type: "File[]?" },
    { id: "rate", type: ["null", "float"] },
    {
      id: "record",
      type: {
        type: "record",
        fields: [
          { name: "plot", type: "File?" },
          { name: "count", type: "int" },
        ],
      },
    },
  ],
};
const many = {
  class: "CommandLineTool",
  cwlVersion: "v1.2",
  inputs: [],
  outputs: names.map((id) => ({ id, type: "string?" })),
};
const app = "ada/lab/tool";
const apps = [
  { id: app, cwl },
  { id: "ada/lab/nulls", cwl, optionalOutputs: "null" },
  { id: "ada/lab/port", cwl, optionalOutputs: { log: "null" } },
  { id: "ada/lab/many", cwl: many, optionalOutputs: "some" },
] as const;
const emulator = emulated({ seed: { ...seed, apps } });

const inputs = { reads: [fileValue(files.r1)] };

/** Which outputs of an ended task are null; fields of the record by their path. */
const nulls = async (client: Client, id: string): Promise<readonly string[]> => {
  const outputs = await client.field(`/tasks/${id}`, "outputs");
  return ["bam", "log", "unmapped", "rate", "record", "record.plot", "record.count"].filter(
    (it) => pick(outputs, it) === null,
  );
};

const all = ["log", "unmapped", "rate", "record.plot"];

const run = async (of: string = app, order?: object): Promise<readonly string[]> => {
  const { client } = emulator;
  const id = await client.task({ app: of, inputs });
  if (order !== undefined)
    expect(await client.control("POST", `/tasks/${id}`, order)).toEqual({ id, status: "DRAFT" });
  await client.post(`/tasks/${id}/actions/run`);
  await client.advance(20);
  return nulls(client, id);
};

test("all that may be null is made, fields of records as well", async () => {
  expect(await run()).toEqual([]);
});

test("an order to a task is for all of them, or for single ports; the others stay as they are", async () => {
  expect(await run(app, { optionalOutputs: "null" })).toEqual(all);
  expect(await run(app, { optionalOutputs: { log: "null", record: "null" } })).toEqual([
    "log",
    "record.plot",
  ]);
  expect(await run(app, { optionalOutputs: "made" })).toEqual([]);
});

test("a seed orders it for an app; an order to a task goes first, port by port", async () => {
  expect(await run("ada/lab/nulls")).toEqual(all);
  expect(await run("ada/lab/port")).toEqual(["log"]);
  expect(await run("ada/lab/nulls", { optionalOutputs: "made" })).toEqual([]);
  expect(await run("ada/lab/nulls", { optionalOutputs: { rate: "made" } })).toEqual([
    "log",
    "unmapped",
    "record.plot",
  ]);
});

test("what is ordered for a port in place of what is made goes before all of it", async () => {
  const order = { optionalOutputs: "null", outputs: { rate: 0.75 } };
  expect(await run(app, order)).toEqual(["log", "unmapped", "record.plot"]);
});

test("some of them are about half of them, and the same half after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "optional-outputs-"));
  const state = join(folder, "state.jsonl");
  const options = { seed: { ...seed, apps }, taskSeconds: 10, state };
  try {
    const first = await startEmulator(options);
    const ids: string[] = [];
    const client = new Client(first.url, ada);
    for (let n = 0; n < 20; n += 1)
      ids.push(await client.task({ app: "ada/lab/many", name: `t${n}` }, "?action=run"));
    await first.close();
    const outputs = async (): Promise<readonly unknown[]> => {
      const again = await startEmulator(options);
      const there = new Client(again.url, ada);
      await there.advance(20);
      const seen = await Promise.all(ids.map((id) => there.field(`/tasks/${id}`, "outputs")));
      await again.close();
      return seen;
    };
    const seen = await outputs();
    expect(await outputs()).toEqual(seen);
    const made = seen.flatMap((it) => names.filter((name) => pick(it, name) !== null));
    expect(made.length).toBeGreaterThan(40);
    expect(made.length).toBeLessThan(120);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an order to a batch is for all its children, a clone has none", async () => {
  const { client } = emulator;
  const id = await client.task({
    app,
    inputs: { reads: [files.r1, files.r2].map(fileValue) },
    batch_input: "reads",
    batch_by: { type: "ITEM" },
  });
  await client.control("POST", `/tasks/${id}`, { optionalOutputs: { log: "null" } });
  await client.post(`/tasks/${id}/actions/run`);
  await client.advance(60);
  const { body } = await client.get(`/tasks?parent=${id}`);
  const children = [0, 1].map((n) => String(pick(body, `items.${n}.id`)));
  for (const child of children) expect(await nulls(client, child)).toEqual(["log"]);
  const clone = await client.post(`/tasks/${children[0]}/actions/clone?action=run`);
  await client.advance(20);
  expect(await nulls(client, String(pick(clone.body, "id")))).toEqual([]);
});

test("a control route orders it for an app, for tasks that are there and for revisions that come, until a reset", async () => {
  const { client } = emulator;
  expect(await client.control("POST", "/apps/ada/lab/port", { optionalOutputs: "null" })).toEqual({
    id: "ada/lab/port",
  });
  expect(await run("ada/lab/port")).toEqual(all);
  expect((await client.post("/apps/ada/lab/port/1/raw", cwl)).status).toBe(201);
  expect(await run("ada/lab/port")).toEqual(all);
  await client.control("POST", "/apps/ada/lab/port/1", { optionalOutputs: "made" });
  expect([await run("ada/lab/port"), await run("ada/lab/port/0")]).toEqual([[], all]);
  await client.control("POST", "/reset");
  expect(await run("ada/lab/port")).toEqual(["log"]);
});

const form = "optionalOutputs must be made, null, some, or map outputs to one of them";

test.each([
  [{ optionalOutputs: "none" }, form],
  [{ optionalOutputs: { log: "none" } }, form],
  [{ optionalOutputs: null }, form],
  [{ optionalOutputs: { gone: "null" } }, "the app has no output gone"],
  [{ optionalOutputs: { bam: "null" } }, "output bam of the app is never null"],
])("an order for %j is refused, to a task, to an app and in a seed", async (order, message) => {
  const { client } = emulator;
  const id = await client.task({ app, inputs });
  expect(await client.control("POST", `/tasks/${id}`, order)).toEqual({ message });
  expect(await client.control("POST", `/apps/${app}`, order)).toEqual({ message });
  const seeded = await client.control("POST", "/seed", { apps: [{ id: "ada/lab/x", cwl, ...order }] });
  expect(seeded).toEqual({ message: expect.stringContaining(message) });
});

test("an order to an app says what else is wrong with it", async () => {
  const { client } = emulator;
  const said = async (path: string, body?: unknown) =>
    pick(await client.control("POST", path, body), "message");
  expect(await said("/apps/ada/lab/none", { optionalOutputs: "made" })).toBe("there is no app ada/lab/none");
  expect(await said("/apps/ada/lab", { optionalOutputs: "made" })).toBe("there is no app ada/lab");
  expect(await said(`/apps/${app}/9`, { optionalOutputs: "made" })).toBe(`there is no app ${app}/9`);
  expect(await said(`/apps/${app}`)).toBe("expected an object with optionalOutputs and price");
  expect(await said(`/apps/${app}`, { outcome: "FAILED" })).toBe(
    "outcome is unknown; known are optionalOutputs and price",
  );
});

describe("the price of an ended task", () => {
  const price = async (order: object) => {
    const { client } = emulator;
    const id = await client.task({ app, inputs });
    await client.control("POST", `/tasks/${id}`, order);
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(20);
    return client.field(`/tasks/${id}`, "price");
  };

  test.each([
    ["number", { currency: "USD", amount: 0.11, breakdown: expect.anything() }],
    ["text", { currency: "USD", amount: "0.11" }],
    ["noBreakdown", { currency: "USD", amount: 0.11 }],
    ["missing", undefined],
  ])("is shown as %s where that is ordered", async (form, shown) => {
    expect(await price({ price: form })).toEqual(shown);
  });

  test("is ordered for an app as well; another form is refused", async () => {
    const { client } = emulator;
    await client.control("POST", `/apps/${app}`, { price: "text" });
    expect(await price({})).toEqual({ currency: "USD", amount: "0.11" });
    expect(await client.control("POST", `/apps/${app}`, { price: 1 })).toEqual({
      message: "price must be number, text, noBreakdown, missing",
    });
  });
});
