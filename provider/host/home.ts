import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../api/http";
import type { Declined, HostError, OtherEndpoint } from "../errors";
import { clientFor, type Host } from "./host";
import { sameHome } from "./live";
import type { Properties } from "./properties";

/** The client for a task of the state, which has to be on the platform that the settings name. */
export const clientAtHome = (
  host: Host,
  id: string,
  stored: { readonly endpoint: string },
  ...properties: readonly Properties[]
): TE.TaskEither<HostError, Client> =>
  pipe(
    TE.fromEither<HostError, Client>(clientFor(host, id, ...properties)),
    TE.flatMap((client) => sameHome(id, stored.endpoint, client)),
  );

const notThere = (error: OtherEndpoint): Declined => ({
  _tag: "Declined",
  reason: `task ${error.id} is at ${error.stored}, but the stack is configured for ${error.configured}: to have it deleted, add a profile with api_endpoint = ${error.stored} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
});

/** For clearing up. Where the task is: after a move to another platform the old one still has to be looked after. */
export const clientWhereItIs = (
  host: Host,
  id: string,
  stored: { readonly endpoint: string },
  olds: Properties,
): TE.TaskEither<HostError, Client> =>
  pipe(
    TE.fromEither<HostError, Client>(clientFor(host, id, olds)),
    TE.flatMap((here) =>
      pipe(
        sameHome(id, stored.endpoint, here),
        TE.orElse((error) => {
          const there = host.connectionTo(stored.endpoint);
          return there === undefined
            ? TE.left<HostError, Client>(notThere(error))
            : TE.right<HostError, Client>({ ...here, connection: there });
        }),
      ),
    ),
  );
