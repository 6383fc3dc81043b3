import { setTimeout as sleep } from "node:timers/promises";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/transport/http";
import type { Session } from "../session/session";

/**
 * How soon a list shows a new task is not established (API digest, 12). After a call whose answer was lost, the task is looked for
 * with growing pauses, in milliseconds: two minutes in all.
 */
export const defaultPauses: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000];

/** Below so many seconds, nobody needs a line. */
const quietSeconds = 10;

/** Looks until something is found, or the pauses are over. */
export const lookAgain = <E, A>(
  { pauses }: Pick<Session, "pauses">,
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
