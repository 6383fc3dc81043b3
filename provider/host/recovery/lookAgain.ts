import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import type { HostError } from "../../shared/errors";
import { attempt, fail, orThrow } from "../failure";
import type { Session } from "../session/session";

/** Below so many seconds, nobody needs a line. */
const quietSeconds = 10;

/** Looks until something is found, or the pauses are over. */
const lookAgainNow = async <A>(
  { waiter: { pauses } }: Pick<Session, "waiter">,
  client: Client,
  what: string,
  look: TE.TaskEither<HostError, A | undefined>,
): Promise<A | undefined> => {
  const seconds = Math.round(pauses.reduce((sum, pause) => sum + pause, 0) / 1000);
  for (const [index, pause] of pauses.entries()) {
    const found = await orThrow(look);
    if (found !== undefined) return found;
    if (index === 0 && seconds > quietSeconds)
      client.say(`the answer of the platform was lost: looking for ${what} for up to ${seconds} seconds`);
    await sleep(pause);
  }
  return orThrow(look);
};
export const lookAgain =
  <L extends HostError, A>(
    session: Pick<Session, "waiter">,
    client: Client,
    what: string,
    look: TE.TaskEither<L, A | undefined>,
  ): TE.TaskEither<L, A | undefined> =>
  async () => {
    // Callers that are not plain async yet expect the failures of their own look.
    const failed: E.Left<L>[] = [];
    const found = await attempt(() =>
      lookAgainNow(session, client, what, async () => {
        const result = await look();
        if (E.isLeft(result)) failed.push(result);
        return result;
      }),
    );
    return E.isRight(found) ? found : (failed[0] ?? fail(found.left));
  };
