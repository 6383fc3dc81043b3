import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { escapeAnswer } from "../../provider/api/transport/escape";
import { signatureKey } from "../../provider/shared/wireValues";
import { Platform } from "../support/platform";
import { project, reads, seed } from "../support/seed";
import { failureOf, type Kept, Process, type Properties } from "./provider";
import { ended } from "./runs";

/* Values of the platform that Pulumi would take for its own, from a task's answer to the state and back. */

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
const asset = { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", path: "/etc/hostname" };
const odd: Properties = {
  asset,
  archive: { [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "/etc" },
  secret: { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270", value: "hush" },
  noSecret: { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270" },
  resource: { [signatureKey]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "y" },
  output: { [signatureKey]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1 },
  unheard: [{ [signatureKey]: "?" }],
  unknown: unknownText,
  unknownNumber: { deep: [unknownNumber] },
  half: "a\ud83d",
  halfKey: { "\udc00": 1 },
  prototype: JSON.parse('{"__proto__": {"a": 1}}'),
  ofTheSdk: { __pulumiOutput: true },
};

/** Names that every object of JavaScript has already. */
const names = ["toString", "constructor", "hasOwnProperty", "valueOf", "then", "__provider", "__secret"];

const app = `${project}/odd`;
const port = (id: string) => ({ id, type: "Any?" });
const cwl = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  baseCommand: ["odd"],
  inputs: [{ id: "reads", type: "File[]?" }, ...[...names, ...Object.keys(odd)].map(port)],
  outputs: [...names, ...Object.keys(odd)].map(port),
};

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start({ seed: { ...seed, apps: [{ id: app, cwl }] } });
});
afterEach(() => platform.close());

const reading = reads.map((path) => ({ class: "File", path }));
const args: Properties = { project, app: `${app}/0`, inputs: { reads: reading } };

/** What the engine would read, with the rules of its `UnmarshalPropertyValue` for what leaves a provider. */
const expectCarried = (outs: Properties): void => {
  const bytes = Struct.fromJavaScript(JSON.parse(JSON.stringify(outs))).serializeBinary();
  const text = JSON.stringify(Struct.deserializeBinary(bytes).toJavaScript());
  expect(text).toBe(JSON.stringify(sorted(outs)));
  // The engine takes no half of a character, which JSON writes as an escape.
  expect(text).not.toMatch(/(?<!\\)\\ud[89a-f]/);
  for (const one of [unknownText, unknownNumber, signatureKey]) expect(text).not.toContain(`"${one}"`);
};

/** Protocol buffers sort keys. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, sorted(item)]),
      )
    : value;
};

/** A run that has made all of it. */
const ran = async (outputs: Properties, more: Properties = {}): Promise<[Process, Kept]> => {
  const draft = await Process.drafts(platform).create({ ...args, ...more });
  await platform.control("POST", `/tasks/${draft.id}`, { outputs });
  const process = Process.runs(platform);
  return [process, await ended(platform, () => process.create({ task: draft.id }))];
};

test("a run that has made them is stored, read, and updated", async () => {
  const [process, kept] = await ran(odd);
  expect(kept.outs.outputs).toMatchObject(Object(escapeAnswer(odd)));
  expectCarried(kept.outs);
  const read = await process.read(kept.id, kept.outs);
  expectCarried(read?.props ?? {});
  expect(read?.props?.outputs).toStrictEqual(kept.outs.outputs);
  expect(await process.diff(kept, { task: kept.id })).toStrictEqual({ changes: false });
  const updated = await process.provider.update?.(kept.id, kept.outs, kept.inputs);
  expectCarried(updated?.outs ?? {});
});

test("the next task is sent what the run has made", async () => {
  const [, { outs }] = await ran(odd);
  const { prototype: _, ...sent } = odd;
  await platform.log();
  const process = Process.drafts(platform);
  const { prototype: __, ...inputs } = Object(outs.outputs);
  const kept = await process.create({ ...args, name: "next", inputs: { ...inputs, reads: reading } });
  expectCarried(kept.outs);
  const [post] = (await platform.requests()).filter(
    ({ path, method }) => `${method} ${path}` === "POST /v2/tasks",
  );
  expect(Object(post?.body).inputs).toMatchObject(sent);
  const read = await process.read(kept.id, kept.outs);
  expectCarried(read?.props ?? {});
  expect(await process.diff({ ...kept, outs: read?.props ?? {} }, kept.inputs)).toStrictEqual({
    changes: false,
  });
});

test("texts of the platform about a task are stored", async () => {
  const process = Process.drafts(platform);
  const kept = await process.create(args);
  const texts = { name: unknownText, description: "half \ud83d", inputs: { asset, unknown: unknownText } };
  await platform.api("PATCH", `/tasks/${kept.id}`, texts);
  await platform.control("POST", `/tasks/${kept.id}`, {
    errors: [{ message: unknownText, asset }, { message: "\ud83d" }],
  });
  const read = await process.read(kept.id, kept.outs);
  expectCarried(read?.props ?? {});
  expectCarried(read?.inputs ?? {});
  expect(read?.props).toMatchObject(Object(escapeAnswer(texts)));
});

test("a draft whose description somebody has cut inside a character is theirs: another one is created, with a line", async () => {
  const process = Process.drafts(platform);
  const { id } = await process.create(args);
  const { description } = await platform.api("GET", `/tasks/${id}`);
  await platform.api("PATCH", `/tasks/${id}`, { description: `half \ud83d\n\n${description}` });
  const next = Process.drafts(platform);
  expect((await next.create(args)).id).not.toBe(id);
  expect(next.lines).toStrictEqual([
    expect.stringContaining(`task ${id} (DRAFT) carries this resource's tag, but`),
  ]);
});

test("groups and fields of such names are stored, and keep their children apart", async () => {
  await platform.control("POST", "/seed", {
    files: [unknownText, "toString"].map((value, n) => ({
      project,
      id: `5678000000000000000000d${n}`,
      name: `${n}.fastq`,
      metadata: { constructor: value },
    })),
  });
  const files = [0, 1].map((n) => ({ class: "File", path: `5678000000000000000000d${n}` }));
  const [, kept] = await ran(odd, {
    inputs: { reads: files },
    batchInput: "reads",
    batchBy: { type: "CRITERIA", criteria: ["metadata.constructor"] },
  });
  expectCarried(kept.outs);
  const { children, childOutputs } = Object(kept.outs);
  expect(children.map(({ group }: { group: { value: string } }) => group.value)).toStrictEqual([
    escapeAnswer(unknownText),
    "toString",
  ]);
  expect(childOutputs.unknown).toStrictEqual([escapeAnswer(unknownText), escapeAnswer(unknownText)]);
});

test("ports of names that every object has are sent, stored, compared, and changed", async () => {
  const all = Object.fromEntries(names.map((name) => [name, name]));
  const process = Process.drafts(platform);
  const kept = await process.create({ ...args, inputs: { ...all, reads: reading } });
  const { inputs } = await platform.api("GET", `/tasks/${kept.id}`);
  expect(Object.entries(Object(inputs))).toEqual(expect.arrayContaining(Object.entries(all)));
  expectCarried(kept.outs);
  const read = await process.read(kept.id, kept.outs);
  expect(JSON.stringify(sorted(read?.props?.inputs))).toBe(JSON.stringify(sorted(kept.outs.inputs)));
  const { toString: _, ...fewer } = all;
  const updated = await process.update(kept, { ...args, inputs: { ...fewer, reads: reading } });
  const { inputs: now } = await platform.api("GET", `/tasks/${kept.id}`);
  expect(Object.entries(Object(now)).filter(([, value]) => names.includes(String(value)))).toEqual(
    Object.entries(fewer),
  );
  expect(await process.diff(updated, { ...args, inputs: { ...fewer, reads: reading } })).toStrictEqual({
    changes: false,
  });
  const [, { outs }] = await ran(all);
  expect(Object.entries(Object(outs.outputs))).toEqual(expect.arrayContaining(Object.entries(all)));
  expectCarried(outs);
});

test("a port that Pulumi cannot carry is no missing output, and can be set by its escaped name", async () => {
  const proto = `${project}/proto`;
  const required = { id: "__proto__", type: "string" };
  await platform.control("POST", "/seed", {
    apps: [{ id: proto, cwl: { ...cwl, inputs: [required], outputs: [required] } }],
  });
  const name = String(escapeAnswer("__proto__"));
  const process = new Process(platform, { "sevenbridges:checks": "apps" });
  const { id, inputs } = await process.create({ project, app: `${proto}/0`, inputs: { [name]: "x" } });
  expect(inputs.inputs).toStrictEqual({ [name]: "x" });
  const sent = (await platform.requests()).find(
    ({ path, method }) => `${method} ${path}` === "POST /v2/tasks",
  );
  expect(Object.entries(Object(sent?.body).inputs)).toStrictEqual([["__proto__", "x"]]);
  const { outs } = await ended(platform, () => Process.runs(platform).create({ task: id }));
  expect([outs.outputs, outs.missingOutputs]).toStrictEqual([{ [name]: expect.any(String) }, []]);
  expectCarried(outs);
});

describe("check, in an update,", () => {
  const reasons = async (more: Properties): Promise<readonly string[]> =>
    (await Process.drafts(platform).check({ ...args, ...more })).reasons;

  test("refuses an arg that is not known, and lets it pass in a preview", async () => {
    expect(await reasons({ name: unknownText, __preview: false })).toStrictEqual([
      expect.stringMatching(/^name is not known, or is the text by which Pulumi marks/),
    ]);
    expect(await reasons({ name: unknownText, __preview: true })).toStrictEqual([]);
    const run = await Process.runs(platform).check({ task: unknownText, __preview: false });
    expect(run.reasons).toStrictEqual([expect.stringMatching(/^task is not known/)]);
  });

  test("refuses an asset", async () => {
    expect(await reasons({ name: asset })).toStrictEqual([expect.stringMatching(/^name is an asset: /)]);
  });

  test("names an arg toString", async () => {
    expect(await reasons({ toString: 1 })).toStrictEqual([expect.stringMatching(/^toString is not known/)]);
  });
});

test("an answer to a POST with half of a character is no error: the task is in the state", async () => {
  const process = Process.drafts(platform);
  await platform.fault({
    match: { method: "POST", path: "/tasks$" },
    effect: "after",
    kind: "alter",
    set: { name: "half \ud83d", warnings: [{ message: "\ud83d" }], errors: [{ message: unknownText }] },
  });
  const { id, properties } = await failureOf(process.create(args));
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expectCarried(properties ?? {});
});
