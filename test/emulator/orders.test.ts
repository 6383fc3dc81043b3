import { emulated, items, pick } from "./client";
import { files, fileValue } from "./seed";

const emulator = emulated();
const inputs = { reads: [files.r3, files.r1, files.r2].map(fileValue), genome: fileValue(files.genome) };
/** Two children, of the groups s2 and s1. */
const bySample = {
  app: "ada/lab/align",
  name: "b",
  inputs,
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};
const counts = { queued: 0, running: 0, completed: 0, failed: 0, aborted: 0 };

describe.each(["before they are made", "after they were made"])("orders for children, given %s", (when) => {
  const ended = async (order: Record<string, unknown>) => {
    const { client } = emulator;
    const id = await client.task(bySample);
    if (when.startsWith("before")) await client.control("POST", `/tasks/${id}`, order);
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(3);
    if (when.startsWith("after")) await client.control("POST", `/tasks/${id}`, order);
    await client.advance(12);
    const children = await client.get(`/tasks?parent=${id}&order=asc&fields=_all`);
    return { client, id, children };
  };

  test("leave one completed without an output that its app always makes", async () => {
    const { client, id, children } = await ended({ childOutputs: { s1: { bam: null } } });
    expect(items(children, "status")).toEqual(["COMPLETED", "COMPLETED"]);
    expect(items(children, "outputs.bam")).toEqual([expect.objectContaining({ class: "File" }), null]);
    expect(items(children, "outputs.verdict")).toEqual(["pass", "pass"]);
    expect(await client.field(`/tasks/${id}`, "status")).toBe("COMPLETED");
    // The file is not there either.
    const [, second] = items(children, "id");
    const found = await client.get(`/files?project=ada/lab&origin.task=${second}&order=asc`);
    expect(items(found, "name").filter((it) => /bam/.test(String(it)))).toEqual([]);
  });

  test("give all of them an output, and one of them another", async () => {
    const { children } = await ended({
      outputs: { verdict: "fail" },
      childOutputs: { s1: { verdict: null } },
    });
    expect(items(children, "outputs.verdict")).toEqual(["fail", null]);
  });

  test("abort one, over ABORTING, and the batch is FAILED", async () => {
    const { client, id, children } = await ended({ children: { s1: "ABORTED" } });
    expect(items(children, "status")).toEqual(["COMPLETED", "ABORTED"]);
    expect(items(children, "outputs.bam")).toEqual([expect.anything(), null]);
    expect((await client.get(`/tasks/${id}?fields=status,execution_status`)).body).toEqual({
      status: "FAILED",
      execution_status: { ...counts, message: "Failed", completed: 1, aborted: 1, duration: 12000 },
    });
  });
});

test("a task that is ordered to be ABORTED is ABORTING at last", async () => {
  const { client } = emulator;
  const path = `/tasks/${await client.task({}, "?action=run")}`;
  await client.control("POST", path, { outcome: "ABORTED" });
  const seen = [];
  for (const seconds of [8, 1.5, 1]) {
    await client.advance(seconds);
    seen.push(await client.field(path, "status"));
  }
  expect(seen).toEqual(["RUNNING", "ABORTING", "ABORTED"]);
});

test.each(["COMPLETED", "FAILED", "ABORTED"])(
  "a batch that is ordered to be %s is so in the end, whatever its children are",
  async (outcome) => {
    const { client } = emulator;
    const id = await client.task(bySample);
    await client.control("POST", `/tasks/${id}`, { outcome, children: { s2: "FAILED" } });
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(15);
    expect(await client.field(`/tasks/${id}`, "status")).toBe(outcome);
    expect(items(await client.get(`/tasks?parent=${id}&order=asc`), "status")).toEqual([
      "FAILED",
      "COMPLETED",
    ]);
  },
);

test("an order to a child itself outlives other orders to its parent", async () => {
  const { client } = emulator;
  const id = await client.task(bySample);
  await client.control("POST", `/tasks/${id}`, { children: { s1: "FAILED" } });
  await client.post(`/tasks/${id}/actions/run`);
  await client.advance(3);
  const [, second] = items(await client.get(`/tasks?parent=${id}&order=asc`), "id");
  await client.control("POST", `/tasks/${second}`, { outcome: "COMPLETED", outputs: { verdict: "fail" } });
  await client.control("POST", `/tasks/${id}`, { requeue: false, childOutputs: { s1: { bam: null } } });
  await client.advance(12);
  expect((await client.get(`/tasks/${second}?fields=status,outputs.verdict,outputs.bam`)).body).toEqual({
    status: "COMPLETED",
    outputs: { verdict: "fail", bam: null },
  });
});

describe("a clone", () => {
  test("of a batch's child is a plain task with the child's inputs and settings, and none of the orders", async () => {
    const { client } = emulator;
    const settings = { instance_type: "c4.2xlarge;ebs-gp2;100", max_parallel_instances: 2 };
    const id = await client.task({
      ...bySample,
      description: "two samples",
      use_interruptible_instances: true,
      execution_settings: settings,
      output_location: { main_location: "/out" },
    });
    const order = { children: { s1: "FAILED" }, outputs: { verdict: "fail" }, requeue: true };
    await client.control("POST", `/tasks/${id}`, order);
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(15);
    const [, child] = items(await client.get(`/tasks?parent=${id}&order=asc`), "id");
    const was = await client.get(`/tasks/${child}`);
    const copy = await client.post(`/tasks/${child}/actions/clone?action=run`);
    expect(copy.status).toBe(201);
    const taken = ["name", "description", "app", "project", "use_interruptible_instances"];
    for (const field of [...taken, "inputs", "execution_settings", "output_location"])
      expect([field, pick(copy.body, field)]).toEqual([field, pick(was.body, field)]);
    expect([pick(was.body, "status"), pick(was.body, "parent")]).toEqual(["FAILED", id]);
    expect(Object.keys(Object(copy.body))).not.toEqual(expect.arrayContaining(["parent"]));
    expect(Object.keys(Object(copy.body))).not.toEqual(expect.arrayContaining(["batch_group"]));
    expect(pick(copy.body, "execution_settings")).toEqual({ ...settings, use_memoization: false });
    const path = `/tasks/${pick(copy.body, "id")}`;
    await client.control("POST", path, { requeue: false });
    await client.advance(12);
    expect((await client.get(`${path}?fields=status,outputs.verdict,batch`)).body).toEqual({
      status: "COMPLETED",
      batch: false,
      outputs: { verdict: "pass" },
    });
    expect(items(await client.get(`/tasks?parent=${id}`), "id")).toHaveLength(2);
  });

  test("of a batch has its batching and none of the orders for its children", async () => {
    const { client } = emulator;
    const id = await client.task(bySample);
    const order = { outcome: "FAILED", children: { s1: "FAILED" }, childOutputs: { s2: { verdict: null } } };
    await client.control("POST", `/tasks/${id}`, order);
    const copy = String(pick((await client.post(`/tasks/${id}/actions/clone?action=run`)).body, "id"));
    await client.advance(15);
    expect((await client.get(`/tasks/${copy}?fields=status,batch,batch_by`)).body).toEqual({
      status: "COMPLETED",
      batch: true,
      batch_by: bySample.batch_by,
    });
    const children = await client.get(`/tasks?parent=${copy}&fields=outputs`);
    expect(items(children, "outputs.verdict")).toEqual(["pass", "pass"]);
  });
});
