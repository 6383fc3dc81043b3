import { Platform } from "../../support/platform";
import { until } from "../../support/until";
import { failureOf, Process, type Properties } from "../provider";
import { batchNames, bySample, calls, draft, ended, rounds, whileWaiting } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

/** A create that fails when all has ended. */
const failed = async (args: Properties) => {
  const inputs = await provider.checked(args);
  const failure = await ended(platform, () => failureOf(provider.provider.create(inputs)));
  return { inputs, failure, kept: { id: failure.id ?? "", inputs, outs: failure.properties ?? {} } };
};

const page = (id: string) => platform.page(id);
const log = expect.stringMatching(/^http:.*\/v2\/files\/[0-9a-f]{24}\/download_info$/);

describe("a run that fails", () => {
  test("keeps its id, the failed job and its log, and says what to do", async () => {
    const task = await draft(platform);
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    const { failure } = await failed({ task });
    expect(failure.id).toBe(task);
    expect(failure.properties).toMatchObject({
      status: "FAILED",
      outputs: {},
      failures: [
        {
          task,
          status: "FAILED",
          url: page(task),
          message: "Execution failed.",
          jobs: [{ name: "Align", logs: { stderr: log } }],
        },
      ],
      __provider: "text",
    });
    expect(failure.reasons).toStrictEqual([
      expect.stringMatching(
        new RegExp(
          `^task ${task} is FAILED; Execution failed; job Align failed \\(stderr http.*/download_info\\); its page is ${page(task)}: fix the cause, then set maxAttempts: 2 to run it again$`,
        ),
      ),
    ]);
  });

  test("is reported without its jobs where the platform has no execution details", async () => {
    const task = await draft(platform);
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    await platform.fault({ match: { path: "/execution_details$" }, kind: "status", status: 404 });
    const { failure } = await failed({ task, maxAttempts: 2 });
    expect(failure.reasons).toStrictEqual([
      `task ${task} is FAILED; its page is ${page(task)}: run pulumi up again for attempt 2 of 2`,
    ]);
  });

  test("of a batch names the groups that did not complete, and keeps what the others have made", async () => {
    const task = await draft(platform, bySample);
    await platform.control("POST", `/tasks/${task}`, { children: { b: "FAILED" } });
    const { failure } = await failed({ task });
    const names = await batchNames(platform, task);
    const [b] = Object.entries(names).flatMap(([id, name]) => (name === "T.b" ? [id] : []));
    expect(failure.reasons).toStrictEqual([
      `batch ${task} is FAILED: 1 of 2 children did not complete (b): fix the cause, then set maxAttempts: 2 to run it again, or accept it with allowFailures: true`,
      expect.stringContaining(
        `child b (task ${b}) is FAILED; Execution failed; job Align failed (stderr http`,
      ),
    ]);
    expect(failure.properties).toMatchObject({
      status: "FAILED",
      children: [{ status: "COMPLETED" }, { id: b, status: "FAILED" }],
      childOutputs: { bam: [{ class: "File" }, null], rate: [0.5, null] },
      failures: [{ group: "b", task: b }],
    });
  });

  test("is accepted with allowFailures, if it is a batch", async () => {
    const task = await draft(platform, bySample);
    await platform.control("POST", `/tasks/${task}`, { children: { b: "FAILED" } });
    const args = { task, allowFailures: true };
    const kept = await ended(platform, () => provider.create(args));
    expect(kept.outs).toMatchObject({ status: "FAILED", childOutputs: { rate: [0.5, null] } });
    expect(await provider.diff(kept, args)).toStrictEqual({ changes: false });
    expect(await provider.diff(kept, { task })).toStrictEqual({ changes: true });
  });

  test("again and again fails again, with the same reason, and starts nothing", async () => {
    const task = await draft(platform, { description: "text" });
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    const { failure, kept } = await failed({ task });
    const read = await provider.read(kept.id, kept.outs);
    const refreshed = { ...kept, outs: { ...read?.props, __provider: "text" } };
    expect(await provider.diff(refreshed, { task })).toStrictEqual({ changes: true });
    // The refresh has looked for further attempts; one list is enough for a process.
    expect((await calls(platform, { [task]: "T" })).slice(-2)).toStrictEqual([
      "GET /tasks/T",
      "GET /tasks?project=ada/lab",
    ]);
    const second = await failureOf(provider.update(refreshed, { task }));
    expect(second.reasons).toStrictEqual(failure.reasons);
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "GET /tasks/T/execution_details",
    ]);
  });

  test("aborted by somebody while it is waited for says so", async () => {
    const task = await draft(platform);
    const inputs = await provider.checked({ task });
    const failure = await whileWaiting(
      platform,
      () => failureOf(provider.provider.create(inputs)),
      async () => {
        await platform.api("POST", `/tasks/${task}/actions/abort`);
        await platform.advance(2000);
      },
    );
    expect(failure.reasons).toStrictEqual([expect.stringContaining(`task ${task} is ABORTED`)]);
    expect(failure.properties).toMatchObject({ status: "ABORTED", failures: [{ status: "ABORTED" }] });
  });
});

