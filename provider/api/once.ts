import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../errors";
import type { Client } from "./http";

/** Asks once per endpoint and key, also when many ask at the same time. A failure is not kept. */
export const once = <A>(ask: (client: Client, key: string) => TE.TaskEither<ApiError, A>) => {
  const answers = new Map<string, Promise<E.Either<ApiError, A>>>();
  return (client: Client, key: string): TE.TaskEither<ApiError, A> =>
    async () => {
      const ofEndpoint = `${client.connection.endpoint} ${key}`;
      const answer = answers.get(ofEndpoint) ?? ask(client, key)();
      answers.set(ofEndpoint, answer);
      const result = await answer;
      if (E.isLeft(result) && answers.get(ofEndpoint) === answer) answers.delete(ofEndpoint);
      return result;
    };
};
