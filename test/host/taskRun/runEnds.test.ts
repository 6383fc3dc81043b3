import { Platform } from "../../support/platform";
import { until } from "../../support/until";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { bySample, calls, draft, ended, statusOf } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

/** A run that nobody waits for. */
const running = async (more: Properties = {}): Promise<Kept> => {
  const kept = await provider.create({ task: await draft(platform, more), wait: false });
  await platform.log();
  return kept;
};

/** Another process: what the first one knew of is forgotten. */
const later = (): Process => Process.runs(platform);

describe("delete", () => {
  test("aborts what is running, and waits until it has stopped", async () => {
    const kept = await running(bySample);
    await platform.advance(500);
    const next = later();
    const deleted = next.delete(kept);
    await until(async () => (await statusOf(platform, kept.id)) === "ABORTING");
    await platform.advance(1000);
    await deleted;
    expect(await statusOf(platform, kept.id)).toBe("ABORTED");
    expect((await calls(platform, { [kept.id]: "T" })).slice(0, 2)).toStrictEqual([
      "GET /tasks/T",
      "POST /tasks/T/actions/abort",
    ]);
    expect(next.lines).toStrictEqual([
      `sb:align: task ${kept.id} was RUNNING: aborted, waiting until it has stopped`,
    ]);
  });

  test("leaves what has ended, and says so", async () => {
    const kept = await running({ description: "text" });
    await platform.advance(2000);
    const next = later();
    await next.delete(kept);
    // An attempt, or a rerun, that a process began and could not store would still be running.
    expect(await calls(platform, { [kept.id]: "T" })).toStrictEqual([
      "GET /tasks/T",
      "GET /tasks?project=ada/lab",
    ]);
    expect(next.lines).toStrictEqual([
      `sb:align: the run of task ${kept.id} is COMPLETED, 0.04 USD: removed from this state only; the platform keeps its record`,
    ]);
  });

  test("does nothing while the program's own run lives on the task, and its draft is another thing", async () => {
    const kept = await running();
    await provider.delete(kept);
    expect(await platform.log()).toStrictEqual([]);
    expect([...provider.session.ownership.tasks.values()]).toStrictEqual([]);
  });

  test("clears up what an attempt has left that was cut off: the draft is deleted, what runs is aborted", async () => {
    const task = await draft(platform, bySample);
    await platform.control("POST", `/tasks/${task}`, { children: { a: "FAILED", b: "FAILED" } });
    const args = { task, maxAttempts: 2 };
    const inputs = await provider.checked(args);
    const failure = await ended(platform, () => failureOf(provider.provider.create(inputs)));
    const kept = { id: task, inputs, outs: failure.properties ?? {} };
    // The first child's attempt runs, the second's is not started: the process dies, and the state knows of neither.
    await platform.fault({ match: { path: "/actions/run$" }, kind: "delay", seconds: 0 });
    await platform.fault({ match: { path: "/actions/run$" }, kind: "status", status: 500, times: 1 });
    await failureOf(provider.update(kept, args));
    const next = later();
    const deleted = next.delete(kept);
    await until(async () =>
      JSON.stringify(await platform.control("GET", "/journal")).includes("/actions/abort"),
    );
    await platform.advance(5000);
    await deleted;
    const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
    const others = (items as { id: string; status: string }[]).filter(({ id }) => id !== task); // a list's form
    expect(others.map(({ status }) => status)).toStrictEqual(["ABORTED"]);
  });

  test("aborts all attempts at once, and names each that does not stop", async () => {
    const task = await draft(platform, bySample);
    await platform.control("POST", `/tasks/${task}`, { children: { a: "FAILED", b: "FAILED" } });
    const args = { task, maxAttempts: 2, timeout: "2s" };
    const inputs = await provider.checked(args);
    const failure = await ended(platform, () => failureOf(provider.provider.create(inputs)));
    const cut = await failureOf(provider.update({ id: task, inputs, outs: failure.properties ?? {} }, args));
    const deleting = failureOf(
      Process.runs(platform, { pollInterval: 1 }).delete({ id: task, inputs, outs: cut.properties ?? {} }),
    );
    const { message } = await deleting;
    const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
    const others = (items as { id: string; status: string }[]).filter(({ id }) => id !== task); // a list's form
    expect(others.map(({ status }) => status)).toStrictEqual(["ABORTING", "ABORTING"]);
    expect(
      others.map(({ id }) => message.includes(`task ${id} was aborted, is still ABORTING`)),
    ).toStrictEqual([true, true]);
  });
});

describe("read", () => {
  test("keeps a run that has ended as it is stored, for one call", async () => {
    const task = await draft(platform, bySample);
    const { id, outs, inputs } = await ended(platform, () => provider.create({ task }));
    await platform.log();
    const { __provider: _, ...stored } = outs;
    const read = await later().read(id, outs);
    const { __provider: __, ...args } = inputs;
    expect(read).toStrictEqual({ id, props: stored, inputs: args });
    expect(await calls(platform, { [id]: "T" })).toStrictEqual(["GET /tasks/T"]);
  });

  test("looks at one that has not, children included", async () => {
    const kept = await running(bySample);
    await platform.advance(500);
    const read = await later().read(kept.id, kept.outs);
    expect(read?.props).toMatchObject({
      status: "RUNNING",
      wait: false,
      children: [{ group: { value: "a" } }, { group: { value: "b" } }],
      childOutputs: {},
    });
  });

  test("by id gives any task that was started; an id that is none has its sentence", async () => {
    const { id } = await running();
    await platform.advance(2000);
    const read = await later().read(id);
    expect(read?.props).toMatchObject({ task: id, status: "COMPLETED", outputs: { rate: 0.5 } });
    expect((await failureOf(later().read("align") ?? Promise.resolve())).message).toBe(
      "the id given to TaskRun.get must be the id of a task (a UUID)",
    );
  });
});
