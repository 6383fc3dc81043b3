import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../shared/errors";

/** How new an answer has to be. */
export interface Age {
  /** Asked in this moment or in a later one. */
  readonly since: number;
  /** Nothing older will do, not even what does not change: something that may have changed it is waited for. */
  readonly isStrict: boolean;
}

interface Entry<A> {
  readonly moment: number;
  readonly answer: Promise<E.Either<ApiError, A>>;
  /** It holds whatever the program runs. */
  stays: boolean;
}

/**
 * Answers of one kind, each asked for once, also when many ask at the same time. A failure is not kept. `stays` tells the
 * answers that hold after runs of the program, too: a file that is there stays.
 */
export const newMemo = <A>(next: () => number, stays: (answer: A) => boolean = () => false) => {
  const entries = new Map<string, Entry<A>>();
  return (
    key: string,
    { since, isStrict }: Age,
    ask: () => Promise<E.Either<ApiError, A>>,
  ): TE.TaskEither<ApiError, A> =>
    async () => {
      const known = entries.get(key);
      if (known !== undefined && (known.moment >= since || (known.stays && !isStrict))) return known.answer;
      const entry: Entry<A> = { moment: next(), answer: ask(), stays: false };
      entries.set(key, entry);
      const answer = await entry.answer;
      if (E.isRight(answer)) entry.stays = stays(answer.right);
      else if (entries.get(key) === entry) entries.delete(key);
      return answer;
    };
};
