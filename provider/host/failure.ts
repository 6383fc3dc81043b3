import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { HostError } from "../shared/errors";

/**
 * How operations in `host/` fail: by throwing this. `protocol.ts` catches it and makes one sentence of `error` for the engine.
 * Nothing else in `host/` is thrown on purpose.
 */
export class HostFailure extends Error {
  constructor(readonly error: HostError) {
    super(error._tag);
  }
}

/** Fails with an error, where an expression is needed: `task ?? fail(error)`. */
export const fail = (error: HostError): never => {
  throw new HostFailure(error);
};

/** What a call of the API gives, or its failure thrown. */
export const orThrow = async <A>(effect: TE.TaskEither<HostError, A>): Promise<A> => {
  const result = await effect();
  return E.isLeft(result) ? fail(result.left) : result.right;
};

/** The same for what is decoded or decided without waiting. */
export const rightOrThrow = <A>(result: E.Either<HostError, A>): A =>
  E.isLeft(result) ? fail(result.left) : result.right;

/** What came of an operation whose failure is looked at. Any other error is a mistake of this package, and goes on up. */
export const attempt = async <A>(run: () => Promise<A>): Promise<E.Either<HostError, A>> => {
  try {
    return E.right(await run());
  } catch (error) {
    if (error instanceof HostFailure) return E.left(error.error);
    throw error;
  }
};

/** An operation as call policies take it (`session/callPolicies.ts`): they run it themselves, and look at its failure. */
export const lazily =
  <Args extends readonly unknown[], A>(run: (...args: Args) => Promise<A>) =>
  (...args: Args): TE.TaskEither<HostError, A> =>
  () =>
    attempt(() => run(...args));
