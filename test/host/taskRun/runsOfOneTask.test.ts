import { taskRunProvider } from "../../../provider/host";
import { Platform } from "../../support/platform";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { bySample, draft, ended } from "../runs";

/* Two runs of one program on one task: what fails is paid for once more, not twice. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

/** One process with two runs, `align` and `again`. */
class Two {
  readonly #one = Process.runs(platform);
  readonly #provider = taskRunProvider(this.#one.session, () => undefined);

  readonly lines = this.#one.lines;
  readonly notes = this.#one.notes;

  readonly #inputs = async (name: string, args: Properties): Promise<Properties> => {
    const owner = this.#one.owner.replace(/align$/, name);
    const checked = await this.#provider.check?.({}, { __owner: owner, maxAttempts: 2, ...args });
    return { ...checked?.inputs, __provider: "text" };
  };

  /** A run of a task that fails, as the engine keeps it. */
  readonly failed = async (name: string, task: string): Promise<Kept> => {
    const inputs = await this.#inputs(name, { task });
    const { id = "", properties = {} } = await failureOf(this.#provider.create(inputs));
    return { id, inputs, outs: properties };
  };

  readonly diff = async (name: string, { id, outs }: Kept): Promise<void> => {
    await this.#provider.diff?.(id, outs, await this.#inputs(name, { task: id }));
  };

  readonly update = async (name: string, { id, outs }: Kept): Promise<Properties> => {
    const inputs = await this.#inputs(name, { task: id });
    return (await this.#provider.update?.(id, outs, inputs))?.outs ?? {};
  };
}

const clones = async (): Promise<readonly string[]> =>
  (await platform.writes()).filter((line) => line.includes("/actions/clone"));

const kinds: readonly (readonly [string, Properties, Properties])[] = [
  ["a single task", {}, { outcome: "FAILED" }],
  ["a child of a batch", bySample, { children: { b: "FAILED" } }],
];

describe.each(kinds)("%s that failed", (_, more, fails) => {
  const failedTwice = async (): Promise<readonly [Kept, Kept]> => {
    const task = await draft(platform, more);
    await platform.control("POST", `/tasks/${task}`, fails);
    const two = new Two();
    const kept = await ended(platform, () =>
      Promise.all([two.failed("align", task), two.failed("again", task)]),
    );
    await platform.log();
    return kept;
  };

  test("is run again once by two runs that update side by side; both have its results", async () => {
    const [align, again] = await failedTwice();
    const two = new Two();
    const outs = await ended(platform, () =>
      Promise.all([two.update("align", align), two.update("again", again)]),
    );
    expect(outs).toMatchObject([{ status: "COMPLETED" }, { status: "COMPLETED" }]);
    expect(outs[0]?.attempts).toStrictEqual(outs[1]?.attempts);
    expect(await clones()).toHaveLength(1);
  });

  test("is run again once by one after the other, in one process or in two", async () => {
    for (const next of [(two: Two) => two, () => new Two()]) {
      const [align, again] = await failedTwice();
      const two = new Two();
      const first = await ended(platform, () => two.update("align", align));
      const other = next(two);
      // A program checks all that it declares.
      await other.diff("align", align);
      const second = await other.update("again", again);
      expect([first.status, second.status]).toStrictEqual(["COMPLETED", "COMPLETED"]);
      expect(second.attempts).toStrictEqual(first.attempts);
      expect(await clones()).toHaveLength(1);
    }
  });

  test("is announced once, and the other run says whose attempt it shares", async () => {
    const [align, again] = await failedTwice();
    const two = new Two();
    await two.diff("align", align);
    await two.diff("again", again);
    expect(two.lines).toStrictEqual([
      expect.stringMatching(/^sb:align: run of task .*: attempt 2 of 2 will run it/),
      expect.stringMatching(
        /^sb:again: run of task .*: shares its next attempt with align, which runs the same task$/,
      ),
    ]);
    const run = { of: "run", id: align.id, status: "FAILED" };
    expect(two.notes).toMatchObject([
      { ...run, tells: "Attempt", number: 2, failed: more === bySample ? 1 : 0 },
      { ...run, tells: "Status" },
    ]);
  });
});

test("an attempt that could not be started is tried again in the same process", async () => {
  const task = await draft(platform);
  await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
  const two = new Two();
  const kept = await ended(platform, () => two.failed("align", task));
  await platform.fault({ match: { method: "POST", path: "/actions/clone$" }, kind: "status", status: 403 });
  const next = new Two();
  expect((await failureOf(next.update("align", kept))).reasons).toHaveLength(1);
  const outs = await ended(platform, () => next.update("align", kept));
  expect(outs.status).toBe("COMPLETED");
});
