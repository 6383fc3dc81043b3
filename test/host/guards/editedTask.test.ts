import { taskRunProvider } from "../../../provider/host";
import { Platform } from "../../support/platform";
import { app, cwl, genome, project, reads } from "../../support/seed";
import { failureOf, type Kept, Process, type Properties } from "../provider";

/* A draft that somebody edits between the update that wrote it and its start. */

let platform: Platform;
let drafts: Process;
beforeEach(async () => {
  platform = await Platform.start();
  drafts = new Process(platform, { "sevenbridges:checks": "apps" });
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const args = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map(file), threads: 8 },
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
  useInterruptibleInstances: true,
  executionSettings: { instanceType: "c4.8xlarge;ebs-gp2;2048", maxParallelInstances: 2 },
  outputLocation: { mainLocation: "results" },
};

const edit = (id: string, body: Properties) => platform.api("PATCH", `/tasks/${id}`, body);
const starts = async (): Promise<readonly string[]> =>
  (await platform.writes()).filter((line) => line.includes("/actions/run"));

/** The run of a draft, in a process that has checked its `DraftTask`. */
const run = async ({ id }: Kept, more: Properties = {}): Promise<Properties> => {
  const provider = taskRunProvider(drafts.session, () => undefined);
  const owner = drafts.owner.replace("DraftTask", "TaskRun");
  const { inputs } = (await provider.check?.({}, { __owner: owner, task: id, wait: false, ...more })) ?? {};
  return (await provider.create({ ...inputs, __provider: "text" })).outs ?? {};
};

