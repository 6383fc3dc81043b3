import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
allOnOneStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

describe("tasks in components", () => {
  test("drafts with their runs, in a component and in one inside it, and a task that depends on all of it", async () => {
    stack.program(
      `const make = (name, parent) => {`,
      `  const draft = new sb.DraftTask(name, { ${base}, inputs: { ${inputs} } }, { parent });`,
      `  return new sb.TaskRun(name, { task: draft }, { parent });`,
      `};`,
      `const outer = new pulumi.ComponentResource("lab:Outer", "outer");`,
      `const inner = new pulumi.ComponentResource("lab:Inner", "inner", {}, { parent: outer });`,
      `const first = make("first", outer); make("second", outer); make("third", inner);`,
      `new sb.DraftTask("next", { ${base}, inputs: { reads: [first.output("bam")] } }, { parent: inner });`,
      `new sb.DraftTask("last", { ${base}, inputs: { ${inputs} } }, { dependsOn: outer });`,
    );
    const before = await stack.tryPreview();
    expect(before).toStrictEqual({ code: 0, text: expect.stringContaining("+ 11 to create") });
    await stack.up();
    expect(await platform.writes()).toHaveLength(8);
    const { next } = await stack.resources();
    // As written by the versions that took one task per component.
    expect(next?.inputs.__owner).toBe(
      "organization/urn:pulumi:dev::lab::lab:Outer$lab:Inner$pulumi-nodejs:dynamic/sevenbridges:DraftTask::next",
    );
  });
});
