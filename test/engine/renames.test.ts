import { rmSync, writeFileSync } from "node:fs";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import {
  beginDestroy,
  idsIn,
  initLike,
  said,
  select,
  statuses,
  throughAborts,
  writesOf,
} from "../support/states";

/* Renames of stacks, projects and resources, with the real engine: each keeps its tasks, and no other takes them. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

/** A task of its inputs, of which `more` are further ones. */
const draft = (name: string, more = "", options = ""): string =>
  `new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs}, ${more} } }, { ${options} })`;
const run = (name: string, options = ""): string =>
  `new sb.TaskRun("${name}-run", { task: ${draft(name, "", options)}, wait: false }, { ${options} });`;

/** What the selected stack holds: the names of its resources with the ids of their tasks. */
interface Pipeline {
  readonly lone: string;
  readonly done: string;
  readonly going: string;
}
const pipelineIds = async (): Promise<Pipeline> => {
  const ids = await idsIn(stack);
  const { lone = "", done = "", going = "" } = ids;
  expect(ids).toStrictEqual({ lone, done, "done-run": done, going, "going-run": going });
  return { lone, done, going };
};

/** A lone draft, a run that has COMPLETED, and one that is RUNNING. */
const pipeline = async (): Promise<Pipeline> => {
  stack.program(run("done"));
  await stack.up();
  await platform.advance(2000);
  stack.program(draft("lone"), run("done"), run("going"));
  await stack.up();
  await platform.advance(300);
  await platform.log();
  return pipelineIds();
};

/** A preview of it: a run that goes on is always looked at again. */
const unchanged = ["done-run: same", "done: same", "going-run: update", "going: same", "lone: same"];

/** What an update writes that creates such a pipeline. */
const creation = ({ lone, done, going }: Pipeline): readonly string[] =>
  [
    ...Array(3).fill("POST /tasks"),
    // A witness that a state holds it, and what tells who starts the other two.
    ...[lone, done, going].map((id) => `PATCH /tasks/${id}`),
    ...[done, going].map((id) => `POST /tasks/${id}/actions/run`),
  ].toSorted();

test("a new stack of a renamed stack's old name creates its own tasks, and each destroy clears its own", async () => {
  const old = await pipeline();
  await stack.must("stack", "rename", "prod");
  expect(await stack.preview()).toStrictEqual(unchanged);
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([]);

  await initLike(stack, "dev", "prod");
  const text = await stack.up();
  const own = await pipelineIds();
  for (const name of ["lone", "done", "going"] as const)
    expect(said(text, name)).toStrictEqual([expect.stringContaining(`import: "${old[name]}"`)]);
  expect(said(text, "done")).toStrictEqual([
    expect.stringContaining(`task ${old.done} (COMPLETED, 0.04 USD, `),
  ]);
  expect(await writesOf(platform)).toStrictEqual(creation(own));
  const its = { [old.lone]: "DRAFT", [old.done]: "COMPLETED", [old.going]: "RUNNING" };
  expect(await statuses(platform)).toStrictEqual({
    ...its,
    [own.lone]: "DRAFT",
    [own.done]: "QUEUED",
    [own.going]: "QUEUED",
  });

  expect((await throughAborts(platform, beginDestroy(stack), 2)).code).toBe(0);
  expect(await writesOf(platform)).toStrictEqual(
    [
      `DELETE /tasks/${own.lone}`,
      ...[own.done, own.going].map((id) => `POST /tasks/${id}/actions/abort`),
    ].toSorted(),
  );
  const aborted = { [own.done]: "ABORTED", [own.going]: "ABORTED" };
  expect(await statuses(platform)).toStrictEqual({ ...its, ...aborted });

  await select(stack, "prod");
  expect(await stack.preview()).toStrictEqual(unchanged);
  expect((await throughAborts(platform, beginDestroy(stack), 1)).code).toBe(0);
  expect(await writesOf(platform)).toStrictEqual([
    `DELETE /tasks/${old.lone}`,
    `POST /tasks/${old.going}/actions/abort`,
  ]);
  expect(await statuses(platform)).toStrictEqual({
    [old.done]: "COMPLETED",
    [old.going]: "ABORTED",
    ...aborted,
  });
});

