import * as E from "fp-ts/Either";
import type { Connection } from "../shared/connection";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { connectionsKey, readConnections, unknownConnection } from "./connections";
import {
  type Candidate,
  configuredValue,
  connectionFromCredentials,
  connectionFromPlace,
  findSetting,
  finishConnection,
  mergeConnections,
  type Place,
  type SourcedConnection,
  type Sources,
  stackNaming,
} from "./sources";

export type { Profile, SourcedConnection, Sources } from "./sources";

const fromEnvironment = ({ env, naming: { setPlatform } = stackNaming }: Sources): Candidate => ({
  endpoint: findSetting("the environment", configuredValue(env.SB_API_ENDPOINT)),
  token: findSetting(
    "the environment",
    configuredValue(env.SB_AUTH_TOKEN),
    `${setPlatform}, or set SB_API_ENDPOINT`,
  ),
});

const ownPlace = ({ config, naming = stackNaming }: Sources): Place => {
  const [token, platform, endpoint, profile] = ["token", "platform", "endpoint", "profile"].map((key) =>
    configuredValue(config(`sevenbridges:${key}`)),
  );
  return { ...naming, token, platform, endpoint, profile };
};

const ownConnection = (sources: Sources): E.Either<SettingsProblem, SourcedConnection> => {
  const config = connectionFromPlace(ownPlace(sources), sources.credentials);
  if (E.isLeft(config)) return config;
  const { giveToken } = sources.naming ?? stackNaming;
  const two = mergeConnections(config.right, fromEnvironment(sources));
  if (two.token !== undefined) return finishConnection(two, () => giveToken);
  const profiles = sources.credentials();
  return E.isLeft(profiles)
    ? profiles
    : finishConnection(
        mergeConnections(two, connectionFromCredentials(profiles.right, two.endpoint?.text)),
        () => giveToken,
      );
};

const waysFor =
  (name: string) =>
  (endpoint = ""): string =>
    `give connection ${name} one in one of three ways: \`pulumi config set --secret --path '${connectionsKey}.${name}.token'\`, the environment variable SB_AUTH_TOKEN with SB_API_ENDPOINT=${endpoint}, or auth_token in ~/.sevenbridges/credentials beside this api_endpoint`;

/** The environment and the credentials file count as far as they are for this very endpoint. */
const completeConnection = (
  sources: Sources,
  name: string,
  own: Candidate,
): E.Either<SettingsProblem, SourcedConnection> => {
  const { endpoint } = own;
  if (endpoint === undefined)
    return settingsProblem(
      `the profile of ${connectionsKey}.${name} has no api_endpoint: set ${connectionsKey}.${name}.platform`,
    );
  const env = fromEnvironment(sources);
  const two = env.endpoint === undefined ? own : mergeConnections(own, env);
  if (two.token !== undefined) return finishConnection(two, waysFor(name));
  const profiles = sources.credentials();
  return E.isLeft(profiles)
    ? profiles
    : finishConnection(
        mergeConnections(two, connectionFromCredentials(profiles.right, endpoint.text)),
        waysFor(name),
      );
};

const namedConnection = (sources: Sources, name: string): E.Either<SettingsProblem, SourcedConnection> => {
  const all = readConnections(sources.config);
  if (E.isLeft(all)) return all;
  const settings = all.right.get(name);
  if (settings === undefined) {
    const reason = `connection ${unknownConnection(name, [...all.right.keys()])}`;
    return E.left({ _tag: "SettingsProblem", reason, isOfResource: true });
  }
  const prefix = `${connectionsKey}.${name}.`;
  const place = { ...stackNaming, ...settings, prefix, source: `${connectionsKey}.${name}` };
  const own = connectionFromPlace(place, sources.credentials);
  return E.isLeft(own) ? own : completeConnection(sources, name, own.right);
};

/**
 * The connection that the settings give. The first source that has a token or an endpoint decides: the stack's configuration
 * (`sevenbridges:token`, `platform` or `endpoint`, `profile`), the environment (`SB_AUTH_TOKEN`, `SB_API_ENDPOINT`), the
 * credentials file. A later source completes it only with a token for that endpoint. With a name: that one of
 * `sevenbridges:connections`, which says itself for which platform it is.
 *
 * A token goes only to the endpoint that its own source names. `SB_AUTH_TOKEN` without `SB_API_ENDPOINT` is the one exception:
 * it is for the endpoint that the stack's own settings name.
 */
export const readConnection = (sources: Sources, name?: string): E.Either<SettingsProblem, Connection> =>
  E.map(({ connection }: SourcedConnection) => connection)(readSourcedConnection(sources, name));

/** The same, with where each part comes from. */
export const readSourcedConnection = (
  sources: Sources,
  name?: string,
): E.Either<SettingsProblem, SourcedConnection> =>
  name === undefined ? ownConnection(sources) : namedConnection(sources, name);
