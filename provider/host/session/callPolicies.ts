import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import type { HostError } from "../../shared/errors";
import type { Skipped } from "./bestEffort";
import type { Session } from "./session";

/*
 * Which way the platform is asked. A preview has to be quick, with or without the platform; an update waits as for
 * everything else.
 */

/** `BestEffort` over one client. */
export type CallPolicy = <E extends HostError, A>(
  call: (client: Client) => TE.TaskEither<E, A>,
) => TE.TaskEither<Skipped | E, A>;

const offline: Skipped = { _tag: "Skipped", why: "sevenbridges:checks is offline" };

/** A preview does not go on without a token that works: see `refusedTokens`. Every token that there is was tried. */
const noteRefusal =
  (session: Session, asking: CallPolicy): CallPolicy =>
  (call) =>
    pipe(
      asking(call),
      TE.mapLeft((error) => {
        if (error._tag !== "Skipped" || error.isDenied !== true) return error;
        session.connections.refusedTokens.add(error.why);
        return { ...error, isReported: true };
      }),
    );

/** What a preview has to fail with because a token was refused: once for each, whatever number of resources meets it. */
export const newRefusals = ({
  connections: { refusedTokens },
  log: { said },
}: Session): readonly string[] => {
  const fresh = [...refusedTokens].filter((sentence) => !said.has(sentence));
  for (const sentence of fresh) said.add(sentence);
  return fresh;
};

/** Whether the settings switch checks on the platform off. What they hold that cannot be read, `check` says. */
export const isOffline = (session: Session): boolean => {
  const level = session.options.checks();
  return E.isRight(level) && level.right === "offline";
};

const unlessOffline = (session: Session, asking: CallPolicy): CallPolicy =>
  isOffline(session) ? () => TE.left(offline) : asking;

/** How a check asks, by the settings. */
export const preflightCall = (session: Session, client: Client): CallPolicy => {
  const asking: CallPolicy = (call) =>
    session.connections.bestEffort(client, call, session.handoff.mode.preview);
  return unlessOffline(session, session.handoff.mode.preview ? noteRefusal(session, asking) : asking);
};

/** For calls that only add information, before an update pays for something. */
export const inSeconds = (session: Session, client: Client): CallPolicy =>
  unlessOffline(session, (call) => session.connections.bestEffort(client, call, true));

/** How a `diff` asks: a preview waits for nothing that only tells more. */
export const normalCall = (session: Session, client: Client): CallPolicy =>
  session.handoff.mode.preview ? preflightCall(session, client) : (call) => call(client);

/** For calls to a platform that a resource leaves: nothing waits for one that may not be there any more. */
export const shortTimeoutCall = (session: Session, client: Client): CallPolicy =>
  session.handoff.mode.preview
    ? preflightCall(session, client)
    : (call) => session.connections.bestEffort(client, call, true);
