import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { didYouMean } from "../shared/alike";
import { isRecord, refined, strictObject } from "../shared/codec";
import { connectionName } from "../shared/connectionName";
import { mistakesOf, sentence } from "../shared/mistakes";
import { isPlatform, platforms } from "../shared/platforms";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { joinWithAnd, nearest } from "../shared/text";
import { normalizeEndpoint, unknownPlatform } from "./endpoint";

/**
 * `sevenbridges:connections`: several platforms by name, each with the same keys as the settings of the stack itself. It
 * comes as JSON, and the whole of it counts as secret as soon as one value in it is.
 */
export const connectionsKey = "sevenbridges:connections";

/** What the configuration says of one connection. */
interface NamedSettings {
  readonly platform?: string;
  readonly endpoint?: string;
  readonly token?: string;
  readonly profile?: string;
}

const text = refined("text", t.string.is, "must be a string");

/** A string that a rule of ours may refuse, with the second half of a sentence. */
const connectionProblem = (name: string, why: (given: string) => string | undefined): t.Type<string> =>
  new t.Type<string>(
    name,
    (u): u is string => typeof u === "string" && why(u) === undefined,
    (u, c) => {
      if (typeof u !== "string") return t.failure(u, c, "must be a string");
      const reason = why(u);
      return reason === undefined ? t.success(u) : t.failure(u, c, reason);
    },
    t.identity,
  );

const platform = connectionProblem("Platform", (given) =>
  isPlatform(given) ? undefined : unknownPlatform(given),
);

const endpoint = connectionProblem("Endpoint", (given) => {
  const url = normalizeEndpoint(given, "");
  // After "must be" a mistake's sentence says what kind of thing was given: that is a string.
  return E.isLeft(url) ? url.left.reason.trim().replace(/^must be/, "has to be") : undefined;
});

const parts = strictObject("Connection", {}, { platform, endpoint, token: text, profile: text });

/** Both say where; without any there is nowhere to go. */
const placesIn = ({ platform: short, endpoint: url, profile }: NamedSettings): string | undefined => {
  if (short !== undefined && url !== undefined)
    return "has both a platform and an endpoint: keep one of them";
  return short === undefined && url === undefined && profile === undefined
    ? "has no platform, endpoint or profile: set one (like platform: cgc)"
    : undefined;
};

const settings: t.Type<NamedSettings, unknown> = new t.Type<NamedSettings, unknown>(
  "Connection",
  parts.is,
  (u, c) => {
    const decoded = parts.validate(u, c);
    const reason = E.isRight(decoded) ? placesIn(decoded.right) : undefined;
    return reason === undefined ? decoded : t.failure(u, c, reason);
  },
  t.identity,
);

type Named = Readonly<Record<string, NamedSettings>>;

const named: t.Type<Named, unknown> = new t.Type<Named, unknown>(
  "Connections",
  (u): u is Named => isRecord(u) && Object.values(u).every(settings.is),
  (u, c) => {
    if (!isRecord(u)) return t.failure(u, c, `must be an object of connections by name (like ${example})`);
    const read = Object.entries(u).map(([name, given]) => {
      const context = t.appendContext(c, name, settings, given);
      return connectionName.is(name)
        ? ([name, settings.validate(given, context)] as const)
        : ([name, t.failure<NamedSettings>(given, context, nameProblem)] as const);
    });
    const errors = read.flatMap(([, one]) => (E.isLeft(one) ? one.left : []));
    return errors.length > 0
      ? t.failures(errors)
      : t.success(
          Object.fromEntries(read.flatMap(([name, one]) => (E.isRight(one) ? [[name, one.right]] : []))),
        );
  },
  t.identity,
);

const example = '{ "eu": { "platform": "aws-eu" } }';
const nameProblem = "has an invalid name: use at most 64 letters, digits, dashes and underscores";

/** Blanks around a setting do not count, and a blank one is none, as in the settings of the stack itself. */
const withoutSpaces = (given: unknown): unknown => {
  if (!isRecord(given)) return given;
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      const plain = typeof value === "string" ? value.trim() : value;
      return plain === "" ? [] : [[key, plain]];
    }),
  );
};

const parseConnections = (config: string): unknown => {
  try {
    return JSON.parse(config);
  } catch {
    return config;
  }
};

const readConnection = (config: (key: string) => string | undefined): unknown => {
  const given = config(connectionsKey)?.trim() ?? "";
  const json = given === "" ? {} : parseConnections(given);
  return isRecord(json)
    ? Object.fromEntries(Object.entries(json).map(([name, one]) => [name, withoutSpaces(one)]))
    : json;
};

/** The named connections of the stack's configuration; all that is wrong with them is one problem. */
export const readConnections = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, ReadonlyMap<string, NamedSettings>> => {
  const decoded = named.decode(readConnection(config));
  if (E.isRight(decoded)) return E.right(new Map(Object.entries(decoded.right)));
  const mistakes = mistakesOf(decoded.left).map(({ path, ...rest }) =>
    sentence({ ...rest, path: path === "" ? connectionsKey : `${connectionsKey}.${path}` }),
  );
  return settingsProblem(mistakes.join("; "));
};

/** Which of them have a token in the configuration, whatever else is wrong with them. */
export const withTokens = (config: (key: string) => string | undefined): readonly string[] => {
  const given = readConnection(config);
  return Object.entries(isRecord(given) ? given : {}).flatMap(([name, one]) =>
    isRecord(one) && one.token !== undefined ? [name] : [],
  );
};

/** The second half of a sentence for a name that is not there. */
export const unknownConnection = (name: string, known: readonly string[]): string => {
  if (known.length === 0)
    return `is not known: there is no ${connectionsKey}; run \`pulumi config set --path '${connectionsKey}.<name>.platform' ${Object.keys(platforms)[0]}\``;
  const meant = nearest(name, known);
  return `is not known: ${meant === undefined ? "" : `${didYouMean(name, meant)} `}${connectionsKey} has ${joinWithAnd(known)}`;
};
