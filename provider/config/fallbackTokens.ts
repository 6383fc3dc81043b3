import { type Connection, keyOf } from "../shared/connection";
import { formatLine } from "../shared/printedLine";
import { fallbacksFor } from "./fallbackFor";
import type { Sources } from "./settings";

/** Fallbacks for connections whose tokens were refused, in one process or one run of a program. */
interface FallbackTokens {
  /** The connection to use now: this one, or its fallback. */
  readonly current: (connection: Connection) => Connection;
  /** Another connection to the same endpoint, if there is one. */
  readonly fallbackFor: (refused: Connection) => Connection | undefined;
}

/**
 * `refresh` and `destroy` come with the configuration of the last `up`: its token may have been rotated since. Then one of
 * the environment's or the credentials file's for the same endpoint is taken, and that is said once.
 */
export const newFallbackTokens = (sources: () => Sources, say: (line: string) => void): FallbackTokens => {
  const refusals = new Set<string>();
  const replacements = new Map<string, Connection>();
  const current = (given: Connection): Connection => {
    const next = replacements.get(keyOf(given));
    return next === undefined ? given : current(next);
  };
  return {
    current,
    fallbackFor: (refused) => {
      const { endpoint } = refused;
      const key = keyOf(refused);
      const first = !refusals.has(key);
      refusals.add(key);
      const spare = fallbacksFor(endpoint, sources()).find((one) => !refusals.has(keyOf(one)));
      if (spare === undefined) return undefined;
      if (first)
        say(
          formatLine({
            text: `the token for ${endpoint} was refused (401); using the one in ${spare.source}`,
          }),
        );
      replacements.set(key, spare);
      return spare;
    },
  };
};
