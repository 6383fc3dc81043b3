import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../api/transport/http";
import type { Session } from "../session/session";

/** Below so many seconds, nobody needs a line. */
const quietSeconds = 10;

/** Looks until something is found, or the pauses are over. */
export const lookAgain = async <A>(
  { waiter: { pauses } }: Pick<Session, "waiter">,
  client: Client,
  what: string,
  look: () => Promise<A | undefined>,
): Promise<A | undefined> => {
  const seconds = Math.round(pauses.reduce((sum, pause) => sum + pause, 0) / 1000);
  for (const [index, pause] of pauses.entries()) {
    const found = await look();
    if (found !== undefined) return found;
    if (index === 0 && seconds > quietSeconds)
      client.say(`the answer of the platform was lost: looking for ${what} for up to ${seconds} seconds`);
    await sleep(pause);
  }
  return look();
};