const renameProject = async (): Promise<void> => {
  await stack.must("stack", "rename", "organization/newlab/dev");
  writeFileSync(stack.file("Pulumi.yaml"), "name: newlab\nruntime: nodejs\nmain: index.js\n");
  await select(stack, "dev");
};

test("a project is renamed: nothing changes, an edit patches the same draft, and destroy clears it", async () => {
  const old = await pipeline();
  await renameProject();
  expect(await stack.preview()).toStrictEqual(unchanged);
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([]);
  stack.program(draft("lone", "threads: 8"), run("done"), run("going"));
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${old.lone}`]);
  expect(await pipelineIds()).toStrictEqual(old);
  expect((await throughAborts(platform, beginDestroy(stack), 1)).code).toBe(0);
  expect(await writesOf(platform)).toStrictEqual([
    `DELETE /tasks/${old.lone}`,
    `POST /tasks/${old.going}/actions/abort`,
  ]);
  expect(await statuses(platform)).toStrictEqual({ [old.done]: "COMPLETED", [old.going]: "ABORTED" });
});

test("state rename, and state move into another stack's state, leave each task to whose state holds it", async () => {
  const { lone, done, going } = await pipeline();
  await stack.must("state", "rename", "--yes", (await stack.resource("lone")).urn, "sole");
  stack.program(draft("sole"), run("done"), run("going"));
  expect(await stack.preview()).toStrictEqual([...unchanged.slice(0, -1), "sole: same"]);
  await stack.up();
  const held = await stack.resources();
  const urns = ["sole", "going", "going-run"].map((name) => held[name]?.urn ?? "");
  await initLike(stack, "other", "dev");
  await stack.must("state", "move", "--yes", "--source", "dev", "--dest", "other", ...urns);
  stack.program(draft("sole"), run("going"));
  expect(await stack.preview()).toStrictEqual(["going-run: update", "going: same", "sole: same"]);
  await stack.up();
  expect(await idsIn(stack)).toStrictEqual({ sole: lone, going, "going-run": going });
  await select(stack, "dev");
  stack.program(run("done"));
  await stack.up();
  expect(await idsIn(stack)).toStrictEqual({ done, "done-run": done });
  await stack.destroy();
  expect(await writesOf(platform)).toStrictEqual([]);
  expect(await statuses(platform)).toStrictEqual({
    [lone]: "DRAFT",
    [done]: "COMPLETED",
    [going]: "RUNNING",
  });

  await select(stack, "other");
  expect((await throughAborts(platform, beginDestroy(stack), 1)).code).toBe(0);
  expect(await writesOf(platform)).toStrictEqual([
    `DELETE /tasks/${lone}`,
    `POST /tasks/${going}/actions/abort`,
  ]);
  expect(await statuses(platform)).toStrictEqual({ [done]: "COMPLETED", [going]: "ABORTED" });
});

test("two names that are swapped by state rename keep their drafts; by aliases, which the engine ignores then, the drafts take each other's args", async () => {
  stack.program(draft("a", "threads: 1"), draft("b", "threads: 2"));
  await stack.up();
  const { a = "", b = "" } = await idsIn(stack);
  const urnOf = async (name: string): Promise<string> => (await stack.resource(name)).urn;
  await stack.must("state", "rename", "--yes", await urnOf("a"), "c");
  await stack.must("state", "rename", "--yes", await urnOf("b"), "a");
  await stack.must("state", "rename", "--yes", await urnOf("c"), "b");
  await platform.log();
  stack.program(draft("b", "threads: 1"), draft("a", "threads: 2"));
  await stack.up("--expect-no-changes");
  expect(await idsIn(stack)).toStrictEqual({ a: b, b: a });
  expect(await writesOf(platform)).toStrictEqual([]);

  // Both names are in the state, so that each finds its own.
  stack.program(
    draft("a", "threads: 1", 'aliases: [{ name: "b" }]'),
    draft("b", "threads: 2", 'aliases: [{ name: "a" }]'),
  );
  await stack.up();
  expect(await idsIn(stack)).toStrictEqual({ a: b, b: a });
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${a}`, `PATCH /tasks/${b}`].toSorted());
  await stack.up("--expect-no-changes");
  await stack.destroy();
  expect(await statuses(platform)).toStrictEqual({});
});

