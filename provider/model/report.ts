import type * as t from "io-ts";
import { kindOf } from "../words";

/** One thing that is wrong with a program's arguments. It never holds the value itself: that may be secret. */
export interface Mistake {
  /** Where: `executionSettings.maxParallelInstances`, `inputs.reads[2].path`. */
  readonly path: string;
  /** What was expected, as the second half of a sentence: `must be a whole number of at least 1`. */
  readonly wanted: string;
  /** What kind of thing was given, or `undefined` where the kind adds nothing. */
  readonly given?: string;
}

const join = (path: string, key: string): string =>
  /^\d+$/.test(key) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;

/** Some messages have said already what was given. */
const kindMatters = (wanted: string): boolean => wanted.startsWith("must be") && !wanted.includes(", not ");

/** io-ts's failures as mistakes, in the order of the properties. */
export const mistakesOf = (errors: t.Errors): readonly Mistake[] =>
  errors.map(({ context, value, message }) => ({
    path: context.map(({ key }) => key).reduce(join, ""),
    wanted: message ?? "has a form that is not understood",
    ...(kindMatters(message ?? "") ? { given: kindOf(value) } : {}),
  }));

/** `executionSettings.maxParallelInstances must be a whole number of at least 1, not a string`. */
export const sentence = ({ path, wanted, given }: Mistake): string =>
  given === undefined ? `${path} ${wanted}` : `${path} ${wanted}, not ${given}`;
