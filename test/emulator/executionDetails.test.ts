import { emulated, items, pick } from "./client";
import { files, fileValue } from "./seed";

const emulator = emulated();
/** A workflow of two steps, sort and count. */
const plain = { app: "ada/lab/count", batch: false, inputs: { bams: [fileValue(files.r1)] } };
const jobsOf = async (id: string) => {
  const { body } = await emulator.client.get(`/tasks/${id}/execution_details`);
  return { status: pick(body, "status"), message: pick(body, "message"), jobs: pick(body, "jobs") };
};
const job = (name: string, status: string, more: Record<string, unknown> = {}) =>
  expect.objectContaining({ name, status, ...more });
const log = { logs: { stderr: expect.stringMatching(/\/files\/[0-9a-f]{24}\/download_info$/) } };

test("a task that failed did so in its last job, which has a log; its price is of all", async () => {
  const { client } = emulator;
  const id = await client.task(plain, "?action=run");
  await client.control("POST", `/tasks/${id}`, { outcome: "FAILED", requeue: true });
  await client.advance(12);
  expect(await jobsOf(id)).toEqual({
    status: "FAILED",
    message: "Execution failed.",
    jobs: [job("sort", "DONE", log), job("count", "FAILED", { ...log, end_time: expect.any(String) })],
  });
  const { body } = await client.get(`/tasks/${id}?fields=execution_status,price,end_time`);
  expect(body).toEqual({
    execution_status: {
      message: "Failed",
      steps_completed: 1,
      steps_total: 2,
      system_limit: false,
      account_limit: false,
      instance_init: false,
      queued_duration: 3000,
      running_duration: 7000,
      execution_duration: 7000,
      duration: 10000,
    },
    price: {
      currency: "USD",
      amount: 0.21,
      breakdown: { storage: "0.01", computation: "0.20", data_transfer: "0" },
    },
    end_time: await client.field(`/tasks/${id}/execution_details`, "jobs.1.end_time"),
  });
});

test("a task that was aborted was so in the job that ran, and costs what has begun", async () => {
  const { client } = emulator;
  const id = await client.task(plain, "?action=run");
  await client.advance(4);
  await client.post(`/tasks/${id}/actions/abort`);
  expect(await jobsOf(id)).toEqual({
    status: "ABORTING",
    message: undefined,
    jobs: [job("sort", "RUNNING", { logs: { stderr: null } })],
  });
  await client.advance(2);
  expect(await jobsOf(id)).toEqual({
    status: "ABORTED",
    message: "Execution aborted.",
    jobs: [job("sort", "FAILED", log)],
  });
  expect(await client.field(`/tasks/${id}`, "price.breakdown.computation")).toBe("0.10");
});

test("a task that was aborted in the queue has no jobs and no price", async () => {
  const { client } = emulator;
  const id = await client.task(plain, "?action=run");
  expect(await jobsOf(id)).toEqual({ status: "QUEUED", message: undefined, jobs: [] });
  await client.post(`/tasks/${id}/actions/abort`);
  await client.advance(20);
  expect(await jobsOf(id)).toEqual({ status: "ABORTED", message: "Execution aborted.", jobs: [] });
  expect((await client.get(`/tasks/${id}?fields=price,execution_status.steps_completed`)).body).toEqual({
    execution_status: { steps_completed: 0 },
  });
});

test("a job's times are the same whenever one asks, and its log can be downloaded while the task runs", async () => {
  const { client } = emulator;
  const id = await client.task(plain, "?action=run");
  await client.advance(7);
  const path = `/tasks/${id}/execution_details?fields=jobs`;
  const [early] = [pick((await client.get(path)).body, "jobs.0")];
  const url = String(pick(early, "logs.stderr"));
  expect((await client.get(url.slice(client.url.length))).status).toBe(200);
  await client.advance(8);
  const { body } = await client.get(path);
  expect(pick(body, "jobs.0")).toEqual(early);
  const times = ["0.start_time", "0.end_time", "1.start_time", "1.end_time"];
  const [start, middle, next, end] = times.map((it) => Date.parse(String(pick(body, `jobs.${it}`))) / 1000);
  expect(next).toBe(middle);
  // In whole seconds, as the API writes them.
  expect([4, 5]).toContain(Number(middle) - Number(start));
  expect([7, 8, 9]).toContain(Number(end) - Number(start));
});

test("the children of a batch have separate jobs", async () => {
  const { client } = emulator;
  const id = await client.task({ ...plain, batch: true }, "?action=run");
  await client.advance(15);
  const [child] = items(await client.get(`/tasks?parent=${id}`), "id");
  expect(await jobsOf(String(child))).toEqual({
    status: "COMPLETED",
    message: "Execution completed.",
    jobs: [job("sort", "DONE", log), job("count", "DONE", log)],
  });
});

test("execution details can be ordered not to be there", async () => {
  const { client } = emulator;
  const path = `/tasks/${await client.task(plain, "?action=run")}/execution_details`;
  const match = { method: "GET", path: "/execution_details$" };
  await client.control("POST", "/faults", { match, kind: "status", status: 404, code: 7002 });
  const refused = await client.get(path);
  expect([refused.status, pick(refused.body, "code")]).toEqual([404, 7002]);
  expect((await client.get(path)).status).toBe(200);
});
