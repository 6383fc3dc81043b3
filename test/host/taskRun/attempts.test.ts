import { withAttemptTag } from "../../../provider/model/tags/attemptTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import type { Fault } from "../../support/platform";
import { Platform } from "../../support/platform";
import { until } from "../../support/until";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { batchNames, bySample, calls, draft, ended } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

const args = { maxAttempts: 2 };

/** A run that has failed once, as the engine keeps it. */
const failedOnce = async (task: string, given: Properties = args): Promise<Kept> => {
  const inputs = await provider.checked({ task, ...given });
  const { id = "", properties = {} } = await ended(platform, () =>
    failureOf(provider.provider.create(inputs)),
  );
  await platform.log();
  return { id, inputs, outs: properties };
};

/** A batch of which the child `b` has failed. */
const halfFailed = async (more: Properties = {}, given: Properties = args): Promise<Kept> => {
  const task = await draft(platform, { ...bySample, ...more });
  await platform.control("POST", `/tasks/${task}`, { children: { b: "FAILED" } });
  return failedOnce(task, given);
};

const writes = async (names: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await calls(platform, names))
    .filter((line) => !line.startsWith("GET") && line !== "poll" && !line.startsWith("POST /bulk"))
    .map((line) => line.replace(/[0-9a-f-]{36}/, "…"));

describe("the next attempt", () => {
  test("clones the failed child only, gives it the present settings and an attempt tag, and runs it", async () => {
    const kept = await halfFailed(
      { execution_settings: { instance_type: "c4.large", max_parallel_instances: 1 }, description: "E18" },
      {
        ...args,
        __settings: {
          description: "E18",
          executionSettings: { instanceType: "c4.large", maxParallelInstances: 1 },
        },
      },
    );
    const names = await batchNames(platform, kept.id);
    const now = {
      ...args,
      task: kept.id,
      useInterruptibleInstances: false,
      __settings: { description: "E19", executionSettings: { instanceType: "c5.9xlarge;ebs-gp2;500" } },
    };
    const { outs } = await ended(platform, () => provider.update(kept, now));
    const requests = await platform.requests();
    const patch = requests.find(({ method }) => method === "PATCH");
    const [, clone = ""] = outs.childIds as string[]; // of a batch of two
    expect(patch?.body).toStrictEqual({
      description: withAttemptTag(
        "E19",
        { id: resourceIdOf(provider.owner), which: "attempt 2", of: childId(names, "T.b") },
        clone,
      ),
      execution_settings: { instance_type: "c5.9xlarge;ebs-gp2;500", max_parallel_instances: null },
      use_interruptible_instances: false,
    });
    expect(
      requests
        .filter(({ method, path }) => method !== "GET" && !path.includes("bulk"))
        .map(({ method, path }) => `${method} ${path}`),
    ).toStrictEqual([
      `POST /v2/tasks/${childId(names, "T.b")}/actions/clone`,
      `PATCH /v2/tasks/${clone}`,
      `POST /v2/tasks/${clone}/actions/run`,
    ]);
    expect(outs).toMatchObject({
      status: "COMPLETED",
      children: [{ id: childId(names, "T.a") }, { id: clone, group: { value: "b" }, status: "COMPLETED" }],
      failures: [],
    });
  });

  test("of a single task runs the task again, as a clone; the run keeps its id", async () => {
    const task = await draft(platform);
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    const kept = await failedOnce(task);
    const updated = await ended(platform, () => provider.update(kept, { task, ...args }));
    expect(await writes({ [task]: "T" })).toStrictEqual([
      "POST /tasks/T/actions/clone",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
    ]);
    expect(updated).toMatchObject({
      id: task,
      outs: {
        status: "COMPLETED",
        outputs: { bam: { class: "File" } },
        attempts: [
          { number: 1, status: "FAILED" },
          { number: 2, status: "COMPLETED", tasks: [{ of: task }] },
        ],
      },
    });
    expect(await provider.diff(updated, { task, ...args })).toStrictEqual({ changes: false });
  });

  test("is one per up, and there is none once all were made", async () => {
    const kept = await halfFailed({}, { maxAttempts: 3 });
    const names = await batchNames(platform, kept.id);
    const fails = async (was: Kept): Promise<Kept> => {
      const inputs = await provider.checked({ task: was.id, maxAttempts: 3 }, was.inputs);
      expect(await provider.provider.diff?.(was.id, was.outs, inputs)).toMatchObject({ changes: true });
      // Each clone is made to fail once it is there, and before it has ended.
      const clones = new Set(Object.keys(names));
      const run = failureOf(provider.provider.update?.(was.id, was.outs, inputs) ?? Promise.resolve());
      const failure = await ended(
        platform,
        async () => run,
        async () => {
          const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
          for (const { id, status } of items as { id: string; status: string }[]) // a list's form
            if (!clones.has(id) && status !== "FAILED")
              await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
        },
      );
      return { id: failure.id ?? "", inputs, outs: failure.properties ?? {} };
    };
    const second = await fails(kept);
    const third = await fails(second);
    expect(third.outs).toMatchObject({
      status: "FAILED",
      attempts: [{ number: 1 }, { number: 2, status: "FAILED" }, { number: 3, status: "FAILED" }],
    });
    await platform.log();
    const inputs = await provider.checked({ task: kept.id, maxAttempts: 3 }, kept.inputs);
    const last = await failureOf(
      provider.provider.update?.(third.id, third.outs, inputs) ?? Promise.resolve(),
    );
    expect(last.reasons?.[0]).toContain("fix the cause, then set maxAttempts: 4 to run it again");
    expect(await writes(names)).toStrictEqual([]);
  });
});

