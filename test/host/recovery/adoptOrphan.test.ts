import { setImmediate } from "node:timers/promises";
import { ownerTagIn, ownerTagText } from "../../../provider/model/tags/ownerTag";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { described, looks, recentLook } from "../../support/tags";
import { failureOf, type Kept, Process, type Properties } from "../provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const list = (paths: readonly string[]) => paths.map((path) => ({ class: "File", path }));
const complete: Properties = { project, app: `${app}/0`, inputs: { reads: list(reads), threads: 4 } };

/** A process that made the task and died before the engine could store it. */
const lost = async (args: Properties = complete, process = new Process(platform)): Promise<string> => {
  const { id } = await process.create(args);
  await platform.log();
  return id;
};

const order = (id: string, outcome: object) => platform.control("POST", `/tasks/${id}`, outcome);
const there = async (): Promise<readonly string[]> => {
  const { items } = await platform.api("GET", "/tasks?order=asc&fields=id,status,name");
  return (items as { id: string }[]).map(({ id }) => id); // a list's form
};
const found = (id: string, status: string): string =>
  `sb:align: Adopted task ${id} (${status}), left by an interrupted update; no other is created. Change \`triggers\` to have another one created`;

describe("create, after a process that died", () => {
  test("looks once per process and project, and only if there is something to create", async () => {
    const process = new Process(platform);
    const one = await process.create(complete);
    const two = await process.checked({ ...complete, __owner: "acme/urn::two", name: "two" });
    await process.provider.create(two);
    expect(await platform.log()).toStrictEqual([...looks(), "POST /tasks", "POST /tasks"]);
    await process.diff(one, complete);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("adopts its draft, which matches the program: one GET, nothing is written", async () => {
    const id = await lost();
    const process = new Process(platform);
    const { outs, id: adopted } = await process.create(complete);
    expect(adopted).toBe(id);
    expect(await platform.log()).toStrictEqual([...looks(), `GET /tasks/${id}`, `GET /tasks/${id}`]);
    expect(process.lines).toStrictEqual([found(id, "DRAFT")]);
    expect(outs).toMatchObject({ ...complete, status: "DRAFT" });
    expect(outs.description).toBeUndefined();
  });

  test("adopts a draft that was made from another program, and patches what differs, the line as well", async () => {
    const id = await lost({ ...complete, description: "old" });
    await new Process(platform).create({ ...complete, inputs: { reads: list(reads), threads: 8 } });
    const writes = (await platform.requests()).filter(({ method }) => method !== "GET");
    expect(writes).toMatchObject([
      {
        method: "PATCH",
        path: `/v2/tasks/${id}`,
        body: { inputs: { threads: 8 }, description: described(new Process(platform).owner) },
      },
    ]);
    expect(await there()).toStrictEqual([id]);
    expect(
      (await new Process(platform).create({ ...complete, inputs: { reads: list(reads), threads: 8 } })).id,
    ).toBe(id);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test.each(["QUEUED", "RUNNING"])("adopts its task that is %s, and starts none", async (status) => {
    const id = await lost({ ...complete, run: true });
    if (status === "RUNNING") await platform.advance(900);
    const { outs, id: adopted } = await new Process(platform).create({ ...complete, run: true });
    expect([adopted, outs.status]).toStrictEqual([id, status]);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("with run: true adopts what has COMPLETED meanwhile; without it, makes a new draft", async () => {
    const id = await lost({ ...complete, run: true });
    await platform.advance(3000);
    expect((await new Process(platform).create({ ...complete, run: true })).id).toBe(id);
    expect(await platform.writes()).toStrictEqual([]);
    expect((await new Process(platform).create(complete)).id).not.toBe(id);
    expect(await platform.writes()).toStrictEqual(["POST /tasks"]);
  });

  test("with run: true starts the draft that it finds", async () => {
    const id = await lost();
    const { outs } = await new Process(platform).create({ ...complete, run: true });
    expect(outs).toMatchObject({ status: "QUEUED", run: true });
    expect(await platform.writes()).toStrictEqual([`POST /tasks/${id}/actions/run`]);
  });

  test.each(["FAILED", "ABORTED"])("never adopts a task that has %s", async (outcome) => {
    const id = await lost({ ...complete, run: true });
    if (outcome === "ABORTED") await platform.api("POST", `/tasks/${id}/actions/abort`);
    else await order(id, { outcome });
    await platform.advance(3000);
    expect((await new Process(platform).create({ ...complete, run: true })).id).not.toBe(id);
  });

  test("adopts its task whose status is not known here: better than to make it twice", async () => {
    const id = await lost({ ...complete, run: true });
    await platform.fault({
      match: { path: "/tasks/[^/]+$" },
      kind: "alter",
      set: { status: "PAUSED" },
      times: 9,
    });
    const { id: adopted, outs } = await new Process(platform).create({ ...complete, run: true });
    expect([adopted, outs.status]).toStrictEqual([id, "PAUSED"]);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("never adopts a task that is ABORTING", async () => {
    const id = await lost({ ...complete, run: true });
    await platform.advance(900);
    await platform.api("POST", `/tasks/${id}/actions/abort`);
    expect((await platform.api("GET", `/tasks/${id}`)).status).toBe("ABORTING");
    expect((await new Process(platform).create({ ...complete, run: true })).id).not.toBe(id);
  });

  test("does not adopt a started task of another program, but names it while it goes on", async () => {
    const id = await lost({ ...complete, run: true });
    const process = new Process(platform);
    const other = { ...complete, inputs: { reads: list(reads), threads: 8 }, run: true };
    expect((await process.create(other)).id).not.toBe(id);
    expect(process.lines).toStrictEqual([
      `sb:align: warning: task ${id} (QUEUED) was made for this resource from other args, and goes on: if nobody needs it, abort it on its page: ${platform.page(id)}`,
    ]);
    await platform.advance(3000);
    const later = new Process(platform);
    await later.create({ ...other, inputs: { reads: list(reads), threads: 9 } });
    expect(later.lines).toStrictEqual([]);
  });

  test("leaves a draft that cannot become what the program says, and names it", async () => {
    await platform.control("POST", "/seed", {
      apps: [
        {
          id: `${project}/other`,
          cwl: { cwlVersion: "v1.2", class: "CommandLineTool", inputs: [], outputs: [] },
        },
      ],
    });
    const id = await lost();
    const process = new Process(platform);
    expect((await process.create({ ...complete, app: `${project}/other/0`, inputs: {} })).id).not.toBe(id);
    expect(process.lines).toStrictEqual([
      `sb:align: warning: task ${id} (DRAFT) carries this resource's tag, but differs in app, which can no longer be edited: left alone. If nobody needs it, delete or abort it on its page: ${platform.page(id)}`,
    ]);
  });

  test.each<[string, () => Process]>([
    ["another resource", () => new Process(platform, {}, "acme/urn::other")],
    ["another salt", () => new Process(platform, { "sevenbridges:ownerLine": "mine" })],
  ])("never adopts a task of %s", async (_, other) => {
    const id = await lost(complete, other());
    expect((await new Process(platform).create(complete)).id).not.toBe(id);
    expect((await other().create(complete)).id).toBe(id);
  });

  test("never adopts a task of another user, although the line was copied", async () => {
    const id = await lost();
    const { description } = await platform.api("GET", `/tasks/${id}`);
    await platform.api("DELETE", `/tasks/${id}`);
    await platform.fault({
      match: { method: "GET", path: "/users/ada$" },
      kind: "alter",
      set: { username: "bob" },
    });
    await platform.api("POST", "/tasks", { ...complete, description });
    expect((await new Process(platform).create(complete)).id).not.toBe((await there())[0]);
  });

  test("of several takes the oldest: a clone made by hand copies the tag", async () => {
    const id = await lost();
    await platform.advance(10);
    await platform.api("POST", `/tasks/${id}/actions/clone`);
    expect((await new Process(platform).create(complete)).id).toBe(id);
  });

  test("takes one of the same body before an older draft of another one, for it may be running", async () => {
    await lost({ ...complete, description: "older" });
    // What another process, whose list was older, has made.
    const running = await platform.api("POST", "/tasks?action=run", {
      ...complete,
      name: "align",
      description: await tagOf(complete),
    });
    expect((await new Process(platform).create({ ...complete, run: true })).id).toBe(running.id);
  });

  test("looks back 7 days by the platform's clock, or as many as the settings say", async () => {
    const id = await lost();
    // The emulator is in this process: it goes by the same clock.
    const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 9 * 86_400_000);
    try {
      const process = new Process(platform, { "sevenbridges:lookBackDays": "30" });
      expect((await process.create(complete)).id).toBe(id);
      expect((await new Process(platform).create(complete)).id).not.toBe(id);
    } finally {
      later.mockRestore();
    }
  });

  test("fails where the list fails: a task that cannot be looked for is not made", async () => {
    await platform.fault({ match: { method: "GET", path: "/tasks$" }, kind: "status", status: 500 });
    const failure = await failureOf(new Process(platform).create(complete));
    expect(failure.message).toMatch(/^GET \/tasks at .* was refused \(500/);
    expect(await there()).toStrictEqual([]);
  });

  test("goes by a GET where the list is older than the task", async () => {
    const id = await lost();
    const process = new Process(platform);
    const other = await process.checked({ ...complete, __owner: "acme/urn::two", name: "two" });
    await process.provider.create(other);
    await platform.api("DELETE", `/tasks/${id}`);
    expect((await process.create(complete)).id).not.toBe(id);
  });

  test("looks at its own first where the engine's hooks call it again in the same process", async () => {
    const process = new Process(platform);
    const { id } = await process.create(complete);
    await platform.log();
    expect((await process.create(complete)).id).toBe(id);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("never adopts what this process has deleted, what another resource lives on, or what is being replaced", async () => {
    const process = new Process(platform);
    const first = await process.create(complete);
    // An abort or a delete that is still under way.
    process.session.ownership.tasks.clear();
    process.session.ownership.deleted.add(first.id);
    const second = await process.create(complete);
    expect(second.id).not.toBe(first.id);
    process.session.ownership.tasks.set("acme/urn::two", second.id);
    process.session.ownership.tasks.delete(process.owner);
    expect((await process.create(complete)).id).not.toBe(second.id);
  });

  test("never adopts what another resource is found to live on meanwhile: a rename leaves the old name in the line", async () => {
    const kept = await new Process(platform).create(complete);
    const process = new Process(platform);
    await process.provider.create(await process.checked({ ...complete, __owner: "acme/urn::three" }));
    const renamed = await process.checked({ ...complete, __owner: "acme/urn::two" }, kept.inputs);
    const inputs = await process.checked({ ...complete, inputs: { reads: list(reads), threads: 8 } });
    await platform.log();
    await platform.fault({ kind: "delay", seconds: 0.2 });
    const made = process.provider.create(inputs);
    await setImmediate();
    expect(await process.provider.diff?.(kept.id, kept.outs, renamed)).toStrictEqual({ changes: false });
    expect((await made).id).not.toBe(kept.id);
    expect(await platform.writes()).toStrictEqual(["POST /tasks"]);
  });

  test("does not name one that is ABORTING: it goes on no more", async () => {
    const id = await lost({ ...complete, run: true });
    await platform.advance(900);
    await platform.api("POST", `/tasks/${id}/actions/abort`);
    expect((await platform.api("GET", `/tasks/${id}`)).status).toBe("ABORTING");
    const process = new Process(platform);
    await process.create({ ...complete, inputs: { reads: list(reads), threads: 8 }, run: true });
    expect(process.lines).toStrictEqual([]);
  });

  test("runs again where triggers come back that an earlier, completed task had", async () => {
    const args = (trigger: number): Properties => ({ ...complete, run: true, triggers: [trigger] });
    const first = await new Process(platform).create(args(1));
    await platform.advance(3000);
    const second = await new Process(platform).create(args(2));
    expect(second.id).not.toBe(first.id);
    await platform.advance(3000);
    const process = new Process(platform);
    await process.diff(second, args(1));
    const third = await process.create(args(1));
    expect([first.id, second.id]).not.toContain(third.id);
  });

  test("makes a new draft where new triggers ask for one, although the old one is still there", async () => {
    const process = new Process(platform);
    const kept = await process.create({ ...complete, triggers: [1] });
    expect(await new Process(platform).diff(kept, { ...complete, triggers: [2] })).toMatchObject({
      replaces: ["triggers"],
    });
    const next = new Process(platform);
    await next.diff(kept, { ...complete, triggers: [2] });
    const made = await next.create({ ...complete, triggers: [2] });
    expect(made.id).not.toBe(kept.id);
    // Killed here: the next process finds the new one, and not the one that is replaced.
    const third = new Process(platform);
    await third.diff(kept, { ...complete, triggers: [2] });
    expect((await third.create({ ...complete, triggers: [2] })).id).toBe(made.id);
  });
});

/** The tag that a draft of these args gets. */
const tagOf = async (args: Properties): Promise<string> => {
  const elsewhere = await Platform.start();
  const { id } = await new Process(elsewhere).create(args);
  const { description } = await elsewhere.api("GET", `/tasks/${id}`);
  await elsewhere.close();
  return String(description);
};

describe("create, after an answer that leaves it open whether the task exists", () => {
  test.each(["drop", "reset"] as const)(
    "(%s after the effect) finds the task and adopts it: one POST, one task",
    async (kind) => {
      await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind, effect: "after" });
      const process = new Process(platform);
      const { id, outs } = await process.create({ ...complete, run: true });
      expect(await platform.writes()).toStrictEqual(["POST /tasks?action=run"]);
      expect(await there()).toStrictEqual([id]);
      expect(outs).toMatchObject({ status: "QUEUED" });
    },
  );

  test("and that was not made looks three times, fails, and says that the next up looks first", async () => {
    await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop" });
    const failure = await failureOf(new Process(platform).create(complete));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toBe(
      `POST /tasks at ${platform.url} got no answer (ECONNRESET): check the endpoint and the network, then run it again. The task may have been made all the same: run pulumi up again; it looks for the task first, and adopts it`,
    );
    const lookup = recentLook();
    expect(await platform.log()).toStrictEqual([...looks(), "POST /tasks", lookup, lookup, lookup]);
    expect((await new Process(platform).create(complete)).outs.status).toBe("DRAFT");
    expect(await there()).toHaveLength(1);
  });
});

test("where the search fails, too, it is the POST that is reported: the task may have been made", async () => {
  await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop", effect: "after" });
  const process = new Process(platform);
  await process.provider.create(await process.checked({ ...complete, __owner: "acme/urn::two" }));
  const post = await process.checked(complete);
  await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop", effect: "after" });
  await platform.fault({ match: { method: "GET", path: "/tasks$" }, kind: "status", status: 500 });
  const failure = await failureOf(process.provider.create(post));
  expect(failure.message).toBe(
    `POST /tasks at ${platform.url} got no answer (ECONNRESET): check the endpoint and the network, then run it again. The task may have been made all the same: run pulumi up again; it looks for the task first, and adopts it`,
  );
  await new Process(platform).create(complete);
  expect(await there()).toHaveLength(2);
});

test("what a search finds and leaves is said once, however often it looks", async () => {
  const id = await lost({ ...complete, run: true });
  await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop" });
  const process = new Process(platform);
  await failureOf(process.create({ ...complete, inputs: { reads: list(reads), threads: 8 }, run: true }));
  expect(process.lines).toStrictEqual([
    `sb:align: warning: task ${id} (QUEUED) was made for this resource from other args, and goes on: if nobody needs it, abort it on its page: ${platform.page(id)}`,
  ]);
});

describe("sevenbridges:ownerLine", () => {
  test.each(["False", "FALSE", " false "])("%j is false, and no salt", async (text) => {
    const { id } = await new Process(platform, { "sevenbridges:ownerLine": text }).create(complete);
    expect(await platform.log()).toStrictEqual(["POST /tasks"]);
    expect((await platform.api("GET", `/tasks/${id}`)).description).toBeFalsy();
  });

  test("false: no line, nothing is looked for, and a lost answer says how to find the task", async () => {
    const off = () => new Process(platform, { "sevenbridges:ownerLine": "false" });
    const { id } = await off().create({ ...complete, description: "mine" });
    expect(await platform.log()).toStrictEqual(["POST /tasks"]);
    expect((await platform.api("GET", `/tasks/${id}`)).description).toBe("mine");
    await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop", effect: "after" });
    const failure = await failureOf(off().create({ ...complete, name: "once" }));
    expect(failure.message).toBe(
      `POST /tasks at ${platform.url} got no answer (ECONNRESET): check the endpoint and the network, then run it again. The task may have been made all the same: look for a task named once in project ${project}, and delete it or adopt it with the resource option import before you run pulumi up again`,
    );
  });

  test("false: the next edit of the description takes the line away, another edit leaves it", async () => {
    const kept = await new Process(platform).create({ ...complete, description: "a" });
    const off = new Process(platform, { "sevenbridges:ownerLine": "false" });
    const edited = await off.update(kept, { ...complete, description: "a", name: "b" });
    expect((await platform.api("GET", `/tasks/${kept.id}`)).description).toEqual(described(off.owner, "a"));
    await off.update(edited, { ...complete, description: "b", name: "b" });
    expect((await platform.api("GET", `/tasks/${kept.id}`)).description).toBe("b");
  });

  test("a salt comes before the owner, in the line and in the state", async () => {
    const salted = new Process(platform, { "sevenbridges:ownerLine": "lab-2.b" });
    const { id, outs } = await salted.create(complete);
    const owner = `lab-2.b@${salted.owner}`;
    expect((await platform.api("GET", `/tasks/${id}`)).description).toEqual(described(owner));
    expect(outs.__owner).toBe(owner);
    expect(salted.lines).toStrictEqual([]);
    await salted.create({ ...complete, run: true });
    expect(salted.lines).toStrictEqual([
      `sb:align: Kept task ${id} (DRAFT), which matches the program; no other is created. Change \`triggers\` to have another one created`,
    ]);
  });

  test.each([
    [
      "ownerLine",
      "a b",
      "sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores",
    ],
    [
      "ownerLine",
      "x".repeat(65),
      "sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores",
    ],
    ["lookBackDays", "0", "sevenbridges:lookBackDays must be a whole number of days from 1 to 3650"],
    ["lookBackDays", "a week", "sevenbridges:lookBackDays must be a whole number of days from 1 to 3650"],
  ])("%s: %s is refused", async (key, value, reason) => {
    const { reasons } = await new Process(platform, { [`sevenbridges:${key}`]: value }).check(complete);
    expect(reasons).toStrictEqual([reason]);
  });

  test("a change of the salt is no difference", async () => {
    const kept = await new Process(platform).create(complete);
    const salted = new Process(platform, { "sevenbridges:ownerLine": "b" });
    expect(await salted.diff(kept, complete)).toStrictEqual({ changes: false });
  });
});

describe("the line is no drift", () => {
  test("a refresh shows the description that people know", async () => {
    const process = new Process(platform);
    const kept = await process.create({ ...complete, description: "text" });
    const read = await process.read(kept.id, kept.outs);
    expect(read?.inputs).toMatchObject({ description: "text" });
    const bare = await process.create({ ...complete, __owner: "acme/urn::two", name: "two" });
    expect((await process.read(bare.id, bare.outs))?.inputs).not.toHaveProperty("description");
  });

  test("taking it away by hand is none, either; a text that somebody writes is", async () => {
    const process = new Process(platform);
    const kept = await process.create({ ...complete, description: "text" });
    await platform.api("PATCH", `/tasks/${kept.id}`, { description: "text" });
    expect((await process.read(kept.id, kept.outs))?.inputs).toMatchObject({ description: "text" });
    await platform.api("PATCH", `/tasks/${kept.id}`, { description: "other" });
    expect((await process.read(kept.id, kept.outs))?.inputs).toMatchObject({ description: "other" });
  });

  test("a program's own text that looks like a line stays what it is", async () => {
    const text = "[pulumi somebody 0f3c9a12]";
    const process = new Process(platform);
    const kept = await process.create({ ...complete, description: text });
    expect((await process.read(kept.id, kept.outs))?.inputs).toMatchObject({ description: text });
    const off = new Process(platform, { "sevenbridges:ownerLine": "false" });
    const plain = await off.create({ ...complete, description: text });
    expect((await off.read(plain.id, plain.outs))?.inputs).toMatchObject({ description: text });
  });

  test("an import shows none, takes the line of another owner over, and leaves a draft without line alone", async () => {
    const other = await new Process(platform, {}, "acme/urn::two").create({ ...complete, name: "align" });
    await platform.log();
    const process = new Process(platform);
    await process.create({ ...complete, __import: other.id });
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${other.id}`]);
    expect((await platform.api("GET", `/tasks/${other.id}`)).description).toEqual(described(process.owner));
    const bare = await platform.api("POST", "/tasks", { ...complete, name: "align" });
    await platform.log();
    await new Process(platform).create({ ...complete, __import: String(bare.id) });
    expect(await platform.writes()).toStrictEqual([]);
  });
});

describe("delete", () => {
  test("leaves a draft that another program has imported since, and names its owner", async () => {
    const kept = await new Process(platform).create(complete);
    const other = new Process(platform, {}, "acme/urn::two");
    const imported = await other.create({ ...complete, __import: kept.id });
    await platform.log();
    const process = new Process(platform);
    await process.delete(kept);
    expect(await platform.writes()).toStrictEqual([]);
    expect(process.lines).toStrictEqual([
      `sb:align: task ${kept.id} is now managed by another resource, which has imported it: removed from this state only: ${platform.page(kept.id)}`,
    ]);
    await new Process(platform, {}, "acme/urn::two").delete(imported);
    expect(await there()).toStrictEqual([]);
  });

  test.each<[string, Properties, (kept: Kept) => Promise<Kept>]>([
    ["was renamed", complete, async (kept) => kept],
    [
      "was renamed and edited",
      complete,
      (kept) => new Process(platform, {}, "acme/urn::two").update(kept, { ...complete, name: "new" }),
    ],
    [
      "was renamed and whose update sent nothing",
      { ...complete, app },
      (kept) => new Process(platform, {}, "acme/urn::two").update(kept, complete),
    ],
    [
      "got a salt and was edited",
      complete,
      (kept) =>
        new Process(platform, { "sevenbridges:ownerLine": "s" }).update(kept, { ...complete, name: "new" }),
    ],
    [
      "has lost its line",
      complete,
      async (kept) => {
        await platform.api("PATCH", `/tasks/${kept.id}`, { description: "" });
        return kept;
      },
    ],
  ])("deletes one that %s", async (_, args, later) => {
    const kept = await new Process(platform).create(args);
    await new Process(platform, {}, "acme/urn::two").delete(await later(kept));
    expect(await there()).toStrictEqual([]);
  });
});

test("two resources never share a draft in silence: a new one of the name that another one had takes it, and the other's diff says so", async () => {
  const kept = await new Process(platform).create(complete);
  const process = new Process(platform);
  expect((await process.create(complete)).id).toBe(kept.id);
  // `align` has become `aligned` by an alias: its draft's tag still has the old name.
  const failure = await failureOf(process.diff(kept, { ...complete, __owner: "acme/urn::aligned" }));
  expect(failure.message).toBe(
    `task ${kept.id} is already that of ${process.owner}, which was made later under the name that this resource had: take this one out of the state with pulumi state delete, and run pulumi up again to have another task made for it`,
  );
});

describe("a tag alone proves nothing", () => {
  test("a clone made by hand, edited and run is not adopted once its source is gone, and is left alone", async () => {
    const id = await lost({ ...complete, run: false });
    const clone = await platform.api("POST", `/tasks/${id}/actions/clone`);
    await platform.api("DELETE", `/tasks/${id}`);
    await platform.api("PATCH", `/tasks/${clone.id}`, { inputs: { threads: 9 } });
    await platform.api("POST", `/tasks/${clone.id}/actions/run`);
    await platform.log();
    const process = new Process(platform);
    const made = await process.create({ ...complete, run: true });
    expect(made.id).not.toBe(clone.id);
    expect(await platform.writes()).toStrictEqual(["POST /tasks?action=run"]);
    expect(process.lines).toStrictEqual([
      `sb:align: warning: task ${clone.id} (QUEUED) carries this resource's tag, but differs from the program in inputs.threads: it is a clone, or somebody has edited it: left alone. If nobody needs it, delete or abort it on its page: ${platform.page(String(clone.id))}`,
    ]);
  });

  test.each<[string, Properties]>([
    ["an input", { inputs: { threads: 9 } }],
    ["the description", { description: "mine" }],
    ["spot instances", { use_interruptible_instances: false }],
  ])(
    "a draft in which somebody has edited %s is theirs, whether the program has changed or not",
    async (_, body) => {
      const id = await lost({ ...complete, useInterruptibleInstances: true });
      const { description } = await platform.api("GET", `/tasks/${id}`);
      const text =
        body.description === undefined ? {} : { description: `${body.description}\n\n${description}` };
      await platform.api("PATCH", `/tasks/${id}`, { ...body, ...text });
      await platform.log();
      for (const threads of [4, 5]) {
        const inputs = { reads: list(reads), threads };
        const made = await new Process(platform).create({
          ...complete,
          inputs,
          useInterruptibleInstances: true,
        });
        expect(made.id).not.toBe(id);
        await platform.api("DELETE", `/tasks/${made.id}`);
      }
      expect((await platform.writes()).filter((line) => line.includes(id))).toStrictEqual([]);
    },
  );

  test("a child of a batch is not a separate task, although it carries what its batch does", async () => {
    const batch = { batch: true, batchInput: "reads", batchBy: { type: "ITEM" } };
    const made = await new Process(platform).create({ ...complete, ...batch, run: true });
    const children = made.outs.childIds as string[]; // of a started batch
    const process = new Process(platform);
    await process.create({ ...complete, run: true, inputs: { reads: list(reads.slice(0, 1)), threads: 4 } });
    expect(children).not.toContain(process.session.ownership.tasks.get(process.owner));
  });

  test("what a session has created is another state's once a witness says that the session has ended", async () => {
    const args = { ...complete, __session: "00000001" };
    const draft = await new Process(platform).create(args);
    const witness = await new Process(platform, {}, "acme/urn::two").create(args);
    // As long as nobody says so, it is what an interrupted update has left.
    expect((await new Process(platform).create(complete)).id).toBe(draft.id);
    const { description } = await platform.api("GET", `/tasks/${witness.id}`);
    const tag = ownerTagIn({ id: witness.id, description: String(description) });
    if (tag === undefined) throw new Error("no tag");
    const bound = { proof: "Held", taskId: witness.id, isWitness: true } as const;
    await platform.api("PATCH", `/tasks/${witness.id}`, { description: ownerTagText(tag, bound) });
    const process = new Process(platform);
    const other = await process.create(complete);
    expect([draft.id, witness.id]).not.toContain(other.id);
    expect(process.lines).toStrictEqual([
      `sb:align: draft ${draft.id} was made for a resource of this name, and a state holds it, or held it: another draft is created. A forced replacement deletes the old one next; a renamed stack keeps it. If its state is lost, the resource option import: "${draft.id}" keeps it; or delete it on its page: ${platform.page(draft.id)}`,
    ]);
  });

  test("a draft that an update has edited is held by a state, and is adopted by no other", async () => {
    const kept = await new Process(platform).create(complete);
    await new Process(platform).update(kept, { ...complete, inputs: { reads: list(reads), threads: 8 } });
    const made = await new Process(platform).create({
      ...complete,
      inputs: { reads: list(reads), threads: 8 },
    });
    expect(made.id).not.toBe(kept.id);
  });

  test("an id that the state gives to a renamed resource names nothing of the resource that has its old name", async () => {
    const kept = await new Process(platform).create(complete);
    const process = new Process(platform);
    await process.checked({ ...complete, __owner: "acme/urn::renamed" }, kept.inputs);
    expect((await process.create(complete)).id).not.toBe(kept.id);
  });

  test("of two resources with one id, each finds what its own killed update has left, and never the other's", async () => {
    const old = { ...complete, __session: "00000001" };
    const kept = await new Process(platform).create(old);
    const process = new Process(platform);
    await process.checked({ ...complete, __owner: "acme/urn::renamed" }, kept.inputs);
    const orphan = await process.create({ ...complete, __session: "00000002" });
    expect(orphan.id).not.toBe(kept.id);
    const next = new Process(platform);
    await next.checked({ ...complete, __owner: "acme/urn::renamed" }, kept.inputs);
    expect((await next.create({ ...complete, __session: "00000003" })).id).toBe(orphan.id);
  });

  test("an edit leaves a witness what it is", async () => {
    const args = { ...complete, __session: "00000001" };
    const witness = await new Process(platform).create(args);
    const { description } = await platform.api("GET", `/tasks/${witness.id}`);
    const tag = ownerTagIn({ id: witness.id, description: String(description) });
    if (tag === undefined) throw new Error("no tag");
    const bound = { proof: "Held", taskId: witness.id, isWitness: true } as const;
    await platform.api("PATCH", `/tasks/${witness.id}`, { description: ownerTagText(tag, bound) });
    await new Process(platform).update(witness, { ...complete, inputs: { reads: list(reads), threads: 8 } });
    const edited = await platform.api("GET", `/tasks/${witness.id}`);
    expect(ownerTagIn({ id: witness.id, description: String(edited.description) })).toMatchObject({
      proof: "Held",
      session: "00000001",
      isWitness: true,
    });
  });
});
