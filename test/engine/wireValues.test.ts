import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { escapeAnswer } from "../../provider/api/transport/escape";
import { signatureKey } from "../../provider/shared/wireValues";
import type { Platform } from "../support/platform";
import { project, reads, seed } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { atItsEnd, expectNoWrites, failing, preview, up } from "./misuse/said";

/* Values in the form of Pulumi's own: what a task has made of that kind, and what a program gives. */

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownArray = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
const names = ["toString", "constructor", "hasOwnProperty", "valueOf", "then", "__provider", "__secret"];
const kinds = [
  "asset",
  "archive",
  "secret",
  "resource",
  "unheard",
  "unknown",
  "half",
  "prototype",
  "ofTheSdk",
];
const port = (id: string) => ({ id, type: "Any?" });
const cwl = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  baseCommand: ["odd"],
  inputs: [{ id: "reads", type: "File[]?" }, ...[...names, ...kinds].map(port)],
  outputs: [...names, ...kinds].map(port),
};

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { seed: { ...seed, apps: [{ id: `${project}/odd`, cwl }] }, taskSeconds: 0.1 },
);

const hush = "hush-hush-7215";
const ofHush = createHash("sha256").update(hush).digest("hex");
const task = (name: string, inputs = `reads: sb.files(${JSON.stringify(reads)})`, more = ""): string =>
  `new sb.DraftTask("${name}", { project: "${project}", app: "${project}/odd/0", inputs: { ${inputs} }, ${more} })`;

