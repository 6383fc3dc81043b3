import type { Platform } from "../support/platform";
import { base, inputs, project } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

/** Runs a batch over what a lookup by metadata finds. */
const lookup = (more: string): void =>
  stack.program(
    `const reads = sb.getFilesOutput({ project: "${project}", metadata: { sample_id: ["a", "b"] }, ${more} });`,
    `const align = new sb.DraftTask("align", { ${base}, inputs: { reads }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
    `const aligned = new sb.TaskRun("aligned", { task: align });`,
    "exports.bams = aligned.childOutput('bam');",
  );

describe("the real engine", () => {
  test("a lookup that finds its own run's results fails in the preview, and a narrower one changes nothing", async () => {
    lookup("");
    await stack.up();
    const { id } = await stack.resource("align");
    await platform.log();
    const { code, text } = await stack.tryPreview();
    expect(code).not.toBe(0);
    expect(text).toContain(
      `inputs.reads grew by 2 files that task ${id} or its children have made (a.bam.out and b.bam.out): the lookup finds its own results, and the task would be replaced because of them. Narrow the lookup with \`match\` or \`origin: "uploaded"\``,
    );
    expect((await stack.tryUp()).code).not.toBe(0);
    lookup('origin: "uploaded"');
    await stack.up();
    expect(await stack.preview()).toStrictEqual(["align: same", "aligned: same"]);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a list that grew by other files makes a new task, as the program says", async () => {
    lookup('origin: "uploaded"');
    await stack.up();
    await platform.control("POST", "/seed", {
      files: [{ project, name: "b_2.fastq", size: 10, metadata: { sample_id: "b" } }],
    });
    expect(await stack.preview()).toStrictEqual(["align: replace (inputs)", "aligned: replace (task)"]);
  });

  test("get reads the run of a task that was started elsewhere, and destroy leaves it alone", async () => {
    const { id } = await platform.api("POST", "/tasks?action=run", {
      project,
      app: "ada/lab/align",
      name: "by hand",
      inputs: { reads: [{ class: "File", path: "5678000000000000000000a1" }] },
    });
    await platform.advance(10);
    stack.program(
      `const theirs = sb.TaskRun.get("theirs", "${id}");`,
      `new sb.DraftTask("next", { ${base}, inputs: { reads: [theirs.output("bam")] } });`,
      "exports.rate = theirs.output('rate'); exports.status = theirs.status;",
    );
    await stack.up();
    expect(await stack.outputs()).toStrictEqual({ rate: 0.5, status: "COMPLETED" });
    expect((await stack.resource("next")).outputs.inputs).toMatchObject({
      reads: [{ name: "by_hand.bam.out" }],
    });
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual(["by hand"]);
  });

  test("a secret input of the task is in no text of its run, and in clear in no state", async () => {
    const secret = "hush-hush-9431";
    const program = (run: boolean): void =>
      stack.program(
        `const one = new sb.DraftTask("one", { ${base}, description: pulumi.secret("${secret}-d"), inputs: { ${inputs}, note: pulumi.secret("${secret}") } });`,
        ...(run ? [`const ran = new sb.TaskRun("ran", { task: one, maxAttempts: 2 });`] : []),
      );
    program(false);
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
    program(true);
    const texts = [(await stack.tryPreview()).text, (await stack.tryUp()).text, await stack.up()];
    expect(texts.map((text) => text.includes(secret))).toStrictEqual(texts.map(() => false));
    expect(stack.stateText()).not.toContain(secret);
    expect((await stack.resource("ran")).outputs).toMatchObject({ status: "COMPLETED" });
  });
});
