import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import type { Session } from "../session/session";

/** Below so many seconds, nobody needs a line. */
const quietSeconds = 10;

/** Looks until something is found, or the pauses are over. */
export const lookAgain = <E, A>(
  { waiter: { pauses } }: Pick<Session, "waiter">,
  client: Client,
  what: string,
  look: TE.TaskEither<E, A | undefined>,
): TE.TaskEither<E, A | undefined> => {
  const seconds = Math.round(pauses.reduce((sum, pause) => sum + pause, 0) / 1000);
  const after = ([pause, ...rest]: readonly number[], isFirst: boolean): typeof look =>
    pipe(
      look,
      TE.flatMap((found): typeof look => {
        if (found !== undefined || pause === undefined) return TE.right(found);
        if (isFirst && seconds > quietSeconds)
          client.say(`the answer of the platform was lost: looking for ${what} for up to ${seconds} seconds`);
        return pipe(
          TE.fromTask(() => sleep(pause)),
          TE.flatMap(() => after(rest, false)),
        );
      }),
    );
  return after(pauses, true);
};
