import * as E from "fp-ts/Either";
import type { Client } from "../../api/transport/http";
import { elsewhere, explain, type HostError } from "../../shared/errors";
import { fail, rightOrThrow } from "../failure";
import type { Properties } from "../properties";
import { clientFor, clientOver, connectionIn } from "./connections";
import type { Session } from "./session";
import { assertSameEndpoint } from "./tasks";

/** Where a task of the state is. */
interface Stored {
  readonly endpoint: string;
}

/** As messages name it. */
const nameIn = (...properties: readonly Properties[]): string => {
  const name = connectionIn(...properties);
  return name === undefined ? "the stack's own connection" : `connection ${name}`;
};

/**
 * The client for a task of the state. What is done to it runs with the settings of the last `up` or of a later one, and the
 * connection that it was made over may be gone from them: then any other one to the same endpoint will do, if it shows the task.
 */
const clientAt = (
  session: Session,
  id: string,
  { endpoint }: Stored,
  ...properties: readonly Properties[]
): Client => {
  const client = clientFor(session, id, ...properties);
  if (E.isRight(client)) return client.right;
  const there = session.connections.to(endpoint);
  return there === undefined
    ? fail(unreachableEndpoint(id, endpoint, client.left))
    : { ...clientOver(session, there, id, ...properties), viaFallback: nameIn(...properties) };
};

const unreachableEndpoint = (id: string, endpoint: string, error: HostError): HostError => ({
  _tag: "Declined",
  reason: `no configured connection points to ${endpoint}, where task ${id} is: ${explain(error)}`,
});

/** The client for a task of the state, which has to be on the platform that its connection points to. */
export const requireClientFor = async (
  session: Session,
  id: string,
  stored: Stored,
  ...properties: readonly Properties[]
): Promise<Client> => {
  const client = clientAt(session, id, stored, ...properties);
  return rightOrThrow(assertSameEndpoint(id, stored.endpoint, client, connectionIn(...properties)));
};
const notFoundThere = (where: string, endpoint: string): HostError => ({
  _tag: "Declined",
  reason: `${where}: to have it deleted, add a profile with api_endpoint = ${endpoint} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
});

/** For clearing up. Where the task is: after a move to another platform the old one still has to be looked after. */
export const cleanupClientFor = async (
  session: Session,
  id: string,
  stored: Stored,
  olds: Properties,
): Promise<Client> => {
  const here = clientAt(session, id, stored, olds);
  const same = assertSameEndpoint(id, stored.endpoint, here, connectionIn(olds));
  if (E.isRight(same)) return same.right;
  const there = session.connections.to(stored.endpoint);
  return there === undefined
    ? fail(notFoundThere(elsewhere(same.left), stored.endpoint))
    : { ...here, connection: there, viaFallback: nameIn(olds) };
};