test.each(["two updates", "an update that the engine refuses first"])(
  "a name that is used again in %s gets a new draft, and the renamed resource keeps its draft",
  async (how) => {
    stack.program(draft("old"));
    await stack.up();
    const { old: kept = "" } = await idsIn(stack);
    await platform.log();
    const renamed = `const renamed = ${draft("new", "", 'aliases: [{ name: "old" }]')};`;
    const both = [renamed, draft("old", "", "dependsOn: renamed")];
    if (how === "two updates") {
      stack.program(renamed);
      await stack.up("--expect-no-changes");
    } else {
      stack.program(...both);
      const { code, text } = await stack.tryUp();
      expect([code === 0, text.includes("error: Duplicate resource URN")]).toStrictEqual([false, true]);
    }
    expect(await idsIn(stack)).toStrictEqual({ new: kept });
    expect(await writesOf(platform)).toStrictEqual([]);

    stack.program(...both);
    await stack.up();
    const { old: added = "", ...rest } = await idsIn(stack);
    expect(rest).toStrictEqual({ new: kept });
    // The second one is the witness that a state holds it.
    expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${added}`, "POST /tasks"]);
    await stack.up("--expect-no-changes");
    expect(await statuses(platform)).toStrictEqual({ [kept]: "DRAFT", [added]: "DRAFT" });
  },
);

/** A draft of an update that failed while its tasks were registered. */
const halfRegistered = async (): Promise<string> => {
  stack.program(`const lone = ${draft("lone")};`, draft("bad", "none: 3", "dependsOn: lone"));
  expect((await stack.tryUp()).code).not.toBe(0);
  stack.program(draft("lone"));
  const { lone = "" } = await idsIn(stack);
  expect(await writesOf(platform)).toStrictEqual(["POST /tasks"]);
  return lone;
};

test("the next update makes up for the witness of a failed one, although it creates nothing", async () => {
  const first = await halfRegistered();
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${first}`]);
  await stack.up();
  expect(await platform.log()).toStrictEqual([]);
  await stack.must("stack", "rename", "prod");
  await initLike(stack, "dev", "prod");
  await stack.up();
  const { lone: second = "" } = await idsIn(stack);
  expect(await statuses(platform)).toStrictEqual({ [first]: "DRAFT", [second]: "DRAFT" });
});

test("on another machine, only a salt keeps a new stack of a renamed stack's old name from adopting the draft of a failed update", async () => {
  const first = await halfRegistered();
  rmSync(stack.file("home/sevenbridges"), { recursive: true });
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([]);
  await stack.must("stack", "rename", "prod");
  await initLike(stack, "dev", "prod");
  await stack.up("--config", "sevenbridges:ownerLine=second");
  const { lone: second = "" } = await idsIn(stack);
  expect(await statuses(platform)).toStrictEqual({ [first]: "DRAFT", [second]: "DRAFT" });
  await stack.destroy();
  expect(await statuses(platform)).toStrictEqual({ [first]: "DRAFT" });
  await platform.log();

  const text = await stack.up("--config", "sevenbridges:ownerLine=true");
  expect(said(text, "lone")).toStrictEqual([expect.stringContaining(`Adopted task ${first} (DRAFT)`)]);
  expect(await idsIn(stack)).toStrictEqual({ lone: first });
  expect(await statuses(platform)).toStrictEqual({ [first]: "DRAFT" });
});

