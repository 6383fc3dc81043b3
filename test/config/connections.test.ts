import * as E from "fp-ts/Either";
import { readConnections, withTokens } from "../../provider/config/connections";
import { connectionsTo } from "../../provider/config/fallbackFor";
import { type Profile, readConnection, type Sources } from "../../provider/config/settings";
import type { Connection } from "../../provider/shared/connection";
import { platforms } from "../../provider/shared/platforms";

/* `sevenbridges:connections` as the engine hands it over: JSON, a secret like any other text. */

const cgc = platforms.cgc.api;
const us = platforms["aws-us"].api;
const eu = platforms["aws-eu"].api;

interface Given {
  readonly connections?: unknown;
  /** The stack's own settings, by the key after `sevenbridges:`. */
  readonly own?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly Profile[];
}

const sourcesOf = ({ connections, own = {}, env = {}, profiles }: Given): Sources => {
  const text = typeof connections === "string" ? connections : JSON.stringify(connections);
  const config: Readonly<Record<string, string | undefined>> = { ...own, connections: text };
  return {
    config: (key) => config[key.replace("sevenbridges:", "")],
    env,
    credentials: () => E.right(profiles),
  };
};

const reasonOr = <A>(found: E.Either<{ readonly reason: string }, A>): A | string =>
  E.isLeft(found) ? found.left.reason : found.right;

/** The connection, or the sentence that says why there is none. */
const from = (given: Given, name: string): Connection | string =>
  reasonOr(readConnection(sourcesOf(given), name));

const profile = (name: string, endpoint?: string, token?: string): Profile => ({ name, endpoint, token });

test.each<[string, Given, Connection]>([
  [
    "a platform and a token",
    { connections: { it: { platform: "aws-eu", token: "t" } } },
    { endpoint: eu, token: "t" },
  ],
  [
    "an endpoint and a token",
    { connections: { it: { endpoint: "http://127.0.0.1:8080/v2/", token: "t" } } },
    { endpoint: "http://127.0.0.1:8080/v2", token: "t" },
  ],
  [
    "blanks around what is said, and blank settings",
    { connections: { it: { platform: " cgc\n", endpoint: "", token: " t ", profile: " " } } },
    { endpoint: cgc, token: "t" },
  ],
  [
    "a profile, which has both",
    {
      connections: { it: { profile: "b" } },
      env: { SB_API_ENDPOINT: eu, SB_AUTH_TOKEN: "of-env" },
      profiles: [profile("a", us, "a"), profile("b", us, "b")],
    },
    { endpoint: us, token: "b" },
  ],
  [
    "a platform, and the profile of one of its users",
    {
      connections: { it: { platform: "aws-us", profile: "b" } },
      profiles: [profile("default", us, "a"), profile("b", undefined, "b")],
    },
    { endpoint: us, token: "b" },
  ],
  [
    "a platform, whose token is in the credentials file",
    {
      connections: { it: { platform: "aws-us" } },
      profiles: [profile("default", cgc, "a"), profile("us", us, "b")],
    },
    { endpoint: us, token: "b" },
  ],
  [
    "a platform, whose token is in the environment",
    {
      connections: { it: { platform: "aws-us" } },
      env: { SB_API_ENDPOINT: `${us}/`, SB_AUTH_TOKEN: "of-env" },
      profiles: [profile("us", us, "b")],
    },
    { endpoint: us, token: "of-env" },
  ],
  [
    "a token before that of the environment",
    {
      connections: { it: { platform: "aws-us", token: "t" } },
      env: { SB_API_ENDPOINT: us, SB_AUTH_TOKEN: "of-env" },
    },
    { endpoint: us, token: "t" },
  ],
])("a connection is %s", (_, given, expected) => expect(from(given, "it")).toStrictEqual(expected));

const ways = (endpoint: string): string =>
  `there is no token for the Seven Bridges API at ${endpoint}: give connection it one in one of three ways: \`pulumi config set --secret --path 'sevenbridges:connections.it.token'\`, the environment variable SB_AUTH_TOKEN with SB_API_ENDPOINT=${endpoint}, or auth_token in ~/.sevenbridges/credentials beside this api_endpoint`;