describe("the settings of an attempt", () => {
  test("are the present ones, also where an up in between has stored them already", async () => {
    const settings = (instanceType: string) => ({ __settings: { executionSettings: { instanceType } } });
    const kept = await halfFailed(
      { execution_settings: { instance_type: "c4.large;ebs-gp2;10" } },
      settings("c4.large;ebs-gp2;10"),
    );
    const bigger = settings("c5.9xlarge;ebs-gp2;500");
    const inputs = await provider.checked({ task: kept.id, ...bigger }, kept.inputs);
    const stored = await failureOf(
      provider.provider.update?.(kept.id, kept.outs, inputs) ?? Promise.resolve(),
    );
    await platform.log();
    const now = { id: kept.id, inputs, outs: stored.properties ?? {} };
    await ended(platform, () => provider.update(now, { task: kept.id, ...bigger, ...args }));
    const patch = (await platform.requests()).find(({ method }) => method === "PATCH");
    expect(patch?.body).toMatchObject({ execution_settings: { instance_type: "c5.9xlarge;ebs-gp2;500" } });
  });
});

const childId = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.entries(names).find(([, given]) => given === name)?.[0] ?? "";

const cuts: readonly (readonly [string, Fault, readonly string[]])[] = [
  [
    "before the clone",
    { match: { method: "POST", path: "/actions/clone$" }, kind: "drop" },
    ["POST /tasks/T.b/actions/clone", "PATCH /tasks/…", "POST /tasks/…/actions/run"],
  ],
  [
    "between the clone and its line",
    { match: { method: "PATCH" }, kind: "status", status: 400 },
    ["PATCH /tasks/…", "POST /tasks/…/actions/run"],
  ],
  [
    "after the line, before the start",
    { match: { method: "POST", path: "/actions/run$" }, kind: "drop" },
    ["PATCH /tasks/…", "POST /tasks/…/actions/run"],
  ],
  [
    "after the start",
    {
      match: { method: "POST", path: "/bulk/tasks/get", query: "fields=id," },
      kind: "status",
      status: 403,
      times: 1,
    },
    [],
  ],
];

