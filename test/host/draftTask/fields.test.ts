import { type ArgName, argNames, fields } from "../../../provider/model/task/fields";
import { comment, created, drafted, task, updated } from "../../cli/review/previews";
import { plainValues } from "../../support/plainValues";
import { Platform } from "../../support/platform";
import { app, otherProject, project, reads } from "../../support/seed";
import { described } from "../../support/tags";
import { type Kept, Process, type Properties } from "../provider";

/* Every row of the table of args, over HTTP on the emulator. A new row is tested without a line here, if it is a plain value. */

interface Sample {
  /** The args before and after a change of this one. */
  readonly was: Properties;
  readonly now: Properties;
  /** What a body of the API has for the second value, by name. A local arg sends nothing. */
  readonly body: Properties;
}

const list = (paths: readonly string[]) => paths.map((path) => ({ class: "File", path }));
const inputs = { reads: list(reads), threads: 4 };
const base: Properties = { project, app: `${app}/0`, inputs };
const byItem = { batchInput: "reads", batchBy: { type: "ITEM" } };
const criteria = { type: "CRITERIA", criteria: ["metadata.sample_id"] };
const bySample = { batch: true, batch_input: "reads", batch_by: criteria };

const samples: Readonly<Partial<Record<ArgName, Sample>>> = {
  project: { was: {}, now: { project: otherProject }, body: { project: otherProject } },
  app: { was: {}, now: { app: `${otherProject}/align/0` }, body: { app: `${otherProject}/align/0` } },
  inputs: {
    was: {},
    now: { inputs: { ...inputs, threads: 8 } },
    body: { inputs: { ...inputs, threads: 8 } },
  },
  batch: { was: byItem, now: { batch: false }, body: { batch: false } },
  batchInput: { was: {}, now: { batchInput: "reads", batchBy: criteria }, body: bySample },
  batchBy: { was: byItem, now: { batchInput: "reads", batchBy: criteria }, body: bySample },
  executionSettings: {
    was: { executionSettings: { instanceType: "AUTO" } },
    now: { executionSettings: { instanceType: "c4.2xlarge;ebs-gp2;512", useMemoization: true } },
    body: { execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;512", use_memoization: true } },
  },
  outputLocation: {
    was: { outputLocation: { mainLocation: "/a" } },
    now: { outputLocation: { mainLocation: "/b" } },
    body: { output_location: { main_location: "/b" } },
  },
  run: { was: {}, now: { run: true }, body: {} },
  triggers: { was: { triggers: [1] }, now: { triggers: [2] }, body: {} },
  connection: { was: {}, now: { connection: "same" }, body: {} },
};

const sampleOf = (arg: ArgName): Sample => {
  const given = samples[arg];
  if (given !== undefined) return given;
  const { wire } = fields[arg];
  const [was, now] = plainValues(arg);
  return {
    was: { [arg]: was },
    now: { [arg]: now },
    body: wire === undefined ? {} : { [wire]: now },
  };
};

let platform: Platform;
let provider: Process;

beforeEach(async () => {
  platform = await Platform.start();
  // The same platform under a name, for `connection`.
  const connections = JSON.stringify({ same: { endpoint: platform.url, token: platform.token } });
  provider = new Process(platform, { "sevenbridges:connections": connections });
});
afterEach(() => platform.close());

const withoutFileNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutFileNames);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !("class" in value && key === "name"));
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutFileNames(item)]));
};

const writes = async () =>
  (await platform.requests())
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, body }) => ({ method, path: path.replace("/v2/tasks", ""), body }));

const create = async (more: Properties): Promise<Kept> => {
  const kept = await provider.create({ ...base, ...more });
  await platform.log();
  return kept;
};

/** Only of a description, the tag is part. */
const withTag = ({ description, ...body }: Properties) => ({
  ...body,
  description: described(provider.owner, typeof description === "string" ? description : null),
});

test.each(argNames)("%s is sent when a task is created", async (arg) => {
  const { now, body } = sampleOf(arg);
  await provider.create({ ...base, ...now });
  const [post] = await writes();
  const whole = { project, app: `${app}/0`, name: "align", inputs, ...body };
  expect(post).toStrictEqual({ method: "POST", path: "", body: withTag(whole) });
});

test.each(argNames)("a change of %s on a draft does what its row says", async (arg) => {
  const { was, now, body } = sampleOf(arg);
  const { onDraft } = fields[arg];
  const kept = await create(was);
  const difference = await provider.diff(kept, { ...base, ...now });
  if (onDraft === "new task") {
    expect(difference).toStrictEqual({ changes: true, replaces: [arg] });
    return;
  }
  expect(difference).toStrictEqual({ changes: true });
  await platform.log();
  await provider.update(kept, { ...base, ...now });
  const path = `/${kept.id}`;
  const sent = onDraft === "edit ports" ? { inputs: { threads: 8 } } : body;
  const patch = { method: "PATCH", path, body: withTag(sent) };
  const expected = {
    edit: [patch],
    "edit ports": [patch],
    start: [
      { method: "PATCH", path, body: withTag({}) },
      { method: "POST", path: `${path}/actions/run`, body: null },
    ],
    store: [],
  };
  expect(await writes()).toStrictEqual(expected[onDraft]);
});

test.each(argNames)("a change of %s on a started task does what its row says", async (arg) => {
  const { was, now } = sampleOf(arg);
  const kept = await create({ ...was, run: true });
  const difference = await provider.diff(kept, { ...base, run: true, ...now });
  const isReplaced = fields[arg].onStarted === "new task";
  // The task of this test runs already.
  expect(difference).toStrictEqual(
    isReplaced ? { changes: true, replaces: expect.arrayContaining([arg]) } : { changes: arg !== "run" },
  );
});

test.each(argNames)("%s is read back from the platform and out of the state", async (arg) => {
  const { now } = sampleOf(arg);
  const kept = await create(now);
  const stored = await provider.read(kept.id, kept.outs);
  expect(stored?.props?.[arg]).toStrictEqual(now[arg]);
  // `DraftTask.get` and getTask see what is on the platform. A task without batching does not tell why.
  const isShown = fields[arg].wire !== undefined && arg !== "batch";
  const shown = await new Process(platform).read(kept.id);
  expect(withoutFileNames(shown?.props?.[arg])).toStrictEqual(isShown ? now[arg] : undefined);
});

test.each(argNames.filter((arg) => fields[arg].kind === "setting"))(
  "an edit of %s on the platform is drift where the program sets it",
  async (arg) => {
    const { was, now, body } = sampleOf(arg);
    const kept = await create(was);
    await platform.api("PATCH", `/tasks/${kept.id}`, body);
    const found = await provider.read(kept.id, kept.outs);
    const [said, seen] = [was[arg], now[arg]];
    const isKey = (key: string) => typeof said !== "object" || said === null || key in said;
    expect(found?.props?.[arg]).toStrictEqual(
      typeof seen === "object" && seen !== null
        ? Object.fromEntries(Object.entries(seen).filter(([key]) => isKey(key)))
        : seen,
    );
  },
);

test.each(argNames)("review shows a change of %s, and its column for a new task", (arg) => {
  const { was, now } = sampleOf(arg);
  const changed = comment([updated(task("align", now), drafted(1), task("align", was))]);
  expect(changed).toContain(`\`${arg}`);
  const { column } = fields[arg];
  const added = comment([created(task("align", now))]);
  if (column !== undefined) expect(added).toMatch(new RegExp(`^\\|.*\\| ${column} \\|`, "m"));
});
