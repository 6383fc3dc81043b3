import type { Moments } from "./moments";

/** One who asks, and where the answer goes. */
export interface Waiting<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
}

/** Collects what is asked in one moment and hands it over together. `send` answers everybody. */
export const newGathering = <Q, A>(
  { join, next }: Moments,
  send: (all: readonly Waiting<Q, A>[]) => Promise<void>,
): ((question: Q) => Promise<A>) => {
  let open: { readonly moment: number; readonly all: Waiting<Q, A>[] } | undefined;
  return (question) =>
    new Promise((answer, fail) => {
      if (open?.moment !== next()) open = { moment: next(), all: [] };
      const { all } = open;
      const over = join();
      if (all.length === 0) over.then(() => send(all)).catch(fail);
      all.push({ question, answer });
    });
};
