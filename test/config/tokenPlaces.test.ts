import * as E from "fp-ts/Either";
import { connectionsTo } from "../../provider/config/fallbackFor";
import { newFallbackTokens } from "../../provider/config/fallbackTokens";
import { type Profile, readConnection, type Sources } from "../../provider/config/settings";
import { platforms } from "../../provider/shared/platforms";

/* Every combination of the sources of a token and an endpoint: which token goes where. */

const [here, there] = [platforms.cgc.api, platforms["aws-eu"].api];

/** The stack's settings, or one named connection: what it says where, and whether it has a token. */
type Where =
  | "none"
  | "platform"
  | "endpoint"
  | "profile"
  | "bareProfile"
  | "tokenProfile"
  | "tokenProfile+platform";

interface Case {
  readonly name: string | undefined;
  readonly where: Where;
  readonly configToken: boolean;
  readonly envToken: boolean;
  readonly envEndpoint: string | undefined;
  readonly file: readonly Profile[];
}

const bools = [false, true];
const wheres: readonly Where[] = [
  "none",
  "platform",
  "endpoint",
  "profile",
  "bareProfile",
  "tokenProfile",
  "tokenProfile+platform",
];
/** What the file holds beside the profile that the settings choose. */
const files: readonly (readonly Profile[])[] = [
  [],
  [{ name: "default", endpoint: here, token: "default@here" }],
  [{ name: "default", endpoint: there, token: "default@there" }],
  [{ name: "default", endpoint: undefined, token: "default@none" }],
  [{ name: "default", endpoint: here, token: undefined }],
  [{ name: "other", endpoint: here, token: "other@here" }],
];

const cases: readonly Case[] = [undefined, "it"].flatMap((name) =>
  wheres.flatMap((where) =>
    bools.flatMap((configToken) =>
      bools.flatMap((envToken) =>
        [undefined, here, there].flatMap((envEndpoint) =>
          files.map((file): Case => ({ name, where, configToken, envToken, envEndpoint, file })),
        ),
      ),
    ),
  ),
);

/** The chosen profile: it is what the settings say only where they name it. */
const chosenIn: Readonly<Partial<Record<Where, Profile>>> = {
  profile: { name: "chosen", endpoint: here, token: "chosen@here" },
  bareProfile: { name: "chosen", endpoint: here, token: undefined },
  tokenProfile: { name: "chosen", endpoint: undefined, token: "chosen@none" },
  "tokenProfile+platform": { name: "chosen", endpoint: undefined, token: "chosen@none" },
};

const settingsOf = ({ where, configToken }: Case): Readonly<Record<string, string>> => ({
  ...(configToken ? { token: "config" } : {}),
  ...(where === "platform" || where === "tokenProfile+platform" ? { platform: "cgc" } : {}),
  ...(where === "endpoint" ? { endpoint: `${here}/` } : {}),
  ...(chosenIn[where] === undefined ? {} : { profile: "chosen" }),
});

const profilesOf = ({ where, file }: Case): readonly Profile[] => {
  const chosen = chosenIn[where];
  return chosen === undefined ? file : [...file, chosen];
};

const sourcesOf = (one: Case): Sources => {
  const settings = settingsOf(one);
  return {
    config: (key) => {
      if (key === "sevenbridges:connections")
        return one.name === undefined ? undefined : JSON.stringify({ [one.name]: settings });
      return one.name === undefined ? settings[key.replace("sevenbridges:", "")] : undefined;
    },
    env: {
      SB_AUTH_TOKEN: one.envToken ? "env" : undefined,
      SB_API_ENDPOINT: one.envEndpoint === undefined ? undefined : `${one.envEndpoint}/`,
    },
    credentials: () => E.right(profilesOf(one)),
  };
};

/** `token -> endpoint`, or `error`. */
const outcomeOf = (one: Case): string => {
  const connection = readConnection(sourcesOf(one), one.name);
  return E.isLeft(connection) ? "error" : `${connection.right.token} -> ${connection.right.endpoint}`;
};

/** The section `default`, or the first one for the endpoint; without an endpoint only `default`. */
const fromFile = ({ file }: Case, endpoint: string | undefined): string => {
  const [first] = file.filter((one) =>
    endpoint === undefined ? one.name === "default" : one.endpoint === endpoint,
  );
  return first?.token === undefined || first.endpoint === undefined
    ? "error"
    : `${first.token} -> ${first.endpoint}`;
};

