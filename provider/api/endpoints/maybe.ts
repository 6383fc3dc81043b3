import * as E from "fp-ts/Either";
import * as t from "io-ts";

/**
 * An optional field. Absent and `null` mean the same (API digest, 3.1), and so does one of a form that we do not know:
 * the answer to a POST holds the id of a task that was made, and must not be thrown away for an odd price.
 */
export const maybe = <C extends t.Mixed>(codec: C): t.Type<t.TypeOf<C> | null | undefined, unknown> =>
  new t.Type<t.TypeOf<C> | null | undefined, unknown>(
    codec.name,
    (u): u is t.TypeOf<C> | null | undefined => u === undefined || u === null || codec.is(u),
    (u, c) => t.success(E.getOrElse<unknown, t.TypeOf<C> | undefined>(() => undefined)(codec.validate(u, c))),
    t.identity,
  );

export const json = t.record(t.string, t.unknown);
