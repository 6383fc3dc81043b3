import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { didYouMean } from "./alike";
import { nearest } from "./text";
import { hasUnknown, isUnknown, type Unknown, unknownValue } from "./unknown";

/**
 * The three combinators that the model's codecs are made of. A failure's `message` is the second half of a
 * sentence ("must be a whole number of at least 1"); its context is the path. `mistakes.ts` joins the two.
 */

/** A codec for one value: decodes what `is` accepts, and says what it wanted otherwise. */
export const refined = <A>(name: string, is: (value: unknown) => value is A, wanted: string): t.Type<A> =>
  new t.Type<A>(name, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c, wanted)), t.identity);

/** A codec for a string of a certain form. A string of another form gets another message than what is not a string at all. */
export const patternCodec = (name: string, pattern: RegExp, wanted: string): t.Type<string> =>
  new t.Type<string>(
    name,
    (u): u is string => typeof u === "string" && pattern.test(u),
    (u, c) =>
      typeof u !== "string"
        ? t.failure(u, c, wanted)
        : pattern.test(u)
          ? t.success(u)
          : t.failure(u, c, `${wanted}, not ${u === "" ? "an empty string" : "a string of another form"}`),
    t.identity,
  );

/** A codec that lets pass, as unknown, what `isOpen` recognises. */
const unknownOr =
  (isOpen: (u: unknown) => boolean) =>
  <A>(codec: t.Type<A, unknown>): t.Type<A | Unknown, unknown> =>
    new t.Type<A | Unknown, unknown>(
      codec.name,
      (u): u is A | Unknown => isUnknown(u) || codec.is(u),
      (u, c) => (isOpen(u) ? t.success(unknownValue) : codec.validate(u, c)),
      (a) => (isUnknown(a) ? a : codec.encode(a)),
    );

/** The same as `scalar` or `form`, but a value that the preview does not know yet passes. */
export const orUnknown = unknownOr(isUnknown);

/** The same for what only makes sense whole: with anything unknown inside, all of it counts as unknown. */
export const orUnknownDeep = unknownOr(hasUnknown);

type Props = Readonly<Record<string, t.Mixed>>;
type Shape<R extends Props, O extends Props> = { readonly [K in keyof R]: t.TypeOf<R[K]> } & {
  readonly [K in keyof O]?: t.TypeOf<O[K]>;
};

export const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === "object" && u !== null && !Array.isArray(u);

/** An object that says something, or nothing at all. */
export const nonEmpty = <T extends object>(given: T): T | undefined =>
  Object.keys(given).length > 0 ? given : undefined;

/** The parts of an object that have the type that they should have; the others are left out. */
export const formatParts = <P extends t.Props>(
  props: P,
  given: unknown,
): { readonly [K in keyof P]?: t.TypeOf<P[K]> } =>
  Object.fromEntries(
    Object.entries(isRecord(given) ? given : {}).filter(
      ([key, part]) => Object.hasOwn(props, key) && props[key]?.is(part) === true,
    ),
  ) as { readonly [K in keyof P]?: t.TypeOf<P[K]> }; // the filter has asked each part's own codec

/**
 * An object of known properties. Reports every wrong property at once; an unknown one is reported with the
 * nearest known name, or with what `elsewhere` says of it; `undefined` counts as missing. Names that start with `__` are the provider's own
 * (the engine hides them) and are left out of what is decoded.
 */
export const strictObject = <R extends Props, O extends Props>(
  name: string,
  required: R,
  optional: O,
  elsewhere: (key: string) => string | undefined = () => undefined,
): t.Type<Shape<R, O>, Record<string, unknown>> => {
  const props: Props = { ...required, ...optional };
  const known = Object.keys(props);
  const is = (u: unknown): u is Shape<R, O> =>
    isRecord(u) &&
    known.every((key) => (u[key] === undefined ? !(key in required) : (props[key] ?? t.never).is(u[key])));
  return new t.Type<Shape<R, O>, Record<string, unknown>>(
    name,
    is,
    (u, c) => {
      if (!isRecord(u)) return t.failure(u, c, "must be an object");
      const errors: t.ValidationError[] = [];
      const decoded: Record<string, unknown> = {};
      for (const [key, codec] of Object.entries(props)) {
        const value = u[key];
        const context = t.appendContext(c, key, codec, value);
        if (value === undefined) {
          if (key in required) errors.push({ value, context, message: "is required" });
          continue;
        }
        const result = codec.validate(value, context);
        if (E.isLeft(result)) errors.push(...result.left);
        else decoded[key] = result.right;
      }
      for (const key of Object.keys(u)) {
        if (known.includes(key) || key.startsWith("__") || u[key] === undefined) continue;
        const meant = nearest(key, known);
        const message =
          elsewhere(key) ??
          (meant === undefined
            ? `is not known; known are ${known.join(", ")}`
            : `is not known: ${didYouMean(key, meant)}`);
        errors.push({ value: u[key], context: t.appendContext(c, key, t.never, u[key]), message });
      }
      // The loop above has built each property with the codec that the type was computed from.
      return errors.length > 0 ? t.failures(errors) : is(decoded) ? t.success(decoded) : t.failure(u, c);
    },
    (a) =>
      Object.fromEntries(
        Object.entries(a)
          .filter(([, value]) => value !== undefined)
          .map(([key, value]) => [key, (props[key] ?? t.unknown).encode(value)]),
      ),
  );
};
