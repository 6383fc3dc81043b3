import * as E from "fp-ts/Either";
import { type Profile, readConnection } from "../../provider/config/settings";
import type { Connection } from "../../provider/shared/connection";
import { isSameEndpoint, platforms } from "../../provider/shared/platforms";

const cgc = platforms.cgc.api;
const us = platforms["aws-us"].api;

interface Given {
  /** By the key after `sevenbridges:`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly Profile[];
}

const profile = (name: string, endpoint?: string, token?: string): Profile => ({ name, endpoint, token });

/** The connection, or the sentence that says why there is none. */
const from = ({ config = {}, env = {}, profiles }: Given): Connection | string =>
  E.match(
    ({ reason }: { readonly reason: string }): Connection | string => reason,
    (connection: Connection) => connection,
  )(
    readConnection({
      config: (key) => config[key.replace("sevenbridges:", "")],
      env,
      credentials: () => E.right(profiles),
    }),
  );

const environment = { SB_AUTH_TOKEN: "of-env", SB_API_ENDPOINT: cgc };

describe("the first hit wins:", () => {
  test.each<[string, Given, string, string]>([
    [
      "configuration before environment",
      { config: { token: "of-stack", platform: "cgc" }, env: environment },
      cgc,
      "of-stack",
    ],
    [
      "environment before credentials",
      { env: environment, profiles: [profile("default", cgc, "of-file")] },
      cgc,
      "of-env",
    ],
    ["credentials where nothing else is", { profiles: [profile("default", us, "of-file")] }, us, "of-file"],
    [
      "the profile that is called default",
      { profiles: [profile("a", cgc, "a"), profile("default", us, "b")] },
      us,
      "b",
    ],
    [
      "a platform in the configuration, the token in the environment",
      { config: { platform: "cgc" }, env: { SB_AUTH_TOKEN: "t" } },
      cgc,
      "t",
    ],
    [
      "a platform in the configuration, the token in its profile",
      {
        config: { platform: "aws-us" },
        profiles: [profile("default", cgc, "a"), profile("other", `${us}/`, "b")],
      },
      us,
      "b",
    ],
    [
      "a profile by its name, before the environment",
      { config: { profile: "us" }, env: environment, profiles: [profile("us", us, "b")] },
      us,
      "b",
    ],
    [
      "a profile without token, with the token of the configuration",
      { config: { profile: "us", token: "t" }, profiles: [profile("us", us)] },
      us,
      "t",
    ],
    [
      "a profile without endpoint, the platform in the configuration",
      { config: { profile: "x", platform: "cgc" }, profiles: [profile("x", undefined, "b")] },
      cgc,
      "b",
    ],
    [
      "a profile without token, the token in the environment",
      { config: { profile: "us" }, env: { SB_AUTH_TOKEN: "t" }, profiles: [profile("us", us)] },
      us,
      "t",
    ],
    [
      "blank settings count as none",
      { config: { token: " ", endpoint: "" }, env: environment },
      cgc,
      "of-env",
    ],
    ["blanks around a setting do not count", { config: { token: " t\n", platform: " cgc " } }, cgc, "t"],
  ])("%s", (_, given, endpoint, token) => {
    expect(from(given)).toStrictEqual({ endpoint, token });
  });

  test("and the credentials file is not read where it is not needed", () => {
    const found = readConnection({
      config: () => undefined,
      env: environment,
      credentials: () => E.left({ _tag: "SettingsProblem", reason: "read" }),
    });
    expect(found).toStrictEqual(E.right({ endpoint: cgc, token: "of-env" }));
  });

  test("a problem of the credentials file is one where the file is needed", () => {
    const problem = { _tag: "SettingsProblem", reason: "unreadable" } as const;
    const credentials = () => E.left(problem);
    expect(readConnection({ config: () => undefined, env: {}, credentials })).toStrictEqual(E.left(problem));
    const config = (key: string) => (key === "sevenbridges:profile" ? "us" : undefined);
    expect(readConnection({ config, env: environment, credentials })).toStrictEqual(E.left(problem));
  });
});

const threeWays =
  "give one in one of three ways: `pulumi config set --secret sevenbridges:token`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials";
const noToken = `there is no token for the Seven Bridges API at ${us}: ${threeWays}`;

describe("a token never goes to another endpoint than the one beside it:", () => {
  test.each<[string, Given]>([
    ["the environment's", { config: { platform: "aws-us" }, env: environment }],
    ["the default profile's", { config: { endpoint: us }, profiles: [profile("default", cgc, "of-file")] }],
    ["another profile's", { env: { SB_API_ENDPOINT: us }, profiles: [profile("a", cgc, "of-file")] }],
    [
      "that of a profile without endpoint",
      { config: { endpoint: us }, profiles: [profile("default", undefined, "t")] },
    ],
    [
      "the environment's, where a profile is chosen",
      { config: { profile: "us" }, env: environment, profiles: [profile("us", us)] },
    ],
  ])("%s", (_, given) => {
    expect(from(given)).toBe(noToken);
  });
});

test.each(Object.entries(platforms))("the platform %s has its endpoint", (platform, { api }) => {
  expect(from({ config: { platform, token: "t" } })).toStrictEqual({ endpoint: api, token: "t" });
});

describe("an endpoint", () => {
  test.each([
    ["without its trailing slashes", `${cgc}//`, cgc],
    ["on loopback by plain http", "http://127.0.0.1:43117/v2/", "http://127.0.0.1:43117/v2"],
    ["on localhost by plain http", "http://localhost:8080/v2", "http://localhost:8080/v2"],
    ["on loopback by its other address", "http://[::1]:8080/v2", "http://[::1]:8080/v2"],
    ["with its host in lower case", "https://API.SBGenomics.com/v2", us],
  ])("is taken %s", (_, endpoint, taken) => {
    expect(from({ config: { endpoint, token: "t" } })).toStrictEqual({ endpoint: taken, token: "t" });
  });

  test("is the same with and without trailing slashes", () => {
    expect(isSameEndpoint(cgc, `${cgc}//`)).toBe(true);
    expect(isSameEndpoint(cgc, us)).toBe(false);
  });

  const plainHttp =
    "is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)";
  const notPlain = `must be a plain URL like ${cgc}, without user, query or fragment`;
  test.each([
    ["plain http", "http://api.sbgenomics.com/v2", plainHttp],
    ["a host that only looks like loopback", "http://127.0.0.1.example.com/v2", plainHttp],
    ["a host that is called like loopback", "http://localhost.example.com/v2", plainHttp],
    ["no URL", "somewhere", `must be a URL like ${cgc}`],
    ["another scheme", "ftp://api.sbgenomics.com/v2", `must be a URL like ${cgc}`],
    ["a password in it", "https://me:hush@api.sbgenomics.com/v2", notPlain],
    ["a query", `${us}?token=hush`, notPlain],
    ["a fragment", `${us}#hush`, notPlain],
  ])("is refused for %s, with the place where it was found", (_, endpoint, why) => {
    expect(from({ config: { endpoint, token: "t" } })).toBe(
      `the endpoint in the stack's configuration ${why}`,
    );
    const SB_API_ENDPOINT = endpoint;
    expect(from({ env: { SB_AUTH_TOKEN: "t", SB_API_ENDPOINT } })).toBe(
      `the endpoint in the environment ${why}`,
    );
    expect(from({ config: { profile: "us", token: "t" }, profiles: [profile("us", endpoint)] })).toBe(
      `the endpoint in profile us of the credentials file ${why}`,
    );
    expect(from({ profiles: [profile("default", endpoint)] })).toBe(
      `the endpoint in the credentials file ${why}`,
    );
  });
});