/** Everything odd at once; two of the values name a file of this machine. */
const odd = (): Readonly<Record<string, unknown>> => {
  const path = stack.file("hush.txt");
  writeFileSync(path, hush);
  return {
    asset: { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", path },
    archive: { [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7", path: stack.folder },
    secret: { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270" },
    resource: { [signatureKey]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "y" },
    unheard: [{ [signatureKey]: "?" }],
    unknown: unknownText,
    half: { "a\udc00": "a\ud83d" },
    prototype: JSON.parse('{"__proto__": {"a": 1}}'),
    ofTheSdk: { __pulumiOutput: true },
  };
};

/** A run that has made these values, by a program whose next task takes them. */
const ran = async (outputs: Readonly<Record<string, unknown>>): Promise<void> => {
  const first = `const one = ${task("one")};`;
  stack.program(first);
  await stack.up();
  const { id } = await stack.resource("one");
  await platform.control("POST", `/tasks/${id}`, { outputs });
  const taken = Object.keys(outputs).map((name) => `"${name}": run.output("${name}")`);
  stack.program(
    first,
    'const run = new sb.TaskRun("run", { task: one });',
    `const next = ${task("next", taken.join(", "))};`,
    "exports.made = run.outputs;",
  );
  await stack.up();
};

/** An object with keys such as `constructor` as Jest can compare it. */
const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(Object(value)).sort(([a], [b]) => (a < b ? -1 : 1));

describe("what a run has made in the form of Pulumi's own values", () => {
  test("is text in the state, names no file, and goes to the next task as it is", async () => {
    const outputs = odd();
    await platform.log();
    await ran(outputs);
    const posts = (await platform.requests()).filter(
      ({ path, method }) => `${method} ${path}` === "POST /v2/tasks",
    );
    expect(entriesOf(Object(posts.at(-1)?.body).inputs)).toStrictEqual(entriesOf(outputs));
    const { run, next } = await stack.resources();
    expect(run?.outputs.outputs).toMatchObject(Object(escapeAnswer(outputs)));
    expect(next?.outputs.inputs).toStrictEqual(escapeAnswer(outputs));
    expect((await stack.outputs()).made).toMatchObject(Object(escapeAnswer(outputs)));
    for (const text of [hush, ofHush]) expect(stack.stateText()).not.toContain(text);

    await stack.refresh();
    expect(await stack.preview()).toStrictEqual(["next: same", "one: same", "run: same"]);
    await stack.up();
    expect((await stack.resource("run")).outputs.outputs).toStrictEqual(run?.outputs.outputs);
    for (const text of [hush, ofHush]) expect(stack.stateText()).not.toContain(text);
    await stack.destroy();
    expect(await stack.resources()).toStrictEqual({});
  });

  test("is stored where a person has written it about a draft", async () => {
    stack.program(`${task("one", "", 'name: "one"')};`);
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.api("PATCH", `/tasks/${id}`, { name: unknownText, inputs: odd() });
    await stack.refresh();
    expect((await stack.resource("one")).outputs).toMatchObject({ name: escapeAnswer(unknownText) });
    for (const text of [hush, ofHush]) expect(stack.stateText()).not.toContain(text);
    await stack.up();
    expect(await platform.api("GET", `/tasks/${id}`)).toMatchObject({ id, name: "one" });
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual([]);
  });

  test("an answer to a POST that says it loses no task", async () => {
    await platform.fault({
      match: { method: "POST", path: "/tasks$" },
      effect: "after",
      kind: "alter",
      set: { created_by: unknownText, warnings: [{ message: "\ud83d", asset: odd().asset }] },
    });
    stack.program(`${task("one")};`);
    await stack.up();
    const { id, outputs } = await stack.resource("one");
    expect(outputs.createdBy).toBe(escapeAnswer(unknownText));
    await stack.up("--refresh");
    expect(await stack.resource("one")).toMatchObject({ id, outputs: { createdBy: "ada" } });
    expect(await platform.tasks()).toHaveLength(1);
  });
});

test("ports of names that every object has are sent, stored and changed", async () => {
  const values = Object.fromEntries(names.map((name) => [name, name]));
  const given = (value: object): string => JSON.stringify(value).slice(1, -1);
  await ran(values);
  stack.program(`${task("two", given(values), `triggers: [${JSON.stringify(values)}]`)};`);
  await stack.up();
  const { two } = await stack.resources();
  expect(entriesOf(two?.outputs.inputs)).toStrictEqual(entriesOf(values));
  await stack.refresh();
  expect(await stack.preview()).toStrictEqual(["two: same"]);
  stack.program(
    `${task("two", given({ ...values, toString: 2 }), `triggers: [${JSON.stringify(values)}]`)};`,
  );
  await stack.up();
  const { inputs } = await platform.api("GET", `/tasks/${two?.id}`);
  expect(entriesOf(inputs).filter(([, value]) => value !== null)).toStrictEqual(
    entriesOf({ ...values, toString: 2 }),
  );
});

describe("what a program gives in the form of Pulumi's own values", () => {
  const unknown = "is not known, or is the text by which Pulumi marks what is not known: give another value";
  const isHalf =
    "half of a character (a lone surrogate), which Pulumi cannot carry: cut texts between characters";
  const isAsset = "is an asset: upload the file to the platform, and give its id with sb.file(id)";
  const isSigned = `has the key ${signatureKey}, by which Pulumi marks assets and secrets: take it out; a secret is pulumi.secret(value)`;

  const shared = (): readonly string[] => [
    `const file = new pulumi.asset.FileAsset(${JSON.stringify(stack.file("missing.txt"))});`,
    `const signed = { "${signatureKey}": "c44067f5952c0a294b673a41bacd8c17", path: "/etc/hostname" };`,
  ];
  const declared: Readonly<Record<string, string>> = {
    marks: task("marks", `unknown: "${unknownText}", half: ["${unknownArray}"]`, `name: "${unknownText}"`),
    outputs: task(
      "outputs",
      `unknown: pulumi.output("${unknownText}")`,
      `description: pulumi.output("${unknownText}")`,
    ),
    assets: task("assets", "asset: file", "name: file"),
    signed: task(
      "signed",
      "asset: signed, secret: { a: pulumi.output({ [Object.keys(signed)[0]]: 1 }) }",
      "triggers: [signed]",
    ),
    halves: task("halves", 'half: "a\\ud83d", "\\udc00": 1', 'name: "\\udc00", triggers: [{ a: "\\ud83d" }]'),
    prototypes: task("prototypes", "prototype: JSON.parse('{\"__proto__\": 1}')"),
    run: `new sb.TaskRun("run", { task: "${unknownText}", triggers: ["${unknownText}"] })`,
  };
  const lines = {
    marks: [`name ${unknown}`, `inputs.half[0] ${unknown}`, `inputs.unknown ${unknown}`],
    outputs: [`description ${unknown}`, `inputs.unknown ${unknown}`],
    assets: [`name ${isAsset}`, `inputs.asset ${isAsset}`],
    signed: [`triggers[0] ${isAsset}`, `inputs.asset ${isAsset}`, `inputs.secret.a ${isSigned}`],
    halves: [`name holds ${isHalf}`, `triggers[0].a holds ${isHalf}`, `inputs has a key with ${isHalf}`],
    prototypes: ["inputs.prototype has the key __proto__, which Pulumi cannot carry: choose another name"],
    run: [`task ${unknown}`, `triggers[0] ${unknown}`],
  };

  test("is named in one preview", async () => {
    expect(await failing(stack, preview, ...shared(), Object.values(declared).join(";\n"))).toStrictEqual({
      ...lines,
      Stack: [atItsEnd],
    });
    await expectNoWrites(platform);
  });

  test("is named in an update, and no task is made", async () => {
    for (const [name, expected] of Object.entries(lines))
      expect(await failing(stack, up, ...shared(), declared[name] ?? "")).toMatchObject({ [name]: expected });
    await expectNoWrites(platform);
  });

  test("is named where a resource's name, a port or a lookup is that", async () => {
    for (const [text, line] of [
      [`${task("a\\ud83d")};`, `the first argument of new DraftTask(name, args) holds ${isHalf}`],
      [
        `${task("one")}; new sb.TaskRun("run", { task: "${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}" }).output("${unknownText}");`,
        `the port in output(port) of run ${unknown}`,
      ],
      [`sb.getFileOutput({ project: "${project}", path: "${unknownText}" });`, `getFile: path ${unknown}`],
    ] as const)
      expect(JSON.stringify(await failing(stack, preview, text))).toContain(
        JSON.stringify(line).slice(1, -1),
      );
    await expectNoWrites(platform);
  });
});
