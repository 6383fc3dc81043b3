import { appendFileSync, cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Platform } from "../support/platform";
import { repository, Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
beforeEach(async () => {
  platform = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml"), taskSeconds: 1 });
  stack = await Stack.make(platform, "index.ts");
});
afterEach(async () => {
  stack.remove();
  await platform.close();
});

const take = (example: string, ...files: readonly string[]): void => {
  for (const file of ["index.ts", ...files])
    cpSync(join(repository, "examples", example, file), join(stack.folder, file));
};

const everything = /^ +([+~-]|\+-) [0-9]+ /m;

/** What a second `up` says that has nothing to do. */
const unchanged = async (): Promise<void> => {
  const text = await stack.up();
  expect([text, everything.test(text)]).toStrictEqual([expect.stringMatching(/[0-9]+ unchanged/), false]);
  expect(await platform.writes()).toStrictEqual([]);
};

const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const file = (name: string) => ({ class: "File", path: expect.stringMatching(/^[0-9a-f]{24}$/), name });

describe("the examples, on the examples' seed with the real engine", () => {
  test("batch: one child per sample, and the second up is unchanged although the results have the metadata of the reads", async () => {
    take("batch");
    await stack.up();
    expect(await platform.writes()).toHaveLength(3);
    expect(await stack.outputs()).toStrictEqual({
      samples: { E18127: "COMPLETED", E18128: "COMPLETED", E18131: "COMPLETED" },
      bams: [file("E18127.bam.bam"), file("E18128.bam.bam"), file("E18131.bam.bam")],
      cost: expect.objectContaining({ amount: expect.any(Number), currency: "USD" }),
    });
    const { items } = await platform.api(
      "GET",
      "/files?project=rfranklin/rnaseq&metadata.experiment=E18&name=E18127.bam.bam",
    );
    expect(items).toHaveLength(1);
    await unchanged();
  });

  test("pipeline: three steps in one up, and the second up is unchanged", async () => {
    take("pipeline");
    await stack.up();
    expect(await platform.writes()).toHaveLength(9);
    expect(await stack.outputs()).toStrictEqual({
      variants: file("genotype.variants.vcf.gz"),
      children: { aligned: [id, id, id], called: [id, id, id] },
      cost: expect.objectContaining({ aligned: expect.anything(), genotyped: expect.anything() }),
    });
    await unchanged();
  });

  test("cohort: a task per row; ten more rows later make ten more and leave the finished ones alone", async () => {
    take("cohort", "pairs.tsv");
    await stack.up();
    const before = await stack.resources();
    const done = (patient: string) => ({
      status: "COMPLETED",
      value: file(`${patient}.variants.vcf.gz`),
      price: expect.objectContaining({ currency: "USD" }),
    });
    expect(await stack.outputs()).toStrictEqual({
      results: { P01: done("P01"), P02: done("P02"), P03: done("P03") },
    });
    await platform.writes();
    await unchanged();

    const patients = Array.from({ length: 10 }, (_, n) => `P${String(n + 4).padStart(2, "0")}`);
    const names = patients.flatMap((patient) => [`${patient}-tumour.bam`, `${patient}-normal.bam`]);
    await platform.control("POST", "/seed", {
      files: names.map((name) => ({ project: "rfranklin/wgs", name })),
    });
    const rows = patients.map((patient) => `${patient}\t${patient}-tumour.bam\t${patient}-normal.bam\n`);
    appendFileSync(join(stack.folder, "pairs.tsv"), rows.join(""));
    const text = await stack.up();
    expect(text).toContain("20 created");
    expect(await platform.writes()).toHaveLength(30);
    const after = await stack.resources();
    expect(["P01", "P02", "P03"].map((name) => after[name])).toStrictEqual(
      ["P01", "P02", "P03"].map((name) => before[name]),
    );
    await unchanged();
  });

  test("component: each sample is aligned and sorted inside its own, and the second up is unchanged", async () => {
    take("component");
    await stack.up();
    expect(await platform.writes()).toHaveLength(12);
    expect(await stack.outputs()).toStrictEqual({
      alignments: { E18127: file("E18127-sort.sorted.bam"), E18128: file("E18128-sort.sorted.bam") },
    });
    await unchanged();
  });

  test("policy: typed rules match tasks and runs", async () => {
    const reads = 'sb.files(["567890abc8a5639cc6722007", "567890abc8a5639cc6722008"])';
    const genome = 'sb.file("567890abc4f3066bc3750174")';
    const task = (name: string, more: string): string =>
      `new sb.DraftTask("${name}", { project: "rfranklin/rnaseq", app: "rfranklin/rnaseq/star-align/1", inputs: { reads: ${reads}, genome: ${genome} }, ${more} })`;
    stack.program(
      `const spot = ${task("spot", "useInterruptibleInstances: true")};`,
      `${task("on-demand", "useInterruptibleInstances: false")};`,
      'new sb.TaskRun("bounded", { task: spot, timeout: "24h" });',
      'new sb.TaskRun("unbounded", { task: spot });',
    );
    for (const name of ["index.ts", "PulumiPolicy.yaml"])
      cpSync(join(repository, "examples/policy", name), stack.file(`policy/${name}`));
    symlinkSync(
      join(repository, "node_modules/@pulumi/policy"),
      join(stack.folder, "node_modules/@pulumi/policy"),
    );
    writeFileSync(stack.file("policy/package.json"), '{ "name": "rules", "version": "1.0.0" }');
    // Pulumi's language host starts policy packs only from an official installation; the engine also takes a script.
    const yaml = join(stack.folder, "policy/PulumiPolicy.yaml");
    writeFileSync(yaml, readFileSync(yaml, "utf8").replace("runtime: nodejs", "runtime: script"));
    writeFileSync(
      stack.file("node_modules/.bin/pulumi-analyzer-policy-script"),
      '#!/bin/sh\nexec node "$(node -p \'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")\')" "$@"\n',
      { mode: 0o755 },
    );
    const { code, text } = await stack.tryPreview("--policy-pack", "policy");
    const violations = text.match(/\[(mandatory|advisory)\].*\(.*\)$/gm) ?? [];
    expect([code === 0, violations.map((it) => it.replaceAll(/\s+/g, " ")).toSorted()]).toStrictEqual([
      false,
      [
        "[advisory] bounded-runs (pulumi-nodejs:dynamic/sevenbridges:TaskRun: unbounded)",
        "[mandatory] spot-only (pulumi-nodejs:dynamic/sevenbridges:DraftTask: on-demand)",
      ],
    ]);
    expect(await platform.writes()).toStrictEqual([]);
  });
});
