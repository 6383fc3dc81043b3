import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { page } from "../../support/docs";
import { Platform } from "../../support/platform";
import { repository, Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, preview } from "../misuse/said";

/* The pipeline example with mistakes in it: its reviewer reads all of them in one preview. */

let platform: Platform;
let stack: Stack;
beforeAll(async () => {
  platform = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml"), taskSeconds: 1 });
  stack = await Stack.make(platform, "index.ts");
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

const example = readFileSync(join(repository, "examples/pipeline/index.ts"), "utf8");

/** Each is a piece of the example, and what replaces it. */
const planted: readonly (readonly [was: string, is: string])[] = [
  ["inputs: { reads, ", 'inputs: { reads, thread: 16, duplicates: "drop", '],
  [", reference, intervals },\n  batchInput", ', intervals, ploidy: "two" },\n  batchInput'],
  ['cohort: "CEU-trio" },', 'cohort: "CEU-trio" },\n  batchInput: "gvcf",\n  batchBy: sb.byItem,'],
];

const write = (text: string): void => writeFileSync(stack.file("index.ts"), text);

test("one preview names planted mistakes by their paths, with one that follows from them, and fails; corrected, the pipeline runs", async () => {
  const wrong = planted.reduce((text, [was, is]) => {
    expect(text.split(was)).toHaveLength(2);
    return text.replace(was, is);
  }, example);
  write(wrong);
  const told = {
    align: [
      "inputs.thread is not an input of the app: did you mean threads?",
      "inputs.duplicates must be one of keep, mark, remove, not another string",
    ],
    call: ["inputs.ploidy must be int?, not a string", "inputs.reference is required (File)"],
    genotype: ["batchInput is not an input of the app: did you mean gvcfs?"],
    genotyped: [
      'genotyped is a batch, whose values are its children\'s: use childOutput("variants"), or child(group).output("variants")',
    ],
  };
  expect(await failing(stack, preview)).toStrictEqual({ Stack: [atItsEnd], ...told });
  const lines = Object.entries(told).flatMap(([name, sentences]) =>
    sentences.map((one) => `${name}: ${one}`),
  );
  expect(page("docs/checks.md")).toContain(`\n${lines.join("\n")}\n`);
  await expectNoWrites(platform);

  write(example);
  await stack.up();
  expect(await platform.writes()).toHaveLength(9);
});
