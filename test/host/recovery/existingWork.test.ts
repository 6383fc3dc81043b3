import { existingText } from "../../../provider/host/recovery/existingWork";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { whose } from "../../support/tags";
import { failureOf, Process, type Properties } from "../provider";

/* The last look before `POST /tasks`: work that exists already for the resource that is created. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(() => platform.close());

const args: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  batch: false,
};
const fresh = (replaceFinished = "allow"): Process =>
  new Process(platform, { "sevenbridges:replaceFinished": replaceFinished });

/** Made, started and ended by a process whose state is gone. */
const ran = async (ends = "COMPLETED"): Promise<string> => {
  const { id } = await fresh().create(args);
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.control("POST", `/tasks/${id}`, { outcome: ends });
  await platform.advance(1000);
  await platform.log();
  return id;
};

const posts = async (): Promise<readonly string[]> =>
  (await platform.writes()).filter((line) => line === "POST /tasks");

test("create says what exists, what it has cost and the import that keeps it, before it makes another task", async () => {
  const id = await ran();
  const { created_time: createdTime } = await platform.api("GET", `/tasks/${id}`);
  const process = fresh();
  const { id: other } = await process.create(args);
  expect(other).not.toBe(id);
  const price = { amount: 0.04, currency: "USD" };
  const work = { id, status: "COMPLETED", adopted: false, price, createdTime: String(createdTime) };
  expect(process.lines).toStrictEqual([`sb:align: ${existingText(work)}`]);
  const log = await platform.log();
  expect(log.map((line) => line.replace(/\?.*/, ""))).toStrictEqual([
    ...whose,
    "GET /tasks",
    "GET /tasks",
    // A clone made by hand may carry the tag, too.
    `GET /tasks/${id}`,
    "POST /tasks",
  ]);
});

test("with replaceFinished: refuse, create makes none, and its preview fails with the same words", async () => {
  const id = await ran();
  const { message, id: made } = await failureOf(fresh("refuse").create(args));
  expect([made, await posts()]).toStrictEqual([undefined, []]);
  expect(message).toContain(`Refusing to create another task: task ${id} (COMPLETED, 0.04 USD, created `);
  expect(message).toContain(`import: "${id}"`);
  const preview = new Process(platform, {
    "sevenbridges:replaceFinished": "refuse",
    "sevenbridges:checks": "apps",
  });
  const { inputs } = await preview.check({ ...args, __preview: true });
  expect([inputs.__checkErrors, preview.lines]).toStrictEqual([[message], []]);
});

/** From now on the platform lists this task with this price. */
const costs = async (id: string, amount: number | undefined): Promise<void> => {
  const { items } = await platform.api("GET", `/tasks?project=${project}&fields=_all`);
  const listed = (items as readonly Properties[]).filter((item) => item.id === id); // a list's form
  await platform.control("DELETE", "/faults");
  await platform.fault({
    match: { method: "GET", path: "/v2/tasks$", query: "price" },
    kind: "alter",
    set: {
      items: listed.map((item) => ({
        ...item,
        price: amount === undefined ? undefined : { amount, currency: "USD" },
      })),
    },
    times: "always",
  });
};

test("with replaceFinished not set, create pays again for work of less than 100, and for none of 100 or more", async () => {
  const id = await ran();
  await costs(id, 100);
  const { message, id: made } = await failureOf(fresh("").create(args));
  expect([made, await posts()]).toStrictEqual([undefined, []]);
  expect(message).toContain(`Refusing to create another task: task ${id} (COMPLETED, 100 USD, created `);
  expect(message).toContain("its cost reaches 100 and sevenbridges:replaceFinished is not set");
  const preview = new Process(platform, { "sevenbridges:checks": "apps" });
  const { inputs } = await preview.check({ ...args, __preview: true });
  expect([inputs.__checkErrors, preview.lines]).toStrictEqual([[message], []]);
  for (const amount of [99.99, undefined]) {
    await costs(id, amount);
    const process = fresh("");
    const created = await process.create(args);
    expect(await posts()).toHaveLength(1);
    expect(process.lines).toStrictEqual([expect.stringContaining(`warning: task ${id} (COMPLETED`)]);
    // The next create would adopt this draft.
    await platform.api("DELETE", `/tasks/${created.id}`);
  }
});

test("with replaceFinished: allow, work of any price may be paid for again", async () => {
  const id = await ran();
  await costs(id, 5000);
  expect((await fresh("allow").create(args)).id).not.toBe(id);
});

test("with replaceFinished: refuse, what the program imports is adopted", async () => {
  const id = await ran();
  const process = fresh("refuse");
  expect((await process.create({ ...args, __import: id })).id).toBe(id);
  expect(await posts()).toStrictEqual([]);
});

test.each(["FAILED", "ABORTED"])("a task that is %s, and has made nothing, keeps nobody", async (ends) => {
  await ran(ends);
  const process = fresh("refuse");
  await process.create(args);
  expect([process.lines, await posts()]).toStrictEqual([[], ["POST /tasks"]]);
});

test("a task of other args, and that of another stack, keep nobody", async () => {
  await ran();
  const process = fresh("refuse");
  await process.create({ ...args, description: "other" });
  const owner = process.owner.replace("urn:pulumi:dev", "urn:pulumi:prod");
  expect(owner).not.toBe(process.owner);
  const prod = new Process(platform, { "sevenbridges:replaceFinished": "refuse" }, owner);
  await prod.create(args);
  expect([...process.lines, ...prod.lines]).toStrictEqual([]);
  expect(await posts()).toHaveLength(2);
});

describe("work of another resource of the stack, which may be this one under its old name", () => {
  const second = (setting: Properties = {}): Process =>
    new Process(platform, { ...Object(setting) }, `${fresh().owner}-2`);
  const refuse = { "sevenbridges:replaceFinished": "refuse" };

  test("is named before it is paid for again, or refused", async () => {
    const id = await ran();
    const { message } = await failureOf(second(refuse).create(args));
    expect(message).toContain(`Refusing to create another task: task ${id} (COMPLETED, 0.04 USD`);
    expect(message).toContain("for a resource of this stack that the program does not declare any more");
    expect(await posts()).toStrictEqual([]);
    const process = second();
    await process.create(args);
    expect(process.lines).toStrictEqual([
      expect.stringContaining(`warning: task ${id} (COMPLETED, 0.04 USD`),
    ]);
  });

  test("keeps nobody where the program declares that resource", async () => {
    await ran();
    const process = second(refuse);
    process.session.ownership.resourceIds.set("the other one", resourceIdOf(fresh().owner));
    await process.create(args);
    expect(process.lines).toStrictEqual([]);
    expect(await posts()).toHaveLength(1);
  });
});

test("a list that cannot be read before the POST fails create, and nothing is looked for: none was sent", async () => {
  await ran();
  await platform.fault({
    match: { method: "GET", path: "/tasks$", query: "price" },
    kind: "status",
    status: 500,
    times: 99,
  });
  const { message } = await failureOf(fresh().create(args));
  expect(message).not.toContain("may have been made");
  expect(await posts()).toStrictEqual([]);
});
