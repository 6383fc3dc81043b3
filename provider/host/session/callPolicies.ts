import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import type { HostError } from "../../shared/errors";
import type { Unasked } from "./bestEffort";
import type { Host } from "./session";

/*
 * Which way the platform is asked. A preview has to be quick, with or without the platform; an update waits as for
 * everything else.
 */

/** `Ask` over one client. */
export type Asking = <E extends HostError, A>(
  call: (client: Client) => TE.TaskEither<E, A>,
) => TE.TaskEither<Unasked | E, A>;

const offline: Unasked = { _tag: "Unasked", why: "sevenbridges:checks is offline" };

/** A preview does not go on without a token that works: see `refusedTokens`. Every token that there is was tried. */
const noting =
  (host: Host, asking: Asking): Asking =>
  (call) =>
    pipe(
      asking(call),
      TE.mapLeft((error) => {
        if (error._tag !== "Unasked" || error.isDenied !== true) return error;
        host.refusedTokens.add(error.why);
        return { ...error, isReported: true };
      }),
    );

/** What a preview has to fail with because a token was refused: once for each, whatever number of resources meets it. */
export const newRefusals = ({ refusedTokens, told }: Host): readonly string[] => {
  const fresh = [...refusedTokens].filter((sentence) => !told.has(sentence));
  for (const sentence of fresh) told.add(sentence);
  return fresh;
};

/** Whether the settings switch checks on the platform off. What they hold that cannot be read, `check` says. */
export const isOffline = (host: Host): boolean => {
  const level = host.checks();
  return E.isRight(level) && level.right === "offline";
};

const unlessOffline = (host: Host, asking: Asking): Asking =>
  isOffline(host) ? () => TE.left(offline) : asking;

/** How a check asks, by the settings. */
export const forChecks = (host: Host, client: Client): Asking => {
  const asking: Asking = (call) => host.ask(client, call, host.mode.preview);
  return unlessOffline(host, host.mode.preview ? noting(host, asking) : asking);
};

/** How that is asked which only tells more, before something is paid for in an update. */
export const inSeconds = (host: Host, client: Client): Asking =>
  unlessOffline(host, (call) => host.ask(client, call, true));

/** How a `diff` asks: a preview waits for nothing that only tells more. */
export const inItsTime = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => call(client);

/** How a platform is asked that a resource leaves: nothing waits for one that may not be there any more. */
export const inAHurry = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => host.ask(client, call, true);
