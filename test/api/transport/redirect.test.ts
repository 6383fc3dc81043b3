import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as t from "io-ts";
import { type Client, call, clientOf, newBudgets } from "../../../provider/api/transport/http";
import { newRateLimiter, type RateLimiter } from "../../../provider/api/transport/rateLimiter";
import { redirectOf } from "../../../provider/api/transport/redirect";
import { explain } from "../../../provider/shared/errors";
import { Platform } from "../../support/platform";
import { quick } from "../../support/quick";

/* `GET /user` answers 307 on the real platforms (API digest, section 12). */

const url = "https://api.example.org/v2/user";
const sent = { method: "GET", url, followed: 0 };

test.each<[string, number, string | null, object | undefined]>([
  ["an answer", 200, null, undefined],
  ["a redirect without an address", 307, null, undefined],
  ["not modified", 304, "/v2/x", undefined],
  ["a path", 307, "/v2/users/ada", { _tag: "Follow", url: "https://api.example.org/v2/users/ada" }],
  [
    "an address",
    302,
    "https://api.example.org/v2/a?b=c",
    { _tag: "Follow", url: "https://api.example.org/v2/a?b=c" },
  ],
  [
    "another host",
    307,
    "https://evil.example.org/v2/users/ada",
    {
      _tag: "Stop",
      reason:
        "a redirect from https://api.example.org to https://evil.example.org, where the token is not sent",
    },
  ],
  [
    "the same host in clear",
    308,
    "http://api.example.org/v2/users/ada",
    {
      _tag: "Stop",
      reason:
        "a redirect from https://api.example.org to http://api.example.org, where the token is not sent",
    },
  ],
  ["no address", 301, "http://[::bad", { _tag: "Stop", reason: "a redirect to no address" }],
])("a GET that is sent to %s", (_, status, location, redirect) => {
  expect(redirectOf(sent, status, location)).toStrictEqual(redirect);
});

test("a write follows nothing, and a circle ends", () => {
  expect(redirectOf({ ...sent, method: "POST" }, 307, "/v2/tasks")).toStrictEqual({
    _tag: "Stop",
    reason: "a redirect to https://api.example.org, which a POST does not follow",
  });
  expect(redirectOf({ ...sent, followed: 5 }, 307, "/v2/user")).toStrictEqual({
    _tag: "Stop",
    reason: "more than 5 redirects",
  });
});

let servers: Server[];
let asked: string[];
beforeEach(() => {
  servers = [];
  asked = [];
});
afterEach(async () => {
  for (const server of servers) await new Promise((done) => server.close(done));
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const listening = async (answer: Answer): Promise<string> => {
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["x-sbg-auth-token"] ?? "no token"}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo; // of a TCP server
  return `http://127.0.0.1:${port}`;
};

const to = (response: ServerResponse, location: string): void =>
  void response.writeHead(307, { Location: location, Connection: "close" }).end();

const clientAt = (endpoint: string): Client => clientOf({ endpoint, token: "secret" }, { policy: quick });
const User = t.type({ username: t.string }, "User");

test("the user is found where the platform sends the call, with the token, and both calls count", async () => {
  const origin = await listening((request, response) =>
    request.url === "/v2/user"
      ? to(response, "/v2/users/ada")
      : void response.writeHead(200, { Connection: "close" }).end('{"username":"ada"}'),
  );
  const result = await call(clientAt(`${origin}/v2`))(User, "GET", "/user")();
  expect(result).toMatchObject({ _tag: "Right", right: { username: "ada" } });
  expect(asked).toStrictEqual(["GET /v2/user secret", "GET /v2/users/ada secret"]);
});

test("the token goes to no other origin, and the message names both", async () => {
  const other = await listening((_, response) => void response.end("{}"));
  const origin = await listening((_, response) => to(response, `${other}/v2/users/ada`));
  const result = await call(clientAt(`${origin}/v2`))(User, "GET", "/user")();
  if (result._tag === "Right") throw new Error("it was answered");
  expect(explain(result.left)).toContain(
    `(a redirect from ${origin} to ${other}, where the token is not sent)`,
  );
  expect(asked).toStrictEqual(["GET /v2/user secret"]);
});

test("a POST is sent once", async () => {
  const origin = await listening((_, response) => to(response, "/v2/elsewhere"));
  const result = await call(clientAt(`${origin}/v2`))(User, "POST", "/tasks", {}, {})();
  expect(result).toMatchObject({ _tag: "Left", left: { _tag: "Unreadable", status: 307 } });
  expect(asked).toStrictEqual(["POST /v2/tasks secret"]);
});

test("each hop waits its turn and counts, and the one before it is not under way any more", async () => {
  const lines: string[] = [];
  const budget = newRateLimiter();
  const counted: RateLimiter = {
    ...budget,
    acquire: async () => {
      lines.push("take");
      return () => void lines.push("answered");
    },
    update: (limit) => void lines.push(`${limit?.remaining} left`),
  };
  let remaining = 10;
  const origin = await listening((request, response) => {
    remaining -= 1;
    const headers = {
      "X-RateLimit-Limit": "10",
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Reset": String(Math.ceil(Date.now() / 1000) + 300),
      Connection: "close",
    };
    if (request.url === "/v2/users/ada") response.writeHead(200, headers).end('{"username":"ada"}');
    else response.writeHead(307, { ...headers, Location: "/v2/users/ada" }).end();
  });
  const client = { ...clientAt(`${origin}/v2`), limiterOf: () => counted };
  expect(await call(client)(User, "GET", "/user")()).toMatchObject({ _tag: "Right" });
  expect(lines).toStrictEqual(["take", "9 left", "answered", "take", "8 left", "answered"]);
});

test("a hop that has the last call of the window is made at once", async () => {
  const platform = await Platform.start();
  try {
    await platform.control("POST", "/rate-limit", { limit: 9, remaining: 2 });
    const waits: number[] = [];
    const client = clientOf(
      { endpoint: platform.url, token: platform.token },
      {
        policy: quick,
        limiterOf: newBudgets(() =>
          newRateLimiter({ wait: async (milliseconds) => void waits.push(milliseconds) }),
        ),
      },
    );
    expect(await call(client)(User, "GET", "/user")()).toMatchObject({ _tag: "Right" });
    expect([waits, (await platform.requests()).map(({ status }) => status)]).toStrictEqual([[], [307, 200]]);
  } finally {
    await platform.close();
  }
});
