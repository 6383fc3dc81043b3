import { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { Stack } from "../support/stack";

let platform: Platform;
let stacks: readonly [Stack, Stack];
/** Two states of one program under one token: the same project, stack and names. */
beforeEach(async () => {
  platform = await Platform.start();
  stacks = await Promise.all([Stack.make(platform), Stack.make(platform)]);
  for (const stack of stacks) program(stack);
});
afterEach(async () => {
  for (const stack of stacks) stack.remove();
  await platform.close();
});

const program = (stack: Stack, ports = ""): void =>
  stack.program(
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, ${ports} } });`,
    `const two = new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } });`,
    `new sb.TaskRun("ran", { task: two, wait: false });`,
  );

const idsIn = async (stack: Stack): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(Object.entries(await stack.resources()).map(([name, { id }]) => [name, id]));

/** The ids of the tasks that there are, with their status. */
const there = async (): Promise<Readonly<Record<string, string>>> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
  const tasks = items as readonly { id: string; status: string }[]; // a list's form
  return Object.fromEntries(tasks.map(({ id, status }) => [id, status]));
};

const salted = async (): Promise<void> => {
  const [red, blue] = stacks;
  await red.must("config", "set", "sevenbridges:ownerLine", "red");
  await blue.must("config", "set", "sevenbridges:ownerLine", "blue");
};

describe("two states of the same names under one token", () => {
  test("with a salt each have separate tasks, made at once, changed, replaced and destroyed without the other's", async () => {
    await salted();
    const [red, blue] = stacks;
    await Promise.all([red.up(), blue.up()]);
    const [reds, blues] = [await idsIn(red), await idsIn(blue)];
    expect(Object.keys(reds).sort()).toStrictEqual(["one", "ran", "two"]);
    const status = ({ one = "", two = "" }: Readonly<Record<string, string>>): object => ({
      [one]: "DRAFT",
      [two]: "QUEUED",
    });
    expect(await there()).toStrictEqual({ ...status(reds), ...status(blues) });
    expect((await platform.writes()).toSorted()).toStrictEqual(
      [
        ...Array(4).fill("POST /tasks"),
        // The witness of each update, and the look before each start.
        ...[reds, blues].flatMap(({ one, two }) => [`PATCH /tasks/${one}`, `PATCH /tasks/${two}`]),
        `POST /tasks/${reds.two}/actions/run`,
        `POST /tasks/${blues.two}/actions/run`,
      ].toSorted(),
    );

    program(red, "threads: 8");
    await red.up();
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${reds.one}`]);
    await blue.up();
    expect(await platform.writes()).toStrictEqual([]);

    await red.up("--replace", (await red.resource("one")).urn);
    const { one } = await idsIn(red);
    expect((await platform.writes()).toSorted()).toStrictEqual(
      ["POST /tasks", `DELETE /tasks/${reds.one}`, `PATCH /tasks/${one}`].toSorted(),
    );
    program(red, "threads: 9");
    await red.refresh();
    await red.up();
    expect(await platform.writes()).toStrictEqual([`PATCH /tasks/${one}`]);

    await platform.advance(2000);
    await red.destroy();
    expect(await platform.writes()).toStrictEqual([`DELETE /tasks/${one}`]);
    await blue.refresh();
    expect(await idsIn(blue)).toStrictEqual(blues);
    expect(await blue.preview()).toStrictEqual(["one: same", "ran: same", "two: same"]);
    await blue.destroy();
    expect(Object.values(await there())).toStrictEqual(["COMPLETED", "COMPLETED"]);
  });

  test("without one, at once: none makes a task twice, and every task is in a state", async () => {
    const runs = await Promise.all(stacks.map((stack) => stack.tryUp()));
    expect(runs.map(({ code }) => code)).toStrictEqual([0, 0]);
    const held = await Promise.all(stacks.map(idsIn));
    for (const ids of held) {
      expect(Object.keys(ids).sort()).toStrictEqual(["one", "ran", "two"]);
      expect(ids.ran).toBe(ids.two);
    }
    expect(Object.keys(await there()).toSorted()).toStrictEqual(
      [...new Set(held.flatMap(Object.values))].toSorted(),
    );
    // Of two that want to start the same task at once, one is refused.
    const starts = (await platform.requests()).filter(
      ({ path, status }) => path.endsWith("/actions/run") && status === 200,
    );
    expect(starts.map(({ path }) => path).toSorted()).toStrictEqual(
      [...new Set(held.map(({ two }) => `/v2/tasks/${two}/actions/run`))].toSorted(),
    );
  });

  test("without one, a later state creates its own tasks, names those of the first, and touches none of them", async () => {
    const [first, second] = stacks;
    await first.up();
    const ids = await idsIn(first);
    const before = await there();
    await platform.log();
    const text = await second.up();
    const own = await idsIn(second);
    expect(Object.values(own).filter((id) => Object.values(ids).includes(id))).toStrictEqual([]);
    expect((await platform.writes()).toSorted()).toStrictEqual(
      [
        "POST /tasks",
        "POST /tasks",
        ...[own.one, own.two].map((id) => `PATCH /tasks/${id}`),
        `POST /tasks/${own.two}/actions/run`,
      ].toSorted(),
    );
    expect(text).toContain(`sb:one: draft ${ids.one} was made for a resource of this name`);
    expect(text).toContain(`sb:two: warning: task ${ids.two} (QUEUED, created`);
    await platform.advance(2000);
    await second.destroy();
    const after = await there();
    expect([after[ids.one ?? ""], after[ids.two ?? ""]]).toStrictEqual([before[ids.one ?? ""], "COMPLETED"]);
    await first.up();
    expect(await first.preview()).toStrictEqual(["one: same", "ran: same", "two: same"]);
    expect((await platform.writes()).filter((line) => !line.startsWith("DELETE"))).toStrictEqual([]);
  });
});
