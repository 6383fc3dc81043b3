import { mkdirSync } from "node:fs";
import { Platform } from "../support/platform";
import { app, base, inputs, project, reads } from "../support/seed";
import { type Run, Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
beforeAll(async () => {
  platform = await Platform.start();
  stack = await Stack.make(platform);
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});
afterEach(async () => {
  // Nothing that is wrong gets as far as a write.
  expect((await platform.log()).filter((line) => !line.startsWith("GET"))).toStrictEqual([]);
});

const fine = `new sb.DraftTask("fine", { ${base}, inputs: { ${inputs} } });`;

/** Wrong args and what is said of them, by the resource's name. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  "no-owner": [
    `{ project: "lab", app: "${app}/0" }`,
    "project must be owner/project (like rfranklin/rnaseq), not a string of another form",
  ],
  "bad-revision": [
    `{ project: "${project}", app: "${app}/latest" }`,
    "app must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4), not a string of another form",
  ],
  "unknown-batch-type": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "ROW" } }`,
    'batchBy.type must be "ITEM" or "CRITERIA", not another string',
  ],
  "empty-criteria": [
    `{ ${base}, batchInput: "reads", batchBy: { type: "CRITERIA", criteria: [] } }`,
    "batchBy.criteria must be a list of at least one metadata field, not an empty list",
  ],
  "half-a-batch": [
    `{ ${base}, batchInput: "reads" }`,
    "batchBy is required: batchInput and batchBy go together",
  ],
  "other-half": [
    `{ ${base}, batchBy: sb.byItem }`,
    "batchInput is required: batchInput and batchBy go together",
  ],
  "batch-and-not": [
    `{ ${base}, batch: false, batchInput: "reads", batchBy: sb.byItem }`,
    "batch cannot be false together with batchInput and batchBy: take these out to switch batching off",
  ],
  "file-without-path": [
    `{ ${base}, inputs: { reads: [{ class: "File" }] } }`,
    "inputs.reads[0].path is required: the id of the file",
  ],
  negative: [
    `{ ${base}, executionSettings: { maxParallelInstances: -1 } }`,
    "executionSettings.maxParallelInstances must be a whole number of at least 1, not a negative number",
  ],
  fraction: [
    `{ ${base}, executionSettings: { maxParallelInstances: 1.5 } }`,
    "executionSettings.maxParallelInstances must be a whole number of at least 1, not a fraction",
  ],
  "half-an-instance": [
    `{ ${base}, executionSettings: { instanceType: "c4.2xlarge;ebs-gp2" } }`,
    'executionSettings.instanceType must be AUTO, an instance type, or "type;disk;GB" (like c4.2xlarge;ebs-gp2;2000), not a string of another form',
  ],
  misspelt: [`{ ${base}, inptus: {} }`, "inptus is not known: did you mean inputs?"],
  undefined: [
    `{ ${base}, inputs: { genome: pulumi.output({}).apply((outputs) => outputs.genmoe) } }`,
    "inputs.genome is undefined in the program (a misspelt output, or an optional one); write null to leave a port empty",
  ],
  secret: [
    `{ ${base}, inputs: { options: pulumi.secret({ class: "s3cr3t" }) } }`,
    'inputs.options.class must be "File" or "Directory", not another string',
  ],
};

const asUser = ({ text }: Run): string =>
  text.slice(text.indexOf("Diagnostics:"), text.indexOf("Resources:"));

describe("a preview of the real engine", () => {
  let run: Run;
  beforeAll(async () => {
    stack.program(
      fine,
      ...Object.entries(wrong).map(([name, [args]]) => `new sb.DraftTask("${name}", ${args});`),
    );
    run = await stack.tryPreview();
  });

  test.each(Object.entries(wrong).map(([name, [, reason]]) => [name, reason]))(
    "names the mistake of %s",
    (name, reason) => {
      expect(asUser(run)).toContain(`DraftTask (${name}):\n    error: ${reason}\n`);
    },
  );

  test("fails at its end, without a stack trace, io-ts's words or a value", () => {
    expect(run.code).not.toBe(0);
    expect(asUser(run)).toContain(
      "error: nothing is previewed as it would be: mend what is named above, then preview again",
    );
    expect(run.text).not.toMatch(/\n\s+at /);
    expect(run.text).not.toContain("Invalid value");
    expect(run.text).not.toContain("s3cr3t");
  });

  test("an update that skips the preview is stopped by check", async () => {
    const { code, text } = await stack.tryUp();
    expect(code).not.toBe(0);
    expect(text).toContain("has a problem: ");
    // `fine` may have been made before the engine saw the first mistake.
    await stack.destroy();
    await platform.log();
  });
});

test("a transformation may still complete the args: these are left to check", async () => {
  stack.program(
    `pulumi.runtime.registerStackTransformation(({ type, props, opts }) => type.includes("DraftTask") ? { props: { ...props, project: "${project}" }, opts } : undefined);`,
    `new sb.DraftTask("fine", { app: "${app}/0", inputs: { reads: sb.files(${JSON.stringify(reads)}) } });`,
  );
  const { code, text } = await stack.tryPreview();
  expect([code, text]).toStrictEqual([0, text]);
});

describe("wrong settings fail a preview with one sentence", () => {
  beforeAll(() => stack.program(fine));

  test.each<[string, readonly string[], readonly string[], string]>([
    ["no token", ["sevenbridges:token"], [], "error: there is no token for the Seven Bridges API at http"],
    [
      "plain http",
      [],
      ["sevenbridges:endpoint", "http://api.example.org/v2"],
      "is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)",
    ],
    [
      "an unknown platform",
      ["sevenbridges:endpoint"],
      ["sevenbridges:platform", "cgcc"],
      "error: sevenbridges:platform is not a known platform (did you mean cgc?): known are cgc, aws-us, aws-eu, cavatica, bdc and ali-cn; for another one set sevenbridges:endpoint",
    ],
    [
      "platform and endpoint",
      [],
      ["sevenbridges:platform", "cgc"],
      "error: sevenbridges:platform and sevenbridges:endpoint are both set: keep one of them",
    ],
    [
      "a profile without a file",
      [],
      ["sevenbridges:profile", "lab"],
      "error: sevenbridges:profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)",
    ],
  ])("%s", async (_, removed, set, message) => {
    for (const key of removed) await stack.must("config", "rm", key);
    if (set.length > 0) await stack.must("config", "set", ...set);
    const run = await stack.tryPreview();
    expect(run.code).not.toBe(0);
    expect(run.text).toContain(message);
    expect(run.text).not.toMatch(/\n\s+at /);
    expect(run.text).not.toContain(platform.token);
    const [key] = set;
    if (key !== undefined) await stack.must("config", "rm", key);
    await stack.must("config", "set", "sevenbridges:endpoint", platform.url);
    await stack.must("config", "set", "--secret", "sevenbridges:token", platform.token);
  });

  test("an unreadable credentials file", async () => {
    // A folder in its place cannot be read by anybody, the superuser included.
    mkdirSync(`${stack.folder}/.sevenbridges/credentials`, { recursive: true });
    await stack.must("config", "rm", "sevenbridges:token");
    const run = await stack.tryPreview();
    expect(run.code).not.toBe(0);
    expect(run.text).toContain(
      `error: the credentials file ${stack.folder}/.sevenbridges/credentials cannot be read (EISDIR): make it a file that you can read, or remove it`,
    );
  });
});
