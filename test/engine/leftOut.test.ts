import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

/** `two` takes what `ran` makes on an optional port: without its value it would run, and be paid for, without its file. */
const program = (): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
    'const ran = new sb.TaskRun("ran", { task: one, wait: false });',
    `const two = new sb.DraftTask("two", { ${base}, inputs: { ${inputs}, genome: ran.output("bam") }, run: true });`,
    'exports.bam = ran.output("bam");',
  );

const urn = "urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::ran";
const exclude = ["--exclude", urn];

describe("a run that an update leaves out", () => {
  test("has a marker for its output: what would receive it is not made, though the port is optional", async () => {
    program();
    const preview = await stack.tryPreview(...exclude);
    expect([preview.code, preview.text]).toStrictEqual([0, preview.text]);
    const { code, text } = await stack.tryUp(...exclude);
    expect(text).toContain("inputs.genome: ran has no result: this update excluded it");
    expect(code).not.toBe(0);
    expect(await platform.tasks()).toStrictEqual(["one"]);
    expect(Object.keys(await stack.resources())).toStrictEqual(["one"]);
  });

  test("has the same marker while it goes on, and its own word for that", async () => {
    const { text } = await stack.tryUp();
    expect(text).toMatch(/inputs\.genome: ran is (QUEUED|RUNNING)/);
    const again = await stack.tryUp(...exclude);
    expect(again.text).toMatch(/inputs\.genome: ran is (QUEUED|RUNNING)/);
    expect(await platform.tasks()).toStrictEqual(["one"]);
  });

  test("has it once more when the state has forgotten the run", async () => {
    await stack.must("state", "delete", "--yes", urn);
    const { text } = await stack.tryUp(...exclude);
    expect(text).toContain("inputs.genome: ran has no result: this update excluded it");
    expect(await platform.tasks()).toStrictEqual(["one"]);
  });

  test("gives its value when it has ended, and the draft is made with it", async () => {
    await platform.advance(2000);
    await stack.up();
    const { bam } = await stack.outputs();
    expect(bam).toMatchObject({ class: "File" });
    expect((await stack.resource("two")).outputs.inputs).toMatchObject({ genome: bam });
  });
});
