import { existingText } from "../../../provider/host/recovery/existingWork";
import { ExistingWork } from "../../../provider/shared/existingWork";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { Process, type Properties } from "../provider";

/* A preview whose state does not have what the platform has: it was lost, or the stack was destroyed. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(() => platform.close());

const settings = { "sevenbridges:checks": "apps" };
const args: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  batch: false,
};

/** What a preview of a new resource finds, and what it says of that. */
const previewed = async (
  more: Properties = {},
  config: Properties = {},
  process = new Process(platform, { ...settings, ...config }),
) => {
  await platform.log();
  const { inputs } = await process.check({ ...args, ...more, __preview: true });
  const said = process.lines.filter((line) => line.includes("for this resource from the same args"));
  return { existing: inputs.__existingWork, said, log: await platform.log() };
};

/** Made, started and ended by a process whose state is gone. */
const ran = async (more: Properties = {}, ends = "COMPLETED"): Promise<string> => {
  const { id } = await new Process(platform, settings).create({ ...args, ...more });
  if (more.run !== true) await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.control("POST", `/tasks/${id}`, { outcome: ends });
  await platform.advance(1000);
  return id;
};

const lists = (log: readonly string[]): readonly string[] =>
  log.filter((line) => line.startsWith("GET /tasks?"));

