import { taskRunProvider } from "../../../provider/host";
import { unknownValue } from "../../../provider/shared/unknown";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { childrenOf } from "../runs";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const refusing = (setting = "refuse", more: Readonly<Record<string, string>> = {}): Process =>
  new Process(platform, { "sevenbridges:replaceFinished": setting, ...more });
const inputs = { reads: reads.map((path) => ({ class: "File", path })), threads: 4 };
const batching = { batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] } };
const args: Properties = { project, app: `${app}/0`, inputs };
const changed: Properties = { ...args, inputs: { ...inputs, threads: 8 } };
const refuse = 'sevenbridges:replaceFinished is "refuse"';
const costly = "its cost reaches 100 and sevenbridges:replaceFinished is not set";
const ways = (ignored: string, second: string): string =>
  `Options: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to keep it as it is, give the resource the option ignoreChanges: ["${ignored}"]; to have both, leave this resource as it was and declare a second ${second}`;
const ofTask = (
  id: string,
  cost: number,
  what = "inputs.threads",
  ignored = "inputs",
  cause = refuse,
): string =>
  `Refusing to replace task ${id} (COMPLETED, ${cost} USD): ${what} changed, and ${cause}. ${ways(ignored, "DraftTask")}`;

/** A task that has ended, of which the state knows only that it was a draft. */
const finished = async (more: Properties = {}): Promise<Kept & { readonly cost: number }> => {
  const kept = await refusing().create({ ...args, ...more });
  if (more.run !== true) await platform.api("POST", `/tasks/${kept.id}/actions/run`);
  await platform.advance(5000);
  const { price } = await platform.api("GET", `/tasks/${kept.id}`);
  const { amount } = price as { amount: number }; // the API's own form
  await platform.log();
  return { ...kept, cost: amount };
};

/** Of a batch of `a` and `b` that has been started: `a` has ended, and `b`, which somebody aborts, has not. */
const oneOfTwo = async (id: string): Promise<void> => {
  await platform.advance(1150);
  await platform.api("POST", `/tasks/${(await childrenOf(platform, id)).b}/actions/abort`);
  await platform.advance(70);
  await platform.log();
};

