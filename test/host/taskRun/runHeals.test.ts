import { Platform } from "../../support/platform";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { bySample, calls, draft, ended } from "../runs";
import { storedInPart } from "./partialRuns";

/**
 * States of version 0.1.0 that hold an attempt as a list showed it: without outputs, without a price. And settled runs, whose
 * values may have come late.
 */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const args = { maxAttempts: 2 };

/** A run whose second attempt has completed, as the state should hold it. */
const retried = async (more: Properties): Promise<Kept> => {
  const process = Process.runs(platform);
  const task = await draft(platform, more);
  await platform.control(
    "POST",
    `/tasks/${task}`,
    more === bySample ? { children: { b: "FAILED" } } : { outcome: "FAILED" },
  );
  const inputs = await process.checked({ task, ...args });
  const { properties = {} } = await ended(platform, () => failureOf(process.provider.create(inputs)));
  const kept = await ended(platform, () =>
    process.update({ id: task, inputs, outs: properties }, { task, ...args }),
  );
  await platform.log();
  return kept;
};

const bare = ({ __provider: _, ...outs }: Properties): Properties => outs;

describe.each([
  ["of a single task", {}],
  ["of a batch", bySample],
])("a state %s that holds an attempt as a list showed it", (_, more) => {
  test("is repaired by a refresh, and from then on differs no more", async () => {
    const kept = await retried(more);
    const sick = storedInPart(kept);
    const read = await Process.runs(platform).read(kept.id, sick.outs);
    expect(read?.props).toStrictEqual(bare(kept.outs));
    const healed = { ...kept, outs: { ...read?.props } };
    expect(await Process.runs(platform).diff(healed, { task: kept.id, ...args })).toStrictEqual({
      changes: false,
    });
  });

  test("is repaired by the next up, which starts and makes nothing", async () => {
    const kept = await retried(more);
    const process = Process.runs(platform);
    const { outs } = await process.update(storedInPart(kept), { task: kept.id, ...args });
    expect(outs).toStrictEqual(bare(kept.outs));
    expect(await platform.writes()).toStrictEqual([]);
    expect(process.lines).toStrictEqual([]);
  });

  test("is looked at once only where the platform names no prices", async () => {
    const kept = await retried(more);
    const { id, outs } = storedInPart(kept);
    const bill = { ...kept, outs: { ...outs, __attemptsRead: true } };
    expect(await Process.runs(platform).diff({ ...bill, id }, { task: id, ...args })).toStrictEqual({
      changes: false,
    });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("stays as it is where the attempt is not there any more: it is not paid for once more", async () => {
    const kept = await retried(more);
    const sick = storedInPart(kept);
    await platform.fault({
      match: { path: "/bulk/tasks/get$" },
      kind: "alter",
      set: { items: [{ error: { status: 404, code: 7002, message: "gone" } }] },
    });
    const read = await Process.runs(platform).read(kept.id, sick.outs);
    expect(read?.props).toStrictEqual(bare(sick.outs));
  });
});

test.each([
  ["its further attempts", "/bulk/tasks/get$"],
  ["its children", "/v2/tasks$"],
])("a refresh that cannot read what it is answered of %s fails, and changes nothing", async (_, path) => {
  const kept = await retried(bySample);
  await platform.fault({ match: { path }, times: "always", kind: "malformed" });
  const { message } = await failureOf(Process.runs(platform).read(kept.id, storedInPart(kept).outs));
  expect(message).toMatch(/not JSON/);
});

describe("a refresh of a run that had ended", () => {
  test("reads its further attempts again, in one call, and the children of a batch in another", async () => {
    const { id, outs } = await retried(bySample);
    const read = await Process.runs(platform).read(id, outs);
    expect(read?.props).toStrictEqual(bare(outs));
    expect(await calls(platform, { [id]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "POST /bulk/tasks/get",
      "GET /tasks?parent=T",
      "GET /apps/ada/lab/align/0",
    ]);
  });

  test("collects an output that came late", async () => {
    const task = await draft(platform);
    await platform.control("POST", `/tasks/${task}`, { outputs: { bam: null } });
    const process = Process.runs(platform);
    const kept = await ended(platform, () => process.create({ task }));
    expect(kept.outs.missingOutputs).toStrictEqual(["bam"]);
    await platform.fault({
      match: { method: "GET", path: `/tasks/${task}$` },
      kind: "alter",
      set: {
        outputs: { bam: { class: "File", path: "5678000000000000000000d1", name: "late.bam" }, rate: 0.5 },
      },
    });
    const read = await Process.runs(platform).read(task, kept.outs);
    expect(read?.props).toMatchObject({ missingOutputs: [], outputs: { bam: { name: "late.bam" } } });
  });
});

describe("a run that ended while nobody watched", () => {
  const line = "sb:align: finished while you were away (0.04 USD); results collected";

  test.each(["refresh", "up"])("is said to have finished, with its cost, by the next %s", async (command) => {
    const task = await draft(platform);
    const kept = await Process.runs(platform).create({ task, wait: false });
    await platform.advance(2000);
    const process = Process.runs(platform);
    if (command === "up") await process.update(kept, { task, wait: false });
    else await process.read(kept.id, kept.outs);
    expect(process.lines).toStrictEqual([line]);
  });

  test.each(["refresh", "up", "create"])(
    "is not said to be collected by the %s that could not read its results",
    async (command) => {
      const task = await draft(platform);
      const kept = await Process.runs(platform).create({ task, wait: false });
      await platform.advance(2000);
      await platform.fault({ match: { path: "/apps/" }, kind: "status", status: 503, times: "always" });
      const process = Process.runs(platform);
      await failureOf(
        command === "refresh"
          ? process.read(kept.id, kept.outs)
          : command === "up"
            ? process.update(kept, { task, wait: false })
            : process.create({ task }),
      );
      expect(process.lines.filter((it) => it.includes("results collected"))).toStrictEqual([]);
    },
  );

  test("is said to have ended where it has failed", async () => {
    const task = await draft(platform);
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    const kept = await Process.runs(platform).create({ task, wait: false });
    await platform.advance(2000);
    const process = Process.runs(platform);
    await process.read(kept.id, kept.outs);
    expect(process.lines).toStrictEqual(["sb:align: ended while you were away (FAILED, 0.04 USD)"]);
  });
});
