import * as E from "fp-ts/Either";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../api/http";
import type { HostError } from "../errors";
import type { Unasked } from "./ask";
import type { Host } from "./host";

/*
 * Which way the platform is asked. A preview is to be there soon, with or without the platform; an update waits as for
 * everything else.
 */

/** `Ask` over one client. */
export type Asking = <E extends HostError, A>(
  call: (client: Client) => TE.TaskEither<E, A>,
) => TE.TaskEither<Unasked | E, A>;

const offline: Unasked = { _tag: "Unasked", why: "sevenbridges:checks is offline" };

/** How a check asks, by the settings. */
export const forChecks = (host: Host, client: Client): Asking => {
  const level = host.checks();
  return E.isRight(level) && level.right === "offline"
    ? () => TE.left(offline)
    : (call) => host.ask(client, call, host.mode.preview);
};

/** How a `diff` asks: a preview waits for nothing that only tells more. */
export const inItsTime = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => call(client);

/** How a platform is asked that a resource leaves: nothing waits for one that may not be there any more. */
export const inAHurry = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => host.ask(client, call, true);
