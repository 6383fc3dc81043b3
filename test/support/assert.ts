import * as E from "fp-ts/Either";
import type * as t from "io-ts";
import { type Mistake, mistakesOf, sentence } from "../../provider/shared/mistakes";

/** What the three questions are asked of: a codec as users meet it, at the path of an arg. */
export interface Subject<A> {
  readonly decode: (given: unknown) => E.Either<readonly Mistake[], A>;
  readonly encode: (value: A) => unknown;
}

/** A codec of the model at the arg that uses it. */
export const arg = <A>(path: string, codec: t.Type<A, unknown>): Subject<A> => ({
  decode: (given) =>
    E.mapLeft(mistakesOf)(codec.validate(given, [{ key: path, type: codec, actual: given }])),
  encode: codec.encode,
});

export const assertDecodes = <A>({ decode }: Subject<A>, given: unknown, expected: A): void =>
  expect(decode(given)).toStrictEqual(E.right(expected));

export const assertEncodes = <A>({ encode }: Subject<A>, value: A, expected: unknown): void =>
  expect(encode(value)).toStrictEqual(expected);

/** All the sentences that a user reads, in their order, and no other. */
export const assertRejects = <A>({ decode }: Subject<A>, given: unknown, ...sentences: string[]): void =>
  expect(E.mapLeft((mistakes: readonly Mistake[]) => mistakes.map(sentence))(decode(given))).toStrictEqual(
    E.left(sentences),
  );
