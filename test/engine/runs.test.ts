import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { until } from "../support/until";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

/** A batch per sample, a task for each of its results, and one that gathers them. */
const pipeline = (countInputs = ""): void =>
  stack.program(
    `const align = new sb.DraftTask("align", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
    `const aligned = new sb.TaskRun("aligned", { task: align });`,
    `const count = new sb.DraftTask("count", { ${base}, inputs: { reads: aligned.childOutput("bam"), ${countInputs} }, batchInput: "reads", batchBy: sb.byItem });`,
    `const counted = new sb.TaskRun("counted", { task: count });`,
    `const joint = new sb.DraftTask("joint", { ${base}, inputs: { reads: counted.childOutput("bam"), genome: aligned.child("a").output("bam") } });`,
    `const joined = new sb.TaskRun("joined", { task: joint });`,
    `exports.bam = joined.output("bam"); exports.children = [aligned.childIds, counted.childIds]; exports.cost = joined.price;`,
  );

/** One batch of two samples, and its run. */
const batch = (run: string, more = "", runOpts = ""): void =>
  stack.program(
    `const align = new sb.DraftTask("align", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id"), ${more} });`,
    ...(run === "" ? [] : [`const aligned = new sb.TaskRun("aligned", { task: align, ${run} }${runOpts});`]),
  );

const unchanged = ["align: same", "aligned: same"];

describe("the real engine", () => {
  test("one up goes from nothing to all outputs of three steps; an unchanged up asks nothing", async () => {
    pipeline();
    await stack.up();
    const { aligned, counted, joined } = await stack.resources();
    expect(await stack.outputs()).toStrictEqual({
      bam: { class: "File", path: expect.any(String), name: expect.stringContaining("joint") },
      children: [aligned?.outputs.childIds, counted?.outputs.childIds],
      cost: joined?.outputs.price,
    });
    expect(await platform.writes()).toHaveLength(9);
    await stack.up();
    expect(await stack.preview()).toStrictEqual([
      "align: same",
      "aligned: same",
      "count: same",
      "counted: same",
      "joined: same",
      "joint: same",
    ]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("killed in the middle of the waiting step, the next up makes and starts nothing twice", async () => {
    pipeline();
    const begun = stack.beginUp();
    await until(async () => /sb:counted: CREATING/.test(begun.text()));
    await begun.kill();
    await stack.up();
    // Each of the three is created, marked as this stack's start, and started.
    expect(await platform.writes()).toHaveLength(9);
    expect((await platform.tasks()).toSorted()).toStrictEqual(["align", "count", "joint"]);
    expect(await stack.outputs()).toMatchObject({ bam: { name: "joint.bam.out" } });
  });

  test("a change of the second step's inputs names what it replaces and what that had cost, and leaves the first alone", async () => {
    pipeline();
    await stack.up();
    const { align, count } = await stack.resources();
    pipeline("threads: 8");
    const { text } = await stack.tryPreview();
    const was = `task ${count?.id}`;
    expect(text).toContain(
      `sb:count: ${was} has been started (COMPLETED, 0.08 USD): a new task will be made, because inputs.threads changed`,
    );
    // The run of it would only say once more, and less surely, that its task becomes another one.
    expect(text).not.toContain("sb:counted: run of");
    expect(await stack.preview()).toStrictEqual([
      "align: same",
      "aligned: same",
      "count: replace (inputs)",
      "counted: replace (task)",
      "joined: replace (task)",
      "joint: replace (inputs)",
    ]);
    await platform.log();
    await stack.up();
    const now = await stack.resources();
    expect(now.align?.id).toBe(align?.id);
    expect((await platform.writes()).map((line) => line.replace(/[0-9a-f-]{36}/, "…"))).toStrictEqual([
      "POST /tasks",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
      "POST /tasks",
      "PATCH /tasks/…",
      "POST /tasks/…/actions/run",
    ]);
  });

  test("a started task takes other machines without a new task, and only its failed child is run again, with these", async () => {
    batch("", 'executionSettings: { instanceType: "c4.large;ebs-gp2;10" }');
    await stack.up();
    const { id } = await stack.resource("align");
    await platform.control("POST", `/tasks/${id}`, { children: { b: "FAILED" } });
    batch("maxAttempts: 2", 'executionSettings: { instanceType: "c4.large;ebs-gp2;10" }');
    const failed = await stack.tryUp();
    expect(failed.text).toContain(
      `batch ${id} is FAILED: 1 of 2 children did not complete (b): run pulumi up again for attempt 2 of 2`,
    );
    batch("maxAttempts: 2", 'executionSettings: { instanceType: "c5.9xlarge;ebs-gp2;500" }');
    const { text } = await stack.tryPreview();
    expect(text).toContain(
      `sb:aligned: run of task ${id} (FAILED, 0.08 USD): attempt 2 of 2 will run its failed child again, which had cost 0.04 USD`,
    );
    expect(await stack.preview()).toStrictEqual(["align: update", "aligned: update"]);
    await platform.log();
    await stack.up();
    const [clone, patch, run, ...more] = (await platform.requests()).filter(
      ({ method, path }) => method !== "GET" && !path.includes("/bulk/"),
    );
    const { children, status, attempts } = (await stack.resource("aligned")).outputs;
    expect({ children, status, attempts }).toMatchObject({
      status: "COMPLETED",
      children: [{ group: { value: "a" } }, { group: { value: "b" }, status: "COMPLETED" }],
      attempts: [
        { number: 1, status: "FAILED" },
        { number: 2, status: "COMPLETED" },
      ],
    });
    expect([clone?.path, patch?.body, run?.path, more]).toStrictEqual([
      expect.stringMatching(/\/actions\/clone$/),
      {
        description: expect.stringMatching(
          /^\[pulumi [0-9a-f]{20} attempt 2 of [0-9a-f-]{36} [0-9a-f]{8}\]$/,
        ),
        execution_settings: { instance_type: "c5.9xlarge;ebs-gp2;500" },
      },
      expect.stringMatching(/\/actions\/run$/),
      [],
    ]);
    expect(await stack.preview()).toStrictEqual(unchanged);
  });

  test("after a failed run, a refresh and an up: the next step is still not made, and the reason is shown again", async () => {
    const program = (run: boolean): void =>
      stack.program(
        `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
        ...(run
          ? [
              `const ran = new sb.TaskRun("ran", { task: one });`,
              `new sb.DraftTask("next", { ${base}, inputs: { reads: [ran.output("bam")] } });`,
            ]
          : []),
      );
    program(false);
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
    program(true);
    const reason = new RegExp(
      `task ${id} is FAILED; Execution failed; job Align failed \\(stderr http://.*/download_info\\); its page is http://.*: fix the cause, then set maxAttempts: 2 to run it again`,
    );
    const first = await stack.tryUp();
    expect([first.code, first.text]).toStrictEqual([1, expect.stringMatching(reason)]);
    await stack.refresh();
    await platform.log();
    const second = await stack.tryUp();
    expect([second.code, second.text]).toStrictEqual([1, expect.stringMatching(reason)]);
    expect(await platform.writes()).toStrictEqual([]);
    expect(await platform.tasks()).toStrictEqual(["one"]);
  });

  test("after a good run with batching off and spot on, a refresh previews no change", async () => {
    batch("batch: false, useInterruptibleInstances: true", "useInterruptibleInstances: false");
    await stack.up();
    const { id } = await stack.resource("align");
    expect(await platform.api("GET", `/tasks/${id}`)).toMatchObject({
      batch: false,
      use_interruptible_instances: true,
      status: "COMPLETED",
    });
    await stack.refresh();
    expect(await stack.preview()).toStrictEqual(unchanged);
    await platform.log();
    await stack.up();
    expect(await platform.log()).toStrictEqual([]);
  });

  test("nobody waits with wait: false; what needs its values is not made and says why, and a later up collects and goes on", async () => {
    const program = `
      const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });
      const ran = new sb.TaskRun("ran", { task: one, wait: false });
      new sb.DraftTask("other", { ${base}, inputs: { ${inputs} } });
      new sb.DraftTask("next", { ${base}, inputs: { reads: [ran.output("bam")] } });`;
    stack.program(program);
    const first = await stack.tryUp();
    expect(first.text).toMatch(
      /inputs\.reads\[0\]: ran is (QUEUED|RUNNING)( 0\/1 steps)?; run pulumi up again when it has ended/,
    );
    expect((await platform.tasks()).toSorted()).toStrictEqual(["one", "other"]);
    await platform.advance(10);
    await stack.up();
    expect((await platform.tasks()).toSorted()).toStrictEqual(["next", "one", "other"]);
    expect((await platform.writes()).filter((line) => line.endsWith("/actions/run"))).toHaveLength(1);
  });
});
