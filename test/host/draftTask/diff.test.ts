import { Platform } from "../../support/platform";
import { app, otherProject, project, reads } from "../../support/seed";
import { failureOf, type Kept, Process, type Properties } from "../provider";

let platform: Platform;
let provider: Process;
let kept: Kept;
const complete: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })), threads: 4 },
};
const drafts = `GET /tasks?project=${project}&status=DRAFT&fields=id,status,description&order_by=created_time&order=asc&offset=0&limit=100`;

beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
  kept = await provider.create(complete);
  await platform.log();
});
afterEach(() => platform.close());

describe("diff", () => {
  test("asks nothing while the program says what the state holds", async () => {
    expect(await provider.diff(kept, complete)).toStrictEqual({ changes: false });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("asks for the drafts of a project once, however many changed", async () => {
    const second = await provider.create({ ...complete, name: "second" });
    await platform.log();
    expect(await provider.diff(kept, { ...complete, description: "x" })).toStrictEqual({ changes: true });
    expect(await provider.diff(second, { ...complete, name: "third" })).toStrictEqual({ changes: true });
    expect(await platform.log()).toStrictEqual([drafts]);
  });

  test("a started task: says what has happened, what will be made and why", async () => {
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    expect(await provider.diff(kept, { ...complete, inputs: {} })).toStrictEqual({
      changes: true,
      replaces: ["inputs"],
    });
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} has been started (QUEUED): a new task will be made, because inputs.reads, inputs.threads changed`,
    ]);
    expect(await platform.log()).toStrictEqual([drafts, `GET /tasks/${kept.id}`]);
  });

  test("a started task with an input that is not known yet is only replaced if that really changes", async () => {
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    const news = {
      ...complete,
      inputs: { ...(complete.inputs as object), threads: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    };
    const preview = new Process(platform, { "sevenbridges:checks": "apps" });
    expect(await preview.diff(kept, news)).toStrictEqual({ changes: true, replaces: ["inputs"] });
    expect(preview.lines).toStrictEqual([
      `sb:align: task ${kept.id} has been started (QUEUED): a new task will be made only if inputs.threads really changes`,
    ]);
  });

  test("a started task's machines hold for its next attempt", async () => {
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    expect(
      await provider.diff(kept, { ...complete, executionSettings: { instanceType: "AUTO" } }),
    ).toStrictEqual({ changes: true });
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} has been started (QUEUED): executionSettings will hold for its next attempt`,
    ]);
  });

  test("a draft that is gone is created again", async () => {
    await platform.api("DELETE", `/tasks/${kept.id}`);
    expect(await provider.diff(kept, { ...complete, description: "x" })).toMatchObject({
      changes: true,
      replaces: [expect.any(String)],
    });
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} does not exist any more: a new draft will be made`,
    ]);
  });

  test("with the API down goes by the stored status, and says so", async () => {
    await platform.close();
    expect(await provider.diff(kept, { ...complete, description: "x" })).toStrictEqual({ changes: true });
    expect(provider.lines).toStrictEqual([
      `sb:align: could not read the task's status (GET /tasks at ${platform.url} got no answer (ECONNREFUSED), 3 times: check the endpoint and the network, then run it again); using the stored one, DRAFT`,
    ]);
  });

  test("another endpoint replaces, at no call", async () => {
    const other = await Platform.start();
    try {
      expect(await new Process(other).diff(kept, complete)).toStrictEqual({
        changes: true,
        replaces: ["__endpoint"],
      });
      expect(await other.log()).toStrictEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each([
    ["project", { project: otherProject, app: `${otherProject}/align/0` }, ["project", "app"]],
    ["triggers", { triggers: [1] }, ["triggers"]],
  ])("a draft's %s replaces", async (_, change, replaces) => {
    expect(await provider.diff(kept, { ...complete, ...change })).toStrictEqual({ changes: true, replaces });
  });

  test("a draft with errors differs, judged from the state alone, at no call", async () => {
    const failure = await failureOf(provider.create({ ...complete, inputs: {} }));
    await platform.log();
    const stored = { id: failure.id ?? "", outs: failure.properties ?? {}, inputs: {} };
    expect(await provider.diff(stored, { ...complete, inputs: {} })).toStrictEqual({ changes: true });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a state that cannot be read is an error that says what to do, never a difference", async () => {
    const failure = await failureOf(
      provider.diff({ ...kept, outs: { ...kept.outs, status: 7 } }, complete) ?? Promise.resolve(),
    );
    expect(failure.message).toBe(
      `the stored state of task ${kept.id} cannot be read (status has a form that is not understood): restore the state from its history, or take the resource out with pulumi state delete and give its id to the resource option import`,
    );
  });
});