test.each<[string, Properties, string]>([
  ["an input", { inputs: { threads: 9 } }, "inputs.threads (9 on the platform, 8 in the program)"],
  [
    "an input that the program does not set",
    { inputs: { genome: file(genome) } },
    "inputs.genome (genome.fa on the platform, nothing in the program)",
  ],
  [
    "an input that was taken out",
    { inputs: { threads: null } },
    "inputs.threads (nothing on the platform, 8 in the program)",
  ],
  ["the batching", { batch: false }, "batch"],
  [
    "spot instances",
    { use_interruptible_instances: false },
    "useInterruptibleInstances (false on the platform, true in the program)",
  ],
  [
    "the machine",
    { execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;1024", max_parallel_instances: 2 } },
    "executionSettings.instanceType",
  ],
  [
    "the place of its outputs",
    { output_location: { main_location: "elsewhere" } },
    "outputLocation.mainLocation",
  ],
])("with another value for %s is not started, and the message names both values", async (_, body, named) => {
  const kept = await drafts.create(args);
  await edit(kept.id, body);
  await platform.log();
  const { message, id } = await failureOf(run(kept));
  expect(id).toBeUndefined();
  expect(message).toContain(`Refusing to start task ${kept.id}, which differs from the program in `);
  expect(message).toContain(named);
  expect(await starts()).toStrictEqual([]);
});

test("of a program that holds a secret is refused without its values", async () => {
  const kept = await drafts.create(args);
  await edit(kept.id, { inputs: { threads: 9 } });
  const { message } = await failureOf(run(kept, { __secret: true }));
  expect(message).toContain("in inputs.threads (a number on the platform, a number in the program)");
});

test.each<[string, Properties]>([
  ["nothing", {}],
  ["its name", { name: "called otherwise" }],
  ["its description", { description: "looks good, Ada" }],
])("with another value for %s is started: neither results nor costs depend on it", async (_, body) => {
  const kept = await drafts.create(args);
  if (Object.keys(body).length > 0) await edit(kept.id, body);
  await platform.log();
  await run(kept);
  expect(await starts()).toStrictEqual([`POST /tasks/${kept.id}/actions/run`]);
});

test("that is as the program says costs no further call", async () => {
  const kept = await drafts.create(args);
  await platform.log();
  await run(kept);
  expect(await platform.log()).toStrictEqual([
    `PATCH /tasks/${kept.id}`,
    `POST /tasks/${kept.id}/actions/run`,
  ]);
});

test("with checks: offline is started as it is, with a warning: the platform may write a value in its own form", async () => {
  drafts = new Process(platform, { "sevenbridges:checks": "offline" });
  const kept = await drafts.create(args);
  await edit(kept.id, { inputs: { threads: 9 } });
  await platform.log();
  await run(kept);
  expect(await starts()).toStrictEqual([`POST /tasks/${kept.id}/actions/run`]);
  expect(drafts.lines).toStrictEqual([
    expect.stringContaining("warning: sevenbridges:checks is offline, or pulumi would refuse to start task "),
  ]);
});

test("is compared in what the program sets where its app cannot be read", async () => {
  drafts = new Process(platform);
  const kept = await drafts.create(args);
  await edit(kept.id, { inputs: { genome: file(genome) } });
  await platform.fault({ match: { path: "/apps/" }, kind: "status", status: 403, times: "always" });
  await run(kept);
  expect(await starts()).toStrictEqual([`POST /tasks/${kept.id}/actions/run`]);
  expect(drafts.lines).toStrictEqual([]);
});

test("is started as it is where the program declares no DraftTask for it", async () => {
  const kept = await drafts.create(args);
  await edit(kept.id, { inputs: { threads: 9 } });
  const runs = Process.runs(platform);
  await runs.create({ task: kept.id, wait: false });
  expect(await starts()).toContain(`POST /tasks/${kept.id}/actions/run`);
});

test("is not started with the edit where the program adds run: true", async () => {
  const kept = await drafts.create(args);
  await edit(kept.id, { inputs: { threads: 9 } });
  await platform.log();
  const failure = await failureOf(drafts.update(kept, { ...args, run: true }));
  expect([failure.id, failure.reasons]).toStrictEqual([
    kept.id,
    [
      expect.stringContaining(
        `Refusing to start task ${kept.id}, which differs from the program in inputs.threads`,
      ),
    ],
  ]);
  expect(await starts()).toStrictEqual([]);
});

describe("whom somebody has edited and started", () => {
  const startedWith = async (threads: number): Promise<Kept> => {
    const kept = await drafts.create(args);
    await edit(kept.id, { inputs: { threads } });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.log();
    return kept;
  };

  test("is not taken for the program's run: its results are those of other values", async () => {
    const kept = await startedWith(9);
    const { message, id } = await failureOf(run(kept));
    expect(id).toBeUndefined();
    expect(message).toContain(
      `Refusing to use task ${kept.id} (CREATING), which was started with other values than the program's for inputs.threads. `,
    );
    expect(message).toContain("which is paid for again");
    // Refused, for it is no draft any more: then a look tells what it is.
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${kept.id}`]);
  });

  test("is waited for where the values are the program's", async () => {
    const kept = await startedWith(8);
    expect((await run(kept)).status).toBe("CREATING");
  });

  test("is used with a warning with checks: offline", async () => {
    drafts = new Process(platform, { "sevenbridges:checks": "offline" });
    const kept = await startedWith(9);
    expect((await run(kept)).status).toBe("CREATING");
    expect(drafts.lines).toStrictEqual([expect.stringContaining(`refuse to use task ${kept.id} (CREATING)`)]);
  });
});

describe("whose place is another one", () => {
  test("is not started in a project that the program does not name", async () => {
    const kept = await drafts.create(args);
    await platform.fault({
      match: { method: "PATCH", path: "/tasks/" },
      kind: "alter",
      set: { project: "ada/elsewhere" },
    });
    const { message } = await failureOf(run(kept));
    expect(message).toContain("project (");
    expect(await starts()).toStrictEqual([]);
  });

  test("is not started without its app, and the message says so", async () => {
    const own = await platform.api("POST", "/projects", { name: "Apps" });
    await platform.control("POST", "/seed", { apps: [{ id: `${own.id}/align`, cwl }] });
    const kept = await drafts.create({ ...args, app: `${own.id}/align/0` });
    await platform.api("DELETE", `/projects/${own.id}`);
    const { message } = await failureOf(run(kept));
    expect(message).toContain(`The app ${own.id}/align/0 does not exist any more`);
    expect(await starts()).toStrictEqual([]);
  });
});
