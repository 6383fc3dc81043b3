import { Platform } from "../support/platform";
import { project } from "../support/seed";
import { until } from "../support/until";
import { DoctorCommand } from "./doctorCommand";

/* However the command ends, it leaves no draft; where it must, it names it. */

const command = new DoctorCommand();
let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());
afterAll(() => command.remove());

const begin = () =>
  command.begin(["--project", project], { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token });

/** A request of this kind is under way. */
const isAsking = async (method: string, path: RegExp): Promise<boolean> =>
  (await platform.asked()).some(
    (request) => request.method === method && path.test(request.path) && request.status === null,
  );

test.each<[NodeJS.Signals, number, string, RegExp]>([
  ["SIGINT", 130, "GET", /^\/v2\/tasks$/],
  ["SIGTERM", 143, "GET", /^\/v2\/tasks$/],
  ["SIGINT", 130, "PATCH", /^\/v2\/tasks\//],
  ["SIGINT", 130, "POST", /^\/v2\/tasks$/],
  ["SIGTERM", 143, "POST", /\/actions\/clone$/],
])("%s ends the command with %i during %s %s, and no draft is left", async (signal, code, method, path) => {
  await platform.fault({
    kind: "delay",
    effect: "after",
    seconds: 2,
    match: { method, path: path.source },
  });
  const { child, end } = begin();
  await until(() => isAsking(method, path));
  await until(async () => (await platform.tasks()).length > 0);
  child.kill(signal);
  expect((await end).code).toBe(code);
  expect(await platform.tasks()).toStrictEqual([]);
});

test("a second Ctrl-C ends it at once, and names what is left", async () => {
  await platform.fault({
    kind: "delay",
    effect: "before",
    seconds: 60,
    times: "always",
    match: { method: "DELETE" },
  });
  const { child, said, end } = begin();
  await until(() => isAsking("DELETE", /^\/v2\/tasks\//));
  child.kill("SIGINT");
  await until(async () => said() !== "");
  child.kill("SIGINT");
  const ended = await end;
  expect(ended.code).toBe(130);
  const { items } = await platform.api("GET", "/tasks?order=asc");
  const ids = Array.isArray(items) ? items.map(({ id }) => id) : [];
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(ended.said).toContain(platform.page(id));
});