test.each<[string, Given]>([
  ["of the stack", { own: { token: "t", platform: "aws-us" } }],
  ["of the stack without an endpoint", { own: { token: "t" } }],
  ["of the environment that is for another endpoint", { env: { SB_AUTH_TOKEN: "t", SB_API_ENDPOINT: us } }],
  ["of the environment without an endpoint", { env: { SB_AUTH_TOKEN: "t" } }],
  ["of a profile for another endpoint", { profiles: [profile("default", us, "t")] }],
  ["of a profile without endpoint", { profiles: [profile("default", undefined, "t")] }],
])("a token is never sent to the platform of a connection that is %s", (_, given) =>
  expect(from({ ...given, connections: { it: { platform: "cgc" } } }, "it")).toBe(ways(cgc)),
);

test("a token of a connection is never sent to another one's platform, nor to the stack's own", () => {
  const given: Given = {
    connections: { it: { platform: "cgc" }, other: { platform: "cgc", token: "t" } },
    own: { platform: "cgc" },
  };
  expect(from(given, "it")).toBe(ways(cgc));
  expect(reasonOr(readConnection(sourcesOf(given)))).toMatch(/^there is no token for .* give one in/);
});

const two = { eu: { platform: "aws-eu", token: "t" }, us: { platform: "aws-us", token: "t" } };

test.each<[string, Given, string, string]>([
  [
    "a misspelt name",
    { connections: two },
    "euu",
    "connection is not known: did you mean eu? sevenbridges:connections has eu and us",
  ],
  [
    "a name like none",
    { connections: two },
    "cavatica",
    "connection is not known: sevenbridges:connections has eu and us",
  ],
  [
    "a name like that of a method",
    { connections: two },
    "constructor",
    "connection is not known: sevenbridges:connections has eu and us",
  ],
  ...["", "{}", undefined].map((connections): [string, Given, string, string] => [
    `a name where there are none (${connections})`,
    { connections },
    "eu",
    "connection is not known: there is no sevenbridges:connections; run `pulumi config set --path 'sevenbridges:connections.<name>.platform' cgc`",
  ]),
  [
    "an unknown profile",
    { connections: { eu: { profile: "euu" } }, profiles: [profile("eu", eu, "t")] },
    "eu",
    "sevenbridges:connections.eu.profile names no profile of the credentials file, which has eu",
  ],
  [
    "a profile without a file",
    { connections: { eu: { profile: "eu" } } },
    "eu",
    "sevenbridges:connections.eu.profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)",
  ],
  [
    "a profile for another platform",
    { connections: { eu: { platform: "cgc", profile: "eu" } }, profiles: [profile("eu", eu, "t")] },
    "eu",
    "profile eu of the credentials file is for another endpoint than sevenbridges:connections.eu.platform: keep one of them",
  ],
  [
    "a profile without an endpoint",
    { connections: { eu: { profile: "eu", token: "t" } }, profiles: [profile("eu")] },
    "eu",
    "the profile of sevenbridges:connections.eu has no api_endpoint: set sevenbridges:connections.eu.platform",
  ],
  [
    "a token with a blank",
    { connections: { eu: { platform: "aws-eu", token: "two words" } } },
    "eu",
    "the token in sevenbridges:connections.eu holds a blank, or a character that tokens do not have: copy it again",
  ],
])("a program gets one sentence for %s", (_, given, name, expected) =>
  expect(from(given, name)).toBe(expected),
);

const known = "known are cgc, aws-us, aws-eu, cavatica, bdc and ali-cn; for another one set endpoint";
const object =
  'sevenbridges:connections must be an object of connections by name (like { "eu": { "platform": "aws-eu" } })';

