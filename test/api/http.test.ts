import * as t from "io-ts";
import { type Client, call, clientOf } from "../../provider/api/http";
import { createTask, listDrafts } from "../../provider/api/tasks";
import { explain } from "../../provider/errors";
import { Platform } from "../support/platform";
import { app, project } from "../support/seed";

let platform: Platform;
let client: Client;

const quick = { firstDelay: 1, longestDelay: 5, attempts: 3 };
beforeEach(async () => {
  platform = await Platform.start();
  client = clientOf({ endpoint: platform.url, token: platform.token }, { policy: quick });
});
afterEach(() => platform.close());

const user = t.type({ username: t.string }, "User");
const asked = () => call(client)(user, "GET", "/user")();

describe("call", () => {
  test("decodes the answer", async () => {
    expect(await asked()).toStrictEqual({
      _tag: "Right",
      right: expect.objectContaining({ username: "ada" }),
    });
  });

  test.each([429, 502, 503, 504])("GET is repeated after %i, up to the policy's attempts", async (status) => {
    await platform.fault({ kind: "status", status, code: status === 429 ? 1000 : 90005, times: 2 });
    expect(await asked()).toMatchObject({ _tag: "Right" });
    expect(await platform.log()).toStrictEqual(["GET /user", "GET /user", "GET /user"]);
  });

  test.each([400, 401, 403, 404, 500])("GET is not repeated after %i", async (status) => {
    await platform.fault({ kind: "status", status, code: 90000, message: "said" });
    expect(await asked()).toMatchObject({
      _tag: "Left",
      left: { _tag: "Refused", status, code: 90000, message: "said" },
    });
    expect(await platform.log()).toStrictEqual(["GET /user"]);
  });

  test.each(["drop", "status"] as const)("POST is never repeated (%s)", async (kind) => {
    await platform.fault({ match: { method: "POST" }, kind, status: 503, code: 0, times: 9 });
    const result = await createTask(client, { project, app, name: "once" }, false)();
    expect(result._tag).toBe("Left");
    expect(await platform.log()).toStrictEqual(["POST /tasks"]);
  });

  test("a call is lazy: nothing is asked until it is run", async () => {
    call(client)(user, "GET", "/user");
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a call that takes too long is aborted", async () => {
    await platform.fault({ kind: "delay", seconds: 5, times: 9 });
    const result = await call({ ...client, timeout: 50, policy: { ...quick, attempts: 1 } })(
      user,
      "GET",
      "/user",
    )();
    expect(result).toMatchObject({
      _tag: "Left",
      left: { _tag: "Unreachable", reason: "no answer in time", sent: true },
    });
  });

  test("an answer of another form is unreadable, by the path of what is wrong", async () => {
    const result = await call(client)(t.type({ username: t.number, nothing: t.string }), "GET", "/user")();
    if (result._tag === "Right") throw new Error("it was read");
    expect(explain(result.left)).toBe(
      `GET /user at ${platform.url} answered 200 with something unreadable (unexpected form of username, nothing): check that the endpoint is the API's, and not a proxy or a web page`,
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
    for (let i = 0; i < 101; i++) await platform.api("POST", "/tasks", { project, app, name: `t${i}` });
    await platform.log();
    const drafts = await listDrafts(client, project)();
    expect(drafts).toMatchObject({ _tag: "Right", right: { length: 101 } });
    const query = `GET /tasks?project=${project}&status=DRAFT&fields=id,status&order_by=created_time&order=asc`;
    expect(await platform.log()).toStrictEqual([
      `${query}&offset=0&limit=100`,
      `${query}&offset=100&limit=100`,
    ]);
  });
});
