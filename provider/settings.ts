import * as E from "fp-ts/Either";
import {
  endpointOfPlatform,
  normalised,
  platforms,
  problem,
  type SettingsProblem,
  sameEndpoint,
} from "./endpoint";
import { listed } from "./words";

/** Where a connection goes and as whom. The token has no other home than this. */
export interface Connection {
  /** The API's base URL, without a trailing slash: `https://cgc-api.sbgenomics.com/v2`. */
  readonly endpoint: string;
  readonly token: string;
}

/** One profile of the credentials file (API digest, section 1.3). */
export interface Profile {
  readonly name: string;
  readonly endpoint: string | undefined;
  readonly token: string | undefined;
}

/** Where settings come from. The credentials file is only read when something before it is missing. */
export interface Sources {
  /** The stack's configuration, by full key: `sevenbridges:token`. */
  readonly config: (key: string) => string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The credentials file's profiles; `undefined` where there is no such file. */
  readonly credentials: () => E.Either<SettingsProblem, readonly Profile[] | undefined>;
}

const threeWays =
  "give one in one of three ways: `pulumi config set --secret sevenbridges:token`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials";

/** A setting with the place that it stands in, as messages name it. */
interface Found {
  readonly text: string;
  readonly source: string;
}

interface Candidate {
  readonly endpoint: Found | undefined;
  readonly token: Found | undefined;
}

const found = (source: string, text: string | undefined): Found | undefined =>
  text === undefined ? undefined : { text, source };

const configured = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === "" ? undefined : value.trim();

const profileNamed = (
  name: string,
  profiles: readonly Profile[] | undefined,
): E.Either<SettingsProblem, Profile> => {
  const named = profiles?.find((profile) => profile.name === name);
  if (named !== undefined) return E.right(named);
  const names = profiles?.map((profile) => profile.name) ?? [];
  return problem(
    names.length === 0
      ? "sevenbridges:profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)"
      : `sevenbridges:profile names no profile of the credentials file, which has ${listed(names)}`,
  );
};

const fromConfig = ({ config, credentials }: Sources): E.Either<SettingsProblem, Candidate> => {
  const [token, platform, endpoint, profile] = ["token", "platform", "endpoint", "profile"].map((key) =>
    configured(config(`sevenbridges:${key}`)),
  );
  if (platform !== undefined && endpoint !== undefined)
    return problem(
      "sevenbridges:platform and sevenbridges:endpoint are both set: keep one of them (`pulumi config rm …`)",
    );
  const named = platform === undefined ? E.right(endpoint) : endpointOfPlatform(platform);
  if (E.isLeft(named)) return named;
  const stack = "the stack's configuration";
  const own: Candidate = { endpoint: found(stack, named.right), token: found(stack, token) };
  if (profile === undefined) return E.right(own);
  const profiles = credentials();
  if (E.isLeft(profiles)) return profiles;
  const chosen = profileNamed(profile, profiles.right);
  if (E.isLeft(chosen)) return chosen;
  const source = `profile ${profile} of the credentials file`;
  if (
    named.right !== undefined &&
    chosen.right.endpoint !== undefined &&
    !sameEndpoint(named.right, chosen.right.endpoint)
  )
    return problem(
      `${source} is for another endpoint than sevenbridges:${platform === undefined ? "endpoint" : "platform"}: keep one of them`,
    );
  return E.right({
    endpoint: own.endpoint ?? found(source, chosen.right.endpoint),
    token: own.token ?? found(source, chosen.right.token),
  });
};

const fromCredentials = (
  profiles: readonly Profile[] | undefined,
  endpoint: string | undefined,
): Candidate => {
  const usable =
    profiles?.filter(
      (profile) =>
        endpoint === undefined ||
        (profile.endpoint !== undefined && sameEndpoint(profile.endpoint, endpoint)),
    ) ?? [];
  const chosen =
    usable.find((profile) => profile.name === "default") ?? (endpoint === undefined ? undefined : usable[0]);
  const source = "the credentials file";
  return { endpoint: found(source, chosen?.endpoint), token: found(source, chosen?.token) };
};

const finished = ({ endpoint, token }: Candidate): E.Either<SettingsProblem, Connection> => {
  const url =
    endpoint === undefined ? undefined : normalised(endpoint.text, `the endpoint in ${endpoint.source}`);
  if (url !== undefined && E.isLeft(url)) return url;
  if (token === undefined)
    return problem(
      `there is no token for the Seven Bridges API${url === undefined ? "" : ` at ${url.right}`}: ${threeWays}`,
    );
  if (!/^[\x21-\x7e]+$/.test(token.text))
    return problem(
      `the token in ${token.source} holds a blank, or a character that tokens do not have: copy it again`,
    );
  if (url === undefined)
    return problem(
      `there is a token in ${token.source}, but nothing says for which platform: run \`pulumi config set sevenbridges:platform cgc\` (or ${Object.keys(platforms).slice(1).join(", ")}), or set SB_API_ENDPOINT`,
    );
  return E.right({ endpoint: url.right, token: token.text });
};

/**
 * The connection that the settings give. First hit wins, endpoint and token each for itself: the stack's
 * configuration (`sevenbridges:token`, `platform` or `endpoint`, `profile`), the environment (`SB_AUTH_TOKEN`,
 * `SB_API_ENDPOINT`), the credentials file. A token is never sent to another endpoint than the one that stands
 * beside it in its own source.
 */
export const connectionFrom = (sources: Sources): E.Either<SettingsProblem, Connection> => {
  const config = fromConfig(sources);
  if (E.isLeft(config)) return config;
  const env: Candidate = {
    endpoint: found("the environment", configured(sources.env.SB_API_ENDPOINT)),
    token: found("the environment", configured(sources.env.SB_AUTH_TOKEN)),
  };
  const two = merged(config.right, env);
  if (two.endpoint !== undefined && two.token !== undefined) return finished(two);
  const profiles = sources.credentials();
  return E.isLeft(profiles)
    ? profiles
    : finished(merged(two, fromCredentials(profiles.right, two.endpoint?.text)));
};

const merged = (first: Candidate, next: Candidate): Candidate => {
  const elsewhere =
    first.endpoint !== undefined &&
    next.endpoint !== undefined &&
    !sameEndpoint(first.endpoint.text, next.endpoint.text);
  return elsewhere ? first : { endpoint: first.endpoint ?? next.endpoint, token: first.token ?? next.token };
};

/** A connection with the place that its token stands in, for messages. */
export interface Spare extends Connection {
  readonly source: string;
}

/**
 * The connections to an endpoint that the environment and the credentials file give, beside the settings: for a
 * token that was rotated, and for what was left on another platform. Only tokens that stand beside this very
 * endpoint count.
 */
export const sparesFor = (endpoint: string, { env, credentials }: Sources): readonly Spare[] => {
  const profiles = credentials();
  const named = E.isRight(profiles) ? (profiles.right ?? []) : [];
  const places = [
    { source: "the environment", endpoint: env.SB_API_ENDPOINT, token: env.SB_AUTH_TOKEN },
    ...named.map(({ name, ...rest }) => ({ source: `profile ${name} of the credentials file`, ...rest })),
  ];
  return places.flatMap(({ source, endpoint: place, token }) => {
    const [there, spare] = [configured(place), configured(token)];
    return there !== undefined && spare !== undefined && sameEndpoint(there, endpoint)
      ? [{ source, endpoint, token: spare }]
      : [];
  });
};
