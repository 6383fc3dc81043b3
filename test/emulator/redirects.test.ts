import { emulated, pick } from "./client";
import { ada } from "./seed";

/** What was recorded: `GET /user` is answered with 307 (API digest, section 12). This client follows nothing by itself. */

const emulator = emulated({ rateLimit: 100 });

const remaining = ({ headers }: { readonly headers: Headers }): number =>
  Number(headers.get("x-ratelimit-remaining"));

test("the user is served under the href that it names, and GET /user sends there with no body", async () => {
  const { client } = emulator;
  const { status, body, headers } = await client.get("/user");
  expect([status, body, headers.get("location"), headers.get("content-type")]).toEqual([
    307,
    undefined,
    `${client.url}/users/ada`,
    null,
  ]);
  const user = await client.get("/users/ada");
  expect([user.status, pick(user.body, "username"), pick(user.body, "href")]).toEqual([
    200,
    "ada",
    `${client.url}/users/ada`,
  ]);
});

test("both requests count against the rate limit", async () => {
  const { client } = emulator;
  const first = remaining(await client.get("/user"));
  expect([remaining(await client.get("/users/ada")), remaining(await client.get("/user"))]).toEqual([
    first - 1,
    first - 2,
  ]);
});

test("what was asked of the user goes along", async () => {
  const { client } = emulator;
  const { headers } = await client.get("/user?fields=username,href");
  const location = headers.get("location");
  expect(location).toBe(`${client.url}/users/ada?fields=username%2Chref`);
  const { body } = await client.get(String(location).slice(client.url.length));
  expect(body).toEqual({ username: "ada", href: `${client.url}/users/ada` });
});

test("a client that follows redirects finds the user, with the token", async () => {
  const { url } = emulator.client;
  const answer = await fetch(`${url}/user`, { headers: { "X-SBG-Auth-Token": ada } });
  expect([answer.status, answer.url, pick(await answer.json(), "username")]).toEqual([
    200,
    `${url}/users/ada`,
    "ada",
  ]);
});

test("without a token nothing is said of anybody", async () => {
  const { status, headers } = await emulator.client.as(undefined).get("/user");
  expect([status, headers.get("location")]).toEqual([401, null]);
});

test("the lists of a project send to those of everything, with what else was asked for", async () => {
  const { client } = emulator;
  const sent = async (path: string) => {
    const { status, body, headers } = await client.get(path);
    return [status, body, headers.get("location")];
  };
  expect(await sent("/projects/ada/lab/tasks?status=DRAFT")).toEqual([
    307,
    undefined,
    `${client.url}/tasks?status=DRAFT&project=ada%2Flab`,
  ]);
  expect(await sent("/projects/ada/lab/files?limit=1")).toEqual([
    307,
    undefined,
    `${client.url}/files?limit=1&project=ada%2Flab`,
  ]);
});
