import * as t from "io-ts";
import { createTask, listDrafts } from "../../../provider/api/endpoints/tasks";
import { type Client, call, clientOf } from "../../../provider/api/transport/http";
import { explain } from "../../../provider/shared/errors";
import { Platform } from "../../support/platform";
import { quick } from "../../support/quick";
import { app, project } from "../../support/seed";

let platform: Platform;
let client: Client;

beforeEach(async () => {
  platform = await Platform.start();
  client = clientOf({ endpoint: platform.url, token: platform.token }, { policy: quick });
});
afterEach(() => platform.close());

const user = t.type({ username: t.string }, "User");
const asked = () => call(client)(user, "GET", "/users/ada")();

describe("call", () => {
  test("decodes the answer", async () => {
    expect(await asked()).toStrictEqual({
      _tag: "Right",
      right: expect.objectContaining({ username: "ada" }),
    });
  });

  test.each([
    ["502", { kind: "status", status: 502 }],
    ["503", { kind: "status", status: 503, code: 90005 }],
    ["504", { kind: "status", status: 504 }],
    ["429 without headers", { kind: "rateLimit", headers: false }],
    ["a maintenance", { kind: "maintenance" }],
    ["a lost connection", { kind: "drop" }],
    ["a reset connection", { kind: "reset" }],
    ["malformed JSON", { kind: "malformed" }],
    ["half an answer", { kind: "truncated" }],
    ["an empty answer", { kind: "empty" }],
    ["a page", { kind: "contentType" }],
  ] as const)("GET is repeated after %s", async (_, fault) => {
    await platform.fault({ ...fault, times: 2 });
    expect(await asked()).toMatchObject({ _tag: "Right" });
    expect(await platform.log()).toStrictEqual(Array(3).fill("GET /users/ada"));
  });

  test("what was tried in vain says how often", async () => {
    await platform.fault({ kind: "status", status: 502, message: "Bad gateway", code: 90005, times: 9 });
    const result = await asked();
    if (result._tag === "Right") throw new Error("it was answered");
    expect(explain(result.left)).toBe(
      `GET /users/ada at ${platform.url} was refused (502, code 90005: Bad gateway), 3 times: try again later`,
    );
  });

  test.each([400, 401, 403, 404, 500])("GET is not repeated after %i", async (status) => {
    await platform.fault({ kind: "status", status, code: 90000, message: "said" });
    expect(await asked()).toMatchObject({
      _tag: "Left",
      left: { _tag: "Refused", status, code: 90000, message: "said" },
    });
    expect(await platform.log()).toStrictEqual(["GET /users/ada"]);
  });

  test.each([
    ["drop", { kind: "drop" }],
    ["reset after the effect", { kind: "reset", effect: "after" }],
    ["500", { kind: "status", status: 500 }],
    ["502", { kind: "status", status: 502 }],
    ["503", { kind: "status", status: 503, code: 7000 }],
    ["504", { kind: "status", status: 504 }],
    ["empty", { kind: "empty" }],
    ["truncated", { kind: "truncated" }],
    ["malformed", { kind: "malformed" }],
  ] as const)("POST is never repeated where it is open what it did (%s)", async (_, fault) => {
    await platform.fault({ ...fault, match: { method: "POST" }, times: 9 });
    const result = await createTask(client, { project, app, name: "once" }, false)();
    expect(result._tag).toBe("Left");
    expect(await platform.log()).toStrictEqual(["POST /tasks"]);
  });

  test.each([
    ["a used-up rate limit", { kind: "rateLimit", headers: false }],
    ["a maintenance", { kind: "maintenance" }],
  ] as const)("POST is made again after %s, which has kept it out", async (_, fault) => {
    await platform.fault({ ...fault, match: { method: "POST" }, times: 2 });
    const result = await createTask(client, { project, app, name: "once" }, false)();
    expect(result._tag).toBe("Right");
    expect(await platform.log()).toStrictEqual(["POST /tasks", "POST /tasks", "POST /tasks"]);
    expect(await platform.tasks()).toStrictEqual(["once"]);
  });

  test("a call is lazy: nothing is asked until it is run", async () => {
    call(client)(user, "GET", "/users/ada");
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a call that takes too long is aborted", async () => {
    await platform.fault({ kind: "delay", seconds: 5, times: 9 });
    const result = await call({ ...client, timeout: 50, policy: { ...quick, attempts: 1 } })(
      user,
      "GET",
      "/users/ada",
    )();
    expect(result).toMatchObject({
      _tag: "Left",
      left: { _tag: "Unreachable", reason: "no answer in time", sent: true },
    });
  });

  test("an answer of another form is unreadable, by the path of what is wrong", async () => {
    const result = await call(client)(
      t.type({ username: t.number, nothing: t.string }),
      "GET",
      "/users/ada",
    )();
    if (result._tag === "Right") throw new Error("it was read");
    expect(explain(result.left)).toBe(
      `GET /users/ada at ${platform.url} answered 200 with something unreadable (unexpected form of username, nothing): check that the endpoint is the API's, and not a proxy or a web page`,
    );
  });

  test("a refused connection was never sent", async () => {
    await platform.close();
    expect(await asked()).toMatchObject({
      _tag: "Left",
      left: { _tag: "Unreachable", reason: "ECONNREFUSED", sent: false },
    });
  });

  test("lists are read to their end, in pages of 100", async () => {
    for (let i = 0; i < 101; i++)
      await platform.api("POST", "/tasks", { project, app, name: `t${i}`, description: "text" });
    await platform.log();
    const drafts = await listDrafts(client, project)();
    expect(drafts).toMatchObject({ _tag: "Right", right: { length: 101 } });
    const query = `GET /tasks?project=${project}&status=DRAFT&fields=id,status,description&order_by=created_time&order=asc`;
    expect(await platform.log()).toStrictEqual([
      `${query}&offset=0&limit=100`,
      `${query}&offset=100&limit=100`,
    ]);
  });
});
