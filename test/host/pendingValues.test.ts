import { pending } from "../../provider/shared/pending";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { failureOf, Process } from "./provider";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const complete = { project, app: `${app}/0`, inputs: { reads: reads.map(file) } };
const why = "align is RUNNING 14/96 children; run pulumi up again when it has ended";
const waiting = { ...complete, inputs: { reads: [pending(why)], note: "n" } };

describe("a task whose input is a run that has not ended", () => {
  test("passes check, is not made, and says what it waits for", async () => {
    const inputs = await provider.checked(waiting);
    const failure = await failureOf(provider.provider.create(inputs));
    expect([failure.message, failure.id]).toStrictEqual([`inputs.reads[0]: ${why}`, undefined]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test.each([
    ["a draft", {}],
    ["a started task", { run: true }],
  ])(
    "is kept as it is, if it is %s already: a change, no replacement, and nothing is sent",
    async (_, more) => {
      const kept = await provider.create({ ...complete, ...more });
      await platform.log();
      const inputs = await provider.checked({ ...waiting, ...more }, kept.inputs);
      expect(await provider.provider.diff?.(kept.id, kept.outs, inputs)).toStrictEqual({ changes: true });
      expect(provider.lines).toStrictEqual([`sb:align: inputs.reads[0]: ${why}`]);
      const failure = await failureOf(
        provider.provider.update?.(kept.id, kept.outs, inputs) ?? Promise.resolve(),
      );
      expect(failure.message).toBe(`inputs.reads[0]: ${why}`);
      expect(await platform.log()).toStrictEqual([]);
    },
  );

  test("says so of every place, inside longer texts, too", async () => {
    const inputs = await provider.checked({ ...waiting, description: `from ${pending("b is QUEUED")}` });
    const { message } = await failureOf(provider.provider.create(inputs));
    expect(message).toBe(`description: b is QUEUED; inputs.reads[0]: ${why}`);
  });
});

test("a run whose triggers wait for another run is neither replaced nor aborted: it stays, and says so", async () => {
  const { id } = await platform.api("POST", "/tasks", { ...complete, name: "align" });
  const runs = Process.runs(platform);
  const kept = await runs.create({ task: id, wait: false, triggers: [1] });
  await platform.log();
  const inputs = await runs.checked({ task: id, wait: false, triggers: [pending(why)] }, kept.inputs);
  expect(await runs.provider.diff?.(kept.id, kept.outs, inputs)).toStrictEqual({ changes: true });
  const { message } = await failureOf(
    runs.provider.update?.(kept.id, kept.outs, inputs) ?? Promise.resolve(),
  );
  expect(message).toBe(`triggers[0]: ${why}`);
  expect(await platform.log()).toStrictEqual([]);
});
