import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../errors";
import { type Client, keyOf } from "./http";

/** Asks once per connection and key (two users of one platform do not see the same), also when many ask at the same time. A failure is not kept. */
export const once = <A>(ask: (client: Client, key: string) => TE.TaskEither<ApiError, A>) => {
  const answers = new Map<string, Promise<E.Either<ApiError, A>>>();
  return (client: Client, key: string): TE.TaskEither<ApiError, A> =>
    async () => {
      const whole = `${keyOf(client.present(client.connection))} ${key}`;
      const answer = answers.get(whole) ?? ask(client, key)();
      answers.set(whole, answer);
      const result = await answer;
      if (E.isLeft(result) && answers.get(whole) === answer) answers.delete(whole);
      return result;
    };
};
