import { ownerTagText } from "../../../provider/model/tags/ownerTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { until } from "../../support/until";
import { type Kept, Process, type Properties } from "../provider";
import { draft, statusOf } from "../runs";

/* A task that another user had started when the run found it: it is theirs, and no destroy aborts it. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const tokenOfBob = (): Promise<unknown> =>
  platform.fault({
    match: { method: "GET", path: "/users/ada$" },
    kind: "alter",
    set: { username: "bob" },
    times: 9,
  });

const found = async (args: Properties = {}): Promise<Kept> => {
  const task = await draft(platform);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  return Process.runs(platform).create({ task, wait: false, ...args });
};

const deleted = async (kept: Kept): Promise<readonly string[]> => {
  await platform.log();
  const next = Process.runs(platform);
  await next.delete(kept);
  return next.lines;
};

test("is left running and named, and is removed from the state only", async () => {
  await tokenOfBob();
  const kept = await found();
  expect(kept.outs.__startedBy).toBe("ada");
  expect(await deleted(kept)).toStrictEqual([
    `sb:align: task ${kept.id} (QUEUED) was started by ada, not by this stack: left running, removed from this state only. If nobody needs it, abort it on its page: ${platform.page(kept.id)}`,
  ]);
  expect(await platform.writes()).toStrictEqual([]);
});

test("is left by an import, too", async () => {
  await tokenOfBob();
  const task = await draft(platform);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  const kept = await Process.runs(platform).create({ task, wait: false, __import: task });
  await deleted(kept);
  expect(await statusOf(platform, task)).not.toBe("ABORTED");
});

test("is left where another stack's run of the same user has started it", async () => {
  const task = await draft(platform);
  const text = ownerTagText(
    { id: resourceIdOf("acme/other"), hash: "0a1b2c3d" },
    { proof: "Started", taskId: task, isWitness: false },
  );
  await platform.api("PATCH", `/tasks/${task}`, { description: text });
  await platform.api("POST", `/tasks/${task}/actions/run`);
  const kept = await Process.runs(platform).create({ task, wait: false });
  expect(kept.outs.__startedBy).toBe("ada");
  await deleted(kept);
  expect(await statusOf(platform, task)).toBe("QUEUED");
});

test("is left by an import of the token's own user, too: nothing says that this stack has started it", async () => {
  const task = await draft(platform);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  const kept = await Process.runs(platform).create({ task, wait: false, __import: task });
  await deleted(kept);
  expect(await statusOf(platform, task)).toBe("QUEUED");
});

test("is left where it was a draft of the state with run: true that somebody has started on its page", async () => {
  const kept = await Process.drafts(platform).create({
    project,
    app: `${app}/0`,
    inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  });
  await platform.api("POST", `/tasks/${kept.id}/actions/run`);
  await platform.log();
  const process = Process.drafts(platform);
  await process.delete({ ...kept, outs: { ...kept.outs, run: true } });
  expect(await platform.writes()).toStrictEqual([]);
  expect(process.lines).toStrictEqual([expect.stringContaining("was started by ada, not by this stack")]);
});

test("stays theirs in updates and refreshes", async () => {
  await tokenOfBob();
  const kept = await found();
  const updated = await Process.runs(platform).update(kept, { task: kept.id, wait: false });
  expect(updated.outs.__startedBy).toBe("ada");
  const read = await Process.runs(platform).read(kept.id, { ...updated.outs, __provider: "text" });
  expect(read?.props?.__startedBy).toBe("ada");
});

test("a rerun of it is this stack's own, also when the update that began it was killed", async () => {
  await tokenOfBob();
  const task = await draft(platform);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  const first = await Process.runs(platform).create({ task, wait: false });
  const runs = Process.runs(platform);
  const inputs = await runs.checked({ task, wait: false, triggers: [1] }, first.inputs);
  await runs.provider.diff?.(first.id, first.outs, inputs);
  const anew = await runs.provider.create(inputs);
  const found = await Process.runs(platform).create({ task, wait: false, triggers: [1] });
  expect([found.id, found.outs.__startedBy]).toStrictEqual([anew.id, undefined]);
});

test.each([
  ["of the token's own user", async () => undefined],
  [
    "whose user is unknown",
    () => platform.fault({ match: { method: "GET", path: "/user$" }, kind: "status", status: 403 }),
  ],
])("a start %s is this stack's: an interrupted update may have made it", async (_, order) => {
  await order();
  const kept = await found();
  expect(kept.outs.__startedBy).toBeUndefined();
  const done = deleted(kept);
  await until(async () => (await statusOf(platform, kept.id)) === "ABORTING");
  await platform.advance(1000);
  await done;
  expect(await statusOf(platform, kept.id)).toBe("ABORTED");
});
