import { draftTaskProvider, taskRunProvider } from "../../provider/host";
import { hushApp, hushProject, hushSeed } from "../support/hushSeed";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { failureOf, Process, type Properties, signature } from "./provider";
import { ended } from "./runs";

/*
 * Each arg as a secret, through the operations of a task and of its run. The engine encrypts the args themselves; what
 * follows from them must be sealed in what the provider gives back, and in no line.
 */

const file = (path: string): Properties => ({ class: "File", path });
const inputs = { reads: reads.map(file) };
const by = (field: string): Properties => ({
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: [`metadata.${field}`] },
});

/** The arg that holds the secret, the secret, and a program that gives it. */
const cases: readonly (readonly [string, string, Properties])[] = [
  ["name", "hush-name", { name: "hush-name" }],
  ["name", "hush-name", { name: "hush-name", ...by("sample_id") }],
  ["app", "hush-app", { project: hushProject, app: hushApp }],
  ["project", hushProject, { project: hushProject }],
  ["batchBy", "hush_field", by("hush_field")],
  ["batchInput", "reads", by("sample_id")],
  ["description", "hush-description", { description: "hush-description" }],
  ["inputs.note", "hush-note", { inputs: { ...inputs, note: "hush-note" } }],
  ["inputs", "hush-note", { inputs: { ...inputs, note: "hush-note" } }],
  ["executionSettings", "hush.large", { executionSettings: { instanceType: "hush.large;ebs-gp2;100" } }],
  ["outputLocation", "hush/results", { outputLocation: { mainLocation: "hush/results" } }],
  ["triggers", "hush-trigger", { triggers: ["hush-trigger"] }],
  ["connection", "hush-connection", { connection: "hush-connection" }],
];

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 0.01, seed: hushSeed });
});
afterEach(() => platform.close());

const connections = (): Readonly<Record<string, string>> => ({
  "sevenbridges:connections": JSON.stringify({
    "hush-connection": { endpoint: platform.url, token: platform.token },
  }),
});

const processOf = (config: Readonly<Record<string, string>>): Process =>
  new Process(platform, { ...connections(), ...config }, undefined, undefined, asEngine(draftTaskProvider));

const argsOf = (arg: string, given: Properties): Properties => ({
  project,
  app: `${app}/0`,
  inputs,
  __secretArgs: [arg],
  ...(arg === "description" || arg.startsWith("inputs") ? { __secret: true } : {}),
  ...given,
});

/** What the engine stores in clear of the properties of a resource. It encrypts what the program has given as a secret. */
const plain = (arg: string, properties: object = {}): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(properties).filter(
        ([key]) =>
          ![arg.split(".")[0], "__draft", "__settings", "__secretArgs"].includes(key) &&
          // The ports of inputs are the program's own words.
          !(arg === "batchInput" && key === "inputs"),
      ),
    ),
    (_, value: unknown) =>
      typeof value === "object" && value !== null && signature in value ? "sealed" : value,
  );

/** What `check` has given back, before the engine hands it on. */
const given: unknown[] = [];
beforeEach(() => given.splice(0));

const asEngine =
  (make: typeof draftTaskProvider): typeof draftTaskProvider =>
  (session, configure) => {
    const provider = make(session, configure);
    return {
      ...provider,
      check: async (olds, news) => {
        const checked = await provider.check?.(olds, news);
        given.push(checked?.inputs);
        return { inputs: checked?.inputs, failures: checked?.failures ?? [] };
      },
    };
  };

/** What the platform quotes the secret in. */
const quoting = (secret: string) => [{ title: "no", description: `cannot take ${secret}`, input: "reads" }];

describe.each(cases)("a secret %s (%s) is in clear", (arg, secret, args) => {
  const program = argsOf(arg, args);
  const found = (texts: readonly unknown[]): readonly unknown[] =>
    texts.filter((text) => String(JSON.stringify(text)).includes(secret));

  test.each(["full", "offline"])("nowhere in the life of a task, with checks: %s", async (checks) => {
    const drafts = processOf({ "sevenbridges:checks": checks });
    const texts: unknown[] = [];
    await drafts.check({ ...program, __preview: true });
    const wrong = await drafts.check({ ...program, executionSettings: { instanceType: 1 }, project: "none" });
    const missing = await drafts.check({ ...program, project: `${program.project}x` });
    const kept = await drafts.create(program);
    const stored = { ...kept, outs: { ...kept.outs, ...program } };
    const seen = await drafts.read(kept.id, { ...stored.outs, __provider: "text" });
    texts.push(
      ...[...given, kept.outs, seen?.props, seen?.inputs].map((it) => plain(arg, Object(it))),
      wrong.reasons,
      missing.reasons,
    );
    const errors = quoting(secret);
    await platform.fault({
      match: { method: "PATCH" },
      kind: "alter",
      set: { errors, warnings: errors },
    });
    const failed = await failureOf(drafts.update(stored, { ...program, useInterruptibleInstances: true }));
    texts.push(failed.message, failed.reasons, plain(arg, failed.properties));
    await platform.fault({
      match: { method: "DELETE" },
      kind: "status",
      status: 403,
      code: 7001,
      message: `cannot take ${secret}`,
    });
    const later = new Process(platform, connections());
    texts.push((await failureOf(later.delete(stored))).message, drafts.lines, later.lines);
    expect(found(texts)).toStrictEqual([]);
  });

  test("nowhere in the life of its run", async () => {
    const drafts = processOf({ "sevenbridges:checks": "offline" });
    const kept = await drafts.create(program);
    const runs = new Process(
      platform,
      connections(),
      "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align",
      undefined,
      asEngine(taskRunProvider),
    );
    const run: Properties = {
      task: kept.id,
      __secretArgs: [arg],
      ...(program.__secret === true ? { __secret: true } : {}),
      __draft: { [arg]: program[arg] },
      __settings: { description: program.description, executionSettings: program.executionSettings },
      ...(arg === "connection" ? { connection: "hush-connection" } : {}),
    };
    const ran = await ended(platform, () => runs.create(run));
    const seen = await runs.read(ran.id, { ...ran.outs, ...run, __provider: "text" });
    const later = new Process(platform, connections(), undefined, undefined, taskRunProvider);
    await later.delete({ ...ran, outs: { ...ran.outs, ...run } });
    const texts = [...given, ran.outs, seen?.props, seen?.inputs].map((it) => plain(arg, Object(it)));
    expect(found([...texts, runs.lines, later.lines])).toStrictEqual([]);
    expect(ran.outs).toMatchObject({ status: "COMPLETED" });
  });
});
