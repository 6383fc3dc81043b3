import { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { type Run, Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
beforeAll(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
  stack = await Stack.make(platform);
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

const uuid = "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11";

/** Wrong args and what is said of them, by the resource's name. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  "no-task": ["{}", "task is required"],
  "undefined-task": ["{ task: pulumi.output({}).apply((it) => it.di) }", "task is required"],
  "no-id": [
    '{ task: "align" }',
    "task must be a DraftTask or the id of a task (a UUID), not a string of another form",
  ],
  "no-such-option": [
    `{ task: "${uuid}", maxAttempt: 2 }`,
    "maxAttempt is not known: did you mean maxAttempts?",
  ],
  "no-attempt": [
    `{ task: "${uuid}", maxAttempts: 0 }`,
    "maxAttempts must be a whole number of at least 1, not zero",
  ],
  forever: [
    `{ task: "${uuid}", timeout: "forever" }`,
    "timeout must be a duration like 24h, 90m or 1h30m, not a string of another form",
  ],
  "at-once": [
    `{ task: "${uuid}", timeout: "0s" }`,
    "timeout must be a duration like 24h, 90m or 1h30m, not a string of another form",
  ],
  perhaps: [`{ task: "${uuid}", wait: "no" }`, "wait must be true or false, not a string"],
};

const asUser = ({ text }: Run): string =>
  text.slice(text.indexOf("Diagnostics:"), text.indexOf("Resources:"));

describe("the real engine", () => {
  test("a preview names every mistake of every run, and nothing is made", async () => {
    stack.program(
      `new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`,
      ...Object.entries(wrong).map(([name, [args]]) => `new sb.TaskRun("${name}", ${args});`),
    );
    const run = await stack.tryPreview();
    expect(run.code).not.toBe(0);
    const said = asUser(run);
    for (const [name, [, message]] of Object.entries(wrong)) {
      expect(said).toContain(`TaskRun (${name})`);
      expect(said).toContain(`error: ${message}\n`);
    }
    expect(await platform.tasks()).toStrictEqual([]);
  });

  test("import is refused with what to do instead", async () => {
    stack.program(`new sb.TaskRun("ran", { task: "${uuid}" }, { import: "${uuid}" });`);
    expect((await stack.tryPreview()).text).toContain(
      "TaskRun ran needs no `import`: give it the id as `task`, and it waits for a task that has been started",
    );
  });

  test("a task that is not there is named with where it was looked for", async () => {
    stack.program(`new sb.TaskRun("ran", { task: "${uuid}" });`);
    expect((await stack.tryUp()).text).toContain(
      `there is no task ${uuid} at ${platform.url} to run: check the id and the platform`,
    );
  });

  test("a task with errors is not started, and the errors are shown", async () => {
    const { id } = await platform.api("POST", "/tasks", {
      project: "ada/lab",
      app: "ada/lab/align",
      name: "empty",
    });
    stack.program(`new sb.TaskRun("ran", { task: "${id}" });`);
    await platform.log();
    const { text } = await stack.tryUp();
    expect(text).toContain(
      `task ${id} has errors and cannot start: Input reads is required: mend the task and run pulumi up again`,
    );
    expect(await platform.log()).toStrictEqual([`GET /tasks/${id}`]);
    await platform.api("DELETE", `/tasks/${id}`);
  });

  test("ports and groups that are not there are refused with those that are", async () => {
    const program = (...values: readonly string[]): void =>
      stack.program(
        `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
        `const ran = new sb.TaskRun("ran", { task: one });`,
        `const two = new sb.DraftTask("two", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
        `const both = new sb.TaskRun("both", { task: two });`,
        ...values.map((value, index) => `exports.v${index} = ${value};`),
      );
    program();
    await stack.up();
    const said = async (value: string): Promise<string> => {
      program(value);
      const { text } = await stack.tryPreview();
      expect(text).not.toMatch(/^\s+at /m);
      return text;
    };
    expect(await said('ran.output("bma")')).toContain(
      "ran has no output port bma: did you mean bam? its app has bam and rate",
    );
    expect(await said('ran.childOutput("bam")')).toContain(
      'ran is no batch, and has no children: use output("bam")',
    );
    expect(await said('both.output("bam")')).toContain(
      'both is a batch, whose values are its children\'s: use childOutput("bam"), or child(group).output("bam")',
    );
    expect(await said('both.child("c").output("bam")')).toContain("both has no child of the group c");
    program('ran.output("rate")', 'both.childOutput("rate")', 'both.child("b").output("rate")');
    await stack.up();
    expect(await stack.outputs()).toStrictEqual({ v0: 0.5, v1: [0.5, 0.5], v2: 0.5 });
  });
});
