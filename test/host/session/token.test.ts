import * as E from "fp-ts/Either";
import { User } from "../../../provider/api/endpoints/schemas";
import { getTasks } from "../../../provider/api/endpoints/tasks";
import { call } from "../../../provider/api/transport/http";
import type { Profile } from "../../../provider/config/settings";
import { clientFor } from "../../../provider/host/session/connections";
import type { Session } from "../../../provider/host/session/session";
import { Platform } from "../../support/platform";
import { sessionFor } from "../provider";

let platform: Platform;
let lines: string[];
beforeEach(async () => {
  lines = [];
  platform = await Platform.start();
});
afterEach(() => platform.close());

const profile = (name: string, token = platform.token, endpoint = platform.url): Profile => ({
  name,
  token,
  endpoint,
});

const sessionWith = (profiles: readonly Profile[], config: Readonly<Record<string, string>> = {}): Session =>
  sessionFor(
    platform,
    (line) => lines.push(line),
    { credentials: () => E.right(profiles) },
    { "sevenbridges:token": "rotated", ...config },
  );

const clientIn = (session: Session) => {
  const client = clientFor(session, "one");
  if (E.isLeft(client)) throw new Error(client.left.reason);
  return client.right;
};

const eight = (session: Session) =>
  Promise.all(Array.from({ length: 8 }, () => call(clientIn(session))(User, "GET", "/users/ada")()));

const statuses = async () => (await platform.requests()).map(({ status }) => status).toSorted();

const saying = (name: string, at = platform.url): string =>
  `sb: the token for ${at} was refused (401); using the one in profile ${name} of the credentials file`;

describe("a refused token", () => {
  test("gives way to another for all calls that are under way, and it is said once", async () => {
    const session = sessionWith([profile("lab")]);
    expect((await eight(session)).map(({ _tag }) => _tag)).toStrictEqual(Array(8).fill("Right"));
    expect(await statuses()).toStrictEqual([...Array(8).fill(200), ...Array(8).fill(401)]);
    expect(lines).toStrictEqual([saying("lab")]);
  });

  test("is not tried again, not even by an operation that began with it", async () => {
    const session = sessionWith([profile("lab")]);
    const begun = clientIn(session);
    await call(begun)(User, "GET", "/users/ada")();
    await call(begun)(User, "GET", "/users/ada")();
    await getTasks(begun, ["x"])();
    await call(clientIn(session))(User, "GET", "/users/ada")();
    expect((await platform.requests()).map(({ status }) => status)).toStrictEqual([401, 200, 200, 200, 200]);
    expect(lines).toStrictEqual([saying("lab")]);
  });

  test("gives way to the next where the first is refused as well", async () => {
    const session = sessionWith([profile("old", "older"), profile("lab")]);
    expect((await eight(session)).map(({ _tag }) => _tag)).toStrictEqual(Array(8).fill("Right"));
    expect(lines).toStrictEqual([saying("old"), saying("lab")]);
  });

  test("is the error where all others are refused as well", async () => {
    const session = sessionWith([profile("old", "older")]);
    expect(await eight(session)).toStrictEqual(
      Array(8).fill({ _tag: "Left", left: expect.objectContaining({ _tag: "Refused", status: 401 }) }),
    );
    expect(lines).toStrictEqual([saying("old")]);
  });

  test("of another platform changes nothing for this one", async () => {
    const other = await Platform.start();
    try {
      const profiles = [profile("left", "gone", other.url), profile("there", other.token, other.url)];
      const session = sessionWith(profiles, { "sevenbridges:token": platform.token });
      const connection = session.connections.to(other.url);
      if (connection === undefined) throw new Error("there is a profile");
      const there = { ...clientIn(session), connection };
      expect(await call(there)(User, "GET", "/users/ada")()).toMatchObject({ _tag: "Right" });
      expect(await other.log()).toStrictEqual(Array(2).fill("GET /users/ada"));
      expect(clientIn(session).connection.endpoint).toBe(platform.url);
      await call(clientIn(session))(User, "GET", "/users/ada")();
      expect(await platform.log()).toStrictEqual(["GET /users/ada"]);
      expect(lines).toStrictEqual([saying("there", other.url)]);
    } finally {
      await other.close();
    }
  });
});
