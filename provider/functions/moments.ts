/**
 * What is asked at nearly the same time: a program that looks up one file per row does so in one turn of the event loop,
 * or in the few turns in which its Outputs become known.
 */
export interface Moments {
  /** The number of the next moment: whatever is asked in it is asked after now. */
  readonly next: () => number;
  /** Resolves when the next moment is over. */
  readonly join: () => Promise<void>;
}

/** So many turns of the event loop without anything new end a moment. */
const quietTurns = 3;

/** It ends in any case after so many. */
const mostTurns = 100;

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

export const newMoments = (): Moments => {
  let number = 0;
  let joined = 0;
  let over: Promise<void> | undefined;

  const end = async (): Promise<void> => {
    let seen = 0;
    for (let turn = 0, quiet = 0; turn < mostTurns && quiet < quietTurns; turn += 1) {
      quiet = joined === seen ? quiet + 1 : 0;
      seen = joined;
      await nextTurn();
    }
    over = undefined;
    joined = 0;
    number += 1;
  };

  return {
    next: () => number,
    join: () => {
      joined += 1;
      over ??= end();
      return over;
    },
  };
};
