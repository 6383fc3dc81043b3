import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../../shared/errors";
import { type Client, seenBy } from "./http";

/**
 * Asks once per connection and key, also when many ask at the same time.
 * A failure is not kept. An answer may be that to another key as well: the newest revision of an app is one of its revisions.
 */
export const memoize = <A>(
  ask: (client: Client, key: string) => TE.TaskEither<ApiError, A>,
  alsoOf: (key: string, answer: A) => string = (key) => key,
) => {
  const answers = new Map<string, Promise<E.Either<ApiError, A>>>();
  return (client: Client, key: string): TE.TaskEither<ApiError, A> =>
    async () => {
      const of = seenBy(client);
      const whole = `${of} ${key}`;
      const answer = answers.get(whole) ?? ask(client, key)();
      answers.set(whole, answer);
      const result = await answer;
      if (E.isRight(result)) answers.set(`${of} ${alsoOf(key, result.right)}`, answer);
      else if (answers.get(whole) === answer) answers.delete(whole);
      return result;
    };
};