test("a later update that creates something makes up for the witnesses of a failed one", async () => {
  stack.program(`const lone = ${draft("lone")};`, draft("bad", "none: 3", "dependsOn: lone"));
  expect((await stack.tryUp()).code).not.toBe(0);
  stack.program(draft("lone"), draft("more", "threads: 2"));
  await stack.up();
  const { lone = "", more = "" } = await idsIn(stack);
  expect(await writesOf(platform)).toStrictEqual(
    [...Array(2).fill("POST /tasks"), `PATCH /tasks/${lone}`, `PATCH /tasks/${more}`].toSorted(),
  );
  stack.program(draft("lone"), draft("more", "threads: 2"), draft("third", "threads: 3"));
  await stack.up();
  const { third = "" } = await idsIn(stack);
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${third}`, "POST /tasks"]);

  await stack.must("stack", "rename", "prod");
  await initLike(stack, "dev", "prod");
  await stack.up();
  const own = Object.values(await idsIn(stack));
  expect(own).toHaveLength(3);
  expect(Object.keys(await statuses(platform)).toSorted()).toStrictEqual(
    [lone, more, third, ...own].toSorted(),
  );
});

test("an update after one without checkpoints tells that a state holds its tasks: a name that is used again gets its own draft", async () => {
  stack.program(draft("old"));
  const bare = ["up", "--yes", "--skip-preview"];
  expect((await stack.pulumi(bare, { PULUMI_SKIP_CHECKPOINTS: "true" })).code).toBe(0);
  const { old: kept = "" } = await idsIn(stack);
  expect(await writesOf(platform)).toStrictEqual(["POST /tasks"]);
  const renamed = `const renamed = ${draft("new", "", 'aliases: [{ name: "old" }]')};`;
  stack.program(renamed, draft("more", "threads: 2"));
  await stack.up();
  const { more = "" } = await idsIn(stack);
  expect(await writesOf(platform)).toStrictEqual(
    [`PATCH /tasks/${kept}`, `PATCH /tasks/${more}`, "POST /tasks"].toSorted(),
  );
  // It may be created before the renamed one is checked.
  stack.program(draft("old"), renamed, draft("more", "threads: 2"));
  await stack.up();
  const ids = await idsIn(stack);
  expect([ids.new, ids.old === kept]).toStrictEqual([kept, false]);
});

test("a forced replacement after the project was renamed names the work that exists, and is refused where that is refused", async () => {
  const started = `${draft("started").replace(" }, {", ", run: true }, {")};`;
  stack.program(started, draft("other", "threads: 2"));
  await stack.up();
  await platform.advance(2000);
  await stack.refresh();
  const { started: done = "" } = await idsIn(stack);
  await renameProject();
  const { urn } = await stack.resource("started");
  await platform.log();

  const refused = await stack.tryUp("--replace", urn, "--config", "sevenbridges:replaceFinished=refuse");
  expect([refused.code === 0, refused.text.includes(done)]).toStrictEqual([false, true]);
  expect(await writesOf(platform)).toStrictEqual([]);

  const replaced = await stack.up("--replace", urn, "--config", "sevenbridges:replaceFinished=allow");
  expect(replaced).toContain(`task ${done} (COMPLETED`);
  expect(await writesOf(platform)).toStrictEqual(["POST /tasks?action=run"]);
});

describe("a pipeline that moves into a component", () => {
  const inside = (options: string): void =>
    stack.program(
      'const parent = new pulumi.ComponentResource("lab:Box", "box");',
      draft("lone", "", options),
      run("done", options),
      run("going", options),
    );

  test("with aliases keeps its tasks", async () => {
    const old = await pipeline();
    inside("parent, aliases: [{ parent: pulumi.rootStackResource }]");
    expect(await stack.preview()).toStrictEqual(unchanged);
    await stack.up();
    expect(await pipelineIds()).toStrictEqual(old);
    expect(await writesOf(platform)).toStrictEqual([]);
  });

  test("without them is created and deleted, as Pulumi does: what was started is named with its cost", async () => {
    const old = await pipeline();
    inside("parent");
    const preview = (await stack.tryPreview()).text;
    for (const [id, status] of [
      [old.done, "COMPLETED, 0.04 USD"],
      [old.going, "RUNNING"],
    ] as const)
      expect(preview).toMatch(new RegExp(`warning: task ${id} \\(${status}, .*aliases`));
    const { code, text } = await throughAborts(platform, stack.beginUp(), 1);
    expect(code).toBe(0);
    const own = await pipelineIds();
    expect(await writesOf(platform)).toStrictEqual(
      [...creation(own), `DELETE /tasks/${old.lone}`, `POST /tasks/${old.going}/actions/abort`].toSorted(),
    );
    expect(said(text, "done")).toStrictEqual([
      expect.stringMatching(`warning: task ${old.done} \\(COMPLETED, 0.04 USD, .*aliases`),
      expect.stringContaining(`task ${old.done} is COMPLETED, 0.04 USD`),
    ]);
    expect(said(text, "going-run")).toStrictEqual([
      expect.stringContaining(`task ${old.going} was RUNNING: aborted`),
    ]);
    expect(await statuses(platform)).toStrictEqual({
      [old.done]: "COMPLETED",
      [old.going]: "ABORTED",
      [own.lone]: "DRAFT",
      [own.done]: "QUEUED",
      [own.going]: "QUEUED",
    });
  });
});
