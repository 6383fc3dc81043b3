import { Platform } from "../../support/platform";
import { type Kept, Process } from "../provider";
import { draft, ended } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

/** The tasks that were started: what is paid for. */
const paid = async (): Promise<readonly unknown[]> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
  return (items as { status: string }[]).filter(({ status }) => status !== "DRAFT"); // a list's form
};

describe("a rerun", () => {
  test("that was killed, and whose old one had been deleted first because it went on, is found again", async () => {
    const task = await draft(platform);
    const inputs = await provider.checked({ task, wait: false });
    const { id, outs } = await provider.provider.create(inputs);
    const news = { task, wait: false, triggers: ["again"] };
    expect(await provider.diff({ id, inputs, outs }, news)).toStrictEqual({
      changes: true,
      replaces: ["triggers"],
      deleteBeforeReplace: true,
    });
    const deleting = provider.delete({ id, inputs, outs });
    await platform.advance(2000);
    await deleting;
    const { id: made } = await provider.create(news);
    // The engine never heard of it: the state holds no run, and create comes without a diff.
    const next = Process.runs(platform);
    const again = await next.create(news);
    expect(again.id).toBe(made);
    expect(await paid()).toHaveLength(2);
  });

  /** From one program to the next, as an up replaces a run that has ended. */
  const replaced = async (kept: Kept, triggers: readonly unknown[], by = provider): Promise<Kept> => {
    const news = { task: kept.inputs.task, triggers };
    expect(await by.diff(kept, news)).toMatchObject({ changes: true, replaces: ["triggers"] });
    return ended(platform, () => by.create(news));
  };

  test("is made for each change of the triggers, also back to earlier ones", async () => {
    const task = await draft(platform);
    const first = await ended(platform, () => provider.create({ task, triggers: ["a"] }));
    const second = await replaced(first, ["b"]);
    const third = await replaced(second, ["a"]);
    const fourth = await replaced(third, ["b"]);
    expect(new Set([first, second, third, fourth].map(({ id }) => id)).size).toBe(4);
    expect(await paid()).toHaveLength(4);
    // The engine never heard of the fourth: another process finds it, and no earlier one.
    const again = await (async () => {
      const next = Process.runs(platform);
      const news = { task, triggers: ["b"] };
      await next.diff(third, news);
      return next.create(news);
    })();
    expect(again.id).toBe(fourth.id);
    expect(await paid()).toHaveLength(4);
  });

  test("of a task that somebody else has started is none: triggers by themselves ask for no second run", async () => {
    const task = await draft(platform);
    await platform.api("POST", `/tasks/${task}/actions/run`);
    const { id } = await ended(platform, () => provider.create({ task, triggers: ["a"] }));
    expect(id).toBe(task);
    expect(await paid()).toHaveLength(1);
  });

  test("of another task, of the same triggers, is not taken for one of this task", async () => {
    const [one, two] = [await draft(platform), await draft(platform)];
    const first = await ended(platform, () => provider.create({ task: one }));
    const second = await replaced(first, ["a"]);
    await platform.api("POST", `/tasks/${two}/actions/run`);
    const other = await ended(platform, () => Process.runs(platform).create({ task: two, triggers: ["a"] }));
    expect(other.id).toBe(two);
    expect(second.id).not.toBe(two);
    expect(await paid()).toHaveLength(3);
  });
});
