import { isRecord } from "../../../provider/shared/codec";
import type { Platform } from "../../support/platform";
import { base, cwl, project, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { atItsEnd, said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly newState?: { readonly inputs: Record<string, unknown>; readonly outputs: Record<string, unknown> };
}

/** What a preview's JSON says of the children to be, by task. */
const previewed = async (): Promise<Readonly<Record<string, unknown>>> => {
  const { steps } = JSON.parse(await stack.must("preview", "--json", "--show-sames")) as {
    steps: readonly Step[];
  }; // the engine's own form
  return Object.fromEntries(
    steps
      .filter(({ urn }) => urn.includes("sevenbridges:DraftTask"))
      .map(({ urn, op, newState }) => [`${op} ${urn.split("::").at(-1)}`, newState?.inputs.expectedChildren]),
  );
};

/** The groups of a task's children, as the platform has made them. */
const madeOf = async (id: string): Promise<readonly unknown[]> => {
  const { items } = await platform.api("GET", `/tasks?parent=${id}&order=asc&limit=100&fields=batch_group`);
  return Array.isArray(items)
    ? items.map(({ batch_group: group }) => (isRecord(group) ? group.value : undefined))
    : [];
};

const file = `sb.files(${JSON.stringify(reads)})`;
const lookup = `sb.getFilesOutput({ project: "${project}", match: "*.fastq" })`;

test("the preview says what a batch will be split into, and the platform makes just that of it", async () => {
  const workflow = { ...cwl, "sbg:batchInput": "reads", "sbg:batchBy": { type: "item" } };
  await platform.control("POST", "/seed", { apps: [{ id: `${project}/own`, cwl: workflow }] });
  for (const [id, metadata] of [
    [reads[0], { sample_id: "a", "Donor No. 1": "x" }],
    [reads[1], { sample_id: "a", "Donor No. 1": "y", lane: "2" }],
    [reads[2], { sample_id: "b", "Donor No. 1": "x" }],
  ] as const)
    await platform.api("PATCH", `/files/${id}`, { metadata });
  const byDonor = `sb.getFilesOutput({ project: "${project}", metadata: { "Donor No. 1": ["x", "y"] }, origin: "uploaded" })`;
  stack.program(
    `const args = { ${base}, inputs: { reads: ${file} }, batchInput: "reads" };`,
    'new sb.DraftTask("by-sample", { ...args, batchBy: sb.byMetadata("sample_id"), run: true });',
    `new sb.DraftTask("by-both", { ...args, inputs: { reads: ${lookup} }, batchBy: sb.byMetadata("sample_id", "lane"), run: true });`,
    `new sb.DraftTask("by-donor", { ...args, inputs: { reads: ${byDonor} }, batchBy: sb.byMetadata("Donor No. 1"), run: true });`,
    'new sb.DraftTask("by-item", { ...args, batchBy: sb.byItem, run: true });',
    `new sb.DraftTask("by-default", { project: "${project}", app: "${project}/own", inputs: args.inputs, run: true });`,
    'new sb.DraftTask("none", { ...args, batchInput: undefined });',
  );
  const names = ["a_1.fastq", "a_2.fastq", "b_1.fastq"];
  const expected = {
    "by-sample": { count: 2, groups: ["a", "b"] },
    "by-both": { count: 3, groups: ["a, ", "a, 2", "b, "] },
    "by-donor": { count: 2, groups: ["x", "y"] },
    "by-item": { count: 3, groups: names },
    "by-default": { count: 3, groups: names },
    none: undefined,
  };
  const under = (op: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(expected).map(([name, it]) => [`${op} ${name}`, it]));
  expect(await previewed()).toStrictEqual(under("create"));

  await stack.up();
  await platform.advance(5000);
  for (const [name, it] of Object.entries(expected)) {
    const { id, inputs, outputs } = await stack.resource(name);
    expect([inputs.expectedChildren, outputs.expectedChildren]).toStrictEqual([it, it]);
    expect(await madeOf(id)).toStrictEqual(it?.groups ?? []);
  }

  await platform.log();
  expect(await previewed()).toStrictEqual(under("same"));
  // The lookup is the program's.
  expect((await platform.log()).filter((line) => !line.startsWith("GET /files?"))).toStrictEqual([]);
});

test("files that lack the metadata are named, with what they lack", async () => {
  await platform.api("PATCH", `/files/${reads[1]}`, { metadata: {} });
  stack.program(
    `new sb.DraftTask("align", { ${base}, inputs: { reads: ${file} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
  );
  expect(said(stack, await stack.tryPreview())).toStrictEqual({
    Stack: [
      `sb:align: warning: 1 of 3 files on inputs.reads lack what the batch is grouped by: [1] (a_2.fastq, ${reads[1]}) has no metadata.sample_id. Each is counted as a separate group; what the platform makes of them is not documented`,
    ],
  });
  // What the emulator makes of them is reported when the draft is made.
  expect(await stack.up()).toContain("has no metadata.sample_id");
});

test("a field that no file has fails the preview and the update, with the nearest and with all that there are", async () => {
  const bare = "5678000000000000000000d1";
  await platform.control("POST", "/seed", { files: [{ project, id: bare, name: "d_1.fastq" }] });
  stack.program(
    `const args = { ${base}, batchInput: "reads" };`,
    `const one = sb.getFileOutput({ project: "${project}", path: "a_1.fastq" });`,
    `new sb.DraftTask("typo", { ...args, inputs: { reads: ${file} }, batchBy: sb.byMetadata("sampleid") });`,
    `new sb.DraftTask("looked-up", { ...args, inputs: { reads: ${lookup} }, batchBy: sb.byMetadata("sampleid"), run: true });`,
    'new sb.DraftTask("half", { ...args, inputs: { reads: [one, one] }, batchBy: sb.byMetadata("sample_id", "lane") });',
    `new sb.DraftTask("none", { ...args, inputs: { reads: [sb.file("${bare}")] }, batchBy: sb.byMetadata("sample_id") });`,
  );
  const run = await stack.tryPreview();
  expect(run.code).not.toBe(0);
  expect(said(stack, run)).toStrictEqual({
    typo: [
      "batchBy: none of the 3 files on inputs.reads has the metadata field sampleid, so one child task would get all of them. Did you mean sample_id? They have sample_id (2 values).",
    ],
    "looked-up": [
      "batchBy: none of the 4 files on inputs.reads has the metadata field sampleid, so one child task would get all of them. Did you mean sample_id? They have sample_id (2 values on 3 files).",
    ],
    half: [
      "batchBy: none of the 2 files on inputs.reads has the metadata field lane, so it would split nothing. They have sample_id (1 value).",
    ],
    none: ["batchBy: the file on inputs.reads has no metadata field sample_id. It has no metadata at all."],
    Stack: [atItsEnd],
  });
  const up = await stack.tryUp("--continue-on-error");
  expect(up.code).not.toBe(0);
  expect(up.text).toMatch(/has the metadata field (sampleid|lane)|has no metadata field sample_id/);
  expect(await platform.writes()).toStrictEqual([]);
});

test("files that are not there fail the preview, all of them, by their places and ids", async () => {
  const gone = "5678000000000000000000ff";
  stack.program(
    `const args = { ${base}, batchInput: "reads", batchBy: sb.byMetadata("sample_id") };`,
    `new sb.DraftTask("one", { ...args, inputs: { reads: sb.files(["${reads[0]}", "${gone}"]) } });`,
    `new sb.DraftTask("two", { ...args, inputs: { reads: sb.files(["${gone}"]) } });`,
  );
  const run = await stack.tryPreview();
  expect(run.code).not.toBe(0);
  const missing = expect.stringMatching(
    `there is no file ${gone} at <endpoint>: check the id, and the platform`,
  );
  expect(said(stack, run)).toStrictEqual({
    one: [missing],
    two: [missing],
    Stack: [atItsEnd],
  });
  expect(run.text).toContain("inputs.reads[1]: there is no file");
  expect((await stack.tryUp()).text).toContain(`there is no file ${gone}`);
  expect(await platform.writes()).toStrictEqual([]);
});

test("a state of before, without expected children, previews as no change, at no call", async () => {
  stack.program(
    `new sb.DraftTask("align", { ${base}, inputs: { reads: ${file} }, batchInput: "reads", batchBy: sb.byItem });`,
  );
  await stack.must("config", "set", "sevenbridges:checks", "offline");
  await stack.up();
  expect((await stack.resource("align")).inputs).not.toHaveProperty("expectedChildren");
  await stack.must("config", "rm", "sevenbridges:checks");
  await platform.log();
  expect(await previewed()).toStrictEqual({ "same align": undefined });
  expect(await platform.log()).toStrictEqual([]);
});

test("the files of all tasks of a program are asked for together, in previews and updates, and the state holds no word of it", async () => {
  const ids = Array.from({ length: 250 }, (_, n) => `5678${String(n).padStart(20, "0")}`);
  await platform.control("POST", "/seed", {
    files: ids.map((id, n) => ({ project, id, name: `f${n}`, metadata: { sample_id: `s${n % 2}` } })),
  });
  stack.program(
    `const ids = ${JSON.stringify(ids)};`,
    "for (let n = 0; n < 50; n += 1) {",
    `  const args = { ${base}, inputs: { reads: sb.files(ids.slice(5 * n, 5 * n + 5)) } };`,
    '  new sb.DraftTask("t" + n, { ...args, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });',
    "}",
  );
  const bulks = async (): Promise<readonly (readonly string[])[]> =>
    (await platform.requests())
      .filter(({ path }) => path.endsWith("/bulk/files/get"))
      .map(({ body }) => (body as { readonly file_ids: readonly string[] }).file_ids); // the API's own form
  await stack.must("preview");
  const asked = await bulks();
  expect(asked.map((some) => some.length).sort()).toStrictEqual([100, 100, 50]);
  expect(asked.flat().sort()).toStrictEqual(ids);
  await stack.up();
  expect(await bulks()).toHaveLength(3);
  const { inputs, outputs } = await stack.resource("t1");
  expect([...Object.keys(inputs), ...Object.keys(outputs)]).not.toContain("__fileBatches");
  expect(outputs.expectedChildren).toStrictEqual({ count: 2, groups: ["s1", "s0"] });
});