describe("an attempt that was cut off", () => {
  test("by a lost answer to its clone is carried on at once with the clone that was made", async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    await platform.log();
    await platform.fault({
      match: { method: "POST", path: "/actions/clone$" },
      kind: "drop",
      effect: "after",
    });
    const { outs } = await ended(platform, () => provider.update(kept, { task: kept.id, ...args }));
    expect(await writes(names)).toStrictEqual([
      "POST /tasks/T.b/actions/clone",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
    ]);
    expect(outs).toMatchObject({ status: "COMPLETED", attempts: [{ number: 1 }, { number: 2 }] });
  });

  test('between the clone and its line is carried on, too, where the task itself says "" and the list says null', async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    await platform.fault({ match: { method: "PATCH" }, kind: "status", status: 400 });
    await failureOf(provider.update(kept, { task: kept.id, ...args }));
    await platform.log();
    const source = childId(names, "T.b");
    await platform.fault({
      match: { method: "GET", path: `/tasks/${source}$` },
      kind: "alter",
      set: { description: "" },
      times: 9,
    });
    await ended(platform, () => Process.runs(platform).update(kept, { task: kept.id, ...args }));
    expect(await writes(names)).toStrictEqual(["PATCH /tasks/…", "POST /tasks/…/actions/run"]);
  });

  test.each(cuts)("%s is carried on by the next process, and paid for once", async (_, fault, expected) => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    await platform.fault(fault);
    await failureOf(provider.update(kept, { task: kept.id, ...args }));
    await platform.log();
    // The state is that of before, as after a kill.
    const next = Process.runs(platform);
    const { outs } = await ended(platform, () => next.update(kept, { task: kept.id, ...args }));
    expect(await writes(names)).toStrictEqual(expected);
    expect(outs).toMatchObject({
      status: "COMPLETED",
      attempts: [{ number: 1 }, { number: 2, status: "COMPLETED" }],
    });
    const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
    const others = (items as { id: string; status: string }[]).filter(({ id }) => id !== kept.id); // a list's form
    expect(others.map(({ status }) => status)).toStrictEqual(["COMPLETED"]);
  });

  test("leaves alone a copy of the failed task that another user has made, and clones its own", async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    const { id: theirs } = await platform.api("POST", `/tasks/${childId(names, "T.b")}/actions/clone`);
    await platform.fault({
      match: { method: "GET", path: "^/v2/user(s/ada)?$" },
      kind: "alter",
      set: { username: "bob" },
      times: "always",
    });
    await platform.log();
    await ended(platform, () => Process.runs(platform).update(kept, { task: kept.id, ...args }));
    expect(await writes(names)).toStrictEqual([
      "POST /tasks/T.b/actions/clone",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
    ]);
    expect(await platform.api("GET", `/tasks/${theirs}`)).toMatchObject({ status: "DRAFT" });
  });

  test("leaves alone a draft without a description that a person has made with another machine, and clones its own", async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    const { name, inputs } = await platform.api("GET", `/tasks/${childId(names, "T.b")}`);
    const byHand = await draft(platform, {
      name,
      inputs,
      execution_settings: { instance_type: "c4.8xlarge;ebs-gp2;2000" },
    });
    await platform.log();
    await ended(platform, () => Process.runs(platform).update(kept, { task: kept.id, ...args }));
    expect(await writes(names)).toStrictEqual([
      "POST /tasks/T.b/actions/clone",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
    ]);
    expect(await platform.api("GET", `/tasks/${byHand}`)).toMatchObject({ status: "DRAFT" });
  });

  test("is found again under the resource's new name", async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    await platform.fault({
      match: { path: "/bulk/tasks/get", query: "fields=id," },
      kind: "status",
      status: 403,
    });
    await failureOf(provider.update(kept, { task: kept.id, ...args }));
    await platform.log();
    const renamed = Process.runs(platform);
    const { outs } = await ended(platform, () =>
      renamed.update(kept, { task: kept.id, ...args, __owner: provider.owner.replace(/align$/, "aligned") }),
    );
    expect(await writes(names)).toStrictEqual([]);
    expect(outs).toMatchObject({ status: "COMPLETED" });
  });

  test("counts although the program allows none any more", async () => {
    const kept = await halfFailed();
    const names = await batchNames(platform, kept.id);
    await platform.fault({
      match: { path: "/bulk/tasks/get", query: "fields=id," },
      kind: "status",
      status: 403,
    });
    await failureOf(provider.update(kept, { task: kept.id, ...args }));
    await platform.log();
    const { outs } = await ended(platform, () => Process.runs(platform).update(kept, { task: kept.id }));
    expect(await writes(names)).toStrictEqual([]);
    expect(outs).toMatchObject({ status: "COMPLETED", attempts: [{ number: 1 }, { number: 2 }] });
  });

  test("is aborted by a destroy, also where the state knows of no attempts at all", async () => {
    const kept = await halfFailed({}, {});
    await platform.fault({
      match: { path: "/bulk/tasks/get", query: "fields=id," },
      kind: "status",
      status: 403,
    });
    await failureOf(provider.update(kept, { task: kept.id, ...args }));
    await platform.log();
    const deleted = Process.runs(platform).delete(kept);
    await until(async () =>
      JSON.stringify(await platform.control("GET", "/journal")).includes("/actions/abort"),
    );
    await platform.advance(2000);
    await deleted;
    const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
    const others = (items as { id: string; status: string }[]).filter(({ id }) => id !== kept.id); // a list's form
    expect(others.map(({ status }) => status)).toStrictEqual(["ABORTED"]);
  });

  test("is found again by a create that knows of no attempt", async () => {
    const kept = await halfFailed();
    await ended(platform, () => provider.update(kept, { task: kept.id, ...args }));
    const names = await batchNames(platform, kept.id);
    await platform.log();
    const { outs } = await Process.runs(platform).create({ task: kept.id, ...args });
    expect(await writes(names)).toStrictEqual([]);
    expect(outs).toMatchObject({ status: "COMPLETED", attempts: [{ number: 1 }, { number: 2 }] });
  });
});

test("a run that was begun in part goes into the state with what runs, and the next up begins the rest", async () => {
  const task = await draft(platform, bySample);
  await platform.control("POST", `/tasks/${task}`, { children: { a: "FAILED", b: "FAILED" } });
  const kept = await failedOnce(task);
  const names = await batchNames(platform, task);
  await platform.fault({
    match: { method: "POST", path: `${childId(names, "T.b")}/actions/clone$` },
    kind: "status",
    status: 500,
  });
  const inputs = await provider.checked({ task, ...args }, kept.inputs);
  const failure = await failureOf(provider.provider.update?.(task, kept.outs, inputs) ?? Promise.resolve());
  expect(failure.properties).toMatchObject({
    status: "QUEUED",
    attempts: [{ number: 1 }, { number: 2, tasks: [{ of: childId(names, "T.a") }] }],
  });
  await platform.log();
  const { outs } = await ended(platform, () =>
    provider.update({ id: task, inputs, outs: failure.properties ?? {} }, { task, ...args }),
  );
  expect(await writes(names)).toStrictEqual([
    "POST /tasks/T.b/actions/clone",
    "PATCH /tasks/…",
    "POST /tasks/…/actions/run",
  ]);
  expect(outs).toMatchObject({ status: "COMPLETED", childOutputs: { rate: [0.5, 0.5] } });
});
