import * as E from "fp-ts/Either";
import { shortHash } from "../../../provider/shared/shortHash";
import { Platform } from "../../support/platform";
import { app, genome, project, reads } from "../../support/seed";
import { described } from "../../support/tags";
import { failureOf, type Kept, Process, type Properties } from "../provider";

let platform: Platform;
let provider: Process;
const list = (paths: readonly string[]) => paths.map((path) => ({ class: "File", path }));
const inputs = { reads: list(reads), threads: 4 };
const complete: Properties = { project, app: `${app}/0`, inputs };

beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

/** From one program to the next: the calls that change something, and what the task then is. */
const moved = async (
  from: Properties,
  to: Properties,
  between: (kept: Kept) => Promise<unknown> = async () => {},
) => {
  const kept = await provider.create(from);
  await between(kept);
  await platform.log();
  const { outs } = await provider.update(kept, to);
  const writes = (await platform.requests())
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, body }) => [`${method} ${path.replace(`/v2/tasks/${kept.id}`, "")}`, body]);
  return { kept, outs, writes, live: await platform.api("GET", `/tasks/${kept.id}`) };
};

describe("update", () => {
  test.each<[string, Properties, Properties, object]>([
    ["one port", { inputs }, { inputs: { ...inputs, threads: 8 } }, { inputs: { threads: 8 } }],
    [
      "a port that is taken out is cleared",
      { inputs },
      { inputs: { reads: list(reads) } },
      { inputs: { threads: null } },
    ],
    [
      "a port that the program clears",
      { inputs },
      { inputs: { ...inputs, label: null } },
      { inputs: { label: null } },
    ],
    [
      "a changed list goes whole",
      { inputs },
      { inputs: { ...inputs, reads: list([reads[0], reads[2]]) } },
      { inputs: { reads: list([reads[0], reads[2]]) } },
    ],
    [
      "a record goes whole",
      { inputs: { ...inputs, options: { seed: 1 } } },
      { inputs: { ...inputs, options: { seed: 2, tag: "x" } } },
      { inputs: { options: { seed: 2, tag: "x" } } },
    ],
    [
      "name and description together",
      {},
      { name: "other", description: "d" },
      { name: "other", description: "d" },
    ],
    ["a description that is taken out", { description: "d" }, {}, { description: null }],
    [
      "a batch",
      {},
      { batchInput: "reads", batchBy: { type: "ITEM" } },
      { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } },
    ],
    [
      "a batch that is switched off",
      { batchInput: "reads", batchBy: { type: "ITEM" } },
      { batch: false },
      { batch: false },
    ],
    [
      "a batch that is taken out, over an app without default batching",
      { batchInput: "reads", batchBy: { type: "ITEM" } },
      {},
      { batch: false },
    ],
    [
      "other criteria",
      { batchInput: "reads", batchBy: { type: "ITEM" } },
      { batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] } },
      { batch: true, batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } },
    ],
    ["spot", {}, { useInterruptibleInstances: true }, { use_interruptible_instances: true }],
    [
      "machines, whole, with what was taken out as null",
      { executionSettings: { instanceType: "AUTO", maxParallelInstances: 2 } },
      { executionSettings: { maxParallelInstances: 3 } },
      { execution_settings: { instance_type: null, max_parallel_instances: 3 } },
    ],
  ])("a draft: one PATCH with %s", async (_, from, to, body) => {
    const { writes } = await moved({ ...complete, ...from }, { ...complete, ...to });
    const text = "description" in body ? body.description : from.description;
    expect(writes).toStrictEqual([
      ["PATCH ", { ...body, description: described(provider.owner, typeof text === "string" ? text : null) }],
    ]);
  });

  test("returns full outputs, as of the answer", async () => {
    const { outs, kept } = await moved(complete, {
      ...complete,
      inputs: { ...inputs, genome: { class: "File", path: genome } },
    });
    const { inputs: before, ...rest } = kept.outs;
    expect(before).not.toStrictEqual(outs.inputs);
    expect(outs).toMatchObject(rest);
  });

  test("run: false to true starts the draft, after the edit", async () => {
    const { writes, outs } = await moved(complete, { ...complete, description: "go", run: true });
    expect(writes).toStrictEqual([
      ["PATCH ", { description: described(provider.owner, "go") }],
      ["POST /actions/run", null],
    ]);
    expect(outs.status).toBe("QUEUED");
  });

  test("a start that fails after the edit keeps the edit in the state, so that it is no difference later", async () => {
    const kept = await provider.create(complete);
    await platform.fault({ match: { method: "POST", path: "run" }, kind: "drop" });
    const failure = await failureOf(
      provider.update(kept, { ...complete, inputs: { ...inputs, threads: 9 }, run: true }),
    );
    expect(failure).toMatchObject({
      id: kept.id,
      properties: { run: true, status: "DRAFT", inputs: { threads: 9 }, __provider: "text" },
    });
    const state = { id: kept.id, inputs: kept.inputs, outs: failure.properties ?? {} };
    await platform.log();
    const next = await new Process(platform).update(state, {
      ...complete,
      inputs: { ...inputs, threads: 9 },
      run: true,
    });
    expect(next.outs.status).toBe("QUEUED");
    expect(await platform.writes()).toStrictEqual([
      `PATCH /tasks/${kept.id}`,
      `POST /tasks/${kept.id}/actions/run`,
    ]);
  });

  test("a start whose answer was lost is looked at: it has happened, and is not sent again", async () => {
    const kept = await provider.create(complete);
    await platform.log();
    await platform.fault({ match: { method: "POST", path: "run" }, kind: "drop", effect: "after" });
    const { outs } = await provider.update(kept, { ...complete, run: true });
    expect(outs).toMatchObject({ run: true, status: "QUEUED" });
    expect(await platform.writes()).toStrictEqual([
      `PATCH /tasks/${kept.id}`,
      `POST /tasks/${kept.id}/actions/run`,
    ]);
  });

  test("a started task: nothing is sent, what was declared is stored", async () => {
    const { writes, outs, kept } = await moved(
      complete,
      { ...complete, executionSettings: { instanceType: "AUTO" } },
      ({ id }) => platform.api("POST", `/tasks/${id}/actions/run`),
    );
    expect(writes).toStrictEqual([]);
    expect(outs).toMatchObject({ executionSettings: { instanceType: "AUTO" }, status: "QUEUED" });
    expect(provider.lines.at(-1)).toBe(
      `sb:align: task ${kept.id} has been started (QUEUED): executionSettings will hold for its next attempt`,
    );
  });

  test("a completed task can be renamed; a queued one cannot, and it says so", async () => {
    const run = async ({ id }: Kept) => {
      await platform.api("POST", `/tasks/${id}/actions/run`);
      await platform.advance(2000);
    };
    expect(
      (await moved({ ...complete, run: false }, { ...complete, name: "done" }, run)).writes,
    ).toStrictEqual([["PATCH ", { name: "done" }]]);
    const queued = await moved(complete, { ...complete, name: "waiting" }, ({ id }) =>
      platform.api("POST", `/tasks/${id}/actions/run`),
    );
    expect(queued.writes).toStrictEqual([]);
    expect(provider.lines).toContain(
      `sb:align: task ${queued.kept.id} has been started (QUEUED) and cannot be renamed in this state: the new name is kept in the state only`,
    );
  });

  test("a PATCH is repeated when the connection is lost: the same edit twice is the same edit", async () => {
    const kept = await provider.create(complete);
    await platform.fault({ match: { method: "PATCH" }, kind: "drop", effect: "after" });
    await platform.log();
    await provider.update(kept, { ...complete, description: "twice" });
    expect((await platform.log()).filter((line) => line.startsWith("PATCH"))).toHaveLength(2);
  });

  test("what the API says of inputs that hold a secret is cleared of them", async () => {
    const secret = { ...complete, __secret: true, inputs: { ...inputs, options: { tag: "hush-9431" } } };
    const kept = await provider.create(secret);
    await platform.fault({
      match: { method: "PATCH" },
      kind: "status",
      status: 400,
      code: 7012,
      message: "bad tag: hush-9431",
    });
    const failure = await failureOf(provider.update(kept, { ...secret, description: "x" }));
    expect(failure.message).toMatch(/was refused \(400, code 7012: bad tag: \[secret\]\)/);
  });

  test("a status that moved on since: a name that the platform refuses is kept in the state, with a line", async () => {
    const kept = await provider.create({ ...complete, run: true });
    await platform.control("POST", `/tasks/${kept.id}`, { outcome: "FAILED" });
    await platform.advance(2000);
    const stored = { ...kept, outs: { ...kept.outs, status: "RUNNING" } };
    const { outs } = await provider.update(stored, { ...complete, run: true, name: "late" });
    expect(outs).toMatchObject({ name: "late", status: "FAILED" });
    expect(provider.lines.at(-1)).toBe(
      `sb:align: the platform does not rename task ${kept.id}, which is FAILED: the new name is kept in the state only`,
    );
  });

  // Whether the platform renames them is open, and so is how it says no.
  test.each([
    [400, 7026],
    [403, 7026],
    [403, 90002],
  ])("a rename that is refused with %i and code %i is a warning, once", async (status, code) => {
    const kept = await provider.create({ ...complete, run: true });
    await platform.advance(2000);
    await platform.fault({
      match: { method: "PATCH" },
      kind: "status",
      status,
      code,
      message: "no",
      times: "always",
    });
    const completed = { ...kept, outs: { ...kept.outs, status: "COMPLETED" } };
    const { outs } = await provider.update(completed, { ...complete, run: true, name: "other" });
    expect(outs).toMatchObject({ name: "other", status: "COMPLETED", __keptName: shortHash("align") });
    expect(provider.lines.filter((line) => line.includes("warning: task"))).toHaveLength(1);
    const read = await new Process(platform).read(kept.id, outs);
    expect(read?.props).toMatchObject({ name: "other", __keptName: shortHash("align") });
    // Somebody's rename is drift as ever.
    await platform.control("DELETE", "/faults");
    await platform.api("PATCH", `/tasks/${kept.id}`, { name: "by hand" });
    expect((await new Process(platform).read(kept.id, outs))?.props).toMatchObject({ name: "by hand" });
  });

  test("a rename with a token that is refused fails", async () => {
    const kept = await provider.create({ ...complete, run: true });
    await platform.advance(2000);
    await platform.fault({ match: { method: "PATCH" }, kind: "status", status: 401, message: "no" });
    const completed = { ...kept, outs: { ...kept.outs, status: "COMPLETED" } };
    const failure = await failureOf(provider.update(completed, { ...complete, run: true, name: "other" }));
    expect(failure.message).toMatch(/was refused \(401/);
  });

  describe("execution settings that the platform does not take are said", () => {
    const answering = (settings: Properties | null): Promise<unknown> =>
      platform.fault({
        match: { method: "PATCH" },
        kind: "alter",
        set: { execution_settings: settings },
      });
    const from = { instanceType: "c4.8xlarge", maxParallelInstances: 2 };
    const said = (): readonly string[] => provider.lines.filter((line) => line.includes("warning: "));

    test.each<[string, Properties, Properties | null, readonly RegExp[]]>([
      [
        "one that is removed and stays",
        { maxParallelInstances: 2 },
        { instance_type: "c4.8xlarge", max_parallel_instances: 2 },
        [/instanceType c4.8xlarge, which the program no longer sets/],
      ],
      [
        "one that keeps its old value",
        { ...from, maxParallelInstances: 3 },
        { instance_type: "c4.8xlarge", max_parallel_instances: 2 },
        [/maxParallelInstances 2, not 3/],
      ],
      [
        "one that falls back to a default",
        { maxParallelInstances: 2 },
        { instance_type: "c4.xlarge", max_parallel_instances: 2 },
        [],
      ],
      [
        "a disk that the platform adds",
        { ...from, instanceType: "c4.2xlarge" },
        { instance_type: "c4.2xlarge;ebs-gp2;1024", max_parallel_instances: 2 },
        [],
      ],
      ["none at all", {}, null, []],
    ])("%s", async (_, to, answer, lines) => {
      const kept = await provider.create({ ...complete, executionSettings: from });
      await answering(answer);
      await provider.update(kept, { ...complete, executionSettings: to });
      expect(said()).toStrictEqual(lines.map((line) => expect.stringMatching(line)));
    });

    test("of a new task, too", async () => {
      await platform.fault({
        match: { method: "POST", path: "/tasks$" },
        kind: "alter",
        set: { execution_settings: { instance_type: "c4.xlarge" } },
      });
      await provider.create({ ...complete, executionSettings: { instanceType: "c4.8xlarge" } });
      expect(said()).toStrictEqual([expect.stringMatching(/instanceType c4.xlarge, not c4.8xlarge/)]);
    });
  });

  test("a disk that the platform adds to an instance type is no drift", async () => {
    const kept = await provider.create({ ...complete, executionSettings: { instanceType: "c4.2xlarge" } });
    await platform.fault({
      match: { method: "GET", path: "/tasks/" },
      kind: "alter",
      set: { execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;1024" } },
    });
    const read = await provider.read(kept.id, kept.outs);
    expect(read?.props).toMatchObject({ executionSettings: { instanceType: "c4.2xlarge" } });
  });

  test("the record of a run that is gone follows the program, and stays DELETED", async () => {
    const kept = await provider.create({ ...complete, run: true });
    await platform.fault({
      match: { method: "GET" },
      kind: "status",
      status: 404,
      code: 7002,
      message: "gone",
    });
    const { outs } = await provider.update(
      { ...kept, outs: { ...kept.outs, status: "DELETED" } },
      { ...complete, run: true, description: "d" },
    );
    expect(outs).toMatchObject({ ...kept.outs, description: "d", status: "DELETED" });
  });

  test("nothing is stored that the task never had: a start that the preview could not see fails the update", async () => {
    const kept = await provider.create(complete);
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    const news = { ...complete, inputs: { ...inputs, threads: 9 } };
    await platform.fault({ match: { method: "GET", path: "/tasks$" }, kind: "status", status: 500 });
    const failure = await failureOf(provider.update(kept, news));
    expect(failure.message).toBe(
      `task ${kept.id} started after the preview (QUEUED); its inputs.threads can no longer change: run pulumi up again`,
    );
    expect(failure.id).toBeUndefined();
  });

  test("an update that was cut short after its PATCH and its start is no difference: nothing is paid for again", async () => {
    const kept = await provider.create(complete);
    const news = { ...complete, inputs: { ...inputs, threads: 9, note: "x" }, run: true };
    await platform.api("PATCH", `/tasks/${kept.id}`, { inputs: { threads: 9, note: "x" } });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.log();
    const { outs } = await new Process(platform).update(kept, news);
    expect(outs).toMatchObject({ status: "QUEUED", run: true, inputs: { threads: 9, note: "x" } });
    expect((await platform.log()).filter((line) => !line.startsWith("GET"))).toStrictEqual([]);
  });

  test("the pin that the program's text means is kept with the outputs, at the cost of a look", async () => {
    const kept = await provider.create(complete);
    const { outs } = await provider.update(kept, { ...complete, app });
    expect(outs).toMatchObject({ __app: app, app: `${app}/0` });
    expect(await provider.diff({ ...kept, outs }, { ...complete, app })).toStrictEqual({ changes: false });
  });

  test("a refused token gives way to the one of the credentials file for the same endpoint, and it is said once", async () => {
    const kept = await provider.create(complete);
    const old = new Process(platform, { "sevenbridges:token": "rotated" }, provider.owner, () =>
      E.right([{ name: "lab", endpoint: platform.url, token: platform.token }]),
    );
    await platform.log();
    await old.read(kept.id, kept.outs);
    await old.read(kept.id, kept.outs);
    expect(await platform.log()).toStrictEqual([
      `GET /tasks/${kept.id}`,
      `GET /tasks/${kept.id}`,
      `GET /tasks/${kept.id}`,
    ]);
    expect(old.lines).toStrictEqual([
      `sb: the token for ${platform.url} was refused (401); using the one in profile lab of the credentials file`,
    ]);
  });
});
