import type { Platform } from "../support/platform";
import { app, base, genome, inputs, project, reads } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const lists = (log: readonly string[]): readonly string[] =>
  log.filter((line) => line.startsWith("GET /files")).map((line) => line.replace(/&fields=.*/, ""));

describe("lookups in a program", () => {
  test("files go into a task as they are found: it is previewed, made, and the same the second time", async () => {
    stack.program(
      `const reads = sb.getFilesOutput({ project: "${project}", metadata: { sample_id: ["b", "a"] }, match: "*.fastq", origin: "uploaded" });`,
      `const genome = sb.getFileOutput({ project: "${project}", path: "genome.fa" });`,
      `const one = new sb.DraftTask("one", { ${base}, inputs: { reads, genome } });`,
      `exports.names = reads.apply((files) => files.map((file) => file.name));`,
    );
    expect(await stack.preview()).toStrictEqual(["one: create"]);
    expect(lists(await platform.log()).toSorted()).toStrictEqual([
      `GET /files?project=${project}&metadata.sample_id=b&metadata.sample_id=a`,
      `GET /files?project=${project}&name=genome.fa`,
    ]);
    await stack.up();
    expect(await stack.outputs()).toStrictEqual({ names: ["a_1.fastq", "a_2.fastq", "b_1.fastq"] });
    expect((await stack.resource("one")).outputs.inputs).toStrictEqual({
      reads: [
        { class: "File", path: reads[0], name: "a_1.fastq" },
        { class: "File", path: reads[1], name: "a_2.fastq" },
        { class: "File", path: reads[2], name: "b_1.fastq" },
      ],
      genome: { class: "File", path: genome, name: "genome.fa" },
    });
    expect(await stack.up()).toContain("2 unchanged");
    expect(await stack.preview()).toStrictEqual(["one: same"]);
  });

  test("args that a preview does not know yet ask nothing, and the update asks", async () => {
    stack.program(
      `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
      `const names = [one.status.apply((status) => (status === "DRAFT" ? "b_1.fastq" : "none"))];`,
      `const task = sb.getTaskOutput({ id: one.id });`,
      `const two = new sb.DraftTask("two", { ${base}, inputs: { reads: sb.getFilesOutput({ project: "${project}", names }), note: task.name } });`,
    );
    expect(await stack.preview()).toStrictEqual(["one: create", "two: create"]);
    expect(lists(await platform.log())).toStrictEqual([]);
    await stack.up();
    expect((await stack.resource("two")).outputs.inputs).toStrictEqual({
      reads: [{ class: "File", path: reads[2], name: "b_1.fastq" }],
      note: "one",
    });
  });

  test("promises can be awaited: the number of tasks depends on what is found", async () => {
    stack.program(
      `module.exports = async () => {`,
      `  const app = await sb.getApp({ id: "${app}" });`,
      `  const files = await sb.getFiles({ project: "${project}", match: "*_1.fastq" });`,
      `  for (const file of files) new sb.DraftTask(file.metadata.sample_id, { project: app.project, app: app.id, inputs: { reads: [file] } });`,
      `};`,
    );
    expect(await stack.preview()).toStrictEqual(["a: create", "b: create"]);
  });

  test.each(["sb.getFilesOutput", "exports.found = sb.getFiles"])(
    "%s: what is missing ends the program with one sentence, without a stack",
    async (call) => {
      stack.program(`${call}({ project: "${project}", names: ["a_1.fastq", "genom.fa", "x.gtf"] });`);
      const { code, text } = await stack.tryPreview();
      expect(code).not.toBe(0);
      expect(text).toContain(
        `getFiles of ${project}: cannot find 2 of 3 files: genom.fa (did you mean genome.fa?) and x.gtf`,
      );
      expect(text).not.toMatch(/^\s+at /m);
      expect(text).not.toContain(platform.token);
    },
  );
});
