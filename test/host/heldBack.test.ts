import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { failureOf, Process } from "./provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const task = { project, app: `${app}/0`, inputs: { reads: reads.map((path) => ({ class: "File", path })) } };
const nothing = /^an arg has no value, because what it comes from failed/;

/** The engine drops an arg that has no value: `check` sees the mark of the program's process only. */
describe("a resource whose arg has no value in an update", () => {
  test("passes check, for a failure there would end the update for all others, and is not made", async () => {
    const drafts = Process.drafts(platform);
    const runs = Process.runs(platform);
    for (const [provider, args] of [
      [drafts, { ...task, inputs: {} }],
      [runs, {}],
    ] as const) {
      const inputs = await provider.checked({ ...args, __heldBack: true });
      const { id, message } = await failureOf(provider.provider.create(inputs));
      expect([id, message]).toStrictEqual([undefined, expect.stringMatching(nothing)]);
    }
    expect(await platform.log()).toStrictEqual([]);
  });

  test("stays as it is where it exists: no replacement, and nothing is sent", async () => {
    const drafts = Process.drafts(platform);
    const draft = await drafts.create({ ...task, run: true });
    const runs = Process.runs(platform);
    const run = await runs.create({ task: draft.id, wait: false });
    await platform.log();
    for (const [provider, kept, args] of [
      [drafts, draft, { ...task, inputs: {}, run: true }],
      [runs, run, { wait: false }],
    ] as const) {
      const inputs = await provider.checked({ ...args, __heldBack: true }, kept.inputs);
      expect(await provider.provider.diff?.(kept.id, kept.outs, inputs)).toStrictEqual({ changes: true });
      const update = provider.provider.update?.(kept.id, kept.outs, inputs) ?? Promise.resolve();
      expect((await failureOf(update)).message).toMatch(nothing);
    }
    expect(await platform.log()).toStrictEqual([]);
  });
});
