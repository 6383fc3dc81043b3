import { Platform } from "../../support/platform";
import { type Answer, between, type Scripted } from "../../support/scripted";
import { complete } from "../operations";
import { failureOf, Process } from "../provider";

/* No clock, this machine's or the platform's, makes a task twice. */

const year = 366 * 86_400_000;

let platform: Platform;
let front: Scripted;
/** What the platform says that its time is. */
let date: () => string;
/** A change of an answer. */
let change: (path: string, answer: Answer) => Answer;
let clock: jest.SpyInstance | undefined;
beforeEach(async () => {
  platform = await Platform.start();
  date = () => new Date().toUTCString();
  change = (_, answer) => answer;
  front = await between(platform.url, ({ pathname }, answer, { method }) => ({
    ...change(`${method} ${pathname}`, answer),
    headers: { Date: date() },
  }));
});
afterEach(async () => {
  clock?.mockRestore();
  await front.close();
  await platform.close();
});

/** A process that reaches the platform over what tells another time. */
const started = (config: Readonly<Record<string, string>> = {}): Process =>
  new Process(
    new Proxy(platform, {
      get: (target, key) => (key === "url" ? `${front.url}/v2` : Reflect.get(target, key, target)),
    }),
    config,
  );

const now = Date.now();
const dates = {
  right: new Date(now).toUTCString(),
  missing: "",
  "none at all": "soon",
  "years ahead": new Date(now + 5 * year).toUTCString(),
  "years behind": new Date(now - 5 * year).toUTCString(),
  "of the year 9999": "Fri, 31 Dec 9999 23:59:59 GMT",
};
const clocks = { right: 0, "years ahead": 5 * year, "years behind": -5 * year };

/** This machine's clock from now on. The emulator, which is in the same process, keeps its own. */
const setClock = async (by: number): Promise<void> => {
  const { now: realNow } = Date;
  clock = jest.spyOn(Date, "now").mockImplementation(() => realNow() + by);
  if (by < 0) await platform.advance(-by / 1000);
};

/** Where both tell another year, and the same, that year has come. */
const cases = Object.entries(dates).flatMap(([said, text]) =>
  Object.entries(clocks).flatMap(([local, by]) =>
    said === local && by !== 0 ? [] : [[said, local, text, by] as const],
  ),
);

describe.each(cases)("with the platform's time %s, and this machine's %s,", (_, __, text, by) => {
  const lists = (): readonly string[] => front.asked.filter((line) => line.startsWith("GET /v2/tasks?"));

  test("a task that a process has left is found", async () => {
    const { id } = await started().create(complete);
    date = () => text;
    await setClock(by);
    front.asked.length = 0;
    expect((await started().create(complete)).id).toBe(id);
    // One more where the times differ: when the newest task was created.
    expect(lists().length).toBe(text === dates.right && by === 0 ? 1 : 2);
  });

  test("a task whose POST had no answer is found", async () => {
    date = () => text;
    await setClock(by);
    change = (path, answer) => (path === "POST /v2/tasks" ? { ...answer, status: 502, body: {} } : answer);
    const process = started();
    const { id } = await process.create(complete);
    expect(await platform.tasks()).toHaveLength(1);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a preview names the work that there is", async () => {
    const settings = { "sevenbridges:checks": "apps" };
    const { id } = await started(settings).create(complete);
    await platform.api("POST", `/tasks/${id}/actions/run`);
    date = () => text;
    await setClock(by);
    const { inputs } = await started(settings).check({ ...complete, __preview: true });
    expect(inputs.__existingWork).toMatchObject({ id });
  });
});

test("a task without a time of its creation is found", async () => {
  date = () => "";
  change = (_, answer) => ({ ...answer, body: withoutTimes(answer.body) });
  const { id } = await started().create(complete);
  expect((await started().create(complete)).id).toBe(id);
});

const withoutTimes = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (key, value) => (key === "created_time" ? "yesterday" : value));

test("a task that cannot be looked for is not made", async () => {
  date = () => "";
  await platform.fault({
    match: { method: "GET", path: "/tasks$", query: "order=desc" },
    kind: "status",
    status: 403,
  });
  expect((await failureOf(started().create(complete))).message).toMatch(
    /^GET \/tasks at .* was refused \(403/,
  );
  expect(await platform.tasks()).toStrictEqual([]);
});
