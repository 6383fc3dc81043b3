import { taskRunProvider } from "../../../provider/host";
import { unknownValue } from "../../../provider/shared/unknown";
import { Platform } from "../../support/platform";
import { app, genome, project, reads } from "../../support/seed";
import { failureOf, Process, type Properties } from "../provider";
import { bySample, draft } from "../runs";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const complete: Properties = { project, app: `${app}/0`, inputs: { reads: reads.map(file) } };
const other = "acme/urn::two";

const ran = async (more: Properties = {}): Promise<string> => {
  const id = await draft(platform, more);
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.advance(2000);
  return id;
};

/** A preview that asks the platform. */
const online = { "sevenbridges:checks": "apps" };
const runs = (): Process => new Process(platform, online, undefined, undefined, taskRunProvider);

/** As a preview asks: what it would have of the resource, and what it says. */
const previewed = async (args: Properties, process = new Process(platform, online)) => {
  const { inputs, reasons } = await process.check({ ...args, __preview: true });
  expect(reasons).toStrictEqual([]);
  return { inputs, lines: process.lines };
};

describe("an import of a task", () => {
  test("is looked at once, and the preview has all that the task has made", async () => {
    const id = await ran(bySample);
    await platform.log();
    const args = { ...complete, batchInput: "reads", batchBy: bySample.batch_by, __import: id };
    const { inputs, lines } = await previewed(args);
    expect(await platform.log()).toStrictEqual([
      `GET /tasks/${id}`,
      expect.stringContaining(`GET /tasks?parent=${id}`),
    ]);
    expect(lines).toStrictEqual([
      `sb:align: adopts task ${id} (COMPLETED), which matches the program; its 2 children come with it`,
    ]);
    expect(inputs).toMatchObject({
      adopts: id,
      status: "COMPLETED",
      childIds: [expect.any(String), expect.any(String)],
      price: { amount: 0.08, currency: "USD" },
    });
  });

  test("shows nothing of what it has made where the program's args hold a secret", async () => {
    const id = await ran();
    const { inputs } = await previewed({ ...complete, __import: id, __hideValues: true });
    expect([inputs.adopts, "status" in inputs, "__hideValues" in inputs]).toStrictEqual([id, false, false]);
  });

  test("quotes nothing where the task has come to differ since the check", async () => {
    const id = await draft(platform, { inputs: { reads: reads.map(file), threads: 3 } });
    const process = new Process(platform);
    const args = { ...complete, inputs: { reads: reads.map(file), threads: 7431 }, __import: id };
    const inputs = await process.checked(args);
    await platform.api("POST", `/tasks/${id}/actions/run`);
    const { message } = await failureOf(process.provider.create(inputs));
    expect(message).toMatch(new RegExp(`^task ${id} \\([A-Z]+\\) cannot be imported, .*inputs\\.threads`));
    expect(message).not.toContain("7431");
  });

  test("does not promise what only the update will know", async () => {
    const id = await draft(platform, { inputs: { reads: reads.map(file), threads: 3 } });
    const inputs = { reads: reads.map(file), threads: 4, genome: unknownValue };
    const args = { ...complete, inputs, run: true, __import: id };
    expect((await previewed(args)).lines).toStrictEqual([
      `sb:align: adopts task ${id} (DRAFT), and changes its inputs.threads (3 → 4), and starts it; whether it differs in inputs.genome is known only in the update`,
    ]);
  });

  test("says that a draft carries the tag of another resource", async () => {
    const { id } = await new Process(platform, {}, other).create({ ...complete, name: "align" });
    expect((await previewed({ ...complete, __import: id })).lines).toStrictEqual([
      `sb:align: adopts task ${id} (DRAFT), which matches the program; it carries the tag of another resource, or of one that was renamed: if another state still has it, take it out of that state with pulumi state delete, for both would manage one task`,
    ]);
  });

  test("is not held up by a file that is gone, where the task has run; a draft could not start", async () => {
    const [left, id] = [await draft(platform), await ran()];
    await platform.api("DELETE", `/files/${reads[0]}`);
    const full = (): Process => new Process(platform, { "sevenbridges:checks": "full" });
    expect((await full().check({ ...complete, __import: id })).reasons).toStrictEqual([]);
    expect((await full().check({ ...complete, __import: left })).reasons).toStrictEqual([
      expect.stringMatching(`^inputs\\.reads\\[0\\]: there is no file ${reads[0]} at `),
    ]);
  });

  test("starts a draft where the program says run: true, and makes none", async () => {
    const id = await draft(platform);
    await platform.log();
    const { outs } = await new Process(platform).create({ ...complete, run: true, __import: id });
    expect(outs.status).toBe("QUEUED");
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${id}`, `POST /tasks/${id}/actions/run`]);
  });
});

describe("one task for two resources", () => {
  const both = (id: string, one: string, two: string): string =>
    `task ${id} cannot be that of both ${one} and ${two}, which imports it: take one of the two out of the program`;

  test("of which both import it is refused", async () => {
    const id = await draft(platform);
    const process = new Process(platform);
    await process.checked({ ...complete, __import: id });
    const { reasons } = await process.check({ ...complete, __owner: other, __import: id });
    expect(reasons).toStrictEqual([both(id, "two", "align")]);
  });

  test("of which one has it already is refused, whichever comes first", async () => {
    const kept = await new Process(platform).create(complete);
    const importing = { ...complete, __owner: other, __import: kept.id };
    const later = new Process(platform);
    await later.diff(kept, complete);
    expect((await later.check(importing)).reasons).toStrictEqual([both(kept.id, "align", "two")]);
    const earlier = new Process(platform);
    await earlier.checked(importing);
    expect((await failureOf(earlier.diff(kept, complete) ?? Promise.resolve())).message).toBe(
      both(kept.id, "align", "two"),
    );
  });

  test("in two states: the one that has lost it to an import changes it no more", async () => {
    const kept = await new Process(platform).create(complete);
    await new Process(platform, {}, other).create({ ...complete, name: "align", __import: kept.id });
    await platform.log();
    const changed = { ...complete, inputs: { reads: reads.map(file), genome: file(genome) } };
    const { message } = await failureOf(new Process(platform).diff(kept, changed));
    expect(message).toBe(
      `task ${kept.id} is now managed by another resource, which has imported it, and is no longer changed from here: take this resource out of the state with pulumi state delete; \`import\` takes the task back`,
    );
    expect(await platform.writes()).toStrictEqual([]);
  });
});

