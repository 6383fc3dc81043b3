import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { Platform } from "../../support/platform";
import { whose } from "../../support/tags";
import { until } from "../../support/until";
import { failureOf, Process } from "../provider";
import { batchNames, bySample, calls, draft, ended, statusOf } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

const untimed = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/, \d\d:\d\d:\d\d$/, ""));

const single = [
  "GET /tasks/T",
  "POST /tasks/T/actions/run",
  "poll",
  "GET /tasks/T",
  "GET /apps/ada/lab/align/0",
];

describe("create", () => {
  test("starts a draft, waits in rounds, and reads it once more when it has ended", async () => {
    const task = await draft(platform);
    const { id, outs } = await ended(platform, () => provider.create({ task }));
    expect(await calls(platform, { [task]: "T" })).toStrictEqual(single);
    expect(untimed(provider.lines)).toStrictEqual(["sb:align: QUEUED", "sb:align: COMPLETED 1/1 steps"]);
    expect(id).toBe(task);
    const { startTime, endTime, price, ...rest } = outs;
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
    expect([startTime, endTime]).toStrictEqual([expect.stringMatching(time), expect.stringMatching(time)]);
    expect(rest).toStrictEqual({
      __owner: provider.owner,
      __id: resourceIdOf(provider.owner),
      __endpoint: platform.url,
      __schema: 1,
      task,
      status: "COMPLETED",
      url: platform.page(task),
      executionStatus: { message: "Completed", stepsCompleted: 1, stepsTotal: 1 },
      failures: [],
      missingOutputs: [],
      outputs: {
        bam: { class: "File", path: expect.stringMatching(/^[0-9a-f]{24}$/), name: "align.bam.out" },
        rate: 0.5,
      },
      childIds: [],
      children: [],
      childOutputs: {},
      lastStatus: "COMPLETED",
      attempts: [{ number: 1, status: "COMPLETED", tasks: [{ id: task }], price }],
    });
    expect(JSON.parse(JSON.stringify(outs))).toStrictEqual(outs);
  });

  test("collects a batch by one list of its children, in the order of their groups", async () => {
    const task = await draft(platform, bySample);
    const { outs } = await ended(platform, () => provider.create({ task }));
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run",
      "poll",
      "GET /tasks/T",
      "GET /tasks?parent=T",
      "GET /apps/ada/lab/align/0",
    ]);
    expect(outs).toMatchObject({
      status: "COMPLETED",
      outputs: {},
      children: [{ group: { value: "a" } }, { group: { value: "b" } }],
      childOutputs: { bam: [{ name: "a.bam.out" }, { name: "b.bam.out" }], rate: [0.5, 0.5] },
    });
  });

  test("sends batch: false and spot instances with the start", async () => {
    const task = await draft(platform, bySample);
    await provider.create({ task, wait: false, batch: false, useInterruptibleInstances: true });
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run?batch=false&use_interruptible_instances=true",
    ]);
  });

  test("waits for a task that somebody has started, and starts no second run", async () => {
    const task = await draft(platform);
    await platform.api("POST", `/tasks/${task}/actions/run`);
    const { outs } = await ended(platform, () => provider.create({ task }));
    expect(outs.status).toBe("COMPLETED");
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      ...whose,
      "poll",
      "GET /tasks/T",
      "GET /apps/ada/lab/align/0",
    ]);
  });

  test("collects a task that has ended before, and says so", async () => {
    const task = await draft(platform);
    await platform.api("POST", `/tasks/${task}/actions/run`);
    await platform.advance(2000);
    const { outs } = await provider.create({ task });
    expect(outs).toMatchObject({ status: "COMPLETED", outputs: { rate: 0.5 } });
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${task} had already ended (COMPLETED, 0.04 USD); results collected`,
    ]);
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "GET /apps/ada/lab/align/0",
    ]);
  });

  test("of a task that does not exist names it and the platform", async () => {
    const task = "5e1f0000-0000-4000-8000-000000000000";
    const failure = await failureOf(provider.create({ task }));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toBe(
      `there is no task ${task} at ${platform.url} to run: check the id and the platform`,
    );
  });
});

describe("wait: false", () => {
  test("returns once the task is started; the next up looks, and the one after its end collects", async () => {
    const task = await draft(platform);
    const args = { task, wait: false };
    const made = await provider.create(args);
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run",
    ]);
    expect(made.outs).toMatchObject({
      status: "QUEUED",
      wait: false,
      outputs: {},
      attempts: [{ status: "QUEUED" }],
    });
    await platform.advance(500);
    const running = await provider.update(made, args);
    expect(running.outs).toMatchObject({ status: "RUNNING", outputs: {} });
    await platform.advance(1000);
    const done = await provider.update(running, args);
    expect(done.outs).toMatchObject({ status: "COMPLETED", outputs: { rate: 0.5 } });
    expect(await provider.diff(done, args)).toStrictEqual({ changes: false });
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      ...["GET /tasks/T", "GET /apps/ada/lab/align/0"],
    ]);
  });

  test("a refresh collects, too", async () => {
    const task = await draft(platform, bySample);
    const made = await provider.create({ task, wait: false });
    await platform.advance(2000);
    const read = await provider.read(made.id, { ...made.outs, __provider: "text" });
    expect(read?.props).toMatchObject({ status: "COMPLETED", childOutputs: { rate: [0.5, 0.5] } });
    expect(read?.inputs).toStrictEqual({
      __owner: provider.owner,
      __id: resourceIdOf(provider.owner),
      __endpoint: platform.url,
      task,
      wait: false,
    });
  });

  test("taken back is waited for by an update, without a second run", async () => {
    const task = await draft(platform);
    const made = await provider.create({ task, wait: false });
    await calls(platform, {});
    const { outs } = await ended(platform, () => provider.update(made, { task }));
    expect(outs.status).toBe("COMPLETED");
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "poll",
      "GET /tasks/T",
      "GET /apps/ada/lab/align/0",
    ]);
  });
});

describe("the start", () => {
  test("whose answer is lost is looked up, waited for, and never sent again", async () => {
    const task = await draft(platform);
    await platform.fault({ match: { path: "/actions/run$" }, kind: "drop", effect: "after" });
    const { outs } = await ended(platform, () => provider.create({ task }));
    expect(outs.status).toBe("COMPLETED");
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run",
      "GET /tasks/T",
      "poll",
      "GET /tasks/T",
      "GET /apps/ada/lab/align/0",
    ]);
  });

  test("that never came to pass is an error, and the next create starts the task once", async () => {
    const task = await draft(platform);
    await platform.fault({ match: { path: "/actions/run$" }, kind: "drop", effect: "before" });
    const failure = await failureOf(provider.create({ task }));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toBe(
      `POST /tasks/${task}/actions/run at ${platform.url} got no answer (ECONNRESET): check the endpoint and the network, then run it again`,
    );
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run",
      "GET /tasks/T",
    ]);
    expect(await statusOf(platform, task)).toBe("DRAFT");
    await ended(platform, () => provider.create({ task }));
    expect(await calls(platform, { [task]: "T" })).toStrictEqual(single);
  });

  test("of a draft with errors is not sent: they are reported, with what to do", async () => {
    const task = await draft(platform, { inputs: {} });
    const failure = await failureOf(provider.create({ task }));
    expect(failure.message).toBe(
      `task ${task} has errors and cannot start: Input reads is required: fix the task and run pulumi up again`,
    );
    expect(await calls(platform, { [task]: "T" })).toStrictEqual(["GET /tasks/T"]);
  });

  test("refused for errors that came up meanwhile (7024) looks again, and tells them", async () => {
    const task = await draft(platform);
    await platform.fault({ match: { path: "/actions/run$" }, kind: "delay", seconds: 0.2 });
    const asked = async () =>
      JSON.stringify(await platform.control("GET", "/journal")).includes(`/tasks/${task}/actions/run`);
    const [failure] = await Promise.all([
      failureOf(provider.create({ task })),
      until(asked).then(() =>
        platform.control("POST", `/tasks/${task}`, { errors: [{ description: "The file is archived." }] }),
      ),
    ]);
    expect(failure.message).toBe(
      `task ${task} has errors and cannot start: The file is archived: fix the task and run pulumi up again`,
    );
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/run",
      "GET /tasks/T",
    ]);
  });
});

test("a batch that is still CREATING has no children yet, and is no trouble", async () => {
  const task = await draft(platform, bySample);
  const made = await provider.create({ task, wait: false });
  expect(made.outs).toMatchObject({ status: "CREATING" });
  await platform.advance(400);
  const { outs } = await provider.update(made, { task, wait: false });
  const names = await batchNames(platform, task);
  expect((outs.childIds as string[]).map((id) => names[id])).toStrictEqual(["T.a", "T.b"]);
});

test("a run whose app could not be asked is collected by the next up, and loses no value to it", async () => {
  const task = await draft(platform);
  await platform.fault({ match: { path: "/apps/" }, kind: "status", status: 500, times: 1 });
  const inputs = await provider.checked({ task });
  const failure = await ended(platform, () => failureOf(provider.provider.create(inputs)));
  expect(failure.reasons?.[0]).toMatch(/\. The run is COMPLETED; run pulumi up again to collect its values$/);
  const kept = { id: task, inputs, outs: failure.properties ?? {} };
  const { outs } = await provider.update(kept, { task });
  expect(outs).toMatchObject({ status: "COMPLETED", outputs: { rate: 0.5 } });
  expect("__outputsUnread" in outs).toBe(false);
});