test.each<[string, unknown, string]>([
  ["a platform in place of all", '"cgc"', `${object}, not a string`],
  ["a list", [{ platform: "cgc" }], `${object}, not a list`],
  ["no JSON", "{ eu: aws-eu }", `${object}, not a string`],
  [
    "a platform in place of a connection",
    { eu: "aws-eu" },
    "sevenbridges:connections.eu must be an object, not a string",
  ],
  ["nothing", { eu: null }, "sevenbridges:connections.eu must be an object, not null"],
  [
    "a connection without a platform, endpoint or profile",
    { eu: {} },
    "sevenbridges:connections.eu has no platform, endpoint or profile: set one (like platform: cgc)",
  ],
  [
    "a token alone",
    { eu: { token: "t0k3n", platform: " " } },
    "sevenbridges:connections.eu has no platform, endpoint or profile: set one (like platform: cgc)",
  ],
  [
    "a platform and an endpoint",
    { eu: { platform: "aws-eu", endpoint: eu, token: "t0k3n" } },
    "sevenbridges:connections.eu has both a platform and an endpoint: keep one of them",
  ],
  [
    "a misspelt key",
    { eu: { platfrom: "aws-eu", token: "t0k3n" } },
    "sevenbridges:connections.eu.platfrom is not known: did you mean platform?",
  ],
  [
    "a key like none",
    { eu: { platform: "aws-eu", secret: "t0k3n" } },
    "sevenbridges:connections.eu.secret is not known; known are platform, endpoint, token, profile",
  ],
  [
    "a misspelt platform",
    { eu: { platform: "aws-euu" } },
    `sevenbridges:connections.eu.platform is not a known platform (did you mean aws-eu?): ${known}`,
  ],
  [
    "an endpoint that is no URL",
    { eu: { endpoint: "somewhere" } },
    `sevenbridges:connections.eu.endpoint has to be a URL like ${cgc}`,
  ],
  [
    "an endpoint with a token in it",
    { eu: { endpoint: "https://me:t0k3n@api.example.org/v2" } },
    `sevenbridges:connections.eu.endpoint has to be a plain URL like ${cgc}, without user, query or fragment`,
  ],
  [
    "plain http",
    { eu: { endpoint: "http://api.example.org/v2" } },
    "sevenbridges:connections.eu.endpoint is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)",
  ],
  [
    "a token that YAML has read as a number",
    { eu: { platform: "cgc", token: 12345678 } },
    "sevenbridges:connections.eu.token must be a string, not a number",
  ],
  [
    "invalid names, beside another mistake",
    { "my eu": { platform: "cgc" }, "": { platform: "cgc" }, us: { platform: "us" } },
    `sevenbridges:connections.my eu has an invalid name: use at most 64 letters, digits, dashes and underscores; sevenbridges:connections has an invalid name: use at most 64 letters, digits, dashes and underscores; sevenbridges:connections.us.platform is not a known platform (did you mean aws-us?): ${known}`,
  ],
])("all connections are refused for %s, and no token is quoted", (_, connections, expected) => {
  const said = reasonOr(readConnections(sourcesOf({ connections }).config));
  expect(said).toBe(expected);
  expect(said).not.toContain("t0k3n");
});

test("those that hold a token are listed, whatever else is wrong with them", () => {
  const holding = (connections: unknown) => withTokens(sourcesOf({ connections }).config);
  expect(
    holding({ a: { platfrom: "cgc", token: "t" }, b: { platform: "cgc" }, c: 1, d: { token: 1 } }),
  ).toStrictEqual(["a", "d"]);
  expect([holding("{"), holding("[1]"), holding({}), holding(undefined)]).toStrictEqual([[], [], [], []]);
});

test("all connections to a platform are found by it: the stack's own, the named ones, the environment, the profiles", () => {
  const given: Given = {
    own: { platform: "aws-eu", token: "own" },
    connections: {
      us: { platform: "aws-us", token: "of-us" },
      broken: { profile: "none" },
      b: { endpoint: `${eu}/`, token: "of-b" },
    },
    env: { SB_API_ENDPOINT: eu, SB_AUTH_TOKEN: "of-env" },
    profiles: [profile("default", us, "of-file"), profile("eu", eu, "of-profile")],
  };
  const tokensTo = (endpoint: string) => connectionsTo(endpoint, sourcesOf(given)).map(({ token }) => token);
  expect(tokensTo(eu)).toStrictEqual(["own", "of-b", "of-env", "of-profile"]);
  expect(tokensTo(us)).toStrictEqual(["of-us", "of-file"]);
  expect(tokensTo(cgc)).toStrictEqual([]);
});
