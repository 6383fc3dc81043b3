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
const pipeline = ({ align = "", aligned = "", count = "" } = {}): void =>
  stack.program(
    `const align = new sb.DraftTask("align", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id"), ${align} });`,
    `const aligned = new sb.TaskRun("aligned", { task: align, ${aligned} });`,
    `const count = new sb.DraftTask("count", { ${base}, inputs: { reads: aligned.childOutput("bam"), ${count} }, batchInput: "reads", batchBy: sb.byItem });`,
    `const counted = new sb.TaskRun("counted", { task: count });`,
    `const joint = new sb.DraftTask("joint", { ${base}, inputs: { reads: counted.childOutput("bam"), genome: aligned.child("a").output("bam") } });`,
    `const joined = new sb.TaskRun("joined", { task: joint });`,
    `exports.bam = joined.output("bam"); exports.children = [aligned.childIds, counted.childIds]; exports.cost = joined.price;`,
  );

const posts = async (): Promise<readonly string[]> =>
  (await platform.log()).filter((line) => line.startsWith("POST") && !line.startsWith("POST /bulk"));

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
    expect(await posts()).toHaveLength(6);
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
    await until(async () => /sb:counted: CREATING/.test(begun.text()), 3000);
    await begun.kill();
    await stack.up();
    expect(await posts()).toHaveLength(6);
    expect((await platform.tasks()).toSorted()).toStrictEqual(["align", "count", "joint"]);
  });
});
