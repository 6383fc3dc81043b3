import { type Client, emulated, items, pick } from "./client";
import { files, fileValue, seed } from "./seed";

const steps = Array.from({ length: 20 }, (_, n) => ({ id: `step_${n}` }));
const long = { class: "Workflow", inputs: { one: "File?" }, outputs: [], steps };
const emulator = emulated({
  seed: { ...seed, apps: [{ id: "ada/lab/long", cwl: long }] },
  taskSeconds: 1000,
});
const app = "ada/lab/long";

/** A draft whose id begins with one of these digits, or with none of them. */
const idWith = async (client: Client, digits: string, wanted: boolean): Promise<string> => {
  for (;;) {
    const id = await client.task({ app });
    if (digits.includes(id.charAt(0)) === wanted) return id;
  }
};

/** What a task shows at each tenth and seven hundredths of its time. */
const courseOf = async (client: Client, id: string) => {
  await client.post(`/tasks/${id}/actions/run`);
  const seen = [];
  for (let n = 0; n <= 10; n += 1) {
    await client.advance(100 * (n === 0 ? 0.7 : 1));
    seen.push((await client.get(`/tasks/${id}?fields=status,execution_status`)).body);
  }
  return {
    statuses: seen.map((it) => String(pick(it, "status")).charAt(0)).join(""),
    messages: seen.map((it) => String(pick(it, "execution_status.message")).charAt(0)).join(""),
    done: seen.map((it) => Number(pick(it, "execution_status.steps_completed"))),
  };
};

describe("a task that runs is queued again", () => {
  test.each([
    ["if its id begins with 0 or 8", true, undefined, "QQRRRQRRRRC"],
    ["not if its id begins otherwise", false, undefined, "QQRRRRRRRRC"],
    ["if it was ordered, whatever its id is", false, true, "QQRRRQRRRRC"],
    ["not if that was ordered, whatever its id is", true, false, "QQRRRRRRRRC"],
  ])("%s", async (_, digits, requeue, expected) => {
    const { client } = emulator;
    const id = await idWith(client, "08", digits);
    if (requeue !== undefined) await client.control("POST", `/tasks/${id}`, { requeue });
    const { statuses, messages, done } = await courseOf(client, id);
    // It says that it is in the queue, each time.
    expect([statuses, messages]).toEqual([expected, expected.replaceAll("Q", "I")]);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(20);
    // Nothing is done in the queue.
    if (expected.includes("RQ")) expect(done[5]).toBe(8);
  });

  test("at once if it is ordered while it runs, and nothing that was shown is taken back", async () => {
    const { client } = emulator;
    const id = await idWith(client, "08", false);
    const path = `/tasks/${id}`;
    const done = () => client.field(path, "execution_status.steps_completed");
    await client.post(`${path}/actions/run`);
    await client.advance(100 * 7.2);
    const before = await done();
    expect(await client.control("POST", path, { requeue: true })).toEqual({ id, status: "QUEUED" });
    expect(await done()).toBe(before);
    // A name can be changed in RUNNING only.
    expect(pick((await client.patch(path, { name: "n" })).body, "code")).toBe(7026);
    expect(await client.control("POST", path, { requeue: false })).toEqual({ id, status: "RUNNING" });
    expect(await client.control("POST", path, { requeue: true })).toEqual({ id, status: "QUEUED" });
    await client.advance(100 * 1.1);
    expect(await client.field(path, "status")).toBe("RUNNING");
    await client.advance(100 * 2);
    expect(await client.field(path, "status")).toBe("COMPLETED");
  });

  test("and can be aborted there", async () => {
    const { client } = emulator;
    const id = await client.task({ app }, "?action=run");
    await client.advance(100 * 4);
    await client.control("POST", `/tasks/${id}`, { requeue: true });
    expect(pick((await client.post(`/tasks/${id}/actions/abort`)).body, "status")).toBe("ABORTING");
  });
});

test("a task says where its time goes: nothing in the first queue, then to the account's limit while it is queued again", async () => {
  const { client } = emulator;
  const id = await client.task({ app }, "?action=run");
  await client.control("POST", `/tasks/${id}`, { requeue: true });
  const seen = [];
  await client.advance(100 * 1);
  expect(await client.field(`/tasks/${id}`, "execution_status")).toEqual({ message: "In queue" });
  for (const seconds of [2, 3]) {
    await client.advance(100 * seconds);
    const status = Object(await client.field(`/tasks/${id}`, "execution_status"));
    const { instance_init, account_limit, system_limit, queued_duration: queued } = status;
    const { running_duration: running, execution_duration, duration } = status;
    expect([execution_duration, queued + running]).toEqual([running, duration]);
    seen.push([
      instance_init,
      account_limit,
      system_limit,
      ...[queued, running].map((it) => Math.floor(it / 100_000)),
    ]);
  }
  expect(seen).toEqual([
    [false, false, false, 2, 1],
    [false, true, false, 2, 3],
  ]);
});

test("a batch is RUNNING once a child has run, while its children are queued again and counted so", async () => {
  const { client } = emulator;
  const body = {
    app,
    inputs: { one: [files.r1, files.r2].map(fileValue) },
    batch_input: "one",
    batch_by: { type: "ITEM" },
  };
  const id = await client.task(body);
  await client.control("POST", `/tasks/${id}`, { requeue: true });
  await client.post(`/tasks/${id}/actions/run`);
  const seen = [];
  // Its children are made after 2 s, run from 4 s and are queued again from 7.5 s to 8.5 s.
  for (const seconds of [1, 2, 3, 2, 2]) {
    await client.advance(100 * seconds);
    const { body } = await client.get(`/tasks/${id}?fields=status,execution_status`);
    const children = items(await client.get(`/tasks?parent=${id}&fields=status`), "status");
    const counts = ["queued", "running"].map((it) => pick(body, `execution_status.${it}`));
    seen.push([pick(body, "status"), pick(body, "execution_status.message"), ...counts, children.join(" ")]);
  }
  expect(seen).toEqual([
    ["CREATING", "Creating child tasks", 0, 0, ""],
    ["QUEUED", "In queue", 2, 0, "QUEUED QUEUED"],
    ["RUNNING", "Running", 0, 2, "RUNNING RUNNING"],
    ["RUNNING", "Running", 2, 0, "QUEUED QUEUED"],
    ["RUNNING", "Running", 0, 2, "RUNNING RUNNING"],
  ]);
});

test("an order to a batch that runs is for those of its children that have not ended", async () => {
  const { client } = emulator;
  const inputs = { one: [files.r1, files.r2].map(fileValue) };
  const id = await client.task({ app, inputs, batch_input: "one", batch_by: { type: "ITEM" } }, "?run=true");
  await client.control("POST", `/tasks/${id}`, { requeue: false });
  await client.advance(100 * 5);
  const [first] = items(await client.get(`/tasks?parent=${id}&order=asc`), "id");
  await client.post(`/tasks/${first}/actions/abort`);
  await client.advance(100 * 1.5);
  expect(await client.control("POST", `/tasks/${id}`, { requeue: true })).toEqual({ id, status: "RUNNING" });
  expect(items(await client.get(`/tasks?parent=${id}&order=asc`), "status")).toEqual(["ABORTED", "QUEUED"]);
});
