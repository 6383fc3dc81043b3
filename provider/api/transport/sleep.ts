import { setTimeout as timer } from "node:timers/promises";

/** Waits so many milliseconds, or until the signal says that nobody waits any more. */
export const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  // All that this can fail with is the signal.
  await timer(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
};