describe("waiting", () => {
  test("ends with its timeout and not the task: the next up waits on, and starts nothing", async () => {
    const task = await draft(platform);
    const inputs = await provider.checked({ task, timeout: "50ms" });
    const failure = await failureOf(provider.provider.create(inputs));
    expect(failure.reasons).toStrictEqual([
      "still QUEUED after 00:00:00 of waiting (timeout: 50ms): the task goes on; run pulumi up again to wait for it",
    ]);
    const kept = { id: task, inputs, outs: failure.properties ?? {} };
    expect(kept.outs).toMatchObject({ status: "QUEUED" });
    await platform.log();
    const { outs } = await ended(platform, () => provider.update(kept, { task }));
    expect(outs).toMatchObject({ status: "COMPLETED", outputs: { rate: 0.5 } });
    expect(await calls(platform, { [task]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "poll",
      "GET /tasks/T",
      "GET /apps/ada/lab/align/0",
    ]);
  });

  test("takes customTimeouts.create where the program gives no timeout", async () => {
    const task = await draft(platform);
    const inputs = await provider.checked({ task, __timeout: "40ms" });
    const failure = await failureOf(provider.provider.create(inputs));
    expect(failure.reasons?.[0]).toContain("(timeout: 40ms)");
  });

  test("is over where the token is refused; the state keeps the run, and the next up goes on", async () => {
    const task = await draft(platform);
    await platform.fault({ match: { path: "/bulk/tasks/get$" }, kind: "status", status: 401, code: 90001 });
    const inputs = await provider.checked({ task });
    const failure = await failureOf(provider.provider.create(inputs));
    expect(failure).toMatchObject({ id: task, properties: { status: "QUEUED" } });
    expect(failure.reasons?.[0]).toMatch(
      /was refused \(401.*\. The task goes on; run pulumi up again to wait for it$/,
    );
    const kept = { id: task, inputs, outs: failure.properties ?? {} };
    const { outs } = await ended(platform, () => provider.update(kept, { task }));
    expect(outs).toMatchObject({ status: "COMPLETED" });
  });

  test("goes on through trouble that passes", async () => {
    const task = await draft(platform);
    await platform.fault({
      match: { path: "/bulk/tasks/get$" },
      kind: "status",
      status: 503,
      code: 90005,
      times: 9,
    });
    const created = provider.create({ task });
    await until(async () => (await rounds(platform)) >= 12);
    await platform.advance(2000);
    expect((await created).outs).toMatchObject({ status: "COMPLETED" });
  });
});

test("a task that completes without a required output is named", async () => {
  const task = await draft(platform);
  await platform.control("POST", `/tasks/${task}`, { outputs: { bam: null } });
  const { outs } = await ended(platform, () => provider.create({ task }));
  expect(outs).toMatchObject({
    status: "COMPLETED",
    outputs: { bam: null, rate: 0.5 },
    missingOutputs: ["bam"],
  });
  expect(provider.lines.at(-1)).toBe(
    `sb:align: warning: task ${task} is COMPLETED, but has no value on its required output bam`,
  );
});

test("children that complete without a required output are named by their groups", async () => {
  const task = await draft(platform, bySample);
  await platform.control("POST", `/tasks/${task}`, { childOutputs: { b: { bam: null } } });
  const { outs } = await ended(platform, () => provider.create({ task }));
  expect(outs).toMatchObject({
    status: "COMPLETED",
    children: [{ group: { value: "a" } }, { group: { value: "b" }, missingOutputs: ["bam"] }],
  });
  expect(provider.lines.at(-1)).toBe(
    "sb:align: warning: 1 child is COMPLETED, but has no value on the required output bam: b",
  );
});