describe("with sevenbridges:replaceFinished at refuse", () => {
  test("an update that would replace a finished task fails, naming it, its cost, the ports and the ways out", async () => {
    const kept = await finished();
    const { message } = await failureOf(refusing().diff(kept, changed));
    expect(message).toBe(ofTask(kept.id, kept.cost));
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a preview goes on, and the check of the replacement hands the refusal to the program", async () => {
    const kept = await finished();
    const process = refusing("refuse", { "sevenbridges:checks": "" });
    expect(await process.diff(kept, { ...changed, __preview: true })).toMatchObject({ replaces: ["inputs"] });
    const { inputs: checked, reasons } = await process.check({ ...changed, __preview: true });
    expect([checked.__checkErrors, reasons]).toStrictEqual([[ofTask(kept.id, kept.cost)], []]);
    // No other line says that a new task will be made.
    expect(process.lines.filter((line) => line.startsWith("sb:align:"))).toStrictEqual([]);
  });

  test("what is known as under way is looked at: it may have ended since", async () => {
    const kept = await finished({ run: true });
    expect(kept.outs.status).not.toBe("COMPLETED");
    const { message } = await failureOf(refusing().diff(kept, { ...changed, run: true }));
    expect(message).toBe(ofTask(kept.id, kept.cost));
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`]);
  });

  test("what the state knows as finished is refused at no call", async () => {
    const kept = await finished({ run: true });
    const { props } = (await refusing().read(kept.id, kept.outs)) ?? {};
    await platform.log();
    const triggered = { ...args, run: true, triggers: [2] };
    const { message } = await failureOf(refusing().diff({ ...kept, outs: props ?? {} }, triggered));
    expect(message).toBe(ofTask(kept.id, kept.cost, "triggers", "triggers"));
    expect(await platform.log()).toStrictEqual([]);
  });

  test("what goes on, has failed or is a draft is replaced", async () => {
    const going = await refusing().create({ ...args, run: true });
    expect(await refusing().diff(going, { ...changed, run: true })).toMatchObject({ replaces: ["inputs"] });
    const draft = await refusing().create({ ...args, name: "draft" });
    expect(await refusing().diff(draft, { ...args, name: "draft", triggers: [1] })).toMatchObject({
      replaces: ["triggers"],
    });
    await platform.api("POST", `/tasks/${going.id}/actions/abort`);
    await platform.advance(5000);
    expect(await refusing().diff(going, { ...changed, run: true })).toMatchObject({ replaces: ["inputs"] });
  });

  test("a batch that failed is refused for the children that are COMPLETED", async () => {
    const batch = { ...args, ...batching, name: "batch" };
    const kept = await refusing().create(batch);
    await platform.control("POST", `/tasks/${kept.id}`, { children: { b: "FAILED" } });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.advance(5000);
    await platform.log();
    const more = { ...batch, inputs: { ...inputs, threads: 8 } };
    const { message } = await failureOf(refusing().diff(kept, more));
    expect(message).toMatch(
      new RegExp(
        `^Refusing to replace task ${kept.id} \\(FAILED with 1 of 2 children COMPLETED, [0-9.]+ USD\\): inputs.threads changed, `,
      ),
    );
    expect(await refusing("allow").diff(kept, more)).toMatchObject({ replaces: ["inputs"] });
    expect((await platform.log()).filter((line) => line.includes("parent="))).toHaveLength(1);
  });

  test("a batch that goes on is refused for the children that are COMPLETED already", async () => {
    const batch = { ...args, ...batching, run: true };
    const kept = await refusing().create(batch);
    await oneOfTwo(kept.id);
    const { message } = await failureOf(
      refusing().diff(kept, { ...batch, inputs: { ...inputs, threads: 8 } }),
    );
    expect(message).toMatch(
      new RegExp(
        `^Refusing to replace task ${kept.id} \\(RUNNING with 1 of 2 children COMPLETED\\): inputs.threads changed, `,
      ),
    );
    expect((await platform.log()).map((line) => line.split("&")[0])).toStrictEqual([
      `GET /tasks/${kept.id}`,
      `GET /tasks?parent=${kept.id}`,
    ]);
  });

  test("a task that failed and is no batch is not asked for children", async () => {
    const kept = await refusing().create({ ...args, name: "single" });
    await platform.control("POST", `/tasks/${kept.id}`, { outcome: "FAILED" });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.advance(5000);
    const read = await refusing().read(kept.id, kept.outs);
    await platform.log();
    const edited = { ...changed, name: "single" };
    expect(await refusing().diff(kept, edited)).toMatchObject({ replaces: ["inputs"] });
    // The draft of the state is looked for among the drafts first.
    expect((await platform.log()).at(-1)).toBe(`GET /tasks/${kept.id}`);
    expect(await refusing().diff({ ...kept, outs: read?.props ?? {} }, edited)).toMatchObject({
      replaces: ["inputs"],
    });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("what may not come is left to the update", async () => {
    const kept = await finished();
    const unsure = { ...args, inputs: { ...inputs, threads: unknownValue } };
    const preview = refusing("refuse", { "sevenbridges:checks": "apps" });
    expect(await preview.diff(kept, unsure)).toMatchObject({ replaces: ["inputs"] });
  });

  test("what changes in place does", async () => {
    const kept = await finished();
    expect(await refusing().diff(kept, { ...args, name: "renamed" })).toStrictEqual({ changes: true });
  });

  test("where the platform does not answer, the stored status decides, and a line says so", async () => {
    const kept = await finished({ run: true });
    await platform.fault({ match: { path: "/tasks/" }, kind: "status", status: 500, times: "always" });
    const process = refusing();
    expect(await process.diff(kept, { ...changed, run: true })).toMatchObject({ replaces: ["inputs"] });
    expect(process.lines[0]).toMatch(
      /^sb:align: could not read the task's status \(.+\); using the stored one, QUEUED$/,
    );
  });
});

describe("a run that has ended well", () => {
  const runs = (setting = "refuse"): Process =>
    new Process(
      platform,
      { "sevenbridges:replaceFinished": setting },
      "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align",
      undefined,
      taskRunProvider,
    );
  const ended = async (): Promise<{ readonly kept: Kept; readonly task: string; readonly cost: number }> => {
    const { id, cost } = await finished();
    const kept = await runs().create({ task: id });
    await platform.log();
    return { kept, task: id, cost };
  };
  const ofRun = (id: string, cost: number, what: string, cause = refuse): string =>
    `Refusing to replace the run of task ${id} (COMPLETED, ${cost} USD): ${what} changed, and ${cause}. ${ways(what, "TaskRun")}`;

  test("is not run again for new triggers", async () => {
    const { kept, task, cost } = await ended();
    const { message } = await failureOf(runs().diff(kept, { task, triggers: [1] }));
    expect(message).toBe(ofRun(task, cost, "triggers"));
    expect(await platform.log()).toStrictEqual([]);
  });

  test("in part, and accepted so, is not run again either", async () => {
    const { id } = await refusing().create({ ...args, ...batching, name: "batch" });
    await platform.control("POST", `/tasks/${id}`, { children: { b: "FAILED" } });
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.advance(5000);
    const kept = await runs().create({ task: id, allowFailures: true });
    await platform.log();
    const news = { task: id, allowFailures: true, triggers: [1] };
    const { message } = await failureOf(runs().diff(kept, news));
    expect(message).toMatch(
      new RegExp(
        `^Refusing to replace the run of task ${id} \\(FAILED with 1 of 2 children COMPLETED, [0-9.]+ USD\\): `,
      ),
    );
    expect(await platform.log()).toStrictEqual([]);
  });

  test.each(["goes on", "has failed"])(
    "in part, which nobody waited for and %s, is not run again either",
    async (which) => {
      const { id } = await refusing().create({ ...args, ...batching, name: "batch" });
      const kept = await runs().create({ task: id, wait: false });
      await oneOfTwo(id);
      if (which === "has failed") await platform.advance(5000);
      const { message } = await failureOf(runs().diff(kept, { task: id, wait: false, triggers: [1] }));
      const status = which === "goes on" ? "RUNNING" : "FAILED";
      expect(message).toMatch(
        new RegExp(
          `^Refusing to replace the run of task ${id} \\(${status} with 1 of 2 children COMPLETED, [0-9.]+ USD\\): `,
        ),
      );
    },
  );

  test("by its second attempt is judged by that, and costs what both have cost", async () => {
    const { id } = await refusing().create(args);
    await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.advance(5000);
    const kept = await runs().create({ task: id, wait: false });
    const clone = await platform.api("POST", `/tasks/${id}/actions/clone?action=run`);
    await platform.advance(5000);
    await platform.log();
    const attempts = [
      { number: 1, status: "FAILED", tasks: [{ id }] },
      { number: 2, status: "RUNNING", tasks: [{ id: clone.id, of: id }] },
    ];
    const outs = { ...kept.outs, status: "RUNNING", attempts };
    const { message } = await failureOf(
      runs().diff({ ...kept, outs }, { task: id, wait: false, triggers: [1] }),
    );
    const prices = await Promise.all(
      [id, String(clone.id)].map(async (one) => (await platform.api("GET", `/tasks/${one}`)).price),
    );
    const cost = prices.reduce<number>((sum, price) => sum + (price as { amount: number }).amount, 0); // the API's own form
    expect(message).toBe(ofRun(id, Math.round(cost * 1e6) / 1e6, "triggers"));
  });

  test("that has ended while nobody waited for it is reported as it is", async () => {
    const { id } = await refusing().create(args);
    const kept = await runs().create({ task: id, wait: false });
    await platform.advance(5000);
    const process = runs("allow");
    await process.diff(kept, { task: id, wait: false, triggers: [1] });
    expect(process.lines).toStrictEqual([
      expect.stringMatching(
        new RegExp(
          `^sb:align: run of task ${id} \\(COMPLETED, [0-9.]+ USD\\): will run again, because triggers changed`,
        ),
      ),
    ]);
  });

  test("does not make room for another task's", async () => {
    const { kept, task, cost } = await ended();
    const { id } = await refusing().create({ ...args, description: "second" });
    const { message } = await failureOf(runs().diff(kept, { task: id }));
    expect(message).toBe(ofRun(task, cost, "task"));
  });

  test("in a preview is handed to the program", async () => {
    const { kept, task, cost } = await ended();
    const process = runs();
    const news = { task, triggers: [1], __preview: true };
    expect(await process.diff(kept, news)).toMatchObject({ replaces: ["triggers"] });
    expect((await process.check(news)).inputs.__checkErrors).toStrictEqual([ofRun(task, cost, "triggers")]);
    expect(process.lines).toStrictEqual([]);
  });

  test("of a task that surely is replaced, though it is not known by what, is refused in the preview", async () => {
    const { kept, task, cost } = await ended();
    const process = runs();
    process.session.handoff.mode.preview = true;
    process.session.ownership.replaced.set("its draft", {
      id: task,
      createdTime: "",
      isSure: true,
      isToldWithCost: false,
    });
    const news = { task: unknownValue, __preview: true };
    await process.diff(kept, news);
    expect((await process.check(news)).inputs.__checkErrors).toStrictEqual([ofRun(task, cost, "task")]);
    // What its DraftTask says already is not said twice.
    const other = runs();
    other.session.ownership.replaced.set("its draft", {
      id: task,
      createdTime: "",
      isSure: true,
      isToldWithCost: true,
    });
    other.session.handoff.refusals.set("its draft", "refused");
    await other.diff(kept, news);
    expect((await other.check(news)).inputs.__checkErrors).toBeUndefined();
  });

  test("of a task that may not come is left to the update", async () => {
    const { kept } = await ended();
    expect(await runs().diff(kept, { task: unknownValue })).toMatchObject({ replaces: ["task"] });
  });

  test("with allow is run again", async () => {
    const { kept, task } = await ended();
    expect(await runs("allow").diff(kept, { task, triggers: [1] })).toMatchObject({ replaces: ["triggers"] });
  });
});

describe("with sevenbridges:replaceFinished not set", () => {
  /** From now on the platform says that each task has cost this much. */
  const costs = (amount: number): Promise<unknown> =>
    platform.fault({
      match: { method: "GET", path: "/tasks/" },
      kind: "alter",
      set: { price: { amount, currency: "EUR" } },
      times: "always",
    });

  test("a finished task that has cost less than 100 may be replaced", async () => {
    const kept = await finished();
    await costs(99.99);
    expect(await refusing("").diff(kept, changed)).toMatchObject({ replaces: ["inputs"] });
  });

  test("one that has cost 100, in any currency, is refused, and the message says why", async () => {
    const kept = await finished();
    await costs(100);
    const { message } = await failureOf(refusing("").diff(kept, changed));
    expect(message).toBe(ofTask(kept.id, 100, "inputs.threads", "inputs", costly).replace("USD", "EUR"));
    expect(await refusing("allow").diff(kept, changed)).toMatchObject({ replaces: ["inputs"] });
  });

  test("a preview hands the refusal to the program", async () => {
    const kept = await finished();
    await costs(250);
    const process = refusing("", { "sevenbridges:checks": "" });
    expect(await process.diff(kept, { ...changed, __preview: true })).toMatchObject({ replaces: ["inputs"] });
    const { inputs: checked } = await process.check({ ...changed, __preview: true });
    expect(checked.__checkErrors).toStrictEqual([
      ofTask(kept.id, 250, "inputs.threads", "inputs", costly).replace("USD", "EUR"),
    ]);
  });

  test("a batch is judged by its price, and its children are asked for only then", async () => {
    const batch = { ...args, ...batching, name: "batch" };
    const kept = await refusing("").create(batch);
    await platform.control("POST", `/tasks/${kept.id}`, { children: { b: "FAILED" } });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.advance(5000);
    await platform.log();
    const more = { ...batch, inputs: { ...inputs, threads: 8 } };
    expect(await refusing("").diff(kept, more)).toMatchObject({ replaces: ["inputs"] });
    expect((await platform.log()).filter((line) => line.includes("parent="))).toStrictEqual([]);
    await costs(812);
    const { message } = await failureOf(refusing("").diff(kept, more));
    expect(message).toContain("(FAILED with 1 of 2 children COMPLETED, 812 EUR)");
    expect(message).toContain(costly);
  });

  test("a run is judged by what all of its attempts have cost; an unknown price refuses nothing", async () => {
    const { id } = await finished();
    const kept = await new Process(
      platform,
      {},
      "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align",
      undefined,
      taskRunProvider,
    ).create({ task: id });
    const judged = (price: unknown, setting = "") =>
      new Process(
        platform,
        { "sevenbridges:replaceFinished": setting },
        "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align",
        undefined,
        taskRunProvider,
      ).diff({ ...kept, outs: { ...kept.outs, price } }, { task: id, triggers: [1] });
    const { message } = await failureOf(judged({ amount: 104.5, currency: "USD" }));
    expect(message).toBe(
      `Refusing to replace the run of task ${id} (COMPLETED, 104.5 USD): triggers changed, and ${costly}. ${ways("triggers", "TaskRun")}`,
    );
    for (const price of [undefined, { amount: 99, currency: "USD" }])
      expect(await judged(price)).toMatchObject({ replaces: ["triggers"] });
    expect(await judged({ amount: 104.5, currency: "USD" }, "allow")).toMatchObject({
      replaces: ["triggers"],
    });
  });
});

test("with allow, a finished task is replaced", async () => {
  const kept = await finished();
  expect(await refusing("allow").diff(kept, changed)).toMatchObject({ replaces: ["inputs"] });
});

test("a word that is neither is refused, by diff as well", async () => {
  const kept = await finished();
  const { message } = await failureOf(refusing("no").diff(kept, changed));
  expect(message).toBe(
    "sevenbridges:replaceFinished must be allow or refuse (not set: work that has cost 100 or more is refused)",
  );
});
