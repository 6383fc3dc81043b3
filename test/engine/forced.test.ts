import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { until } from "../support/until";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const draft = `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`;
const run = 'const ran = new sb.TaskRun("ran", { task: one, wait: false });';
/** Comes between the new resource and the deletion of the old one. */
const follower = (id: string): string =>
  `new sb.DraftTask("after", { ${base}, inputs: { ${inputs} }, description: ${id} });`;

const urnOf = async (name: string): Promise<string> => (await stack.resource(name)).urn;
const statusOf = async (id: string): Promise<unknown> => (await platform.api("GET", `/tasks/${id}`)).status;
/** Of each resource in the state, also of those that are still to be deleted: `one`, `one (to be deleted)`. */
const held = async (): Promise<readonly string[]> => {
  const { deployment } = JSON.parse(await stack.export()) as {
    deployment: { resources?: { urn: string; delete?: boolean }[] };
  }; // the engine's own form
  return (deployment.resources ?? [])
    .filter(({ urn }) => urn.includes("sevenbridges:"))
    .map(({ urn, delete: due }) => `${urn.split("::").at(-1)}${due ? " (to be deleted)" : ""}`)
    .sort();
};

/** An `up` that is killed when the replacement is in the state, and what follows it is being made. */
const killedInBetween = async (replaced: string, ...args: readonly string[]): Promise<void> => {
  const isNew = replaced === "one";
  // A draft's own POST comes first.
  const delayed = { match: { method: "POST", path: "/tasks$" }, kind: "delay", seconds: 600 } as const;
  if (isNew) await platform.fault({ ...delayed, seconds: 0.01 });
  await platform.fault(delayed);
  await platform.log();
  const begun = stack.beginUp(...args);
  await until(
    async () =>
      (await platform.asked()).filter(({ method, path }) => method === "POST" && path === "/v2/tasks")
        .length === (isNew ? 2 : 1),
  );
  await begun.kill();
};

const forced: readonly (readonly [string, (name: string) => Promise<readonly string[]>])[] = [
  ["--replace", async (name) => ["--replace", await urnOf(name)]],
  [
    "taint",
    async (name) => {
      await stack.must("state", "taint", await urnOf(name));
      return [];
    },
  ],
];

describe.each(forced)("a forced replacement (%s) of what is as the program says", (_, force) => {
  test("of a draft creates another one, names the old one, and deletes it", async () => {
    stack.program(draft);
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.log();
    const text = await stack.up(...(await force("one")));
    expect(text).toContain(`sb:one: draft ${id} was made for a resource of this name, and a state holds it`);
    const { id: now } = await stack.resource("one");
    expect((await platform.writes()).toSorted()).toStrictEqual(
      ["POST /tasks", `DELETE /tasks/${id}`, `PATCH /tasks/${now}`].toSorted(),
    );
    expect(await platform.tasks()).toStrictEqual(["one"]);
    expect(await stack.preview()).toStrictEqual(["one: same"]);
  });

  test("of a draft, killed between create and delete, is carried on by another process: one draft is left", async () => {
    stack.program(draft);
    await stack.up();
    const { id } = await stack.resource("one");
    stack.program(draft, follower("one.id"));
    await killedInBetween("one", ...(await force("one")));
    expect(await held()).toStrictEqual(["one", "one (to be deleted)"]);
    await platform.log();
    await stack.up();
    expect(await held()).toStrictEqual(["after", "one"]);
    expect((await platform.writes()).filter((line) => line.startsWith("DELETE"))).toStrictEqual([
      `DELETE /tasks/${id}`,
    ]);
    expect((await platform.tasks()).toSorted()).toStrictEqual(["after", "one"]);
    expect(await stack.preview()).toStrictEqual(["after: same", "one: same"]);
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual([]);
  });

  test("of a draft, killed in between, is cleared up by destroy", async () => {
    stack.program(draft);
    await stack.up();
    stack.program(draft, follower("one.id"));
    await killedInBetween("one", ...(await force("one")));
    await stack.destroy();
    expect(await held()).toStrictEqual([]);
    expect((await platform.tasks()).filter((name) => name === "one")).toStrictEqual([]);
  });

  test("of a run that goes on, killed in between, aborts nothing and starts nothing", async () => {
    stack.program(draft, run);
    await stack.up();
    const { id } = await stack.resource("ran");
    stack.program(draft, run, follower("ran.id"));
    await killedInBetween("ran", ...(await force("ran")));
    expect(await held()).toStrictEqual(["one", "ran", "ran (to be deleted)"]);
    await platform.log();
    await stack.up();
    expect(await held()).toStrictEqual(["after", "one", "ran"]);
    const { after } = await stack.resources();
    expect(await platform.writes()).toStrictEqual(["POST /tasks", `PATCH /tasks/${after?.id}`]);
    expect((await stack.resource("ran")).id).toBe(id);
    expect(await statusOf(id)).toBe("QUEUED");
  });
});

describe("an up that is killed", () => {
  test("between the effect of a POST and its answer leaves a task that the next up adopts", async () => {
    await platform.fault({
      match: { method: "POST", path: "/tasks$" },
      kind: "delay",
      effect: "after",
      seconds: 600,
    });
    stack.program(draft);
    const begun = stack.beginUp();
    await until(async () => (await platform.tasks()).length === 1);
    await begun.kill();
    expect(await held()).toStrictEqual([]);
    await platform.log();
    const text = await stack.up();
    expect(text).toContain("left by an interrupted update; no other is created");
    const { id } = await stack.resource("one");
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${id}`]);
    expect(await platform.tasks()).toStrictEqual(["one"]);
    expect(await stack.preview()).toStrictEqual(["one: same"]);
  });

  test("in a replacement, between the new draft and the state, makes one new draft and deletes the old one", async () => {
    stack.program(draft);
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.fault({
      match: { method: "POST", path: "/tasks$" },
      kind: "delay",
      effect: "after",
      seconds: 600,
    });
    stack.program(draft.replace(`${base},`, `${base}, triggers: [1],`));
    const begun = stack.beginUp();
    await until(async () => (await platform.tasks()).length === 2);
    await begun.kill();
    await platform.log();
    await stack.up();
    const { id: now } = await stack.resource("one");
    expect((await platform.writes()).toSorted()).toStrictEqual([
      `DELETE /tasks/${id}`,
      `PATCH /tasks/${now}`,
    ]);
    expect(await platform.tasks()).toStrictEqual(["one"]);
  });
});