/** The table of docs/configuration.md, row by row: the first row that fits holds. */
const rows: readonly (readonly [string, (one: Case) => boolean, (one: Case) => string])[] = [
  [
    "two tokens in the settings: a direct one and one of the profile that says where",
    ({ configToken, where }) => configToken && where === "profile",
    () => "error",
  ],
  [
    "a token and a place in the settings",
    ({ configToken, where }) => configToken && where !== "none" && where !== "tokenProfile",
    () => `config -> ${here}`,
  ],
  ["a profile with both", ({ where }) => where === "profile", () => `chosen@here -> ${here}`],
  [
    "a platform and the token of a profile without a place",
    ({ where }) => where === "tokenProfile+platform",
    () => `chosen@none -> ${here}`,
  ],
  [
    "a token in the settings, and no place",
    ({ configToken, where }) => configToken || where === "tokenProfile",
    () => "error",
  ],
  [
    "a connection that says no place",
    ({ name, where }) => name !== undefined && where === "none",
    () => "error",
  ],
  [
    "a place in the settings, and the environment for the same place",
    ({ where, envToken, envEndpoint }) => where !== "none" && envToken && envEndpoint === here,
    () => `env -> ${here}`,
  ],
  [
    "a place in the stack's own settings, and SB_AUTH_TOKEN alone",
    ({ name, where, envToken, envEndpoint }) =>
      name === undefined && where !== "none" && envToken && envEndpoint === undefined,
    () => `env -> ${here}`,
  ],
  ["a place in the settings", ({ where }) => where !== "none", (one) => fromFile(one, here)],
  [
    "both in the environment",
    ({ envToken, envEndpoint }) => envToken && envEndpoint !== undefined,
    ({ envEndpoint }) => `env -> ${envEndpoint}`,
  ],
  ["SB_AUTH_TOKEN alone, and no place in the settings", ({ envToken }) => envToken, () => "error"],
  [
    "SB_API_ENDPOINT alone",
    ({ envEndpoint }) => envEndpoint !== undefined,
    (one) => fromFile(one, String(one.envEndpoint)),
  ],
  ["the credentials file only", () => true, (one) => fromFile(one, undefined)],
];

test("each combination does what the first row that fits says", () => {
  const wrong = cases.flatMap((one) => {
    const [row = "", , expected] = rows.find(([, fits]) => fits(one)) ?? [];
    const [is, should] = [outcomeOf(one), expected?.(one)];
    return is === should ? [] : [{ row, ...one, is, should }];
  });
  expect(wrong).toStrictEqual([]);
});

test("every row decides a combination", () => {
  const used = new Set(cases.map((one) => rows.findIndex(([, fits]) => fits(one))));
  expect([...used].sort((a, b) => a - b)).toStrictEqual([...rows.keys()]);
});

/** The endpoints that the source of a token names: its own, or the one beside it in the settings. */
const placesOf = (one: Case, token: string): readonly (string | undefined)[] => {
  const { platform, endpoint, profile } = settingsOf(one);
  const chosen = profilesOf(one).find(({ name }) => name === profile);
  const ofSettings =
    platform !== undefined || endpoint !== undefined
      ? here
      : profile === undefined
        ? undefined
        : chosen?.endpoint;
  if (token === "config") return [ofSettings];
  if (token === "chosen@none") return [ofSettings];
  if (token !== "env")
    return profilesOf(one)
      .filter((it) => it.token === token)
      .map((it) => it.endpoint);
  // The one exception: SB_AUTH_TOKEN alone goes where the stack's own settings say.
  return [one.envEndpoint ?? (one.name === undefined ? ofSettings : undefined)];
};

test("no token goes to an endpoint that its own source does not name", () => {
  const strays = cases.flatMap((one) => {
    const connection = readConnection(sourcesOf(one), one.name);
    if (E.isLeft(connection)) return [];
    const { token, endpoint } = connection.right;
    return placesOf(one, token).includes(endpoint) ? [] : [{ ...one, token, endpoint }];
  });
  expect(strays).toStrictEqual([]);
});

test("nor does a fallback token, or one for what was left on another platform", () => {
  const strays = cases.flatMap((one) => {
    const sources = sourcesOf(one);
    const { fallbackFor } = newFallbackTokens(
      () => sources,
      () => undefined,
    );
    return [here, there].flatMap((endpoint) => {
      const fallback = fallbackFor({ endpoint, token: "refused" });
      return [...connectionsTo(endpoint, sources), ...(fallback === undefined ? [] : [fallback])]
        .filter((found) => found.endpoint !== endpoint || !placesOf(one, found.token).includes(endpoint))
        .map(({ token }) => ({ ...one, token, endpoint }));
    });
  });
  expect(strays).toStrictEqual([]);
});

test("an error says what to set", () => {
  const silent = cases.flatMap((one) => {
    const connection = readConnection(sourcesOf(one), one.name);
    if (E.isRight(connection)) return [];
    const { reason } = connection.left;
    return /pulumi config (set|rm)|set sevenbridges:|no platform, endpoint or profile: set one|write api_endpoint/.test(
      reason,
    )
      ? []
      : [reason];
  });
  expect([...new Set(silent)]).toStrictEqual([]);
});
