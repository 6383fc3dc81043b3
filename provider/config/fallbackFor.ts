import * as E from "fp-ts/Either";
import type { Connection } from "../shared/connection";
import { isSameEndpoint } from "../shared/platforms";
import { readConnections } from "./connections";
import { readConnection } from "./settings";
import { configuredValue, type Sources } from "./sources";

/** A connection with the place of its token, for messages. */
export interface Fallback extends Connection {
  readonly source: string;
}

/**
 * The connections to an endpoint that the environment and the credentials file give, beside the settings: for a
 * token that was rotated, and for what was left on another platform. Only tokens that are set beside this very
 * endpoint count.
 */
export const fallbacksFor = (endpoint: string, { env, credentials }: Sources): readonly Fallback[] => {
  const profiles = credentials();
  const named = E.isRight(profiles) ? (profiles.right ?? []) : [];
  const places = [
    { source: "the environment", endpoint: env.SB_API_ENDPOINT, token: env.SB_AUTH_TOKEN },
    ...named.map(({ name, ...rest }) => ({ source: `profile ${name} of the credentials file`, ...rest })),
  ];
  return places.flatMap(({ source, endpoint: place, token }) => {
    const [there, spare] = [configuredValue(place), configuredValue(token)];
    return there !== undefined && spare !== undefined && isSameEndpoint(there, endpoint)
      ? [{ source, endpoint, token: spare }]
      : [];
  });
};

/**
 * All connections to an endpoint, whatever the program calls them: for what a connection has left there. First the stack's
 * own settings and its named connections, then the spares.
 */
export const connectionsTo = (endpoint: string, sources: Sources): readonly Connection[] => {
  const named = readConnections(sources.config);
  const names = E.isRight(named) ? [...named.right.keys()] : [];
  const ours = [undefined, ...names].flatMap((name) => {
    const connection = readConnection(sources, name);
    return E.isRight(connection) && isSameEndpoint(connection.right.endpoint, endpoint)
      ? [connection.right]
      : [];
  });
  return [...ours, ...fallbacksFor(endpoint, sources)];
};
