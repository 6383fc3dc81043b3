import { missing, missingReason } from "../../emulator/http/missing";
import { pathPattern } from "../../emulator/http/pathPattern";
import { RateLimit } from "../../emulator/http/rateLimit";
import { apiRoutes } from "../../emulator/http/routeTable";
import { Store } from "../../emulator/store/store";
import { emulated, pick } from "./client";
import { pageRows } from "./docsPage";

const emulator = emulated();

beforeEach(() => void jest.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void jest.restoreAllMocks());

const body = (status: number, code: number, message: string) => ({
  status,
  code,
  message,
  more_info: expect.stringMatching("^https://"),
});

test("docs/emulator.md lists what is missing, row by row and nothing else", () => {
  expect(pageRows("What is missing")).toEqual(missing.map(({ path, reason }) => [`\`${path}\``, reason]));
});

test("nothing is listed as missing that there is", () => {
  const routes = apiRoutes(
    { store: new Store({ dueAt: () => 0 }), taskSeconds: 1, now: () => 0 },
    new RateLimit(1),
  );
  const sample = (path: string) => path.replace(/:\w+|\*/g, "x");
  const both = routes.filter(
    ({ method, path }) =>
      missingReason(method, sample(path)) !== undefined ||
      missing.some((it) => it.methods.includes(method) && sample(it.path) === sample(path)),
  );
  expect(both.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test.each(missing.map((it) => [it.methods[0] ?? "GET", it.path, it.reason] as const))(
  "%s %s answers 501 with the reason, which is printed",
  async (method, path, reason) => {
    const asked = path.replace(/:\w+/g, "some").replace("*", "some/more");
    const answer = await emulator.client.send(method, asked);
    expect([answer.status, answer.body]).toEqual([
      501,
      body(501, 90004, `The emulator has no such route. ${reason}`),
    ]);
    expect(console.error).toHaveBeenCalledWith(`not emulated: ${method} /v2${asked} (${reason})`);
  },
);

test("what the API may have answers 501 and is printed, also outside /v2", async () => {
  const { client } = emulator;
  const { status, body: said } = await client.get("/nowhere?a=1");
  const outside = await fetch(client.url.replace(/v2$/, "tasks"));
  expect([status, said]).toEqual([501, body(501, 90004, "The emulator has no such route.")]);
  expect([outside.status, await outside.json()]).toEqual([
    501,
    body(501, 90004, "The emulator has no such route. The API is below /v2."),
  ]);
  expect(jest.mocked(console.error).mock.calls).toEqual([
    ["not emulated: GET /v2/nowhere?a=1"],
    ["not emulated: GET /tasks"],
  ]);
});

describe("a path that is there answers other methods with 405 and those it has:", () => {
  const id = "00000000-0000-4000-8000-000000000000";
  test.each([
    ["PUT", "/tasks", "GET, POST"],
    ["PUT", "/tasks/", "GET, POST"],
    ["OPTIONS", "/tasks", "GET, POST"],
    ["POST", `/tasks/${id}`, "DELETE, GET, PATCH"],
    ["GET", "/bulk/tasks/get", "POST"],
    ["GET", `/tasks/${id}/actions/run`, "POST"],
    ["PATCH", "/user", "GET"],
    ["PUT", "/apps/ada/lab/echo", "GET"],
    ["PUT", "/apps/ada%2Flab%2Fecho/1", "GET"],
    ["POST", "/", "GET"],
  ])("%s %s", async (method, path, allowed) => {
    const answer = await emulator.client.send(method, path);
    const methods = answer.headers.get("allow")?.split(", ").sort().join(", ");
    expect([answer.status, methods, answer.body]).toEqual([
      405,
      allowed,
      body(405, 90006, "Method not allowed."),
    ]);
  });

  test("HEAD has no body", async () => {
    const answer = await emulator.client.send("HEAD", "/user");
    expect([answer.status, answer.headers.get("allow"), answer.body]).toEqual([405, "GET", undefined]);
  });

  test("what is below a wildcard may be there: 501", async () => {
    const answer = await emulator.client.send("PUT", "/apps/ada/lab/echo/1/whatever");
    expect([answer.status, pick(answer.body, "code")]).toEqual([501, 90004]);
  });
});

test.each([
  ["/tasks/:id", "/tasks/x/", true],
  ["/tasks/:id", "/tasks/x/y", false],
  ["/apps/*", "/apps/a/b", true],
  ["/apps/*", "/apps", false],
  ["/", "/", true],
  ["/a.b", "/axb", false],
])("%s is a pattern that takes %s: %j", (path, given, taken) => {
  expect(pathPattern(path).test(given)).toBe(taken);
});