describe("a preview of a new task that has run before", () => {
  test("says what was paid, and the import that keeps it", async () => {
    const id = await ran();
    const { existing, said } = await previewed();
    expect(existing).toStrictEqual({
      id,
      status: "COMPLETED",
      adopted: false,
      price: { amount: 0.04, currency: "USD" },
      createdTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    if (!ExistingWork.is(existing)) throw new Error("another form");
    expect(said).toStrictEqual([`sb:align: ${existingText(existing)}`]);
    expect(said[0]).toContain(`import: "${id}"`);
    expect(said[0]).toContain("COMPLETED, 0.04 USD");
  });

  test("with run: true adopts it: nothing is paid", async () => {
    const id = await ran({ run: true });
    expect((await previewed({ run: true })).existing).toMatchObject({ id, adopted: true });
    const { id: adopted } = await new Process(platform, settings).create({ ...args, run: true });
    expect(adopted).toBe(id);
  });

  test("that is still running says that it is adopted, as create does", async () => {
    const { id } = await new Process(platform, settings).create(args);
    await platform.control("POST", `/tasks/${id}`, { requeue: false });
    await platform.api("POST", `/tasks/${id}/actions/run`);
    expect((await previewed()).existing).toMatchObject({ id, adopted: true });
    const { id: adopted } = await new Process(platform, settings).create(args);
    expect(adopted).toBe(id);
  });

  test("names the newest of several", async () => {
    await ran({ triggers: [1] });
    const second = await ran({ triggers: [1] });
    expect((await previewed({ triggers: [1] })).existing).toMatchObject({ id: second });
  });

  test("says it of a task that failed first, with the attempt that completed, and the cost of both", async () => {
    const id = await ran({}, "FAILED");
    const clone = await platform.api("POST", `/tasks/${id}/actions/clone`);
    const owner = `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align`;
    await platform.api("PATCH", `/tasks/${clone.id}`, {
      description: `[pulumi ${owner} attempt 2 of ${id}]`,
    });
    await platform.api("POST", `/tasks/${clone.id}/actions/run`);
    await platform.advance(1000);
    expect((await previewed()).existing).toMatchObject({
      id,
      status: "FAILED",
      adopted: false,
      price: { amount: 0.08, currency: "USD" },
    });
  });

  test("says it of a batch that failed with good children", async () => {
    const batch = {
      batch: true,
      batchInput: "reads",
      batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    };
    const { id } = await new Process(platform, settings).create({ ...args, ...batch });
    await platform.control("POST", `/tasks/${id}`, { children: { b: "FAILED" } });
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.advance(1000);
    expect((await previewed(batch)).existing).toMatchObject({ id, status: "FAILED" });
  });
});

describe("a preview says nothing of", () => {
  test.each<[string, Properties, string]>([
    ["a task from other args", { description: "other" }, "COMPLETED"],
    ["a task that failed", {}, "FAILED"],
    ["a task that was aborted", {}, "ABORTED"],
  ])("%s", async (_, more, ends) => {
    await ran(more, ends);
    expect(await previewed()).toMatchObject({ existing: undefined, said: [] });
  });

  test("another resource's task", async () => {
    await ran();
    const other = new Process(platform, settings, `${new Process(platform).owner}-2`);
    expect(await previewed({}, {}, other)).toMatchObject({ existing: undefined });
  });

  test("a draft, which has cost nothing", async () => {
    await new Process(platform, settings).create(args);
    expect(await previewed()).toMatchObject({ existing: undefined });
  });

  test("a task that the program imports, or whose inputs are not known yet", async () => {
    const id = await ran();
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const more of [{ __import: id }, { inputs: { reads: unknown } }]) {
      const { existing, log } = await previewed(more);
      expect([existing, lists(log)]).toStrictEqual([undefined, []]);
    }
  });

  test("a task that is in the state: it is not even listed, nor for a replacement of it", async () => {
    const id = await ran();
    const process = new Process(platform, settings);
    const inputs = await process.checked({ ...args, __preview: true }, { ...args, __endpoint: platform.url });
    expect(inputs.__existingWork).toBeUndefined();
    // The second check of a replacement is given nothing of the old one.
    const { existing, log } = await previewed({}, {}, process);
    expect([existing, lists(log)]).toStrictEqual([undefined, []]);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("what is older than the days that the settings look back", async () => {
    const id = await ran();
    const now = Date.now();
    const later = jest.spyOn(Date, "now").mockReturnValue(now + 3 * 86_400_000);
    try {
      expect((await previewed()).existing).toMatchObject({ id });
      expect((await previewed({}, { "sevenbridges:lookBackDays": "1" })).existing).toBeUndefined();
    } finally {
      later.mockRestore();
    }
  });

  test("anything, and asks nothing for it, in an update, offline, or without tags", async () => {
    await ran();
    const process = new Process(platform, settings);
    await platform.log();
    expect((await process.check(args)).inputs.__existingWork).toBeUndefined();
    expect(lists(await platform.log())).toStrictEqual([]);
    for (const config of [{ "sevenbridges:checks": "offline" }, { "sevenbridges:ownerLine": "false" }]) {
      const { existing, log } = await previewed({}, config);
      expect([existing, lists(log)]).toStrictEqual([undefined, []]);
    }
  });
});

test("many new tasks cost one list for each project, whether anything is found or not", async () => {
  const process = new Process(platform, settings);
  await platform.log();
  for (const name of ["one", "two", "three"]) await process.check({ ...args, name, __preview: true });
  const log = await platform.log();
  expect(lists(log)).toHaveLength(1);
  expect(log.filter((line) => line.startsWith("GET /user"))).toStrictEqual([]);
});

test("a list that cannot be had is one line with what else was not checked, and the preview goes on", async () => {
  await ran();
  await platform.fault({
    match: { method: "GET", path: "/v2/tasks" },
    times: "always",
    kind: "status",
    status: 500,
  });
  const process = new Process(platform, settings);
  const { reasons } = await process.check({ ...args, __preview: true });
  expect(reasons).toStrictEqual([]);
  expect(process.lines.filter((line) => line.startsWith("sb: not checked: "))).toStrictEqual([
    expect.stringMatching(/finished work of new tasks\. GET \/tasks/),
  ]);
});

test("a list that the platform refuses is asked for once, and one line says what is not known for it", async () => {
  await ran();
  await platform.fault({ match: { path: "/v2/tasks$" }, times: "always", kind: "status", status: 403 });
  const process = new Process(platform, settings);
  await platform.log();
  for (const name of ["align", "other"]) {
    const { reasons } = await process.check({ ...args, name, __preview: true });
    expect(reasons).toStrictEqual([]);
  }
  expect(lists(await platform.log())).toHaveLength(1);
  expect(process.lines).toStrictEqual([
    expect.stringMatching(/^sb: not checked: finished work of new tasks\. GET \/tasks.*403/),
  ]);
});

test("a preview that fails for a wrong project says nothing of the list that is refused with it", async () => {
  const process = new Process(platform, settings);
  const { inputs } = await process.check({ ...args, project: "ada/none", app: `${app}/0`, __preview: true });
  expect(inputs.__checkErrors).toStrictEqual([
    expect.stringMatching(/^project: there is no project ada\/none/),
  ]);
  expect(process.lines).toStrictEqual([]);
});

test("a task of a status that is not known may hold work, and is named", async () => {
  const id = await ran();
  const { items } = await platform.api("GET", `/tasks?project=${project}&fields=_all`);
  const [task] = items as readonly Properties[]; // a list's form
  await platform.fault({
    match: { path: "/v2/tasks$" },
    kind: "alter",
    set: { items: [{ ...task, status: "PONDERING" }] },
  });
  expect((await previewed()).existing).toMatchObject({ id, status: "PONDERING" });
});
