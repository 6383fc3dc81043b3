import * as E from "fp-ts/Either";
import type { Connection } from "../shared/connection";
import { isSameEndpoint, platforms } from "../shared/platforms";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { joinWithAnd } from "../shared/text";
import { endpointOfPlatform, normalizeEndpoint } from "./endpoint";

/** What settings are put together from: one place after the other gives what those before it lack. */

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
  /** How messages name what `config` gives: a stack's configuration, if nothing else is said. */
  readonly naming?: Naming;
}

/** How messages name settings, and what they say to do: a program has a stack's configuration, a command has flags. */
export interface Naming {
  /** What the names begin with: `sevenbridges:`, `--`. */
  readonly prefix: string;
  /** `the stack's configuration`, `the flags`. */
  readonly source: string;
  /** How to name a platform. */
  readonly setPlatform: string;
  /** How to give a token. */
  readonly giveToken: string;
  /** How to remove one of two settings, after a blank; nothing where that goes without saying. */
  readonly howToRemove: string;
}

/** A sentence that names the first platform, and then the others. */
export const withOtherPlatforms = (text: string): string =>
  `${text} (or ${Object.keys(platforms).slice(1).join(", ")})`;

export const stackNaming: Naming = {
  prefix: "sevenbridges:",
  source: "the stack's configuration",
  setPlatform: withOtherPlatforms("run `pulumi config set sevenbridges:platform cgc`"),
  giveToken:
    "give one in one of three ways: `pulumi config set --secret sevenbridges:token`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials",
  howToRemove: " (`pulumi config rm …`)",
};

/** A setting with its source, as messages name it. */
interface Found {
  readonly text: string;
  readonly source: string;
  /** Of a token: how to give it an endpoint. */
  readonly addEndpoint: string;
}

export interface Candidate {
  readonly endpoint: Found | undefined;
  readonly token: Found | undefined;
}

export const findSetting = (source: string, text: string | undefined, addEndpoint = ""): Found | undefined =>
  text === undefined ? undefined : { text, source, addEndpoint };

export const configuredValue = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === "" ? undefined : value.trim();

/** What one place of the configuration says: the stack's own settings, or one of its named connections. */
export interface Place extends Naming {
  readonly token?: string | undefined;
  readonly platform?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
}

const profileNamed = (
  name: string,
  { prefix }: Place,
  profiles: readonly Profile[] | undefined,
): E.Either<SettingsProblem, Profile> => {
  const named = profiles?.find((profile) => profile.name === name);
  if (named !== undefined) return E.right(named);
  const names = profiles?.map((profile) => profile.name) ?? [];
  return settingsProblem(
    names.length === 0
      ? `${prefix}profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)`
      : `${prefix}profile names no profile of the credentials file, which has ${joinWithAnd(names)}`,
  );
};

export const connectionFromPlace = (
  place: Place,
  credentials: Sources["credentials"],
): E.Either<SettingsProblem, Candidate> => {
  const { prefix, setPlatform, howToRemove, token, platform, endpoint, profile } = place;
  if (platform !== undefined && endpoint !== undefined)
    return settingsProblem(
      `${prefix}platform and ${prefix}endpoint are both set: keep one of them${howToRemove}`,
    );
  const named = platform === undefined ? E.right(endpoint) : endpointOfPlatform(platform, prefix);
  if (E.isLeft(named)) return named;
  const { source: ofPlace } = place;
  const own: Candidate = {
    endpoint: findSetting(ofPlace, named.right),
    token: findSetting(
      ofPlace,
      token,
      `${setPlatform}, or ${prefix}endpoint; SB_API_ENDPOINT is not for this token`,
    ),
  };
  if (profile === undefined) return E.right(own);
  const profiles = credentials();
  if (E.isLeft(profiles)) return profiles;
  const chosen = profileNamed(profile, place, profiles.right);
  if (E.isLeft(chosen)) return chosen;
  const source = `profile ${profile} of the credentials file`;
  if (
    named.right !== undefined &&
    chosen.right.endpoint !== undefined &&
    !isSameEndpoint(named.right, chosen.right.endpoint)
  )
    return settingsProblem(
      `${source} is for another endpoint than ${prefix}${platform === undefined ? "endpoint" : "platform"}: keep one of them`,
    );
  if (own.token !== undefined && own.endpoint === undefined && chosen.right.token !== undefined)
    return settingsProblem(
      `${prefix}token and ${source} both give a token, and only the profile says for which platform: take ${prefix}token out, or set ${prefix}platform for it`,
    );
  return E.right({
    endpoint: own.endpoint ?? findSetting(source, chosen.right.endpoint),
    token:
      own.token ?? findSetting(source, chosen.right.token, `${setPlatform}, or write api_endpoint beside it`),
  });
};

export const connectionFromCredentials = (
  profiles: readonly Profile[] | undefined,
  endpoint: string | undefined,
): Candidate => {
  const usable =
    profiles?.filter(
      (profile) =>
        endpoint === undefined ||
        (profile.endpoint !== undefined && isSameEndpoint(profile.endpoint, endpoint)),
    ) ?? [];
  const chosen =
    usable.find((profile) => profile.name === "default") ?? (endpoint === undefined ? undefined : usable[0]);
  const source = "the credentials file";
  return {
    endpoint: findSetting(source, chosen?.endpoint),
    token: findSetting(source, chosen?.token, "write api_endpoint beside it"),
  };
};

/** A connection, and which source has given each of its two parts, as messages name it. */
export interface SourcedConnection {
  readonly connection: Connection;
  readonly sources: { readonly endpoint: string; readonly token: string };
}

export const finishConnection = (
  { endpoint, token }: Candidate,
  ways: (endpoint: string | undefined) => string,
): E.Either<SettingsProblem, SourcedConnection> => {
  const url =
    endpoint === undefined
      ? undefined
      : normalizeEndpoint(endpoint.text, `the endpoint in ${endpoint.source}`);
  if (url !== undefined && E.isLeft(url)) return url;
  if (token === undefined)
    return settingsProblem(
      `there is no token for the Seven Bridges API${url === undefined ? "" : ` at ${url.right}`}: ${ways(url?.right)}`,
    );
  if (!/^[\x21-\x7e]+$/.test(token.text))
    return settingsProblem(
      `the token in ${token.source} holds a blank, or a character that tokens do not have: copy it again`,
    );
  if (endpoint === undefined || url === undefined)
    return settingsProblem(
      `there is a token in ${token.source}, but nothing says for which platform: ${token.addEndpoint}`,
    );
  return E.right({
    connection: { endpoint: url.right, token: token.text },
    sources: { endpoint: endpoint.source, token: token.source },
  });
};

/**
 * What `first` lacks, from `next`. A token is sent nowhere but where its own source says: a source that gives a token and no
 * endpoint gets none from a later one, which may have that endpoint beside another token.
 */
export const mergeConnections = (first: Candidate, next: Candidate): Candidate => {
  const isElsewhere =
    first.endpoint !== undefined &&
    next.endpoint !== undefined &&
    !isSameEndpoint(first.endpoint.text, next.endpoint.text);
  const isTokenAlone = first.token !== undefined && first.endpoint === undefined;
  return isElsewhere || isTokenAlone
    ? first
    : { endpoint: first.endpoint ?? next.endpoint, token: first.token ?? next.token };
};