describe("an import of a run", () => {
  test.each<[string, object, Properties, string]>([
    ["that has completed", {}, {}, "COMPLETED, 0.08 USD, 2 children)"],
    [
      "of which a child has failed",
      { b: "FAILED" },
      {},
      "FAILED, 0.08 USD, 2 children), which did not succeed: the update will fail",
    ],
    [
      "of which a child has failed, as the program allows",
      { b: "FAILED" },
      { allowFailures: true },
      "FAILED, 0.08 USD, 2 children)",
    ],
    [
      "of which a child has failed, that is not waited for",
      { b: "FAILED" },
      { wait: false },
      "FAILED, 0.08 USD, 2 children)",
    ],
  ])("%s: is reported, and nothing is started", async (_, children, args, said) => {
    const id = await draft(platform, bySample);
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.control("POST", `/tasks/${id}`, { children });
    await platform.advance(2000);
    await platform.log();
    const process = runs();
    await process.check({ task: id, __import: id, __preview: true, ...args });
    expect(process.lines).toStrictEqual([`sb:align: adopts the run of task ${id} (${said}`]);
    // Not even where further attempts are allowed.
    const made = process.create({ task: id, __import: id, maxAttempts: 3, ...args });
    await made.catch(() => undefined);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("that goes on is waited for", async () => {
    const id = await draft(platform);
    await platform.api("POST", `/tasks/${id}/actions/run`);
    const process = runs();
    await process.check({ task: id, __import: id, __preview: true });
    expect(process.lines).toStrictEqual([
      `sb:align: adopts the run of task ${id} (QUEUED), and waits for its end`,
    ]);
  });

  test("of two resources is refused", async () => {
    const id = await ran();
    const process = runs();
    await process.checked({ task: id, __import: id });
    const { reasons } = await process.check({ task: id, __owner: other, __import: id });
    expect(reasons).toStrictEqual([
      `the run of task ${id} cannot be that of both two and align, which imports it: take one of the two out of the program`,
    ]);
  });

  test("is no way to run it again: with `import` still set, that is refused", async () => {
    const id = await ran();
    const process = runs();
    const kept = await process.create({ task: id, __import: id });
    expect(await process.diff(kept, { task: id, __import: id })).toStrictEqual({ changes: false });
    const { message } = await failureOf(process.diff(kept, { task: id, __import: id, triggers: [1] }));
    expect(message).toBe(
      "triggers changed, which needs another run: remove `import` from the resource's options to have one made",
    );
  });
});
