import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import type * as t from "io-ts";
import { withSlips } from "../model/task/slips";
import { isRecord } from "../shared/codec";
import { markOf } from "../shared/marks";
import { type Mistake, mistakesOf } from "../shared/mistakes";

/** Marks in the places of what only the Output form of a lookup takes, and of what has no end. */
const markedArgs =
  (name: string, path: readonly unknown[] = []) =>
  (value: unknown): unknown => {
    if (pulumi.Output.isInstance(value))
      return markOf(`is an Output: use ${name}Output, which takes Outputs`);
    if (value instanceof Promise) return markOf(`is a promise: await it first, or use ${name}Output`);
    if (pulumi.Resource.isInstance(value))
      return markOf("is a resource: give the property that is meant (like task.id)");
    if (path.includes(value)) return markOf("refers to itself: write an object without a circle");
    const inside = markedArgs(name, [...path, value]);
    if (Array.isArray(value)) return value.map(inside);
    return isRecord(value) && !(value instanceof RegExp)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]))
      : value;
  };

/** The args of a lookup, which come from a program. */
export const decodeArgs = <A>(
  name: string,
  codec: t.Type<A, unknown>,
  given: unknown,
): E.Either<readonly Mistake[], A> =>
  withSlips((args) => E.mapLeft(mistakesOf)(codec.decode(args)))(
    pulumi.Output.isInstance(given) || given instanceof Promise ? given : markedArgs(name)(given),
    // A lookup asks when all its args are known.
    false,
  );
